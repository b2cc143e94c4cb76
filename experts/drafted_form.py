"""What is typed into a form and not entered yet, as a draft keeps it."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from council import names
from experts.models import DossierDraft

LONGEST_TYPED = 5000


class DraftedForm(forms.Form):
    """A form whose typing is kept before it is entered, and shown again."""

    is_continued = False

    @property
    def draft_names(self) -> list[str]:
        """Return the fields that a draft keeps: all that can be typed, no file."""
        return [
            name
            for name, own in self.fields.items()
            if not (own.disabled or isinstance(own, forms.FileField))
            and name != "same_as"
        ]

    def typed_in(self, data: QueryDict) -> dict[str, list[str]]:
        """Return what a page sent, as a draft keeps it."""
        return {
            name: [names.clean(value)[:LONGEST_TYPED] for value in data.getlist(name)]
            for name in self.draft_names
            if name in data
        }

    def fill_from(self, draft: DossierDraft) -> None:
        """Show what was typed and not entered, instead of what is on record."""
        for name in self.draft_names:
            is_box = isinstance(self.fields[name], forms.BooleanField)
            typed = draft.first(name)
            self.initial[name] = bool(typed) if is_box else typed
        self.is_continued = True
