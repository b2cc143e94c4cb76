"""The records behind the indicators, written as their own deeds would write them."""

from commissions.models import (
    Assignment,
    Breach,
    Event,
    Participation,
    Publication,
    Recommendation,
    RecommendationVersion,
)
from council.audit import deed
from experts.models import Engagement
from tests import factories as make


@deed
def written(row, *, by=None):
    """Return a row, saved as the secretariat would have keyed it in."""
    row.save_as(by or make.the_secretariat())
    return row


def the_entry(expert):
    """Return the expert's latest entry of the register, with what numbers need."""
    return (
        Engagement.objects.select_related("expert__person", "commission__convocation")
        .filter(expert=expert)
        .latest("begins")
    )


def an_event(entry, begins, ends=None, **changes):
    """Return a monitoring that was held, the expert there."""
    came = changes.pop("came", True)
    facts = {
        "commission": entry.commission,
        "kind": Event.Kind.MONITORING,
        "title": "Алматы әуесі",
        "begins": begins,
        "ends": ends or begins,
        "status": Event.Status.HELD,
    }
    event = written(Event(**facts | changes))
    written(Participation(event=event, engagement=entry, came=came))
    return event


def an_assignment(entry, given_on, done_on, **changes):
    """Return a task with its deadline on the day it was done."""
    facts = {
        "engagement": entry,
        "given_by": make.a_person(),
        "given_on": given_on,
        "task": "Шолу жазу",
        "format": Assignment.Format.REVIEW,
        "due": done_on or given_on,
        "done_on": done_on,
    }
    return written(Assignment(**facts | changes))


def a_recommendation(entry, on, kind=Recommendation.Kind.RECOMMENDATION, **changes):
    """Return a written work handed in on that day."""
    facts = {"engagement": entry, "received_on": on, "kind": kind, "title": "Ұсыным"}
    work = written(Recommendation(**facts | changes))
    a_version(work, 1, on)
    return work


def a_breach(entry, on, **changes):
    """Return a breach that the chair established on the day it happened."""
    facts = {
        "engagement": entry,
        "kind": Breach.Kind.CONFIDENTIALITY,
        "happened_on": on,
        "essence": "Құжат таратылды",
        "established_on": on,
        "established_by": make.a_person(),
    }
    return written(Breach(**facts | changes))


def a_publication(entry, on, *, is_agreed=True, is_open=True):
    """Return a publication that appeared on that day."""
    agreed = {"approved_by": "chair", "approved_on": on, "approver": make.a_person()}
    return written(
        Publication(
            engagement=entry,
            kind=Publication.Kind.INFORMING,
            title="Ауа сапасы",
            appeared_on=on,
            is_open=is_open,
            **agreed if is_agreed else {},
        )
    )


def a_version(paper, number, on):
    """Return a version of a written work."""
    return written(
        RecommendationVersion(
            recommendation=paper, number=number, received_on=on, text="Мәтін"
        )
    )
