"""Editions of the Regulation: amended by a decision, in force from a day (7.3)."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from commissions import actions as commissions
from council import actions
from council.models import Edition, Sitting, in_force
from council.regulation import RuleViolation
from tests import factories as make
from tests.clauses.conftest import NOW
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FROM = date(2025, 12, 1)
LATER = date(2025, 12, 8)
NOVEMBER = datetime(2025, 11, 20, 12, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def _today(time_machine):
    """Let today lie before the days on which an amendment is in force."""
    time_machine.move_to(NOVEMBER)


@built_once(NOVEMBER)
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def secretary(client, council):
    client.force_login(council.secretariat)
    return client


def numbers(council, **changes):
    return {name: getattr(council.edition, name) for name in Edition.NUMBERS} | changes


def amend(council, sitting, effective_on=FROM, **changes):
    return actions.propose_edition(
        sitting=sitting,
        effective_on=effective_on,
        by=council.secretariat,
        **numbers(council, **changes),
    )


def refusal(action, *args, **facts):
    with pytest.raises(RuleViolation) as caught:
        action(*args, **facts)
    return caught.value.sentences


@pytest.mark.clause("7.3")
def test_an_adopted_amendment_is_in_force_from_its_day(council):
    sitting = make.a_presidium_sitting(council)
    amend(council, sitting, candidates_limit=3, practice_months=48)
    make.decided(sitting)
    before, after = in_force(date(2025, 11, 30)), in_force(FROM)
    assert (before.candidates_limit, before.practice_months) == (5, 36)
    assert (after.candidates_limit, after.practice_months) == (3, 48)
    assert (after.decision_number, after.decided_on) == ("1", make.DECIDED_ON)
    assert after.decided_by_kk == council.presidium.name_kk


@pytest.mark.clause("7.3")
def test_an_amendment_that_is_not_adopted_changes_nothing(council):
    sitting = make.a_presidium_sitting(council)
    amend(council, sitting, candidates_limit=3)
    make.decided(sitting, against=council.members[:3])
    assert list(Edition.objects.all()) == [council.edition]


@pytest.mark.clause("7.3")
def test_what_was_decided_keeps_its_edition(council):
    expert = make.a_candidate(council)
    make.discussed(expert)
    sitting = make.a_presidium_sitting(council)
    make.proposed(expert, sitting=sitting)
    amend(council, sitting, candidates_limit=3)
    protocol = make.decided(sitting)
    assert Sitting.objects.get(pk=sitting.pk).edition == council.edition
    assert protocol.frozen["head"]["edition_number"] == "24"


@pytest.mark.clause("7.3")
@pytest.mark.parametrize("day", [make.DECIDED_ON, date(2025, 11, 1)])
def test_an_amendment_does_not_reach_back(council, day):
    sitting = make.a_presidium_sitting(council)
    assert refusal(amend, council, sitting, day, candidates_limit=3) == [
        f"7.3: the amendment would be in force from {day:%d.%m.%Y}; it must be later "
        "than the sitting of 10.11.2025."
    ]


@pytest.mark.clause("7.3")
def test_a_commission_does_not_amend_the_regulation(council):
    sitting = actions.plan_sitting(
        body=council.commissions[0], held_on=make.DECIDED_ON, by=council.secretariat
    )
    assert refusal(amend, council, sitting, candidates_limit=3) == [
        "7.3: the Presidium or the general assembly amends the Regulation, not "
        "“Commission № 1”."
    ]


@pytest.mark.clause("7.3")
def test_an_amendment_amends_something(council):
    sitting = make.a_presidium_sitting(council)
    assert refusal(amend, council, sitting) == [
        "7.3: nothing differs from the edition before."
    ]


@pytest.mark.clause("7.3")
def test_two_editions_do_not_begin_on_one_day(council):
    make.an_edition(FROM, candidates_limit=4)
    sitting = make.a_presidium_sitting(council)
    assert refusal(amend, council, sitting, candidates_limit=3) == [
        "7.3: another edition is in force from that day already."
    ]


@pytest.mark.clause("7.3")
def test_the_texts_say_only_what_changes(council):
    sitting = make.a_presidium_sitting(council)
    item = amend(
        council, sitting, candidates_limit=3, quorum_numerator=1, quorum_denominator=2
    ).item
    assert item.draft_ru == (
        "Внести изменения в положение. Дата введения в действие – 1 декабря 2025 года. "
        "Изменения: наибольшее число кандидатов от комиссии на одно заседание "
        "Президиума (1.7) – 3; кворум, доля членов – 1/2."
    )
    assert item.draft_kk == (
        "Ережеге өзгерістер енгізілсін. Қолданысқа енгізілетін күні – 2025 жылғы 1 "
        "желтоқсан. Өзгерістер: бір комиссиядан Президиумның бір отырысына ұсынылатын "
        "кандидаттардың ең көп саны (1.7) – 3; кворум, мүшелердің үлесі – 1/2."
    )


@pytest.mark.clause("1.7")
@pytest.mark.clause("7.3")
def test_places_beyond_the_new_limit_are_not_decided(council):
    candidates = [make.a_candidate(council) for _number in range(4)]
    make.discussed(*candidates)
    later = make.a_presidium_sitting(council, LATER)
    make.proposed(*candidates, sitting=later)
    sitting = make.a_presidium_sitting(council)
    amend(council, sitting, candidates_limit=3)
    make.decided(sitting)
    make.attended(later)
    make.voted(later)
    (sentence,) = refusal(make.finalised, later)
    assert sentence.endswith(
        "1.7: commission № 1 already has 3 of 3 candidates on the sitting of "
        "08.12.2025."
    )


@pytest.mark.clause("1.7")
@pytest.mark.clause("7.3")
def test_a_sitting_moves_under_the_edition_of_its_new_day(council):
    candidates = [make.a_candidate(council) for _number in range(4)]
    make.discussed(*candidates)
    make.an_edition(FROM, candidates_limit=3)
    sitting = make.a_presidium_sitting(council)
    make.proposed(*candidates, sitting=sitting)
    facts = {"sitting": sitting, "held_on": LATER, "by": council.secretariat}
    (sentence,) = refusal(actions.change_sitting, **facts)
    assert sentence.startswith("Item 4, ")
    assert sentence.endswith(
        "1.7: commission № 1 already has 3 of 3 candidates on the sitting of "
        "08.12.2025."
    )
    assert Sitting.objects.get(pk=sitting.pk).held_on == make.DECIDED_ON
    actions.remove_item(item=sitting.items.get(position=4), by=council.secretariat)
    actions.change_sitting(**facts)
    rows = Sitting.objects.get(pk=sitting.pk).submissions.order_by("place")
    assert [(row.place, row.place_limit) for row in rows] == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.clause("1.7")
def test_a_place_beyond_the_new_limit_is_changed_for_a_free_one(council):
    candidates = [make.a_candidate(council) for _number in range(4)]
    make.discussed(*candidates)
    make.an_edition(FROM, candidates_limit=3)
    sitting = make.a_presidium_sitting(council)
    make.proposed(*candidates, sitting=sitting)
    first = sitting.items.get(position=2)
    actions.remove_item(item=first, by=council.secretariat)
    actions.change_sitting(sitting=sitting, held_on=LATER, by=council.secretariat)
    rows = Sitting.objects.get(pk=sitting.pk).submissions.order_by("place")
    assert [(row.place, row.proposal.expert) for row in rows] == [
        (1, candidates[0]),
        (2, candidates[3]),
        (3, candidates[2]),
    ]


@pytest.mark.clause("1.8")
def test_a_sitting_does_not_move_before_the_discussion(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    (sentence,) = refusal(
        actions.change_sitting,
        sitting=sitting,
        held_on=date(2025, 11, 2),
        by=council.secretariat,
    )
    assert sentence.endswith(
        "1.8: the commission discussed the candidate on 03.11.2025, after the "
        "Presidium sitting of 02.11.2025."
    )


# Pages


def test_the_amendment_page_keeps_what_was_typed_when_refused(secretary, council):
    sitting = make.a_presidium_sitting(council, LATER)
    page = reverse("propose_edition", args=[sitting.pk])
    typed = numbers(council, candidates_limit=2) | {"effective_on": "01.12.2025"}
    response = secretary.post(page, typed)
    assert "7.3: the amendment would be in force from 01.12.2025" in response.text
    assert response.context["form"]["candidates_limit"].value() == "2"
    response = secretary.post(page, typed | {"effective_on": "01.01.2026"}, follow=True)
    assert "The amendment is on the agenda." in response.text


def test_a_quorum_is_a_share(secretary, council):
    sitting = make.a_presidium_sitting(council, LATER)
    response = secretary.post(
        reverse("propose_edition", args=[sitting.pk]),
        numbers(council, quorum_numerator=4) | {"effective_on": "01.01.2026"},
    )
    assert "A quorum is a share: 1/2, 2/3, 1/1." in response.text


def test_every_edition_is_listed_with_its_state(secretary, council):
    make.an_edition(FROM, decision_number="31", candidates_limit=4)
    page = secretary.get(reverse("editions"))
    assert [
        (str(row["row"]), row["is_current"], row["is_ahead"])
        for row in page.context["editions"]
    ] == [("№ 31, 01.12.2025", False, True), ("№ 24, 13.10.2025", True, False)]


# The council's other changes of a day: early end, acting chair


@pytest.mark.clause("1.11")
def test_an_early_end_ends_every_term_and_cancels_what_was_planned(council):
    expert = make.in_office(council)
    later = make.a_presidium_sitting(council, LATER)
    candidate = make.a_candidate(council)
    make.discussed(candidate, on=date(2025, 11, 18))
    make.proposed(candidate, sitting=later)
    actions.end_convocation_early(
        convocation=council.convocation,
        ends=date(2025, 11, 30),
        ended_early_by="Әкімдіктің № 7 қаулысы",
        by=council.secretariat,
    )
    assert [
        expert.engagements.active(day).count()
        for day in (date(2025, 11, 30), date(2025, 12, 1))
    ] == [1, 0]
    later.refresh_from_db()
    assert (later.status, later.items.count()) == ("cancelled", 0)


@pytest.mark.clause("1.11")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (
            date(2025, 11, 9),
            "1.11: the sitting of 10.11.2025 has its final protocol; the council "
            "cannot have ended on 09.11.2025, before it.",
        ),
        (
            make.CONVOCATION_ENDS,
            "1.11: an early end lies between 20.05.2025 and 19.05.2028, before that "
            "last day.",
        ),
        (
            date(2025, 5, 19),
            "1.11: an early end lies between 20.05.2025 and 19.05.2028, before that "
            "last day.",
        ),
    ],
)
def test_an_early_end_lies_after_the_last_decision(council, day, sentence):
    make.in_office(council)
    assert refusal(
        actions.end_convocation_early,
        convocation=council.convocation,
        ends=day,
        ended_early_by="Қаулы",
        by=council.secretariat,
    ) == [sentence]


@pytest.mark.clause("1.8")
def test_the_acting_chair_proposes_and_signs_in_as_chair(client, council):
    commission, member = council.commissions[0], council.members[2]
    account = make.an_account()
    actions.change_person(person=member, account=account, by=council.secretariat)
    actions.name_acting_chair(
        body=commission,
        person=member,
        begins=date(2025, 11, 15),
        ends=date(2025, 11, 30),
        by=council.secretariat,
    )
    assert [
        commission.chair(day)
        for day in (date(2025, 11, 14), date(2025, 11, 30), date(2025, 12, 1))
    ] == [council.chairs[0], member, council.chairs[0]]
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    client.force_login(account)
    assert client.get(reverse("path", args=[candidate.pk])).status_code == 200
    submission = commissions.propose(expert=candidate, sitting=sitting, by=account)
    assert submission.proposal.proposer == member
    assert not submission.proposal.is_on_behalf


def test_only_a_member_acts_and_one_at_a_time(council):
    commission = council.commissions[0]
    facts = {
        "body": commission,
        "begins": date(2025, 11, 15),
        "ends": date(2025, 11, 30),
        "by": council.secretariat,
    }
    stranger = make.a_person()
    assert refusal(actions.name_acting_chair, person=stranger, **facts) == [
        f"{stranger} has no seat in Commission № 1 on 15.11.2025."
    ]
    member = council.members[2]
    acting = actions.name_acting_chair(person=member, **facts)
    assert refusal(actions.name_acting_chair, person=member, **facts) == [
        f"{member} is acting chair from 15.11.2025 to 30.11.2025."
    ]
    assert refusal(
        actions.end_acting,
        acting=acting,
        ends=date(2025, 12, 1),
        by=council.secretariat,
    ) == ["The last day lies between 15.11.2025 and 30.11.2025."]
    actions.end_acting(acting=acting, ends=date(2025, 11, 20), by=council.secretariat)
    assert commission.chair(date(2025, 11, 21)) == council.chairs[0]


def test_who_lost_the_seat_acts_no_more(council):
    commission, member = council.commissions[0], council.members[2]
    actions.name_acting_chair(
        body=commission,
        person=member,
        begins=date(2025, 11, 15),
        ends=date(2025, 11, 30),
        by=council.secretariat,
    )
    actions.end_seat(
        seat=commission.seats.get(person=member),
        ends=date(2025, 11, 20),
        by=council.secretariat,
    )
    assert commission.chair(date(2025, 11, 21)) == council.chairs[0]
