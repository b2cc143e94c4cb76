"""Constraints of events and assignments, from both sides, for test_constraints."""

from datetime import date, timedelta

from commissions.models import Assignment, Event, Participation
from experts.models import Engagement
from tests.work import written

DAY = date(2026, 1, 1)
BEFORE = DAY - timedelta(days=1)


def event(world, **changes):
    """Return an event in company of the commission's chair, not saved yet."""
    facts = {
        "commission": world.council.commissions[0],
        "kind": "monitoring",
        "title": "Аялдамалар",
        "begins": DAY,
        "ends": DAY,
        "companion": world.council.chairs[0],
    }
    return Event(**facts | changes)


def closed(world, **changes):
    """Return a closed event in company of the group's lead alone."""
    lead = {"companion": None, "group_lead": world.council.members[4]}
    return event(world, is_closed=True, **lead | changes)


def engagement(world):
    """Return the engagement of the world's expert."""
    return Engagement.objects.get(expert=world.first)


def participation(world, times):
    """Return the last of so many notes of one expert at one event."""
    held = written(event(world), by=world.by)
    rows = [
        Participation(event=held, engagement=engagement(world))
        for _time in range(times)
    ]
    for row in rows[:-1]:
        written(row, by=world.by)
    return rows[-1]


def assignment(world, **changes):
    """Return an open assignment, not saved yet."""
    facts = {
        "engagement": engagement(world),
        "given_by": world.council.chairs[0],
        "given_on": DAY,
        "due": DAY,
        "task": "Шолу",
        "format": "review",
    }
    return Assignment(**facts | changes)


CASES = {
    "commissions_event_ends_after_begin": (
        event,
        lambda world: event(world, ends=BEFORE),
    ),
    "commissions_event_planned_in_company": (
        lambda world: event(world, companion=None, kind="state_sitting"),
        lambda world: event(world, companion=None),
    ),
    "commissions_event_closed_agreed_or_accompanied": (
        lambda world: closed(world, agreed_on=DAY),
        closed,
    ),
    "commissions_participation_once_per_expert": (
        lambda world: participation(world, 1),
        lambda world: participation(world, 2),
    ),
    "commissions_assignment_due_after_given": (
        assignment,
        lambda world: assignment(world, due=BEFORE),
    ),
    "commissions_assignment_done_after_given": (
        lambda world: assignment(world, done_on=DAY),
        lambda world: assignment(world, done_on=BEFORE),
    ),
    "commissions_assignment_done_or_withdrawn": (
        lambda world: assignment(world, withdrawn_on=DAY),
        lambda world: assignment(world, done_on=DAY, withdrawn_on=DAY),
    ),
}
