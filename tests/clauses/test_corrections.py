"""Corrections of final protocols: another version, and what follows in the register."""

import json
from datetime import date

import pytest

from commissions import actions as commissions
from council import actions
from council.models import AgendaItem, ProtocolVersion, Sitting
from council.regulation import Ground, RuleViolation
from experts.models import Engagement, Expert
from experts.register import entries_of
from tests import factories as make
from tests.clauses.conftest import NOW
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NEXT = date(2025, 12, 8)
REFUSING, ADOPTING = (1, 3, 0, 0), (4, 0, 0, 0)


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


def refusal(action, *args, **facts):
    """Return the sentences with which a deed is refused."""
    with pytest.raises(RuleViolation) as caught:
        action(*args, **facts)
    return caught.value.sentences


def held(council, *candidates, on=make.DECIDED_ON, against=()):
    """Return the final sitting that decided on the candidates' admission."""
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council, on)
    make.proposed(*candidates, sitting=sitting)
    make.decided(sitting, against=against)
    return sitting


def status(expert):
    return Expert.objects.get(pk=expert.pk).status


@pytest.mark.clause("1.8")
def test_a_correction_is_a_version_that_names_the_one_before(council):
    sitting = held(council, make.a_candidate(council))
    first = Sitting.objects.get(pk=sitting.pk).protocol.current
    second = make.corrected(sitting, votes={1: (3, 1, 0, 0)}, on=NEXT)
    assert (second.version, second.corrects, second.corrected_on) == (2, first, NEXT)
    frozen = json.loads(second.text)
    assert frozen["head"]["corrects"] == {"version": 1, "sha256": first.sha256}
    assert frozen["head"]["corrected_on"] == "2025-12-08"
    assert frozen["head"]["explanation_kk"] == "Дауыс саны түзетілді."
    assert frozen["kk"]["items"][0]["vote"] == {"for": 3, "against": 1, "abstained": 0}
    assert ProtocolVersion.objects.get(pk=first.pk).text == first.text
    assert Sitting.objects.get(pk=sitting.pk).protocol.current == second


def test_a_correction_that_changes_nothing_is_refused(council):
    sitting = held(council, make.a_candidate(council))
    assert refusal(make.corrected, sitting) == [
        "Nothing differs from the protocol as it stands."
    ]
    assert ProtocolVersion.objects.count() == 1


def test_only_a_final_protocol_is_corrected(council):
    sitting = make.a_presidium_sitting(council)
    correction = actions.Correction(
        1, None, None, "", [], [], [], "Түзету", "Исправление"
    )
    assert refusal(
        actions.correct_protocol,
        sitting=sitting,
        correction=correction,
        on=NEXT,
        by=council.secretariat,
    ) == ["There is no final protocol yet: change the sitting itself."]


@pytest.mark.clause("1.8")
def test_an_admission_that_was_none_was_in_force_on_no_day(council):
    expert = make.a_candidate(council)
    sitting = held(council, expert)
    make.corrected(sitting, votes={1: REFUSING})
    engagement = expert.engagements.get()
    assert (engagement.left_how, engagement.left_on) == ("annulled", make.DECIDED_ON)
    assert [
        Engagement.objects.active(day).count() for day in (make.DECIDED_ON, NEXT)
    ] == [0, 0]
    assert entries_of(expert.public_id) == []
    assert status(expert) == Expert.Status.REFUSED
    assert sitting.items.get().outcome == AgendaItem.Outcome.REFUSED
    assert [row.history_type for row in engagement.history.all()] == ["~", "+"]


@pytest.mark.clause("1.8")
def test_a_refusal_that_was_an_admission_counts_from_its_day(council):
    expert = make.a_candidate(council)
    sitting = held(council, expert, against=council.members[:3])
    assert status(expert) == Expert.Status.REFUSED
    make.corrected(sitting, votes={1: ADOPTING}, on=NEXT)
    engagement = expert.engagements.get()
    assert (engagement.begins, engagement.admitted_by) == (
        make.DECIDED_ON,
        Sitting.objects.get(pk=sitting.pk).protocol,
    )
    assert status(expert) == Expert.Status.ENGAGED


def test_an_admission_is_corrected_there_and_back(council):
    expert = make.a_candidate(council)
    sitting = held(council, expert)
    make.corrected(sitting, votes={1: REFUSING})
    make.corrected(sitting, votes={1: ADOPTING})
    make.corrected(sitting, votes={1: REFUSING})
    make.corrected(sitting, votes={1: ADOPTING})
    assert [row.left_how for row in expert.engagements.order_by("pk")] == [
        "annulled",
        "annulled",
        "",
    ]
    assert Engagement.objects.active(NEXT).count() == 1


def released(council, expert):
    sitting = make.a_presidium_sitting(council, NEXT)
    commissions.propose_release(
        expert=expert, sitting=sitting, ground=Ground.TRUST, by=council.secretariat
    )
    make.decided(sitting)
    return sitting


@pytest.mark.clause("1.8")
def test_what_a_later_decision_rests_on_is_corrected_after_it(council):
    expert = make.a_candidate(council)
    first = held(council, expert)
    second = released(council, expert)
    item = first.items.get()
    assert refusal(make.corrected, first, votes={1: REFUSING}) == [
        f"Item 1, “{item.title}”: 1.8: a later decision on {expert} rests on this one: "
        "№ 2. Correct that one first."
    ]
    assert ProtocolVersion.objects.count() == 2
    make.corrected(second, votes={1: REFUSING})
    assert status(expert) == Expert.Status.ENGAGED
    make.corrected(first, votes={1: REFUSING})
    assert status(expert) == Expert.Status.REFUSED


@pytest.mark.clause("1.8")
def test_a_release_that_was_none_never_interrupted_the_term(council):
    expert = make.a_candidate(council)
    held(council, expert)
    sitting = released(council, expert)
    make.corrected(sitting, votes={1: REFUSING})
    assert Engagement.objects.active(NEXT).get().left_on is None
    make.corrected(sitting, votes={1: ADOPTING})
    assert Engagement.objects.active(NEXT).count() == 0
    assert Engagement.objects.active(date(2025, 12, 7)).count() == 1


def test_a_release_stands_once_the_person_was_engaged_anew(council):
    expert = make.a_candidate(council)
    held(council, expert)
    sitting = released(council, expert)
    make.discussed(Expert.objects.get(), on=date(2025, 12, 9))
    again = make.a_presidium_sitting(council, date(2025, 12, 10))
    make.proposed(Expert.objects.get(), sitting=again)
    make.decided(again)
    (sentence,) = refusal(make.corrected, sitting, votes={1: REFUSING})
    assert sentence.endswith(
        f"1.8: a later decision on {expert} rests on this one: № 3, 10.12.2025. "
        "Correct that one first."
    )


@pytest.mark.clause("6.3")
def test_a_reassignment_that_was_none_puts_the_expert_back(council):
    expert = make.a_candidate(council)
    held(council, expert)
    sitting = make.a_presidium_sitting(council, NEXT)
    commissions.propose_reassignment(
        expert=expert,
        sitting=sitting,
        target=council.commissions[1],
        by=council.secretariat,
    )
    make.decided(sitting)
    make.corrected(sitting, votes={1: REFUSING})
    assert [
        (row.commission.number, row.left_how)
        for row in expert.engagements.order_by("pk")
    ] == [(1, ""), (2, "annulled")]
    assert Expert.objects.get().commission == council.commissions[0]
    make.corrected(sitting, votes={1: ADOPTING})
    assert Engagement.objects.active(NEXT).get().commission == council.commissions[1]


@pytest.mark.clause("1.7")
def test_an_admission_dated_back_leaves_room_for_the_later_ones():
    council = make.a_council(commissions=1)
    late = [make.a_candidate(council) for _number in range(7)]
    early = make.a_candidate(council)
    first = held(council, early, against=council.members[:3])
    held(council, *late[:5], on=date(2025, 12, 1))
    held(council, *late[5:], on=NEXT)
    (sentence,) = refusal(make.corrected, first, votes={1: ADOPTING})
    assert sentence.endswith(
        "1.7: commission № 1 has 7 of the 7 experts it may have (7 for each of its "
        "council members: 1)."
    )
    assert status(early) == Expert.Status.REFUSED
    assert Engagement.objects.active(NEXT).count() == 7


@pytest.mark.clause("1.6")
def test_a_correction_needs_a_quorum_and_votes_that_fit(council):
    sitting = held(council, make.a_candidate(council))
    assert refusal(make.corrected, sitting, voters=council.members[:2]) == [
        "No quorum: 2 of 4 members present, 3 needed.",
        "Item 1: 1.6: 4 votes are recorded, but 2 members were present.",
    ]
    assert refusal(make.corrected, sitting, votes={1: (5, 0, 0, 0)}) == [
        "Item 1: 1.6: 5 votes and 0 who stepped out are more than the 4 members "
        "present."
    ]
    assert len(Sitting.objects.get(pk=sitting.pk).voters) == 4


def test_attendance_and_number_are_corrected(council):
    sitting = held(council, make.a_candidate(council))
    make.corrected(
        sitting,
        votes={1: (3, 0, 0, 0)},
        voters=council.members[:3],
        others=[council.members[4]],
        number=9,
        invited="А. Серіков, тілші",
    )
    protocol = Sitting.objects.get(pk=sitting.pk).protocol
    frozen = protocol.frozen
    assert (protocol.number, frozen["head"]["number"]) == (9, 9)
    assert frozen["head"]["present"] == 3
    assert frozen["kk"]["without_vote"] == [
        str(council.members[4]),
        "А. Серіков, тілші",
    ]


def test_a_number_that_is_taken_is_refused(council):
    held(council, make.a_candidate(council))
    second = held(council, make.a_candidate(council), on=NEXT)
    assert refusal(make.corrected, second, number=1) == [
        "Protocol № 1 of 2025 exists already in this body."
    ]


@pytest.mark.clause("1.8")
def test_a_discussion_is_not_unsaid_after_the_decision(council):
    candidate = make.a_candidate(council)
    discussed = make.discussed(candidate)
    actions.change_sitting(
        sitting=discussed, secretary=council.secretary, by=council.secretariat
    )
    make.finalised(discussed)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.decided(sitting)
    item = discussed.items.get()
    (sentence,) = refusal(_put_off, council, discussed, item)
    assert sentence.endswith(
        f"1.8: the Presidium has decided on {candidate} after this discussion."
    )


def _put_off(council, sitting, item):
    sitting = Sitting.objects.get(pk=sitting.pk)
    actions.correct_protocol(
        sitting=sitting,
        correction=actions.Correction(
            number=sitting.protocol.number,
            presiding=sitting.presiding,
            secretary=sitting.secretary,
            invited="",
            voters=sitting.voters,
            others=[],
            votes=[actions.ItemVote(item.pk, put_off="postponed")],
            explanation_kk="Қаралмаған.",
            explanation_ru="Не рассматривался.",
        ),
        on=NEXT,
        by=council.secretariat,
    )


def test_free_business_is_reworded_and_a_matter_is_not(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    free = actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    make.decided(sitting)
    matter = sitting.items.get(position=1)
    make.corrected(
        sitting,
        texts={
            free.pk: {"draft_kk": "Жоспар бекітілсін.", "speakers": "А. Б."},
            matter.pk: {"draft_kk": "Басқа", "reporter": "В. Г."},
        },
    )
    items = Sitting.objects.get(pk=sitting.pk).protocol.frozen["kk"]["items"]
    assert [
        (item["decision"], item["reporter"], item["speakers"]) for item in items
    ] == [
        (matter.draft_kk, "В. Г.", ""),
        ("Жоспар бекітілсін.", "", "А. Б."),
    ]


@pytest.mark.clause("7.3")
def test_an_adopted_amendment_is_not_taken_back(council):
    sitting = make.a_presidium_sitting(council)
    facts = {name: getattr(council.edition, name) for name in council.edition.NUMBERS}
    amendment = actions.propose_edition(
        sitting=sitting,
        effective_on=date(2026, 1, 1),
        by=council.secretariat,
        **facts | {"candidates_limit": 4},
    )
    make.decided(sitting)
    assert refusal(make.corrected, sitting, votes={1: REFUSING}) == [
        f"Item 1, “{amendment.item.title}”: 7.3: an edition is never changed; adopt "
        "another one instead."
    ]
