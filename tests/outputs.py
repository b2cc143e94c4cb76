"""What experts hand in and say, for tests, by the deeds of the application.

Experts are in office from DECIDED_ON; all days here follow it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from commissions import actions
from commissions.models import (
    Assignment,
    Breach,
    Commendation,
    Event,
    Participation,
    Publication,
    Recommendation,
    RiskNotice,
)
from council import actions as council_actions
from council.audit import deed
from council.models import Account, Person, Sitting
from experts.models import Expert
from tests import factories as make

DAY = make.DECIDED_ON + timedelta(days=2)
LATER = make.DECIDED_ON + timedelta(days=5)
TODAY = make.DECIDED_ON + timedelta(days=10)


@deed
def write_row(*, row: Any, by: Account) -> Any:
    """Write a row that no deed of this area makes."""
    row.save_as(by)
    return row


def chair_of(expert: Expert) -> Account:
    """Return the account of the expert's chair."""
    chair = expert.commission.chair(DAY)
    assert chair is not None
    assert chair.account is not None
    return chair.account


def _facts(expert: Expert) -> dict[str, Any]:
    return {
        "expert": expert,
        "commission": expert.commission,
        "on": TODAY,
        "by": chair_of(expert),
    }


def a_recommendation(expert: Expert, **changes: Any) -> Recommendation:
    """Return a written recommendation received on DAY, with its text."""
    facts: dict[str, Any] = {
        "kind": Recommendation.Kind.RECOMMENDATION,
        "title": "Аялдамаларды жөндеу туралы",
        "received_on": DAY,
        "text": "Аялдамаларды жөндеу қажет.",
    }
    return actions.receive_recommendation(**_facts(expert) | facts | changes)


def considered(work: Recommendation, **changes: Any) -> Recommendation:
    """Return the work as considered in working order on LATER."""
    facts: dict[str, Any] = {
        "considered_how": Recommendation.How.WORKING_ORDER,
        "considered_on": LATER,
        "result": "Назарға алынды.",
        "on": TODAY,
        "by": chair_of(work.engagement.expert),
    }
    return actions.consider_recommendation(work=work, **facts | changes)


def unclear(work: Recommendation) -> Recommendation:
    """Return the work after a clarification was asked on LATER."""
    actions.ask_clarification(
        work=work,
        clarify="Қай көшелер?",
        clarify_on=LATER,
        on=TODAY,
        by=chair_of(work.engagement.expert),
    )
    return Recommendation.objects.get(pk=work.pk)


def a_publication(expert: Expert, **changes: Any) -> Publication:
    """Return a publication asked for on DAY."""
    facts: dict[str, Any] = {
        "kind": Publication.Kind.ANALYSIS,
        "title": "Ауа сапасы туралы шолу",
        "asked_on": DAY,
    }
    return actions.enter_publication(**_facts(expert) | facts | changes)


def unagreed(expert: Expert, **changes: Any) -> Publication:
    """Return a publication that appeared on DAY without being agreed."""
    facts: dict[str, Any] = {"asked_on": None, "appeared_on": DAY, "is_open": True}
    return a_publication(expert, **facts | changes)


def agreed(publication: Publication, **changes: Any) -> Publication:
    """Return the publication as its chair agreed to it, on LATER."""
    facts: dict[str, Any] = {
        "approved_by": Publication.Approver.CHAIR,
        "approved_on": LATER,
        "on": TODAY,
        "by": chair_of(publication.engagement.expert),
    }
    return actions.approve_publication(publication=publication, **facts | changes)


def a_breach(expert: Expert, **changes: Any) -> Breach:
    """Return a breach that happened on DAY, established on LATER."""
    facts: dict[str, Any] = {
        "kind": Breach.Kind.CONFIDENTIALITY,
        "happened_on": DAY,
        "essence": "Жұмыс құжаты бөгде адамға берілді.",
        "established_on": LATER,
    }
    return actions.establish_breach(**_facts(expert) | facts | changes)


def a_risk_notice(expert: Expert, **changes: Any) -> RiskNotice:
    """Return a notice of a corruption risk, received on DAY."""
    facts: dict[str, Any] = {
        "addressee": RiskNotice.Told.CHAIR,
        "received_on": DAY,
        "essence": "Мердігердің бүркеншік ұсынысы байқалды.",
    }
    return actions.enter_risk_notice(**_facts(expert) | facts | changes)


def a_commendation(expert: Expert, **changes: Any) -> Commendation:
    """Return a letter of thanks, proposed on DAY."""
    facts: dict[str, Any] = {
        "form": Commendation.Form.LETTER,
        "merit_kk": "Көпірлерді тексеруге қосқан үлесіңіз үшін.",
        "merit_ru": "За Ваш вклад в проверку мостов.",
        "proposed_on": DAY,
    }
    return actions.commend(**_facts(expert) | facts | changes)


def an_event(expert: Expert, *, came: bool | None = True, **changes: Any) -> Event:
    """Return a monitoring held on the day before DAY, to which the expert came."""
    facts: dict[str, Any] = {
        "commission": expert.commission,
        "kind": Event.Kind.MONITORING,
        "title": "Көпірлерді тексеру",
        "begins": DAY - timedelta(days=1),
        "ends": DAY - timedelta(days=1),
        "companion": expert.commission.chair(DAY),
        "status": Event.Status.HELD,
    }
    by = chair_of(expert)
    event: Event = write_row(row=Event(**facts | changes), by=by)
    engagement = expert.engagements.latest("pk")
    row = Participation(event=event, engagement=engagement, came=came)
    write_row(row=row, by=by)
    return event


def an_assignment(expert: Expert, **changes: Any) -> Assignment:
    """Return a task given on the day before DAY."""
    facts: dict[str, Any] = {
        "engagement": expert.engagements.latest("pk"),
        "given_by": expert.commission.chair(DAY),
        "given_on": DAY - timedelta(days=1),
        "task": "Көпірлер туралы қорытынды",
        "format": Assignment.Format.CONCLUSION,
        "due": LATER,
    }
    assignment: Assignment = write_row(
        row=Assignment(**facts | changes), by=chair_of(expert)
    )
    return assignment


def a_sitting(body: Any, held_on: date = LATER, *guests: Person) -> Sitting:
    """Return a sitting of the body to which all came, and these guests."""
    by = make.the_secretariat()
    sitting = council_actions.plan_sitting(body=body, held_on=held_on, by=by)
    return make.attended(sitting, others=guests)
