"""Release and reassignment: who starts them, what they need, what they leave."""

from datetime import date

import pytest
from django.urls import reverse

from commissions import actions
from commissions.models import Proposal
from council import actions as council_actions
from council.models import AgendaItem
from council.regulation import (
    INITIATED,
    Ground,
    Initiator,
    Move,
    RuleViolation,
)
from experts import actions as experts
from experts.models import Engagement, Expert
from experts.register import entries_of
from tests import factories as make
from tests.clauses.conftest import NOW
from tests.clauses.path import NOT_DISCUSSED
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NEXT = date(2025, 12, 8)
WAIVED = [
    Ground.ETHICS,
    Ground.SYSTEMATIC,
    Ground.CONFLICT,
    Ground.TRUST,
    Ground.LOW_EFFICIENCY,
]


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@built_once(NOW)
def expert(council):
    return make.in_office(council)


@built_once(NOW)
def sitting(council, expert):
    return make.a_presidium_sitting(council, NEXT)


def refusal(action, **facts):
    """Return the sentences with which a deed is refused."""
    with pytest.raises(RuleViolation) as caught:
        action(by=make.the_secretariat(), **facts)
    return caught.value.sentences


def discuss_release(council, expert, on):
    """Hold the commission's sitting that discusses the release."""
    sitting = council_actions.plan_sitting(
        body=expert.commission, held_on=on, by=council.secretariat
    )
    actions.discuss_expert(
        sitting=sitting, expert=expert, move=Move.RELEASE, by=council.secretariat
    )
    make.attended(sitting)
    return make.voted(sitting)


def release(council, expert, sitting, ground=Ground.TRUST):
    return actions.propose_release(
        expert=expert, sitting=sitting, ground=ground, by=council.secretariat
    )


def periods(expert):
    """Return the engagements of the expert, as rows of facts."""
    return [
        (row.commission.number, row.begins, row.left_on, row.left_how)
        for row in expert.engagements.order_by("begins", "pk")
    ]


# Release


@pytest.mark.clause("1.10")
@pytest.mark.parametrize("ground", WAIVED)
def test_these_grounds_need_no_discussion(council, expert, sitting, ground):
    release(council, expert, sitting, ground)
    protocol = make.decided(sitting)
    engagement = expert.engagements.get()
    assert engagement.left_by == protocol
    assert periods(expert) == [(1, make.DECIDED_ON, NEXT, "released")]
    assert Expert.objects.get().status == Expert.Status.RELEASED


@pytest.mark.clause("1.8")
@pytest.mark.clause("1.10")
def test_the_chairs_own_initiative_needs_a_discussion(council, expert, sitting):
    sentence = (
        "1.8, 1.10: release on the chair's own initiative needs a discussion at a "
        "sitting of the commission by 08.12.2025, after a refusal a new one; none is "
        "recorded."
    )
    facts = {"expert": expert, "sitting": sitting, "ground": Ground.CHAIR_INITIATIVE}
    assert refusal(actions.propose_release, **facts) == [sentence]
    discuss_release(council, expert, date(2025, 12, 1))
    release(council, expert, sitting, Ground.CHAIR_INITIATIVE)
    make.decided(sitting)
    assert Engagement.objects.active(NEXT).count() == 0


@pytest.mark.clause("1.8")
def test_an_initiative_that_was_refused_is_discussed_anew(council, expert, sitting):
    discuss_release(council, expert, date(2025, 12, 1))
    release(council, expert, sitting, Ground.CHAIR_INITIATIVE)
    make.decided(sitting, against=sitting.members[:3])
    later = make.a_presidium_sitting(council, date(2025, 12, 15))
    facts = {"expert": expert, "sitting": later, "ground": Ground.CHAIR_INITIATIVE}
    assert len(refusal(actions.propose_release, **facts)) == 1
    discuss_release(council, expert, date(2025, 12, 9))
    release(council, expert, later, Ground.CHAIR_INITIATIVE)
    make.decided(later)
    assert periods(expert) == [(1, make.DECIDED_ON, date(2025, 12, 15), "released")]


@pytest.mark.clause("1.10")
def test_the_discussion_of_the_admission_is_none_of_the_release(
    council, expert, sitting
):
    discuss_release(council, expert, date(2025, 12, 9))
    sentences = refusal(
        actions.propose_release,
        expert=expert,
        sitting=sitting,
        ground=Ground.CHAIR_INITIATIVE,
    )
    assert len(sentences) == 1
    assert sentences[0].startswith("1.8, 1.10: release on the chair's own initiative")


@pytest.mark.clause("1.8")
def test_the_day_of_the_decision_is_the_first_out_of_office(council, expert, sitting):
    release(council, expert, sitting)
    make.decided(sitting)
    active = [
        Engagement.objects.active(day).count()
        for day in (make.DECIDED_ON, date(2025, 12, 7), NEXT, date(2026, 1, 1))
    ]
    assert active == [1, 1, 0, 0]


@pytest.mark.clause("1.6")
def test_a_release_that_is_not_adopted_leaves_the_expert_in_office(
    council, expert, sitting
):
    submission = release(council, expert, sitting)
    make.decided(sitting, against=sitting.members[:3])
    submission.item.refresh_from_db()
    assert submission.item.outcome == AgendaItem.Outcome.REFUSED
    assert periods(expert) == [(1, make.DECIDED_ON, None, "")]
    assert Expert.objects.get().status == Expert.Status.ENGAGED


@pytest.mark.clause("1.6")
def test_nobody_but_the_presidium_releases(council, expert):
    sitting = council_actions.plan_sitting(
        body=council.assembly, held_on=NEXT, by=council.secretariat
    )
    assert refusal(
        actions.propose_release, expert=expert, sitting=sitting, ground=Ground.TRUST
    ) == ["1.6: only the Presidium engages experts, not “General assembly”."]


@pytest.mark.clause("1.10")
def test_an_own_request_is_the_experts_and_needs_nothing_else(council, expert, sitting):
    submission = actions.key_request(
        expert=expert,
        sitting=sitting,
        requested_on=date(2025, 12, 5),
        by=council.secretariat,
    )
    proposal = submission.proposal
    assert (proposal.proposer, proposal.ground, proposal.requested_on) == (
        expert.person,
        Ground.OWN_REQUEST,
        date(2025, 12, 5),
    )
    make.decided(sitting)
    assert periods(expert) == [(1, make.DECIDED_ON, NEXT, "released")]


@pytest.mark.clause("1.10")
def test_a_request_dated_after_the_sitting_is_none(expert, sitting):
    assert refusal(
        actions.key_request,
        expert=expert,
        sitting=sitting,
        requested_on=date(2025, 12, 9),
    ) == ["1.10: an own request comes from the expert, on a dated paper."]


@pytest.mark.clause("1.10")
def test_a_chair_does_not_state_an_own_request(expert, sitting):
    assert refusal(
        actions.propose_release,
        expert=expert,
        sitting=sitting,
        ground=Ground.OWN_REQUEST,
    ) == ["1.10: an own request comes from the expert, on a dated paper."]
    assert Proposal.objects.exclude(kind=Move.ADMIT).count() == 0


@pytest.mark.clause("1.8")
def test_a_release_without_a_chair_has_nobody_who_brings_it(council, expert, sitting):
    chair = council.commissions[0].seats.get(role="chair")
    council_actions.end_seat(seat=chair, ends=date(2025, 12, 1), by=council.secretariat)
    assert refusal(
        actions.propose_release, expert=expert, sitting=sitting, ground=Ground.TRUST
    ) == [
        "1.8: commission № 1 has no chair on 08.12.2025 who could bring the proposal."
    ]


@pytest.mark.clause("1.8")
def test_only_who_is_in_office_is_released(council, sitting):
    candidate = make.a_candidate(council)
    sentence = (
        f"1.8: {candidate} is no expert of commission № 1 on 08.12.2025, or was "
        "engaged that very day."
    )
    assert refusal(
        actions.propose_release, expert=candidate, sitting=sitting, ground=Ground.TRUST
    ) == [sentence]


@pytest.mark.clause("1.8")
def test_nobody_is_released_on_the_day_of_the_engagement(council):
    expert = make.in_office(council)
    sitting = make.a_presidium_sitting(council, make.DECIDED_ON)
    assert refusal(
        actions.propose_release, expert=expert, sitting=sitting, ground=Ground.TRUST
    ) == [
        f"1.8: {expert} is no expert of commission № 1 on 10.11.2025, or was engaged "
        "that very day."
    ]


@pytest.mark.clause("1.8")
def test_a_second_proposal_waits_for_the_first(council, expert, sitting):
    release(council, expert, sitting)
    other = make.a_presidium_sitting(council, date(2025, 12, 9))
    assert refusal(
        actions.propose_release, expert=expert, sitting=other, ground=Ground.ETHICS
    ) == [f"{expert} is already on the agenda of the sitting of 08.12.2025."]


@pytest.mark.clause("1.7")
def test_releases_take_none_of_the_five_places(council, expert, sitting):
    candidates = [make.a_candidate(council) for _number in range(make.PLACES)]
    make.discussed(*candidates, on=date(2025, 12, 1))
    submission = release(council, expert, sitting)
    proposed = make.proposed(*candidates, sitting=sitting)
    assert [row.place for row in (submission, *proposed)] == [None, 1, 2, 3, 4, 5]


def test_who_is_released_may_come_back_after_another_discussion(
    council, expert, sitting
):
    release(council, expert, sitting)
    make.decided(sitting)
    later = make.a_presidium_sitting(council, date(2025, 12, 10))
    assert refusal(actions.propose, expert=Expert.objects.get(), sitting=later) == [
        NOT_DISCUSSED
    ]
    make.discussed(Expert.objects.get(), on=date(2025, 12, 9))
    make.proposed(Expert.objects.get(), sitting=later)
    make.decided(later)
    assert periods(expert) == [
        (1, make.DECIDED_ON, NEXT, "released"),
        (1, date(2025, 12, 10), None, ""),
    ]


@pytest.mark.clause("1.8")
def test_the_ground_is_printed_in_the_protocol_and_never_published(
    client, council, expert, sitting
):
    actions.propose_release(
        expert=expert,
        sitting=sitting,
        ground=Ground.TRUST,
        further_grounds=[Ground.ETHICS, Ground.TRUST],
        note="Құпия ескертпе",
        by=council.secretariat,
    )
    protocol = make.decided(sitting)
    assert protocol.frozen["kk"]["items"][0]["decision"] == (
        f"№ 1 комиссияның эксперті босатылсын: {expert}. Негізі – сенімнің жоғалуы; "
        "этикалық нормаларды бұзу."
    )
    assert protocol.frozen["ru"]["items"][0]["decision"] == (
        f"Освободить эксперта комиссии № 1: {expert}. Основание – утрата доверия; "
        "нарушение этических норм."
    )
    page = client.get(f"/kk/register/{expert.public_id}/").text
    assert [word for word in ("сенім", "этикалық", "Құпия") if word in page] == []


# Reassignment


def reassign(council, expert, sitting, **facts):
    return actions.propose_reassignment(
        expert=expert,
        sitting=sitting,
        target=council.commissions[1],
        by=council.secretariat,
        **facts,
    )


@pytest.mark.clause("6.3")
def test_a_reassignment_keeps_the_term_and_both_periods(council, expert, sitting):
    reassign(council, expert, sitting)
    make.decided(sitting)
    first, second = expert.engagements.order_by("begins")
    assert periods(expert) == [
        (1, make.DECIDED_ON, NEXT, "reassigned"),
        (2, NEXT, None, ""),
    ]
    assert second.ends == first.ends
    assert Expert.objects.get().commission == council.commissions[1]
    assert [entry.commission_number for entry in entries_of(expert.public_id)] == [2, 1]
    assert Engagement.objects.active(NEXT).get() == second
    assert Engagement.objects.active(date(2025, 12, 7)).get() == first


@pytest.mark.clause("6.3")
def test_a_reassignment_needs_no_discussion_and_no_place(council, expert, sitting):
    submission = reassign(council, expert, sitting)
    assert (submission.place, submission.objections()) == (None, [])


@pytest.mark.clause("6.3")
@pytest.mark.parametrize("is_from_target", [False, True])
def test_either_chair_proposes_a_reassignment(council, expert, sitting, is_from_target):
    submission = reassign(council, expert, sitting, is_from_target=is_from_target)
    assert submission.proposal.proposer == council.chairs[is_from_target]


@pytest.mark.clause("6.3")
def test_an_expert_is_not_reassigned_to_the_same_commission(expert, sitting):
    assert refusal(
        actions.propose_reassignment,
        expert=expert,
        sitting=sitting,
        target=expert.commission,
    ) == ["6.3: commission № 1 is not another commission of this convocation."]


@pytest.mark.clause("1.7")
def test_the_new_commission_must_have_room(council, sitting):
    expert = Expert.objects.get()
    for seat in council.commissions[1].seats.all():
        council_actions.end_seat(
            seat=seat, ends=date(2025, 12, 1), by=council.secretariat
        )
    submission = reassign(council, expert, sitting)
    sentence = (
        "1.7: commission № 2 has 0 of the 0 experts it may have (7 for each of its "
        "council members: 0)."
    )
    assert submission.objections() == [sentence]
    make.attended(sitting)
    make.voted(sitting)
    assert refusal(
        council_actions.finalise_protocol, sitting=sitting, number=2, on=NEXT
    ) == [f"Item 1, “{submission.item.title}”: {sentence}"]
    assert periods(expert) == [(1, make.DECIDED_ON, None, "")]


@pytest.mark.clause("1.7")
def test_who_is_released_first_makes_room_at_the_same_sitting(council, expert, sitting):
    target = council.commissions[1]
    colleagues = [make.a_candidate(council, target) for _number in range(7)]
    make.engaged(council, *colleagues[:5], decided_on=date(2025, 11, 17))
    make.engaged(council, *colleagues[5:], decided_on=date(2025, 11, 18))
    council_actions.end_seat(
        seat=target.seats.get(role="member"),
        ends=date(2025, 12, 1),
        by=council.secretariat,
    )
    release(council, colleagues[0], sitting)
    assert reassign(council, expert, sitting).objections() != []
    make.decided(sitting)
    assert periods(colleagues[0])[0][2:] == (NEXT, "released")
    assert periods(expert) == [
        (1, make.DECIDED_ON, NEXT, "reassigned"),
        (2, NEXT, None, ""),
    ]


@pytest.mark.clause("1.5")
def test_who_became_a_council_member_is_not_reassigned(council, expert, sitting):
    reassign(council, expert, sitting)
    council_actions.seat_person(
        body=council.assembly,
        person=expert.person,
        role="member",
        begins=date(2025, 12, 1),
        by=council.secretariat,
    )
    make.attended(sitting)
    make.voted(sitting)
    (sentence,) = refusal(
        council_actions.finalise_protocol, sitting=sitting, number=2, on=NEXT
    )
    assert sentence.endswith(
        f"1.5: {expert} sits in the Public Council and cannot be its expert."
    )


@pytest.mark.clause("6.3")
def test_the_presidium_alone_moves_who_is_in_office(client, council, expert):
    client.force_login(council.secretariat)
    page = client.get(reverse("change_dossier", args=[expert.pk]))
    assert page.context["form"].fields["commission"].disabled
    second = council.commissions[1]
    assert refusal(
        experts.change_dossier,
        expert=expert,
        dossier=experts.Dossier(person={}, expert={"commission": second}),
        on=NEXT,
    ) == [
        f"6.3: {expert} is in office; only the Presidium moves an expert to another "
        "commission."
    ]
    assert Expert.objects.get().commission == council.commissions[0]


# Discussion of an expert in office


@pytest.mark.clause("1.8")
def test_only_its_own_commission_discusses_an_expert(council, expert):
    sitting = council_actions.plan_sitting(
        body=council.commissions[1], held_on=NEXT, by=council.secretariat
    )
    assert refusal(
        actions.discuss_expert, sitting=sitting, expert=expert, move=Move.RELEASE
    ) == [
        f"1.8: {expert} is no expert of commission № 2 on 08.12.2025, or was engaged "
        "that very day."
    ]


def test_an_expert_is_discussed_at_one_sitting_at_a_time(council, expert):
    first, second = (
        council_actions.plan_sitting(
            body=council.commissions[0], held_on=NEXT, by=council.secretariat
        )
        for _number in range(2)
    )
    facts = {"expert": expert, "move": Move.REASSIGN}
    actions.discuss_expert(sitting=first, by=council.secretariat, **facts)
    assert refusal(actions.discuss_expert, sitting=second, **facts) == [
        f"{expert} is already on the agenda of the sitting of 08.12.2025."
    ]


def test_a_postponed_release_goes_on_as_it_is(council, expert, sitting):
    submission = release(council, expert, sitting)
    make.attended(sitting)
    council_actions.record_votes(
        sitting=sitting,
        votes=[council_actions.ItemVote(submission.item_id, put_off="postponed")],
        by=council.secretariat,
    )
    make.finalised(sitting)
    later = make.a_presidium_sitting(council, date(2025, 12, 10))
    assert release(council, expert, later).proposal == submission.proposal
    make.decided(later)
    assert periods(expert) == [(1, make.DECIDED_ON, date(2025, 12, 10), "released")]


@pytest.mark.clause("1.10")
def test_what_the_chair_starts_nobody_else_does():
    with pytest.raises(RuleViolation) as refused:
        INITIATED.check(initiator=Initiator.CHAIR, is_chair=False, is_expert=True)
    assert refused.value.sentences == [
        "1.10: only the chair of the expert's commission starts this."
    ]
