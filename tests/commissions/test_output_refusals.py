"""What the deeds of outputs refuse although no form of a page can ask for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commissions import actions
from commissions.actions.own_experts import chair_on
from commissions.models import Breach, Publication, Recommendation
from council.regulation import RuleViolation
from tests import factories as make
from tests import outputs as out
from tests.worlds import built_once

pytestmark = pytest.mark.django_db

PRESIDIUM = Publication.Approver.PRESIDIUM
SITTING = Recommendation.How.SITTING


@built_once()
def council():
    return make.a_council(per_commission=2)


@built_once()
def expert(council):
    return make.in_office(council)


@built_once()
def other(council):
    return make.in_office(council)


def refuses(sentence):
    """Expect a refusal of this one sentence, or the beginning of it."""
    return pytest.raises(RuleViolation, match=f"^{sentence}")


@pytest.mark.clause("4.5")
def test_a_breach_is_not_taken_back_before_it_was_established(expert):
    breach = out.a_breach(expert)
    with refuses("4.5: taken back on"):
        actions.lift_breach(
            breach=breach,
            lifted_on=out.DAY,
            lifted_because="Қате болған.",
            on=out.TODAY,
            by=out.chair_of(expert),
        )
    assert Breach.objects.standing().get() == breach


@pytest.mark.clause("4.5")
def test_a_breach_does_not_rest_on_the_publication_of_another(expert, other):
    publication = out.unagreed(other)
    with refuses("4.5: this is another expert's publication"):
        out.a_breach(expert, kind=Breach.Kind.UNAGREED, publication=publication)
    assert not Breach.objects.exists()


@pytest.mark.clause("4.5")
def test_an_agreed_publication_is_no_unagreed_one(expert):
    publication = out.agreed(out.a_publication(expert))
    with refuses("4.5: this publication was agreed"):
        out.a_breach(expert, kind=Breach.Kind.UNAGREED, publication=publication)
    assert not Breach.objects.exists()


@pytest.mark.clause("6.3")
def test_before_the_council_its_commission_has_no_chair(council):
    day = make.CONVOCATION_BEGINS - timedelta(days=1)
    with refuses("6.3: commission № 1 has no chair on"):
        chair_on(council.commissions[0], day)


@pytest.mark.clause("5.1.9")
def test_the_presidium_agrees_at_a_formalised_sitting_of_its_own(council, expert):
    publication = out.a_publication(expert)
    with refuses("5.1.9: choose the sitting"):
        out.agreed(publication, approved_by=PRESIDIUM)
    planned = make.a_presidium_sitting(council, out.LATER)
    with refuses("5.1.9: no formalised sitting"):
        out.agreed(publication, approved_by=PRESIDIUM, approved_at=planned)
    assert Publication.objects.get().approved_by == ""


@pytest.mark.clause("5.1.9")
def test_an_agreement_of_the_chair_has_its_day(expert):
    publication = out.a_publication(expert)
    with refuses("5.1.9: name the day on which the chair agreed"):
        out.agreed(publication, approved_on=None)
    assert Publication.objects.get().approved_by == ""


@pytest.mark.clause("5.1.9")
def test_a_publication_has_a_day(expert):
    with refuses("5.1.9: name the day on which it was asked for"):
        out.a_publication(expert, asked_on=None)
    assert not Publication.objects.exists()


@pytest.mark.clause("6.3")
def test_a_work_is_considered_at_a_sitting_of_its_commission(council, expert):
    work = out.a_recommendation(expert)
    with refuses("6.3: choose the sitting that considered it"):
        out.considered(work, considered_how=SITTING)
    foreign = out.a_sitting(council.commissions[1])
    with refuses("6.3: not a sitting that can have considered it"):
        out.considered(work, considered_how=SITTING, considered_at=foreign)
    assert Recommendation.objects.get().considered_on is None


@pytest.mark.clause("6.3")
def test_an_empty_work_is_no_work(expert):
    with refuses("6.3: type the text"):
        out.a_recommendation(expert, text="")
    assert not Recommendation.objects.exists()


@pytest.mark.clause("5.1.26")
def test_a_work_is_about_what_the_expert_came_to(council, expert):
    event = out.an_event(expert, came=False)
    with refuses("5.1.26: .* is not noted as having come"):
        out.a_recommendation(expert, event=event)
    sitting = out.a_sitting(council.commissions[0], out.DAY)
    with refuses("5.1.26: .* is not noted as present"):
        out.a_recommendation(expert, sitting=sitting)
    assert not Recommendation.objects.exists()


@pytest.mark.clause("6.3")
def test_a_work_does_not_answer_the_assignment_of_another(expert, other):
    assignment = out.an_assignment(other)
    with refuses("6.3: .* was not given this assignment"):
        out.a_recommendation(expert, assignment=assignment)
    assert not Recommendation.objects.exists()


@pytest.mark.clause("6.1")
def test_what_appeared_before_the_admission_is_no_work_of_an_expert(expert):
    publication = out.a_publication(expert)
    with refuses("6.1: "):
        actions.record_appearance(
            publication=publication,
            appeared_on=make.DECIDED_ON - timedelta(days=1),
            on=out.TODAY,
            by=out.chair_of(expert),
        )
    assert Publication.objects.get().appeared_on is None
