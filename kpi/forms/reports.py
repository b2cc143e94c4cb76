"""What a report is on, over which quarters, and why it is made (6.2)."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council.dates import Quarter
from council.forms import ChangingForm, CleanForm, choose_from
from council.models import Body, Sitting
from kpi.models import Report


class ReportForm(CleanForm):
    """A new report; without a commission it is on all of them."""

    model = Report
    model_field_names: ClassVar[tuple[str, ...]] = (
        "requested_on",
        "note_kk",
        "note_ru",
    )
    commission = forms.ModelChoiceField(
        label=capfirst(_("commission")),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("All commissions"),
    )
    first = forms.TypedChoiceField(label=_("First quarter"), coerce=Quarter.coded)
    last = forms.TypedChoiceField(label=_("Last quarter"), coerce=Quarter.coded)
    occasion = forms.ChoiceField(
        label=capfirst(_("occasion")),
        choices=Report.Occasion.choices,
        widget=forms.RadioSelect,
        initial=Report.Occasion.INITIATIVE,
    )

    def __init__(
        self,
        *args: Any,
        quarters: list[Quarter],
        language: str,
        commissions: QuerySet[Body] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = [(quarter.code, quarter.label(language)) for quarter in quarters]
        for name in ("first", "last"):
            cast("forms.ChoiceField", self.fields[name]).choices = listed
        if commissions is None:
            del self.fields["commission"]
        else:
            choose_from(self, "commission", commissions)
        for name in ("note_kk", "note_ru"):
            self.fields[name].widget.attrs["rows"] = 5
        self.fields["requested_on"].help_text = _("Only where the Presidium asked.")
        self.order_fields(
            ["commission", "first", "last", "occasion", "requested_on", "note_kk"]
        )


class ReportNotesForm(ChangingForm, CleanForm):
    """The analytical part of a report that is not signed yet."""

    model = Report
    model_field_names: ClassVar[tuple[str, ...]] = ("note_kk", "note_ru")


class SubmitReportForm(CleanForm):
    """To which sitting of the Presidium a report goes."""

    sitting = forms.ModelChoiceField(
        label=capfirst(_("sitting")), queryset=Sitting.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, sittings: QuerySet[Sitting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "sitting", sittings)

    @property
    def has_sittings(self) -> bool:
        """Return whether there is a sitting to choose."""
        choices = cast("forms.ModelChoiceField[Sitting]", self.fields["sitting"])
        return bool(choices.queryset)
