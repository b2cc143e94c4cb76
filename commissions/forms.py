"""Choosing the candidates that go on an agenda."""

from __future__ import annotations

from typing import Any, cast

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council.forms import RevisionForm, RowsField
from experts.models import Expert


class CandidatesForm(RevisionForm):
    """Candidates to put on a sitting's agenda, one tick each."""

    candidates = RowsField(
        label=capfirst(_("candidates")),
        error_messages={"required": _("Choose at least one candidate.")},
    )

    def __init__(self, *args: Any, candidates: list[Expert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("RowsField", self.fields["candidates"]).offer(candidates)
