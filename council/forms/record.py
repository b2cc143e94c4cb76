"""What the secretariat asks of the record: who, which deed, when."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from council.deed_names import DEED_NAMES, deed_in_words, deeds_called
from council.forms.history import midnight
from council.forms.tables import PeriodForm
from council.models import Account, AuditEvent

LARGEST_KEY = 2**63 - 1


class RecordForm(PeriodForm):
    """The search over the record; `before` is the key that the page begins after."""

    who = forms.ModelChoiceField(
        label=_("By whom"),
        queryset=Account.objects.order_by("username"),
        required=False,
        empty_label=_("Everybody"),
    )
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    before = forms.IntegerField(
        label=_("Older than"),
        min_value=1,
        max_value=LARGEST_KEY,
        required=False,
        widget=forms.HiddenInput,
    )

    field_order = ("who", "deed", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["page"]
        by_words = {str(words): name for name, words in reversed(DEED_NAMES.items())}
        field: Any = self.fields["deed"]
        field.choices = [
            ("", _("All")),
            *sorted(((name, words) for words, name in by_words.items()), key=_words),
        ]

    def found(self) -> QuerySet[AuditEvent]:
        """Return the entries that were asked for, the latest first."""
        asked = self.cleaned_data
        conditions = {
            "by": asked["who"],
            "name__in": deeds_called(deed_in_words(asked["deed"])),
            "at__gte": midnight(asked["since"]),
            "at__lt": midnight(asked["until"], days=1),
            "pk__lt": asked["before"],
        }
        given = {name: value for name, value in conditions.items() if value}
        return cast("QuerySet[AuditEvent]", self.rows).filter(**given)

    def answer(self, number: int) -> list[AuditEvent] | None:
        """Return at most so many of them; None if the question is invalid."""
        return list(self.found()[:number]) if self.is_valid() else None


def _words(choice: tuple[str, str]) -> str:
    return choice[1]
