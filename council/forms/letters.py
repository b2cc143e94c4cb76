"""Where one's own reminders go, and in which language."""

from __future__ import annotations

from typing import ClassVar

from council.forms.base import CleanForm
from council.models import Account


class LettersForm(CleanForm):
    """Address and language; without an address no letter is sent."""

    model = Account
    model_field_names: ClassVar[tuple[str, ...]] = ("email", "language")
