"""Forms of an event: planning it, changing it, and who came."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commissions.forms.experts import ExpertsField
from commissions.models import Event
from council.forms import ChangingForm, CleanForm, choose_from
from council.models import Body, Person, Seat

COMPANY = ("companion", "group_lead")


def _offer_company(form: CleanForm, commission: Body) -> None:
    """Offer who may accompany: the commission's members, and the council's (3.5)."""
    in_commission = Seat.objects.voting().filter(body=commission)
    in_council = Seat.objects.in_council().filter(
        body__convocation=commission.convocation_id
    )
    for name, seats in zip(COMPANY, (in_commission, in_council), strict=True):
        choose_from(
            form, name, Person.objects.filter(pk__in=seats.order_by().values("person"))
        )


class EventForm(CleanForm):
    """What, when and where, who of the commission's experts, and in whose company."""

    model = Event
    model_field_names: ClassVar[tuple[str, ...]] = (
        "kind",
        "title",
        "organ",
        "place",
        "begins",
        "ends",
        "companion",
        "group_lead",
        "is_closed",
        "agreed_on",
    )
    experts = ExpertsField(
        label=capfirst(_("experts who take part")),
        error_messages={"required": _("Choose at least one expert.")},
    )

    def __init__(self, *args: Any, commission: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = _(
            "Monitoring, hearings and public hearings count as events of public "
            "control (4.2.3); the others are shown and not counted."
        )
        self.fields["ends"].required = False
        self.fields["ends"].help_text = _("Leave it empty for an event of one day.")
        self.fields["companion"].help_text = _(
            "A member of the commission or the lead of the monitoring group goes "
            "along (3.5)."
        )
        self.fields["is_closed"].help_text = _(
            "Then the commission agrees beforehand, or a member goes along (5.2.6)."
        )
        _offer_company(self, commission)
        cast("ExpertsField", self.fields["experts"]).offer_of(commission, on)
        self.order_fields(
            [
                *("kind", "title", "organ", "place", "begins", "ends", "experts"),
                *(*COMPANY, "is_closed", "agreed_on"),
            ]
        )

    def clean(self) -> dict[str, Any]:
        """Let an event without a last day be one of a single day."""
        cleaned = super().clean()
        if not cleaned.get("ends"):
            cleaned["ends"] = cleaned.get("begins")
        return cleaned


class ChangeEventForm(EventForm, ChangingForm):
    """The same of an event that is planned already, by the revision shown."""


class RecordEventForm(CleanForm, ChangingForm):
    """Who came, and in whose company: nobody may be the answer (3.5)."""

    model = Event
    model_field_names: ClassVar[tuple[str, ...]] = COMPANY
    came = ExpertsField(label=capfirst(_("experts who came")), required=False)
    others = ExpertsField(label=capfirst(_("other experts who came")), required=False)

    def __init__(self, *args: Any, event: Event, on: date, **kwargs: Any) -> None:
        rows = list(event.participations.select_related("engagement"))
        came = [str(row.engagement.expert_id) for row in rows if row.came is not False]
        kwargs["initial"] = {
            "revision": event.revision,
            "came": came,
            "companion": event.companion_id,
            "group_lead": event.group_lead_id,
        }
        super().__init__(*args, **kwargs)
        invited = {row.engagement.expert_id for row in rows}
        self._experts("came").offer_of(event.commission, on, only=invited)
        self._experts("others").offer_of(event.commission, on, besides=invited)
        self.fields["came"].help_text = _("Untick who did not come.")
        _offer_company(self, event.commission)
        self.fields["companion"].help_text = _(
            "Who did go along. With neither, the event is marked as without company "
            "(3.5)."
        )
        self.order_fields(["came", "others", *COMPANY])

    def _experts(self, name: str) -> ExpertsField:
        return cast("ExpertsField", self.fields[name])

    @property
    def facts(self) -> dict[str, Any]:
        """Return who came, invited or not, in whose company, and the revision."""
        facts = dict(self.cleaned_data)
        return facts | {"came": [*facts["came"], *facts.pop("others")]}
