"""Section 1 of the Regulation: who decides, how many, for how long, what is public."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from commissions import actions as commissions
from commissions.models import Discussion, Proposal, Submission
from council import actions
from council.models import Attendance, Body, Convocation, Edition, Sitting
from experts.models import Acknowledgement, Engagement, Expert, ReferenceDocument
from experts.register import Entry
from tests import factories
from tests.clauses import pages
from tests.clauses.path import (
    NOT_DISCUSSED,
    put_to_vote,
    ready,
    ready_together,
    sentences_of,
    title,
)
from tests.factories import CONVOCATION_ENDS, DECIDED_ON, DISCUSSED_ON

DAY = timedelta(days=1)


# 1.3: a natural person


@pytest.mark.clause("1.3")
@pytest.mark.parametrize(
    ("surname", "given_name", "refused"),
    [
        ("Қасенов", "Әлихан", []),
        ("Қасенов", "", ["Given name: This field is required."]),
        (
            "ТОО «Сарапшы 2025»",
            "Әлихан",
            ["Surname: Only letters, spaces, hyphens and apostrophes are expected."],
        ),
    ],
)
def test_candidate_is_a_person_with_a_name(
    council, secretariat, surname, given_name, refused
):
    answer = pages.enter(
        secretariat, council.commissions[0], surname=surname, given_name=given_name
    )

    assert pages.refusals(answer) == refused
    assert Expert.objects.count() == (not refused)


# 1.5: an expert is no member of the council, and has no vote


@pytest.mark.clause("1.5")
@pytest.mark.parametrize(
    ("seat_ends", "is_refused"),
    [(None, True), (DECIDED_ON, True), (DECIDED_ON - DAY, False)],
)
def test_council_member_is_not_proposed(council, secretariat, seat_ends, is_refused):
    member = council.members[-1]
    candidate = ready(council, known_person=member)
    if seat_ends:
        seat = council.assembly.seats.get(person=member)
        actions.end_seat(seat=seat, ends=seat_ends, by=council.secretariat)
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, candidate)

    refused = f"1.5: {member} sits in the Public Council and cannot be its expert."
    assert pages.refusals(answer) == [f"{member}: {refused}"] * is_refused
    assert Submission.objects.count() == (not is_refused)


@pytest.mark.clause("1.5")
def test_who_joined_the_council_meanwhile_is_not_engaged(council, secretariat):
    candidate = ready(council)
    sitting = put_to_vote(council, candidate)
    factories.voted(sitting)
    factories.seated(council.assembly, candidate.person, begins=DECIDED_ON)

    answer = pages.finalise(secretariat, sitting)

    assert pages.refusals(answer) == [
        f"Item 1, “{title(candidate)}”: 1.5: {candidate} sits in the Public Council "
        "and cannot be its expert."
    ]
    assert Engagement.objects.count() == 0


@pytest.mark.clause("1.5")
def test_experts_in_the_room_do_not_make_a_quorum(council, secretariat):
    experts = ready_together(council, 2)
    factories.engaged(council, *experts)
    sitting = factories.a_presidium_sitting(council, DECIDED_ON + DAY)
    texts = {"title_kk": "Жұмыс жоспары", "draft_kk": "Бекітілсін."}
    actions.add_item(sitting=sitting, texts=texts, by=council.secretariat)

    came = pages.press(
        secretariat,
        "record_attendance",
        sitting,
        voters=pages.keys(council.members[:2]),
        others=[expert.person_id for expert in experts],
    )
    pages.vote(secretariat, sitting, votes_for=2)
    answer = pages.finalise(secretariat, sitting, number=2)

    assert came.status_code == 302
    assert set(
        Attendance.objects.filter(sitting=sitting).values_list("person", "has_vote")
    ) == {(member.pk, True) for member in council.members[:2]} | {
        (expert.person_id, False) for expert in experts
    }
    assert pages.refusals(answer) == [
        "No quorum: 2 of 4 members present, 3 needed.",
    ]


@pytest.mark.clause("1.5")
@pytest.mark.clause("5.1.15")
@pytest.mark.parametrize("kind", Body.Kind)
def test_expert_is_not_recorded_with_a_vote(council, secretariat, kind):
    expert = ready(council)
    factories.engaged(council, expert)
    body = Body.objects.filter(kind=kind)[0]
    sitting = actions.plan_sitting(
        body=body, held_on=DECIDED_ON + DAY, by=council.secretariat
    )
    facts = {"others": [], "by": council.secretariat}

    page = pages.press(
        secretariat, "record_attendance", sitting, voters=[expert.person_id]
    )
    refused = sentences_of(
        actions.record_attendance,
        sitting=sitting,
        voters=[*sitting.members, expert.person],
        **facts,
    )

    assert page.status_code == 200
    assert len(pages.refusals(page)) == 1
    assert refused == [f"1.5: no vote without a seat in this body: {expert}."]
    assert Attendance.objects.filter(sitting=sitting).count() == 0


@pytest.mark.clause("1.5")
def test_expert_is_not_counted_among_the_votes(council):
    first, second = ready_together(council, 2)
    factories.engaged(council, first)
    sitting = put_to_vote(council, second, on=DECIDED_ON + DAY, others=[first.person])

    refused = sentences_of(factories.voted, sitting=sitting, against=[first.person])

    assert refused == [f"Item 1: 1.5: no vote without a seat in this body: {first}."]


# 1.6: the Presidium decides, by a simple majority, without giving reasons


@pytest.mark.clause("1.6")
@pytest.mark.parametrize(
    ("votes", "is_engaged"),
    [
        ((3, 1, 0, 0), True),
        ((3, 0, 1, 0), True),
        ((2, 2, 0, 0), False),
        ((2, 0, 2, 0), False),
        ((2, 1, 0, 1), True),
        ((2, 0, 0, 0), False),
    ],
)
def test_more_than_half_of_those_present_engage(
    council, secretariat, client, votes, is_engaged
):
    candidate = ready(council)
    sitting = put_to_vote(council, candidate)

    pages.vote(secretariat, sitting, *votes)
    answer = pages.finalise(secretariat, sitting)

    assert answer.status_code == 302
    assert pages.registered(client) == [str(candidate)] * is_engaged
    candidate.refresh_from_db()
    assert candidate.status == (
        Expert.Status.ENGAGED if is_engaged else Expert.Status.REFUSED
    )


@pytest.mark.clause("1.6")
@pytest.mark.parametrize(
    ("majority_of", "is_engaged"),
    [(Edition.MajorityOf.PRESENT, True), (Edition.MajorityOf.MEMBERS, False)],
)
def test_edition_says_of_whom_the_majority_is_taken(
    council, secretariat, client, majority_of, is_engaged
):
    factories.an_edition(DISCUSSED_ON, majority_of=majority_of)
    candidate = ready(council)
    sitting = put_to_vote(council, candidate, voters=council.members[:3])

    pages.vote(secretariat, sitting, votes_for=2, against=1)
    pages.finalise(secretariat, sitting)

    assert pages.registered(client) == [str(candidate)] * is_engaged


@pytest.mark.clause("1.6")
def test_votes_are_no_more_than_members_present(council, secretariat):
    sitting = put_to_vote(council, ready(council))

    too_many = pages.vote(secretariat, sitting, votes_for=3, against=1, out=1)
    as_many = pages.vote(secretariat, sitting, votes_for=3, out=1)

    assert pages.refusals(too_many) == [
        "Item 1: 1.6: 4 votes and 1 who stepped out are more than the 4 members "
        "present."
    ]
    assert as_many.status_code == 302


@pytest.mark.clause("1.6")
def test_protocol_is_not_final_with_more_votes_than_members(council, secretariat):
    sitting = put_to_vote(council, ready(council))
    pages.vote(secretariat, sitting, votes_for=4)
    factories.attended(sitting, voters=council.members[:3])

    answer = pages.finalise(secretariat, sitting)

    assert pages.refusals(answer) == [
        "Item 1: 1.6: 4 votes are recorded, but 3 members were present."
    ]


@pytest.mark.clause("1.6")
@pytest.mark.parametrize(("present", "is_refused"), [(3, False), (2, True)])
def test_two_thirds_of_the_members_make_a_quorum(
    council, secretariat, present, is_refused
):
    sitting = put_to_vote(council, ready(council), voters=council.members[:present])
    pages.vote(secretariat, sitting, votes_for=present)

    answer = pages.finalise(secretariat, sitting)

    refused = "No quorum: 2 of 4 members present, 3 needed."
    assert pages.refusals(answer) == [refused] * is_refused
    assert Engagement.objects.count() == (not is_refused)


@pytest.mark.clause("1.6")
def test_nobody_but_the_presidium_engages(council, secretariat):
    candidate = ready(council)
    sitting = actions.plan_sitting(
        body=council.assembly, held_on=DECIDED_ON, by=council.secretariat
    )

    page = pages.propose(secretariat, sitting, candidate)
    refused = sentences_of(
        commissions.propose, expert=candidate, sitting=sitting, by=council.secretariat
    )

    assert page.status_code == 404
    assert refused == [
        "1.6: only the Presidium engages experts, not “General assembly”."
    ]
    assert Submission.objects.count() == 0


@pytest.mark.clause("1.6")
def test_refusal_gives_no_reason(council, secretariat, client):
    candidate = ready(council, expert={"note": "Комиссияның күмәні бар"})
    sitting = put_to_vote(council, candidate)

    pages.vote(secretariat, sitting, votes_for=1, against=3)
    pages.finalise(secretariat, sitting)

    frozen = Sitting.objects.get(pk=sitting.pk).protocol.frozen
    assert [frozen[code]["items"] for code in ("kk", "ru")] == [
        [
            {
                "position": 1,
                "title": f"Экспертті тарту туралы: {candidate} (№ 1 комиссия)",
                "reporter": "",
                "speakers": "",
                "vote": {"for": 1, "against": 3, "abstained": 0},
                "adopted": False,
                "decision": f"Экспертті тартудан бас тартылды: {candidate}.",
            }
        ],
        [
            {
                "position": 1,
                "title": title(candidate),
                "reporter": "",
                "speakers": "",
                "vote": {"for": 1, "against": 3, "abstained": 0},
                "adopted": False,
                "decision": f"В привлечении эксперта отказано: {candidate}.",
            }
        ],
    ]
    assert pages.registered(client) == []
    assert client.get(reverse("entry", args=[candidate.public_id])).status_code == 404


# 1.7, first sentence: five candidates of a commission at a sitting of the Presidium


def full(candidate, taken=5, limit=5, day="10.11.2025"):
    return (
        f"{candidate}: 1.7: commission № 1 already has {taken} of {limit} candidates "
        f"on the sitting of {day}."
    )


@pytest.mark.clause("1.7")
def test_five_candidates_of_a_commission_and_no_sixth(council, secretariat):
    *first, fifth, sixth = ready_together(council, 6)
    sitting = factories.a_presidium_sitting(council)
    factories.proposed(*first, sitting=sitting)

    accepted = pages.propose(secretariat, sitting, fifth)
    refused = pages.propose(secretariat, sitting, sixth)

    assert accepted.status_code == 302
    assert pages.refusals(refused) == [full(sixth)]
    assert list(
        Submission.objects.order_by("place").values_list("proposal__expert", "place")
    ) == [(row.pk, place) for place, row in enumerate([*first, fifth], start=1)]


@pytest.mark.clause("1.7")
def test_six_at_once_are_refused_together(council, secretariat):
    candidates = ready_together(council, 6)
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, *candidates)

    assert pages.refusals(answer) == [full(candidates[-1])]
    assert Submission.objects.count() == 0
    assert sitting.items.count() == 0


@pytest.mark.clause("1.7")
def test_five_places_are_each_commission_s_own(council, secretariat):
    sitting = factories.a_presidium_sitting(council)
    factories.proposed(*ready_together(council, 5), sitting=sitting)
    other = ready(council, council.commissions[1])

    answer = pages.propose(secretariat, sitting, other)

    assert answer.status_code == 302
    assert Submission.objects.get(proposal__expert=other).place == 1


@pytest.mark.clause("1.7")
def test_item_taken_off_the_agenda_frees_its_place(council, secretariat):
    *five, sixth = ready_together(council, 6)
    sitting = factories.a_presidium_sitting(council)
    submissions = factories.proposed(*five, sitting=sitting)

    pages.remove(secretariat, submissions[2].item)
    answer = pages.propose(secretariat, sitting, sixth)

    assert answer.status_code == 302
    assert Submission.objects.get(proposal__expert=sixth).place == 3


@pytest.mark.clause("1.7")
def test_cancelled_sitting_frees_its_places(council, secretariat):
    candidates = ready_together(council, 5)
    cancelled = factories.a_presidium_sitting(council)
    factories.proposed(*candidates, sitting=cancelled)
    following = factories.a_presidium_sitting(council, DECIDED_ON + DAY)

    pages.press(secretariat, "cancel_sitting", cancelled)
    answer = pages.propose(secretariat, following, *candidates)

    assert answer.status_code == 302
    assert [row.place for row in following.submissions.order_by("place")] == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.clause("1.7")
def test_page_shows_how_many_of_the_five_places_are_taken(council, chairs):
    sitting = factories.a_presidium_sitting(council)
    factories.proposed(*ready_together(council, 2), sitting=sitting)

    page = chairs[0].get(reverse("propose", args=[sitting.pk]))

    counts = re.findall(r"\b\d+ of \d+\b", page.content.decode())
    assert counts == ["2 of 5", "0 of 7"]


# 1.7, second sentence: seven experts for each council member of the commission


def above_cap(candidate, item, taken, members, times=7):
    return (
        f"Item {item}, “{title(candidate)}”: 1.7: commission № 1 has {taken} of the "
        f"{times * members} experts it may have ({times} for each of its council "
        f"members: {members})."
    )


@pytest.mark.clause("1.7")
def test_seven_experts_for_one_member_and_no_eighth(council, secretariat, client):
    experts = [factories.a_candidate(council) for _number in range(6)]
    factories.engaged(council, *experts[:3])
    factories.engaged(council, *experts[3:], decided_on=DECIDED_ON + DAY)
    seventh, eighth = ready_together(council, 2)
    sitting = put_to_vote(council, seventh, eighth, on=DECIDED_ON + 2 * DAY)
    pages.vote(secretariat, sitting, votes_for=4)

    refused = pages.finalise(secretariat, sitting, number=3)
    count_after_refusal = Engagement.objects.count()
    is_open = Sitting.objects.get(pk=sitting.pk).is_open
    pages.remove(secretariat, sitting.items.get(position=2))
    accepted = pages.finalise(secretariat, sitting, number=3)

    assert pages.refusals(refused) == [above_cap(eighth, 2, taken=7, members=1)]
    assert (count_after_refusal, is_open) == (6, True)
    assert accepted.status_code == 302
    assert sorted(pages.registered(client)) == sorted(map(str, [*experts, seventh]))


@pytest.mark.clause("1.7")
@pytest.mark.parametrize(
    ("seat_ends", "members"), [(DECIDED_ON, 2), (DECIDED_ON - DAY, 1)]
)
def test_cap_counts_who_sits_in_the_council_that_day(db, client, seat_ends, members):
    factories.an_edition(DISCUSSED_ON, experts_multiple=1)
    council = factories.a_council(per_commission=2)
    candidates = ready_together(council, 2)
    sitting = put_to_vote(council, *candidates)
    factories.voted(sitting)
    colleague = council.commissions[0].seats.get(role="member").person
    actions.end_seat(
        seat=council.assembly.seats.get(person=colleague),
        ends=seat_ends,
        by=council.secretariat,
    )
    client.force_login(council.secretariat)

    answer = pages.finalise(client, sitting)

    refused = above_cap(candidates[1], 2, taken=1, members=1, times=1)
    assert pages.refusals(answer) == [refused] * (members == 1)
    assert Engagement.objects.count() == (0 if members == 1 else 2)


@pytest.mark.clause("1.7")
def test_members_who_leave_release_nobody_and_stop_admissions(
    council, secretariat, client
):
    expert, candidate = ready_together(council, 2)
    factories.engaged(council, expert)
    seat = council.commissions[0].seats.get()
    after = DECIDED_ON + 2 * DAY
    sitting = put_to_vote(council, candidate, on=after)
    factories.voted(sitting)

    secretariat.post(
        reverse("end_seat", args=[seat.pk]), {"ends": (after - DAY).isoformat()}
    )
    answer = pages.finalise(secretariat, sitting, number=2)

    assert pages.refusals(answer) == [above_cap(candidate, 1, taken=1, members=0)]
    assert pages.registered(client) == [str(expert)]


# 1.8: discussed in the commission, proposed by its chair, formalised by the protocol


@pytest.mark.clause("1.8")
def test_candidate_is_discussed_before_being_proposed(council, secretariat):
    candidate = factories.a_candidate(council)
    sitting = factories.a_presidium_sitting(council)

    page = pages.propose(secretariat, sitting, candidate)
    refused = sentences_of(
        commissions.propose, expert=candidate, sitting=sitting, by=council.secretariat
    )

    assert page.status_code == 200
    assert len(pages.refusals(page)) == 1
    assert refused == [NOT_DISCUSSED]
    assert Submission.objects.count() == 0


@pytest.mark.clause("1.8")
def test_whom_the_presidium_refused_is_discussed_anew(council, secretariat):
    candidate = factories.a_candidate(council)
    factories.discussed(candidate)
    first = put_to_vote(council, candidate)
    factories.voted(first, against=first.members)
    pages.finalise(secretariat, first)
    again = factories.a_presidium_sitting(council, DECIDED_ON + 9 * DAY)
    attempt = {"expert": candidate, "sitting": again, "by": council.secretariat}

    assert sentences_of(commissions.propose, **attempt) == [NOT_DISCUSSED]
    withdrawn = actions.plan_sitting(
        body=candidate.commission,
        held_on=DECIDED_ON + DAY,
        secretary=council.secretary,
        by=council.secretariat,
    )
    commissions.discuss(sitting=withdrawn, expert=candidate, by=council.secretariat)
    pages.press(secretariat, "cancel_sitting", withdrawn)
    assert sentences_of(commissions.propose, **attempt) == [NOT_DISCUSSED]

    factories.discussed(candidate, on=DECIDED_ON + 2 * DAY)
    commissions.propose(**attempt)
    factories.voted(factories.attended(again))
    assert pages.finalise(secretariat, again, number=2).status_code == 302
    assert pages.registered(secretariat) == [str(candidate)]


@pytest.mark.clause("1.8")
@pytest.mark.parametrize(
    ("again_on", "sentence"),
    [
        (DECIDED_ON, None),
        (
            DECIDED_ON + DAY,
            "1.8: the commission discussed the candidate on 11.11.2025, after the "
            "Presidium sitting of 10.11.2025.",
        ),
        (None, NOT_DISCUSSED),
    ],
)
def test_discussion_is_no_later_than_the_decision(
    council, secretariat, again_on, sentence
):
    candidate = factories.a_candidate(council)
    first = factories.discussed(candidate)
    sitting = put_to_vote(council, candidate)
    factories.voted(sitting)
    pages.press(secretariat, "cancel_sitting", first)
    if again_on:
        factories.discussed(candidate, on=again_on)

    answer = pages.finalise(secretariat, sitting)

    refused = [f"Item 1, “{title(candidate)}”: {sentence}"] if sentence else []
    assert pages.refusals(answer) == refused
    assert Engagement.objects.count() == (sentence is None)


@pytest.mark.clause("1.8")
def test_candidate_may_be_proposed_against_the_commission_s_vote(council, secretariat):
    candidate = factories.a_candidate(council)
    held = factories.discussed(candidate, against=[council.chairs[0]])
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, candidate)

    assert [item.is_adopted for item in held.items.all()] == [False]
    assert answer.status_code == 302
    assert Submission.objects.get().proposal.expert == candidate


@pytest.mark.clause("1.8")
def test_commission_discusses_its_own_candidates_only(council, secretariat):
    own, other = (
        factories.a_candidate(council, commission) for commission in council.commissions
    )
    sitting = actions.plan_sitting(
        body=council.commissions[0], held_on=DISCUSSED_ON, by=council.secretariat
    )

    refused_page = pages.discuss(secretariat, sitting, own, other)
    refused = sentences_of(
        commissions.discuss, sitting=sitting, expert=other, by=council.secretariat
    )
    accepted = pages.discuss(secretariat, sitting, own)

    assert refused_page.status_code == 200
    assert refused == [
        f"1.8: {other} is a candidate of Commission № 2, not of Commission № 1."
    ]
    assert accepted.status_code == 302
    assert [row.expert for row in Discussion.objects.all()] == [own]


@pytest.mark.clause("1.8")
@pytest.mark.parametrize(
    ("seat_ends", "is_refused"), [(DECIDED_ON, False), (DECIDED_ON - DAY, True)]
)
def test_commission_without_a_chair_proposes_nobody(
    council, secretariat, seat_ends, is_refused
):
    candidate = ready(council)
    actions.end_seat(
        seat=council.commissions[0].seats.get(role="chair"),
        ends=seat_ends,
        by=council.secretariat,
    )
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, candidate)

    refused = (
        f"{candidate}: 1.8: commission № 1 has no chair on 10.11.2025 who could bring "
        "the proposal."
    )
    assert pages.refusals(answer) == [refused] * is_refused
    assert Proposal.objects.count() == (not is_refused)


@pytest.mark.clause("1.8")
@pytest.mark.clause("6.3")
def test_chair_proposes_and_the_secretariat_on_the_chair_s_behalf(
    council, secretariat, chairs
):
    first, second = ready_together(council, 2)
    sitting = factories.a_presidium_sitting(council)

    pages.propose(chairs[0], sitting, first)
    pages.propose(secretariat, sitting, second)

    chair, account = council.chairs[0], council.chair_accounts[0]
    assert [
        (row.expert, row.proposer, row.keyed_by, row.is_on_behalf)
        for row in Proposal.objects.all()
    ] == [
        (first, chair, account, False),
        (second, chair, council.secretariat, True),
    ]


@pytest.mark.clause("1.8")
def test_entry_cites_the_protocol_and_begins_on_the_day_of_the_sitting(
    council, secretariat, client
):
    candidate = ready(council)
    sitting = put_to_vote(council, candidate)
    pages.vote(secretariat, sitting, votes_for=4)

    before = pages.register(client)
    pages.finalise(secretariat, sitting, number=7)

    assert before == []
    assert pages.register(client) == [
        [
            "1",
            str(candidate),
            f"№ 1 {candidate.commission.name_ru}",
            "Экология города",
            "№ 7, 10.11.2025",
            "10.11.2025 – 19.05.2028",
        ]
    ]


@pytest.mark.clause("1.8")
def test_final_protocol_stands(council, secretariat):
    sitting = put_to_vote(council, ready(council))
    pages.vote(secretariat, sitting, votes_for=4)
    pages.finalise(secretariat, sitting)

    answer = pages.vote(secretariat, sitting, votes_for=0, against=4)

    assert pages.refusals(answer) == [
        "1.8: the protocol of the sitting of 10.11.2025 is final."
    ]
    assert sitting.items.get().votes_for == 4


# 1.9: for no longer than the convocation


@pytest.mark.clause("1.9")
@pytest.mark.parametrize("term_ends", [CONVOCATION_ENDS - DAY, CONVOCATION_ENDS, None])
def test_term_within_the_convocation_is_accepted(
    council, secretariat, client, term_ends
):
    candidate = ready(council)
    sitting = factories.a_presidium_sitting(council)
    commissions.propose(
        expert=candidate, sitting=sitting, term_ends=term_ends, by=council.secretariat
    )
    factories.voted(factories.attended(sitting))

    pages.finalise(secretariat, sitting)

    ends = term_ends or CONVOCATION_ENDS
    assert pages.registered(client, ends) == [str(candidate)]
    assert pages.registered(client, ends + DAY) == []


@pytest.mark.clause("1.9")
def test_term_beyond_the_convocation_is_refused(council):
    candidate = ready(council)

    refused = sentences_of(
        commissions.propose,
        expert=candidate,
        sitting=factories.a_presidium_sitting(council),
        term_ends=CONVOCATION_ENDS + DAY,
        by=council.secretariat,
    )

    assert refused == [
        "1.9: the term ends on 20.05.2028, after the convocation (19.05.2028)."
    ]
    assert Submission.objects.count() == 0


@pytest.mark.clause("1.9")
@pytest.mark.parametrize(
    ("begins", "is_refused"), [("19.05.2028", True), ("20.05.2028", False)]
)
def test_terms_of_convocations_do_not_overlap(council, secretariat, begins, is_refused):
    answer = secretariat.post(
        reverse("enter_convocation"),
        {"number": 5, "begins": begins, "ends": "19.05.2031"},
    )

    refused = "1.9: convocation № 4 is in office from 20.05.2025 to 19.05.2028."
    assert pages.refusals(answer) == [refused] * is_refused
    assert Convocation.objects.count() == (1 if is_refused else 2)


# 1.11: the end of the convocation ends every expert's office


@pytest.mark.clause("1.11")
@pytest.mark.parametrize(
    ("today", "is_active"), [(CONVOCATION_ENDS, True), (CONVOCATION_ENDS + DAY, False)]
)
def test_convocation_s_last_day_is_the_experts_last(
    council, client, time_machine, today, is_active
):
    expert = ready(council)
    factories.engaged(council, expert)

    time_machine.move_to(today)
    entry = client.get(reverse("entry", args=[expert.public_id]))

    assert pages.registered(client) == [str(expert)] * is_active
    assert entry.context["is_active"] is is_active


# 1.12: the public list


@pytest.mark.clause("1.12")
def test_entry_of_the_register_has_the_public_columns_only():
    assert list(Entry.__annotations__) == [
        "public_id",
        "name",
        "commission_number",
        "commission_name",
        "field",
        "protocol_number",
        "protocol_date",
        "begins",
        "ends",
        "left_how",
        "left_on",
        "left_number",
    ]


@pytest.mark.clause("1.12")
def test_nothing_else_of_an_expert_leaves_the_server(council, client):
    secrets = {
        "phone": "+77011234567",
        "email": "alikhan@example.kz",
        "education": "ҚазҰТУ, 2008",
        "practice": "Сутарнасы, инженер",
        "practice_months": 187,
        "note": "Құпия белгі",
    }
    expert = ready(
        council,
        person={"birth_date": date(1985, 7, 12)},
        expert=secrets,
        papers={"narcology": {"number": "НР-4711"}},
    )
    factories.engaged(council, expert)

    text = " ".join(
        client.get(address).content.decode()
        for address in (
            reverse("register"),
            reverse("entry", args=[expert.public_id]),
        )
    )

    hidden = [*map(str, secrets.values()), "1985", "12.07", "НР-4711", "7 July"]
    assert str(expert) in text
    assert [value for value in hidden if value in text] == []


@pytest.mark.clause("1.12")
def test_candidates_and_the_refused_are_not_public(council, secretariat, client):
    waiting, refused = ready_together(council, 2)
    sitting = put_to_vote(council, refused)
    pages.vote(secretariat, sitting, votes_for=0, against=4)
    pages.finalise(secretariat, sitting)

    entries = [
        client.get(reverse("entry", args=[row.public_id])).status_code
        for row in (waiting, refused)
    ]

    assert pages.registered(client) == []
    assert entries == [404, 404]


# 1.13: the documents an expert must know


def documents(*rows):
    return {
        f"{key}-{name}": value
        for key, (title_kk, title_ru, is_current) in rows
        for name, value in {
            "title_kk": title_kk,
            "title_ru": title_ru,
            "is_current": "on" if is_current else "",
        }.items()
        if value
    }


@pytest.mark.clause("1.13")
def test_documents_are_recorded_as_the_list_stood_when_they_were_read(
    council, secretariat
):
    list_page = reverse("keep_reference_documents")
    law, rules = ("Заң", "Закон"), ("Регламент", "Регламент")
    secretariat.post(
        list_page, documents(("new0", (*law, True)), ("new1", (*rules, True)))
    )

    pages.enter(secretariat, council.commissions[0], acknowledged_on="20.10.2025")
    first, second = ReferenceDocument.objects.all()
    secretariat.post(
        list_page,
        documents((str(first.pk), (*law, False)), (str(second.pk), (*rules, True))),
    )
    pages.enter(
        secretariat,
        council.commissions[0],
        surname="Серікова",
        given_name="Айгүл",
        acknowledged_on="21.10.2025",
    )

    assert [
        (row.acknowledged_on, row.documents) for row in Acknowledgement.objects.all()
    ] == [
        (date(2025, 10, 20), "Заң\nРегламент"),
        (date(2025, 10, 21), "Регламент"),
    ]


@pytest.mark.clause("1.13")
def test_documents_not_read_yet_keep_nobody_from_an_agenda(council, secretariat):
    candidate = ready(council, acknowledged_on=None)
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, candidate)

    assert answer.status_code == 302
