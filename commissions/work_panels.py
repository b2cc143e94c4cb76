"""What the desk says of experts' work: overdue, to record, awaited."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from commissions.awaited import awaited_for
from commissions.models import Assignment, Event
from commissions.stories import state_in_words
from council.dates import numeric_date
from council.desk import Panel, Row, panel
from council.models import Account
from council.roles import scope

SHOWN = 6
TASK_LENGTH = 60


@panel(order=12, deed="assignments")
def overdue_assignments(account: Account, on: date) -> Panel:
    """Open assignments whose deadline has passed (5.1.8)."""
    bodies = scope(account, "assignments")
    rows = Assignment.objects.overdue(on).select_related("engagement__expert__person")
    found = list(rows if bodies is None else rows.seen_from(bodies))
    return Panel(
        title=_("Overdue assignments"),
        rows=[
            Row(
                label=f"{row.engagement.expert}: "
                f"{Truncator(row.task).chars(TASK_LENGTH)}",
                url=reverse("assignment", args=[row.pk]),
                note=state_in_words(row, on),
                tone="warm",
            )
            for row in found[:SHOWN]
        ],
        count=len(found),
        url=f"{reverse('assignments')}?state=overdue",
        empty=_("No assignment is overdue."),
    )


@panel(order=13, deed="events")
def events_to_record(account: Account, on: date) -> Panel:
    """Events whose last day is past and of which nobody noted who came (3.5)."""
    bodies = scope(account, "events")
    rows = Event.objects.planned().filter(ends__lt=on).order_by("ends", "pk")
    found = list(rows if bodies is None else rows.filter(commission__in=bodies))
    return Panel(
        title=_("Events to record as held"),
        rows=[
            Row(
                label=row.title,
                url=reverse("event", args=[row.pk]),
                note=numeric_date(row.ends),
                tone="warm",
            )
            for row in found[:SHOWN]
        ],
        count=len(found),
        url=reverse("events"),
        empty=_("Every event that is past is recorded."),
    )


@panel(order=28, deed="awaited")
def awaited_recommendations(account: Account, on: date) -> Panel:
    """Recommendations that participations have opened and nobody has handed in."""
    found, readable = awaited_for(account, on), scope(account, "work")
    latest = sorted(found, key=lambda row: row.day, reverse=True)
    return Panel(
        title=_("Awaited recommendations"),
        rows=[
            Row(
                label=str(row.expert),
                url=reverse("work", args=[row.expert.pk])
                if readable is None or row.expert.commission_id in readable
                else reverse("awaited"),
                note=numeric_date(row.day),
                tone="warm" if row.is_overdue(on) else "neutral",
            )
            for row in latest[:SHOWN]
        ],
        count=len(found),
        url=reverse("awaited"),
        empty=_("No recommendation is awaited."),
    )
