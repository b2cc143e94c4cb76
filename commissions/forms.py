"""Choosing the candidates that go on an agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council.forms import RevisionForm, choose_from
from experts.models import Expert


class CandidatesForm(RevisionForm):
    """Candidates to put on a sitting's agenda, one tick each."""

    candidates = forms.ModelMultipleChoiceField(
        label=capfirst(_("candidates")),
        queryset=Expert.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one candidate.")},
    )

    def __init__(self, *args: Any, candidates: list[Expert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [candidate.pk for candidate in candidates]
        rows = Expert.objects.filter(pk__in=keys).select_related("person")
        choose_from(self, "candidates", rows)
