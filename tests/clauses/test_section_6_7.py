"""Sections 6 and 7 of the Regulation: one commission; editions and their days."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from commissions import actions as commissions
from commissions.models import Submission
from council.models import Edition, Protocol, Sitting
from experts import actions as experts
from tests import factories
from tests.clauses import pages
from tests.clauses.path import put_to_vote, ready, ready_together, sentences_of
from tests.factories import CONVOCATION_ENDS, DECIDED_ON, DISCUSSED_ON, IN_FORCE

DAY = timedelta(days=1)


# 6.1: one commission


@pytest.mark.clause("6.1")
def test_expert_of_a_commission_is_proposed_to_none(council):
    expert = ready(council)
    factories.engaged(council, expert)

    refused = sentences_of(
        commissions.propose,
        expert=expert,
        sitting=factories.a_presidium_sitting(council, DECIDED_ON + DAY),
        by=council.secretariat,
    )

    assert refused == ["6.1: already an expert of commission № 1."]
    assert Submission.objects.count() == 1


@pytest.mark.clause("6.1")
def test_expert_of_a_commission_is_engaged_by_no_other(council):
    expert = ready(council)
    protocol = factories.engaged(council, expert)

    refused = sentences_of(
        experts.engage,
        expert=expert,
        commission=council.commissions[1],
        protocol=protocol,
        ends=CONVOCATION_ENDS,
        by=council.secretariat,
    )

    assert refused == ["6.1: already an expert of commission № 1."]
    assert [row.commission.number for row in expert.engagements.all()] == [1]


# 7.1: in force from a day


@pytest.mark.clause("7.1")
@pytest.mark.parametrize(
    ("day", "is_refused"), [(IN_FORCE, False), (IN_FORCE - DAY, True)]
)
def test_no_sitting_before_the_regulation_is_in_force(
    council, secretariat, day, is_refused
):
    answer = secretariat.post(
        reverse("plan_sitting", args=[council.presidium.pk]),
        {"held_on": day.isoformat()},
    )

    refused = "7.1: no edition of the Regulation is in force on 12.10.2025."
    assert pages.refusals(answer) == [refused] * is_refused
    assert Sitting.objects.count() == (not is_refused)


# 7.3: amended by a new edition, from its day


@pytest.mark.clause("7.3")
@pytest.mark.parametrize(("held_on", "limit"), [(DECIDED_ON - DAY, 1), (DECIDED_ON, 2)])
def test_sitting_keeps_to_the_edition_of_its_day(council, secretariat, held_on, limit):
    factories.an_edition(DISCUSSED_ON, candidates_limit=1)
    factories.an_edition(DECIDED_ON, candidates_limit=2)
    *candidates, last = ready_together(council, limit + 1)
    sitting = factories.a_presidium_sitting(council, held_on)

    accepted = pages.propose(secretariat, sitting, *candidates)
    refused = pages.propose(secretariat, sitting, last)

    assert accepted.status_code == 302
    assert pages.refusals(refused) == [
        f"{last}: 1.7: commission № 1 already has {limit} of {limit} candidates on "
        f"the sitting of {held_on:%d.%m.%Y}."
    ]


@pytest.mark.clause("7.3")
def test_edition_is_never_changed_afterwards(council):
    edition = Edition.objects.get()
    edition.candidates_limit = 50

    with pytest.raises(TypeError, match="never changed"):
        edition.save_as(council.secretariat)

    assert Edition.objects.get().candidates_limit == 5


@pytest.mark.clause("7.3")
def test_final_protocol_keeps_its_edition(council, secretariat):
    sitting = put_to_vote(council, ready(council))
    pages.vote(secretariat, sitting, votes_for=4)
    pages.finalise(secretariat, sitting)

    factories.an_edition(date(2025, 10, 20), decision_number="25", quorum_numerator=1)

    protocol = Protocol.objects.get()
    assert protocol.edition == council.edition
    assert Sitting.objects.get(pk=sitting.pk).edition == council.edition
    assert protocol.frozen["head"]["edition_number"] == "24"
    assert protocol.frozen["head"]["quorum_needed"] == 3
