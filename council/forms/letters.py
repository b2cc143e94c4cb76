"""Where one's own reminders go, and in which language."""

from __future__ import annotations

from typing import Any, ClassVar

from council.forms.base import CleanForm, offer_languages
from council.models import Account


class LettersForm(CleanForm):
    """Address and language; without an address no letter is sent."""

    model = Account
    model_field_names: ClassVar[tuple[str, ...]] = ("email", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self)
