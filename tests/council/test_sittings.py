"""Planning, agenda, attendance and votes of a sitting."""

from datetime import date

import pytest

from council import actions
from council.models import NamedVote, Sitting
from council.regulation import RuleViolation
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FREE = {"title_kk": "Жұмыс жоспары", "draft_kk": "Бекітілсін.", "title_ru": "План"}


@built_once()
def council():
    return make.a_council()


@built_once()
def sitting(council):
    return make.a_presidium_sitting(council)


@built_once()
def item(council, sitting):
    return actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)


def refusal(action, **facts):
    """Return the sentences with which a deed is refused."""
    with pytest.raises(RuleViolation) as caught:
        action(by=make.the_secretariat(), **facts)
    return caught.value.sentences


def counted(item):
    """Return for, against, abstained and stepped out as the row has them."""
    item.refresh_from_db()
    return (
        item.votes_for,
        item.votes_against,
        item.votes_abstained,
        item.stepped_out,
    )


def test_presided_by_the_chair_unless_told(council, sitting):
    assert sitting.presiding == council.members[0]


def test_presided_by_whoever_is_named(council):
    sitting = actions.plan_sitting(
        body=council.presidium,
        held_on=make.DECIDED_ON,
        presiding=council.members[2],
        by=council.secretariat,
    )
    assert sitting.presiding == council.members[2]


def test_planned_within_the_convocation_only(council):
    assert refusal(
        actions.plan_sitting, body=council.presidium, held_on=date(2028, 5, 20)
    ) == ["The convocation is in office from 20.05.2025 to 19.05.2028."]


@pytest.mark.clause("7.1")
def test_planned_only_where_an_edition_is_in_force(council):
    assert refusal(
        actions.plan_sitting, body=council.presidium, held_on=date(2025, 10, 12)
    ) == ["7.1: no edition of the Regulation is in force on 12.10.2025."]


def test_the_day_moves_and_free_business_goes_along(council, sitting, item):
    actions.change_sitting(
        sitting=sitting, held_on=date(2025, 11, 11), by=council.secretariat
    )
    assert Sitting.objects.get().held_on == date(2025, 11, 11)
    assert list(Sitting.objects.get().items.all()) == [item]


def test_no_sitting_of_the_presidium_is_planned_before_a_final_one(council, sitting):
    make.attended(sitting)
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.voted(sitting)
    make.finalised(sitting)
    assert refusal(
        actions.plan_sitting, body=council.presidium, held_on=date(2025, 11, 9)
    ) == [
        "The Presidium's sitting of 10.11.2025 has its final protocol; no earlier one "
        "can be planned any more."
    ]
    actions.plan_sitting(
        body=council.presidium, held_on=date(2025, 11, 10), by=council.secretariat
    )


def test_the_place_changes_with_an_agenda(council, sitting, item):
    actions.change_sitting(
        sitting=sitting,
        held_on=sitting.held_on,
        place_kk="Республика алаңы",
        by=council.secretariat,
    )
    assert Sitting.objects.get().place_kk == "Республика алаңы"


def test_a_cancelled_sitting_has_an_empty_agenda_and_is_closed(council, sitting, item):
    actions.cancel_sitting(sitting=sitting, by=council.secretariat)
    assert sitting.items.count() == 0
    assert refusal(actions.add_item, sitting=sitting, texts=FREE) == [
        "The sitting of 10.11.2025 is cancelled."
    ]


@pytest.mark.parametrize("deed", ["cancel_sitting", "record_attendance"])
def test_a_stale_page_is_refused(council, sitting, item, deed):
    facts: dict[str, list] = {}
    if deed == "record_attendance":
        facts = {"voters": [], "others": []}
    assert refusal(getattr(actions, deed), sitting=sitting, revision=1, **facts) == [
        "Somebody changed this record while your page was open. Compare with the "
        "present state and save again."
    ]


def test_attendance_is_corrected_person_by_person(council, sitting):
    first, second, third, fourth = council.members[:4]
    make.attended(sitting, voters=[first, second], others=[council.members[5]])
    make.attended(sitting, voters=[first, third], others=[second])
    assert {row.person: row.has_vote for row in sitting.attendances.all()} == {
        first: True,
        third: True,
        second: False,
    }
    assert fourth not in [row.person for row in sitting.attendances.all()]


def test_votes_by_name_give_the_totals(council, sitting, item):
    make.attended(sitting)
    actions.record_votes(
        sitting=sitting,
        votes=[
            actions.ItemVote(
                item.pk,
                exceptions={
                    council.members[1]: NamedVote.Choice.AGAINST,
                    council.members[2]: NamedVote.Choice.ABSTAINED,
                    council.members[3]: NamedVote.Choice.OUT,
                },
            )
        ],
        by=council.secretariat,
    )
    assert counted(item) == (1, 1, 1, 1)


def test_votes_are_corrected_from_names_to_totals(council, sitting, item):
    make.attended(sitting)
    make.voted(sitting, against=council.members[1:2])
    actions.record_votes(
        sitting=sitting,
        votes=[actions.ItemVote(item.pk, totals=(4, 0, 0, 0))],
        by=council.secretariat,
    )
    assert counted(item) == (4, 0, 0, 0)
    assert item.named_votes.count() == 0


@pytest.mark.clause("1.6")
def test_every_refused_vote_is_named_and_none_is_kept(council, sitting, item):
    second = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    third = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.attended(sitting)
    assert refusal(
        actions.record_votes,
        sitting=sitting,
        votes=[
            actions.ItemVote(item.pk),
            actions.ItemVote(second.pk, totals=(4, 0, 0, 1)),
            actions.ItemVote(third.pk, totals=(0, 0, 0, 0)),
        ],
    ) == [
        "Item 2: 1.6: 4 votes and 1 who stepped out are more than the 4 members "
        "present.",
        "Item 3: 1.6: nobody voted.",
    ]
    assert counted(item) == (None, None, None, 0)


@pytest.mark.clause("1.5")
def test_nobody_votes_by_name_without_having_come(council, sitting, item):
    make.attended(sitting, voters=council.members[:3])
    absent = council.members[3]
    assert refusal(
        actions.record_votes,
        sitting=sitting,
        votes=[actions.ItemVote(item.pk, exceptions={absent: "against"})],
    ) == [f"Item 1: 1.5: no vote without a seat in this body: {absent}."]


def test_a_free_item_is_reworded(council, item):
    actions.change_item(
        item=item,
        texts={"title_kk": "Есеп"},
        reporter="Ә. Құрал",
        by=council.secretariat,
    )
    item.refresh_from_db()
    assert (item.title_kk, item.reporter) == ("Есеп", "Ә. Құрал")


def test_a_matter_keeps_its_own_words(council, sitting):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    make.proposed(candidate, sitting=sitting)
    item = sitting.items.get()
    before = item.title_kk
    actions.change_item(item=item, texts={"title_kk": "Басқа"}, by=council.secretariat)
    item.refresh_from_db()
    assert item.title_kk == before
