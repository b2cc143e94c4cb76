"""Every cell of the tables of events and assignments is tried."""

from datetime import date

import pytest
from django.urls import reverse

from commissions import actions
from commissions.models import Assignment, Event
from council.regulation import RuleViolation
from experts.models import Expert
from tests import factories as make
from tests import work
from tests.commissions.work_tables import OF_ASSIGNMENT, OF_EVENT, OF_WORK
from tests.test_deed_table import World, cells, tried
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
OVER, AHEAD, MOVED_ON = date(2025, 11, 15), date(2025, 11, 28), date(2025, 11, 19)
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    """Let today be a day after the sittings."""
    time_machine.move_to(NOW)


@built_once(NOW)
def world():
    """Return a council with its five readers."""
    return World()


def of_event(world, deed, event):
    """Return address and data of a deed on an event."""
    expert = event.participations.get().engagement.expert_id
    company = {"companion": world.council.chairs[0].pk, "revision": event.revision}
    data = {
        "change_event": company
        | {
            "kind": event.kind,
            "title": "Басқа тақырып",
            "begins": event.begins,
            "experts": [expert],
        },
        "cancel_event": company,
        "reopen_event": company,
        "record_event": company | {"came": [expert]},
    }
    return reverse(deed, args=[event.pk]), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_EVENT))
def test_event(world, state):
    expert = make.in_office(world.council)
    day = AHEAD if state == "ahead" else OVER
    event = work.an_event(expert, begins=day)
    if state == "held":
        work.held(event)
    elif state == "cancelled":
        actions.cancel_event(event=event, by=world.by)
    signs = cells(OF_EVENT)[state]
    assert tried(world, of_event, signs, Event.objects.get(pk=event.pk)) == signs


def of_assignment(world, deed, assignment):
    """Return address and data of a deed on an assignment."""
    shown = {"revision": assignment.revision}
    asked = {"task": "Басқа", "format": "advice", "due": "2025-11-27"}
    data = {
        "change_assignment": shown | asked,
        "complete_assignment": shown | {"done_on": MOVED_ON},
        "withdraw_assignment": shown,
        "reopen_assignment": shown,
    }
    return reverse(deed, args=[assignment.pk]), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_ASSIGNMENT))
def test_assignment(world, state):
    expert = make.in_office(world.council)
    (assignment,) = work.assigned(expert, given_on=OVER)
    if state == "done":
        work.completed(assignment, MOVED_ON)
    elif state == "withdrawn":
        actions.withdraw_assignment(assignment=assignment, on=MOVED_ON, by=world.by)
    elif state == "moved":
        work.reassigned(world.council, expert, MOVED_ON)
    signs = cells(OF_ASSIGNMENT)[state]
    row = Assignment.objects.get(pk=assignment.pk)
    assert tried(world, of_assignment, signs, row) == signs


def of_work(world, deed, expert):
    """Return address and data of a list, a person's page or a first deed."""
    commission = world.council.commissions[0].pk
    keys = {
        "work": expert.pk,
        "plan_event": commission,
        "give_assignment": commission,
    }
    data = {
        "plan_event": {
            "kind": "monitoring",
            "title": "Аялдамалар",
            "begins": OVER,
            "companion": world.council.chairs[0].pk,
            "experts": [expert.pk],
        },
        "give_assignment": {
            "task": "Шолу",
            "format": "review",
            "given_on": OVER,
            "due": AHEAD,
            "experts": [expert.pk],
        },
    }
    args = [keys[deed]] if deed in keys else []
    return reverse(deed, args=args), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_WORK))
def test_work(world, state):
    expert = Expert.objects.get(pk=make.in_office(world.council).pk)
    signs = cells(OF_WORK)[state]
    assert tried(world, of_work, signs, expert) == signs


def test_a_form_sent_twice_is_recorded_once(world):
    expert = make.in_office(world.council)
    work.an_event(expert, begins=AHEAD)
    with pytest.raises(RuleViolation, match="This is on record already"):
        work.an_event(expert, begins=AHEAD)
    work.assigned(expert)
    with pytest.raises(RuleViolation, match="This is on record already"):
        work.assigned(expert)
    assert (Event.objects.count(), Assignment.objects.count()) == (1, 1)
