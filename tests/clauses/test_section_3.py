"""Section 3 of the Regulation: a chair works with the own commission's experts."""

import pytest
from django.urls import reverse

from commissions.models import Discussion, Submission
from council import actions
from tests import factories
from tests.clauses import pages
from tests.clauses.conftest import NOW
from tests.clauses.path import put_to_vote, ready
from tests.factories import DECIDED_ON, DISCUSSED_ON
from tests.worlds import built_once

PAGES_OF_A_CANDIDATE = ["path", "dossier"]
PAGES_OF_A_SITTING = [
    "sitting",
    "record_attendance",
    "record_votes",
    "change_sitting",
    "add_item",
    "discuss",
]


@built_once(NOW)
def candidates(council):
    """Give a discussed candidate of each commission."""
    return [ready(council, commission) for commission in council.commissions]


@pytest.mark.clause("3.1")
@pytest.mark.clause("6.1")
@pytest.mark.parametrize("name", PAGES_OF_A_CANDIDATE)
def test_chair_opens_candidates_of_the_own_commission(chairs, candidates, name):
    answers = [
        [chair.get(reverse(name, args=[row.pk])).status_code for row in candidates]
        for chair in chairs
    ]

    assert answers == [[200, 404], [404, 200]]


@pytest.mark.clause("3.1")
@pytest.mark.clause("6.1")
@pytest.mark.parametrize("name", PAGES_OF_A_SITTING)
def test_chair_opens_sittings_of_the_own_commission(council, chairs, name):
    sittings = [
        actions.plan_sitting(body=body, held_on=DISCUSSED_ON, by=council.secretariat)
        for body in council.commissions
    ]

    answers = [
        [chair.get(reverse(name, args=[row.pk])).status_code for row in sittings]
        for chair in chairs
    ]

    assert answers == [[200, 404], [404, 200]]


@pytest.mark.clause("3.1")
def test_chair_s_pages_name_nobody_of_another_commission(council, chairs, candidates):
    own, other = candidates
    sitting = factories.a_presidium_sitting(council)

    text = " ".join(
        chairs[0].get(address).content.decode()
        for address in (
            reverse("desk"),
            reverse("candidates"),
            reverse("sittings"),
            reverse("propose", args=[sitting.pk]),
        )
    )

    assert str(own) in text
    assert str(other) not in text


@pytest.mark.clause("3.1")
def test_chair_proposes_nobody_of_another_commission(council, chairs, candidates):
    own, other = candidates
    sitting = factories.a_presidium_sitting(council)

    refused = pages.propose(chairs[0], sitting, other)
    accepted = pages.propose(chairs[0], sitting, own)

    assert refused.status_code == 200
    assert len(pages.refusals(refused)) == 1
    assert accepted.status_code == 302
    assert [row.proposal.expert for row in Submission.objects.all()] == [own]


@pytest.mark.clause("3.1")
def test_chair_changes_nothing_at_another_commission(council, chairs):
    candidate = factories.a_candidate(council, council.commissions[1])
    sitting = actions.plan_sitting(
        body=council.commissions[1], held_on=DISCUSSED_ON, by=council.secretariat
    )

    answers = [pages.discuss(chair, sitting, candidate).status_code for chair in chairs]

    assert answers == [404, 302]
    assert [row.expert for row in Discussion.objects.all()] == [candidate]


@pytest.mark.clause("3.1")
def test_chair_leaves_the_presidium_s_votes_alone(council, chairs, candidates):
    sitting = put_to_vote(council, candidates[0], on=DECIDED_ON)

    answers = [
        pages.vote(chairs[0], sitting, votes_for=4).status_code,
        pages.finalise(chairs[0], sitting).status_code,
        pages.remove(chairs[0], sitting.items.get()).status_code,
    ]

    assert answers == [404, 404, 404]
    assert sitting.items.get().votes_for is None
