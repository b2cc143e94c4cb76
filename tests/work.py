"""The work of experts for tests: events, assignments, moves, by the deeds of chairs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from commissions import actions
from commissions.models import Assignment, Event
from council.audit import deed
from council.models import Account, Body, Person, Protocol
from council.regulation import Ground
from experts.models import Expert
from tests import factories as make
from tests.factories import MadeCouncil

EVENT_ON = date(2025, 11, 25)
GIVEN_ON = date(2025, 11, 20)
DUE_ON = date(2025, 11, 28)
TODAY = date(2025, 12, 10)


def in_office(
    council: MadeCouncil, count: int = 1, commission: int = 0
) -> list[Expert]:
    """Return experts of the commission, engaged together on DECIDED_ON."""
    body = council.commissions[commission]
    found = [make.a_candidate(council, body) for _number in range(count)]
    make.engaged(council, *found)
    return [Expert.objects.with_person().get(pk=expert.pk) for expert in found]


def chair_of(commission: Body) -> Account:
    """Return the account of who chairs the commission on TODAY."""
    chair = commission.chair(TODAY)
    assert chair is not None
    assert chair.account is not None
    return chair.account


def an_event(*experts: Expert, **changes: Any) -> Event:
    """Return a planned event of the experts' commission, its chair going along."""
    commission = changes.pop("commission", None) or experts[0].commission
    facts: dict[str, Any] = {
        "kind": Event.Kind.MONITORING,
        "title": "Аялдамалар",
        "begins": EVENT_ON,
        "companion": commission.chair(EVENT_ON),
    } | changes
    return actions.plan_event(
        commission=commission,
        experts=experts,
        by=chair_of(commission),
        **{"ends": facts["begins"]} | facts,
    )


def held(
    event: Event, came: Collection[Expert] | None = None, **company: Person | None
) -> Event:
    """Return the event as recorded: all who were invited came, as it was planned."""
    if came is None:
        came = [row.engagement.expert for row in event.participations.all()]
    planned: dict[str, Any] = {
        "companion": event.companion,
        "group_lead": event.group_lead,
    }
    return actions.record_event(
        event=event,
        came=came,
        on=TODAY,
        by=chair_of(event.commission),
        **planned | company,
    )


def assigned(*experts: Expert, **changes: Any) -> list[Assignment]:
    """Return the assignments given to these experts of one commission."""
    commission = changes.pop("commission", None) or experts[0].commission
    facts: dict[str, Any] = {
        "task": "Қорытынды жазу",
        "format": Assignment.Format.CONCLUSION,
        "given_on": GIVEN_ON,
        "due": DUE_ON,
        "on": TODAY,
    }
    return actions.give_assignment(
        commission=commission,
        experts=experts,
        by=chair_of(commission),
        **facts | changes,
    )


def completed(assignment: Assignment, done_on: date = DUE_ON) -> Assignment:
    """Return the assignment noted as done."""
    return actions.complete_assignment(
        assignment=assignment,
        done_on=done_on,
        on=TODAY,
        by=chair_of(assignment.engagement.commission),
    )


def released(council: MadeCouncil, expert: Expert, on: date) -> Protocol:
    """Return the protocol by which the Presidium released the expert on that day."""
    sitting = make.a_presidium_sitting(council, on)
    actions.propose_release(
        expert=expert, sitting=sitting, ground=Ground.TRUST, by=council.secretariat
    )
    return make.decided(sitting)


def reassigned(
    council: MadeCouncil, expert: Expert, on: date, commission: int = 1
) -> Protocol:
    """Return the protocol by which the expert came to another commission."""
    sitting = make.a_presidium_sitting(council, on)
    actions.propose_reassignment(
        expert=expert,
        sitting=sitting,
        target=council.commissions[commission],
        by=council.secretariat,
    )
    return make.decided(sitting)


@deed
def written(row: Any, by: Account) -> Any:
    """Return a row of work for which these tests need no deed of its own."""
    row.save_as(by)
    return row
