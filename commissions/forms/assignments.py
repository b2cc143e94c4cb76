"""Forms of an assignment: what is asked, and what has become of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commissions.forms.experts import ExpertsField
from commissions.models import Assignment, Event
from council.forms import ChangingForm, CleanForm, RevisionForm, choose_from
from council.models import Body


def _offer_events(form: CleanForm, commission: Body) -> None:
    """Offer the events of the commission that were not cancelled."""
    choose_from(
        form,
        "event",
        Event.objects.filter(commission=commission).exclude(
            status=Event.Status.CANCELLED
        ),
    )
    form.fields["task"].widget.attrs["rows"] = 4


class AssignmentForm(CleanForm):
    """What is asked of one expert or several, in which form, until when (6.3)."""

    model = Assignment
    model_field_names: ClassVar[tuple[str, ...]] = (
        "task",
        "format",
        "given_on",
        "due",
        "organ",
        "event",
    )
    experts = ExpertsField(
        label=capfirst(_("to whom")),
        help_text=_("Each of them gets an assignment of their own."),
        error_messages={"required": _("Choose at least one expert.")},
    )

    def __init__(self, *args: Any, commission: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_events(self, commission)
        cast("ExpertsField", self.fields["experts"]).offer_of(commission, on)
        self.fields["given_on"].initial = on
        self.order_fields(
            ["task", "format", "given_on", "due", "experts", "organ", "event"]
        )


class ChangeAssignmentForm(CleanForm, ChangingForm):
    """Text and deadline of an open assignment, by the revision shown."""

    model = Assignment
    model_field_names: ClassVar[tuple[str, ...]] = (
        "task",
        "format",
        "due",
        "organ",
        "event",
    )

    def __init__(self, *args: Any, commission: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_events(self, commission)


class CompleteAssignmentForm(CleanForm, RevisionForm):
    """When the work was done, and how it came out."""

    model = Assignment
    model_field_names: ClassVar[tuple[str, ...]] = ("done_on", "outcome")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].required = True
        self.fields["outcome"].widget = forms.Textarea(attrs={"rows": 3})


class WithdrawAssignmentForm(CleanForm, RevisionForm):
    """Why the task is not asked any more."""

    model = Assignment
    model_field_names: ClassVar[tuple[str, ...]] = ("outcome",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = capfirst(_("why it is withdrawn"))
        self.fields["outcome"].widget = forms.Textarea(attrs={"rows": 3})
