"""What the secretariat asks of the record: who, which deed, when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from council.deed_names import DEED_NAMES, deed_in_words, deeds_called
from council.forms.base import CleanForm, day_field
from council.forms.history import midnight
from council.models import Account, AuditEvent

LARGEST_KEY = 2**63 - 1


class RecordForm(CleanForm):
    """The search over the record; `before` is the key that the page begins after."""

    who = forms.ModelChoiceField(
        label=_("By whom"),
        queryset=Account.objects.order_by("username"),
        required=False,
        empty_label=_("Everybody"),
    )
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    since = day_field(label=_("From the day"), required=False)
    until = day_field(label=_("Until the day"), required=False)
    before = forms.IntegerField(
        label=_("Older than"),
        min_value=1,
        max_value=LARGEST_KEY,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_words = {str(words): name for name, words in reversed(DEED_NAMES.items())}
        field: Any = self.fields["deed"]
        field.choices = [
            ("", _("All")),
            *sorted(((name, words) for words, name in by_words.items()), key=_words),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned

    def answer(self, number: int) -> list[AuditEvent] | None:
        """Return at most so many entries, the latest first; None if invalid."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        conditions = {
            "by": asked["who"],
            "name__in": deeds_called(deed_in_words(asked["deed"])),
            "at__gte": midnight(asked["since"]),
            "at__lt": midnight(asked["until"], days=1),
            "pk__lt": asked["before"],
        }
        given = {name: value for name, value in conditions.items() if value}
        found: QuerySet[AuditEvent] = AuditEvent.objects.filter(**given)
        return list(found.select_related("by").order_by("-pk")[:number])

    @property
    def has_question(self) -> bool:
        """Return whether anything was asked for."""
        return any(self.data.get(name) for name in self.fields if name != "before")


def _words(choice: tuple[str, str]) -> str:
    return choice[1]
