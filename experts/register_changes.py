"""What changed in the register between two days (1.12): by which decision, not why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import names
from council.models import Convocation, translated
from experts.models import Engagement
from experts.register_corrections import corrected

SHOWN_DAYS = 90
END_OF_CONVOCATION = F("commission__convocation__ends")
REASSIGNED = Engagement.Left.REASSIGNED


class Kind(models.TextChoices):
    """What can happen to an entry, the last to be read first on one day."""

    CORRECTED = "corrected", gettext_lazy("Entry corrected")
    CONVOCATION_ENDED = "convocation-ended", gettext_lazy("Convocation ended")
    TERM_ENDED = "term-ended", gettext_lazy("Term ended")
    RELEASED = "released", gettext_lazy("Released")
    REASSIGNED = "reassigned", gettext_lazy("Reassigned")
    ENGAGED = "engaged", gettext_lazy("Engaged")


ORDER = list(Kind)


@dataclass(frozen=True)
class Place:
    """A commission by its number and its name in the reader's language."""

    number: int
    name: str


@dataclass(frozen=True)
class Change:
    """One change: of an entry, or of all at once when a convocation ends (1.11).

    `day` is the first day in office, the first one out of it, the last day of a term
    or a convocation, or the one on which an entry was corrected. What ends by itself
    and what is corrected has no protocol.
    """

    kind: Kind
    day: date
    name: str
    public_id: str = ""
    sort_key: str = ""
    commission: Place | None = None
    target: Place | None = None
    protocol_number: str = ""
    protocol_date: date | None = None
    experts: int = 0

    @property
    def is_correction(self) -> bool:
        """Return whether only what the entry says was corrected, by no decision."""
        return self.kind == Kind.CORRECTED

    @property
    def code(self) -> str:
        """Return what tells it from every other change of the day."""
        return f"{self.public_id or 'convocation'}/{self.kind.value}"

    def concerns(self, commission: int) -> bool:
        """Return whether an expert came to or left that commission by it."""
        places = (self.commission, self.target)
        return any(place.number == commission for place in places if place)


def before(until: date) -> date:
    """Return the first day of the months that are shown when nobody asks for others."""
    return date.fromordinal(max(until.toordinal() - SHOWN_DAYS, 1))


def changes(
    since: date,
    until: date,
    text: str = "",
    commission: int | None = None,
    *,
    moment: datetime | None = None,
) -> list[Change]:
    """Return what changed from the first to the last of these days, newest first.

    Inside `reading(moment)` that moment is given too: corrections are read from the
    versions themselves.
    """
    known = Engagement.objects.valid().public()
    known = known.filter(begins__lte=END_OF_CONVOCATION)
    happened = Q()
    for name in ("begins", "left_on", "ends"):
        happened |= Q((f"{name}__range", (since, until)))
    found = _searched(known, text).select_related(
        "expert__person",
        "commission__convocation",
        "admitted_by__sitting",
        "left_by__sitting",
    )
    listed = _of_entries(list(found.filter(happened)))
    listed += _corrections(since, until, known, text, moment)
    if commission is not None:
        listed = [change for change in listed if change.concerns(commission)]
    listed += _of_convocations(since, until, text, commission)
    listed = [change for change in listed if since <= change.day <= until]
    listed.sort(key=lambda change: (ORDER.index(change.kind), change.sort_key))
    listed.sort(key=lambda change: change.day, reverse=True)
    return listed


def _searched(
    found: models.QuerySet[Engagement], text: str
) -> models.QuerySet[Engagement]:
    """Keep whom the register finds by the text on any day, in any commission."""
    if not text:
        return found
    return found.filter(
        expert__in=Engagement.objects.valid().search(text).values("expert")
    )


def _corrections(
    since: date,
    until: date,
    known: models.QuerySet[Engagement],
    text: str,
    moment: datetime | None,
) -> list[Change]:
    """Return whose entry is shown otherwise since, without saying what stood there."""
    listed = list(corrected(since, until, moment))
    if text and listed:
        found = set(_searched(known, text).values_list("pk", flat=True))
        listed = [(row, day) for row, day in listed if row.pk in found]
    return [_change(row, Kind.CORRECTED, day) for row, day in listed]


def _of_entries(rows: list[Engagement]) -> list[Change]:
    moves = {(row.expert_id, row.left_on) for row in rows if row.left_how == REASSIGNED}
    arrivals: dict[tuple[int, date | None], Engagement] = {
        (row.expert_id, row.begins): row for row in rows
    }
    listed = []
    for row in rows:
        if (row.expert_id, row.begins) not in moves:
            listed.append(_engaged(row))
        ended = _ended(row, arrivals.get((row.expert_id, row.left_on)))
        listed += [ended] if ended else []
    return listed


def _engaged(row: Engagement) -> Change:
    return _change(
        row,
        Kind.ENGAGED,
        row.begins,
        protocol_number=row.decision_number,
        protocol_date=row.decided_on,
    )


def _ended(row: Engagement, arrival: Engagement | None) -> Change | None:
    """Return how the row ended; None when its convocation ended it with all others."""
    end_of_convocation = row.commission.convocation.ends
    if row.left_on and row.left_by and row.left_on <= end_of_convocation:
        return _change(
            row,
            Kind(row.left_how),
            row.left_on,
            target=_place(arrival) if arrival else None,
            protocol_number=str(row.left_by.number),
            protocol_date=row.left_by.sitting.held_on,
        )
    if row.ends < end_of_convocation:
        return _change(row, Kind.TERM_ENDED, row.ends)
    return None


def _change(
    row: Engagement,
    kind: Kind,
    day: date,
    *,
    target: Place | None = None,
    protocol_number: str = "",
    protocol_date: date | None = None,
) -> Change:
    person = row.expert.person
    return Change(
        kind=kind,
        day=day,
        name=names.full_name(person.surname, person.given_name, person.patronymic),
        public_id=row.expert.public_id,
        sort_key=person.sort_key,
        commission=_place(row),
        target=target,
        protocol_number=protocol_number,
        protocol_date=protocol_date,
    )


def _place(row: Engagement) -> Place:
    return Place(row.commission.number or 0, translated(row.commission, "name"))


def _of_convocations(
    since: date, until: date, text: str, commission: int | None
) -> list[Change]:
    """Return the ends of convocations, with the number of experts each one ended."""
    ended = list(Convocation.objects.filter(ends__range=(since, until)))
    if not ended:
        return []
    still = _searched(Engagement.objects.valid().public(), text).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=END_OF_CONVOCATION),
        begins__lte=END_OF_CONVOCATION,
        ends__gte=END_OF_CONVOCATION,
    )
    if commission is not None:
        still = still.filter(commission__number=commission)
    counted = dict(
        still.order_by()
        .values_list("commission__convocation")
        .annotate(experts=Count("pk"))
    )
    return [
        Change(
            kind=Kind.CONVOCATION_ENDED,
            day=row.ends,
            name=_("convocation %(number)s") % {"number": row.number},
            experts=counted[row.pk],
        )
        for row in ended
        if row.pk in counted
    ]
