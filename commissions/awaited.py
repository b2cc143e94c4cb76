"""Written recommendations that are awaited: one for each participation (5.1.26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode

from commissions.models import Assignment, Event, Participation, Recommendation
from council.models import Account, Sitting
from council.roles import scope
from experts.models import Engagement, Expert

ATTENDED = "expert__person__attendances"


@dataclass(frozen=True)
class Awaited:
    """A recommendation that has not come: from whom, on which occasion.

    `due` is the deadline of an open assignment on that event, if one was given: the
    text itself sets none.
    """

    engagement: Engagement
    occasion: Event | Sitting
    day: date
    url: str = ""
    due: date | None = None

    @property
    def receive_url(self) -> str:
        """Return the page that receives it, with whose it is and the occasion."""
        name = "event" if isinstance(self.occasion, Event) else "sitting"
        query = urlencode({"expert": self.expert.pk, name: self.occasion.pk})
        return f"{reverse('receive_recommendation')}?{query}"

    @property
    def expert(self) -> Expert:
        """Return from whom it is awaited."""
        return self.engagement.expert

    def is_overdue(self, on: date) -> bool:
        """Return whether the assignment's deadline has passed (5.1.8)."""
        return self.due is not None and self.due < on


def awaited_for(
    account: Account, on: date, *, commission: int | None = None
) -> list[Awaited]:
    """Return what is awaited in the account's commissions, by name and day."""
    bodies = scope(account, "awaited")
    engagements = Engagement.objects.valid()
    if bodies is not None:
        engagements = engagements.filter(commission__in=bodies)
    if commission is not None:
        engagements = engagements.filter(commission=commission)
    return awaited(engagements, account, on)


def awaited(
    engagements: QuerySet[Engagement], account: Account, on: date
) -> list[Awaited]:
    """Return what is awaited by these engagements, in five queries for all of them.

    Each participation that took place and each sitting attended without a vote
    whose protocol is final (5.1.14), until a written recommendation of the same
    engagement names it. Nothing is awaited of who is no expert any more on that
    day; of who was moved, the old commission still awaits its own.
    """
    serving = Engagement.objects.active(on).values("expert")
    of_experts = engagements.filter(expert__in=serving)
    found = _after_events(of_experts) + _after_sittings(of_experts, account)
    return sorted(
        found, key=lambda row: (row.expert.person.sort_key, row.expert.pk, row.day)
    )


def attended(
    engagements: QuerySet[Engagement],
) -> list[tuple[Engagement, Sitting]]:
    """Return the sittings that experts attended without a vote while in office."""
    return _with_sittings(_attending(engagements))


def sitting_url(sitting: Sitting, bodies: set[int] | None) -> str:
    """Return the sitting's address for those who may open it."""
    if bodies is None or sitting.body_id in bodies:
        return reverse("sitting", args=[sitting.pk])
    return ""


def _after_events(engagements: QuerySet[Engagement]) -> list[Awaited]:
    named = Recommendation.objects.written().filter(
        engagement=OuterRef("engagement"), event=OuterRef("event")
    )
    due = (
        Assignment.objects.open()
        .filter(engagement=OuterRef("engagement"), event=OuterRef("event"))
        .order_by()
        .values("event")
        .annotate(first=Min("due"))
        .values("first")
    )
    rows = (
        Participation.objects.done()
        .filter(~Exists(named), engagement__in=engagements)
        .annotate(due=Subquery(due))
        .select_related("event", "engagement__expert__person", "engagement__commission")
    )
    return [
        Awaited(
            engagement=row.engagement,
            occasion=row.event,
            day=row.event.ends,
            url=reverse("event", args=[row.event_id]),
            due=row.due,
        )
        for row in rows
    ]


def _after_sittings(
    engagements: QuerySet[Engagement], account: Account
) -> list[Awaited]:
    named = Recommendation.objects.written().filter(
        engagement=OuterRef("pk"), sitting=OuterRef("attended_sitting")
    )
    bodies = scope(account, "sittings")
    return [
        Awaited(
            engagement=engagement,
            occasion=sitting,
            day=sitting.held_on,
            url=sitting_url(sitting, bodies),
        )
        for engagement, sitting in _with_sittings(
            _attending(engagements).filter(~Exists(named))
        )
    ]


def _attending(engagements: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Return a row for each sitting attended on a day in force, its key beside."""
    held_on = F(f"{ATTENDED}__sitting__held_on")
    return (
        engagements.annotate(attended_on=held_on)
        .filter(
            Q(left_on__isnull=True) | Q(left_on__gt=F("attended_on")),
            begins__lte=F("attended_on"),
            ends__gte=F("attended_on"),
            commission__convocation__ends__gte=F("attended_on"),
        )
        .annotate(
            attended_sitting=F(f"{ATTENDED}__sitting"),
            attended_vote=F(f"{ATTENDED}__has_vote"),
            attended_status=F(f"{ATTENDED}__sitting__status"),
        )
        .filter(attended_vote=False, attended_status=Sitting.Status.FINAL)
    )


def _with_sittings(
    rows: QuerySet[Engagement],
) -> list[tuple[Engagement, Sitting]]:
    listed = list(rows.select_related("expert__person", "commission"))
    keys = {row.attended_sitting for row in listed}  # type: ignore[attr-defined]
    sittings = Sitting.objects.select_related("body").in_bulk(keys)
    return [
        (row, sittings[row.attended_sitting])  # type: ignore[attr-defined]
        for row in listed
    ]
