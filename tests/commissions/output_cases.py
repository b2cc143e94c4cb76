"""Rows that each constraint on experts' outputs allows, and that it forbids."""

from collections.abc import Callable
from typing import Any

from commissions.models import (
    Breach,
    Commendation,
    Publication,
    Recommendation,
    RecommendationVersion,
)
from tests import factories as make
from tests import outputs
from tests.outputs import DAY, LATER


class World:
    """An expert in office with one of each, to hang the rows under test on."""

    def __init__(self) -> None:
        council = make.a_council()
        self.by = council.secretariat
        self.expert = make.in_office(council)
        self.engagement = self.expert.engagements.get()
        self.chair = council.chairs[0]
        self.sitting = outputs.a_sitting(council.commissions[0])
        self.event = outputs.an_event(self.expert)
        self.assignment = outputs.an_assignment(self.expert)
        self.recommendation = outputs.a_recommendation(self.expert)

    def work(self, **changes: Any) -> Recommendation:
        facts: dict[str, Any] = {
            "engagement": self.engagement,
            "kind": "recommendation",
            "title": "А",
            "received_on": DAY,
        }
        return Recommendation(**facts | changes)

    def version(self, **changes: Any) -> RecommendationVersion:
        facts: dict[str, Any] = {
            "recommendation": self.recommendation,
            "number": 2,
            "received_on": DAY,
            "text": "А",
        }
        return RecommendationVersion(**facts | changes)

    def publication(self, **changes: Any) -> Publication:
        facts: dict[str, Any] = {
            "engagement": self.engagement,
            "kind": "analysis",
            "title": "А",
            "asked_on": DAY,
        }
        return Publication(**facts | changes)

    def agreed(self, **changes: Any) -> Publication:
        facts: dict[str, Any] = {
            "approved_by": "chair",
            "approved_on": LATER,
            "approver": self.chair,
        }
        return self.publication(**facts | changes)

    def breach(self, **changes: Any) -> Breach:
        facts: dict[str, Any] = {
            "engagement": self.engagement,
            "kind": "confidentiality",
            "happened_on": DAY,
            "essence": "А",
            "established_on": DAY,
            "established_by": self.chair,
        }
        return Breach(**facts | changes)

    def commendation(self, **changes: Any) -> Commendation:
        facts: dict[str, Any] = {
            "engagement": self.engagement,
            "form": "letter",
            "merit_kk": "А",
            "proposed_on": LATER,
            "proposed_by": self.chair,
        }
        return Commendation(**facts | changes)


Case = Callable[[World], Any]
CASES: dict[str, tuple[Case, Case]] = {
    "commissions_recommendation_initiatives_unassigned": (
        lambda world: world.work(assignment=world.assignment),
        lambda world: world.work(kind="topic", assignment=world.assignment),
    ),
    "commissions_recommendation_considered_when_and_where": (
        lambda world: world.work(
            considered_how="sitting", considered_on=DAY, considered_at=world.sitting
        ),
        lambda world: world.work(
            considered_how="working_order",
            considered_on=DAY,
            considered_at=world.sitting,
        ),
    ),
    "commissions_recommendation_on_one_occasion": (
        lambda world: world.work(event=world.event),
        lambda world: world.work(event=world.event, sitting=world.sitting),
    ),
    "commissions_recommendationversion_numbered_once": (
        lambda world: world.version(),
        lambda world: world.version(number=1),
    ),
    "commissions_recommendationversion_has_text_or_file": (
        lambda world: world.version(text="", file="work.pdf"),
        lambda world: world.version(text=""),
    ),
    "commissions_recommendationversion_clarification_dated": (
        lambda world: world.version(clarify="?", clarify_on=DAY),
        lambda world: world.version(clarify="?"),
    ),
    "commissions_publication_agreed_when_and_by_whom": (
        lambda world: world.agreed(),
        lambda world: world.agreed(approver=None),
    ),
    "commissions_publication_agreed_before_it_appeared": (
        lambda world: world.agreed(appeared_on=LATER),
        lambda world: world.agreed(appeared_on=DAY),
    ),
    "commissions_publication_agreed_or_declined": (
        lambda world: world.publication(declined_on=DAY),
        lambda world: world.agreed(declined_on=DAY),
    ),
    "commissions_publication_asked_or_appeared": (
        lambda world: world.publication(asked_on=None, appeared_on=DAY),
        lambda world: world.publication(asked_on=None),
    ),
    "commissions_breach_established_after_it_happened": (
        lambda world: world.breach(),
        lambda world: world.breach(happened_on=LATER),
    ),
    "commissions_breach_lifted_because": (
        lambda world: world.breach(lifted_on=DAY, lifted_because="А"),
        lambda world: world.breach(lifted_on=DAY),
    ),
    "commissions_commendation_awarded_after_proposed": (
        lambda world: world.commendation(awarded_on=LATER),
        lambda world: world.commendation(awarded_on=DAY),
    ),
}
