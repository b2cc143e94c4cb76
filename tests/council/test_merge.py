"""One person on record twice: what is merged, what is refused, and who may."""

from datetime import date

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commissions.models import (
    Assignment,
    Breach,
    Commendation,
    Discussion,
    Event,
    Proposal,
    Publication,
)
from council import actions
from council.audit import Tracked, relations_to
from council.models import (
    Account,
    ActingChair,
    Attendance,
    NamedVote,
    Person,
    Seat,
    Sitting,
)
from council.regulation import RuleViolation
from experts import actions as experts
from experts.models import Expert, Paper
from kpi.models import EvaluationVersion, Report
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NAME = {"surname": "Қасенов", "given_name": "Әлихан", "patronymic": ""}
NOW = "2025-12-10 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@built_once(NOW)
def twice(council):
    """Give one person's two records: the one that stays, and the duplicate."""
    return make.a_person(**NAME), make.a_person(**NAME)


def merge(council, person, duplicate):
    return actions.merge_persons(
        person=person, duplicate=duplicate, by=council.secretariat
    )


def refusal(council, person, duplicate):
    """Return the sentences of a refused merger that left everything as it was."""
    before = everything()
    with pytest.raises(RuleViolation) as caught:
        merge(council, person, duplicate)
    assert everything() == before
    return caught.value.sentences


def everything():
    """Return every row that belongs to anybody, and the records themselves."""
    rows = {
        (relation.related_model.__name__, row.pk, getattr(row, relation.field.name))
        for relation in relations_to(Person)
        for row in relation.related_model._default_manager.all()
    }
    people = {(row.pk, row.account_id, row.birth_date) for row in Person.objects.all()}
    return rows, people, Paper.objects.count(), Person.history.count()


def test_every_relation_to_a_person_is_moved_or_versioned():
    """A table that is not tracked would be left out, and stop the deletion."""
    pointing: list[type[Model]] = [
        relation.related_model  # type: ignore[misc]
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    ]
    others = {row.__name__ for row in pointing if not issubclass(row, Tracked)}
    tracked = {row.__name__ for row in pointing if issubclass(row, Tracked)}
    assert others == {f"Historical{name}" for name in tracked}
    assert {(row.related_model, row.field.name) for row in relations_to(Person)} == {
        (ActingChair, "person"),
        (Assignment, "given_by"),
        (Attendance, "person"),
        (Breach, "established_by"),
        (Commendation, "proposed_by"),
        (EvaluationVersion, "signed_by"),
        (Event, "companion"),
        (Event, "group_lead"),
        (Expert, "person"),
        (NamedVote, "person"),
        (Proposal, "proposer"),
        (Publication, "approver"),
        (Report, "author"),
        (Seat, "person"),
        (Sitting, "presiding"),
        (Sitting, "secretary"),
    }


# What is merged


def test_everything_of_the_duplicate_comes_to_the_record_that_stays(council, twice):
    person, duplicate = twice
    make.seated(council.assembly, duplicate)
    make.seated(council.commissions[0], duplicate)
    by = council.secretariat
    acting = actions.name_acting_chair(
        body=council.commissions[0],
        person=duplicate,
        begins=date(2025, 12, 1),
        ends=date(2025, 12, 20),
        by=by,
    )
    sitting = actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 12, 5),
        presiding=duplicate,
        by=by,
    )
    make.attended(sitting)
    item = actions.add_item(
        sitting=sitting, texts={"title_kk": "Сұрақ", "draft_kk": "Шешім"}, by=by
    )
    actions.record_votes(
        sitting=sitting,
        votes=[actions.ItemVote(item.pk, exceptions={duplicate: "against"})],
        by=by,
    )
    kept = merge(council, person, duplicate)
    assert kept == person
    assert not Person.objects.filter(pk=duplicate.pk).exists()
    assert [seat.body for seat in person.seats.order_by("pk")] == [
        council.assembly,
        council.commissions[0],
    ]
    acting.refresh_from_db()
    sitting.refresh_from_db()
    assert {acting.person, sitting.presiding} == {person}
    assert NamedVote.objects.get().person == person
    assert person in sitting.voters
    assert Seat.history.filter(person_id=duplicate.pk).count() == 2
    last = Person.history.filter(id=duplicate.pk).latest()
    assert (last.history_type, last.history_change_reason) == ("-", "merge_persons")
    assert last.history_user == council.secretariat


def test_a_proposal_keeps_its_proposer_under_the_other_record(council):
    chair = council.chairs[0]
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    other = make.a_person(surname=chair.surname, given_name=chair.given_name)
    merge(council, other, chair)
    assert Proposal.objects.get().proposer == other
    assert Account.objects.get(username="chair-1").person == other


def test_what_the_record_lacks_is_taken_over(council, twice):
    person, duplicate = twice
    account = make.an_account(username="expert")
    actions.change_person(
        person=duplicate,
        patronymic="Серікұлы",
        birth_date=date(1980, 1, 2),
        account=account,
        by=council.secretariat,
    )
    kept = merge(council, person, duplicate)
    kept.refresh_from_db()
    assert (kept.patronymic, kept.birth_date, kept.account) == (
        "Серікұлы",
        date(1980, 1, 2),
        account,
    )
    assert kept.search_key == "касенов алихан серикулы"


def test_one_attendance_of_an_open_sitting_is_enough(council, twice):
    sitting = make.a_presidium_sitting(council, date(2025, 12, 5))
    make.attended(sitting, others=twice)
    merge(council, *twice)
    assert [row.person for row in sitting.attendances.filter(has_vote=False)] == [
        twice[0]
    ]


def test_seats_one_after_the_other_are_one_persons(council, twice):
    person, duplicate = twice
    first = make.seated(council.assembly, person)
    actions.end_seat(seat=first, ends=date(2025, 9, 1), by=council.secretariat)
    make.seated(council.assembly, duplicate, begins=date(2025, 9, 2))
    merge(council, person, duplicate)
    assert person.seats.count() == 2


def test_dossiers_of_different_convocations_stand_side_by_side(council, twice):
    person, duplicate = twice
    make.a_candidate(council, known_person=person)
    later = actions.enter_convocation(
        number=5,
        begins=date(2028, 5, 20),
        ends=date(2031, 5, 19),
        by=council.secretariat,
    )
    body = make.a_body(later, "commission", 1)
    make.a_candidate(council, body, known_person=duplicate)
    merge(council, person, duplicate)
    assert person.dossiers.count() == 2


@pytest.mark.parametrize("engaged", [0, 1])
def test_of_two_dossiers_the_undecided_one_goes_with_its_papers(
    council, twice, engaged
):
    dossiers = [make.a_candidate(council, known_person=person) for person in twice]
    make.engaged(council, dossiers[engaged])
    merge(council, *twice)
    left = Expert.objects.get()
    assert (left, left.person) == (dossiers[engaged], twice[0])
    assert {paper.expert for paper in Paper.objects.all()} == {left}
    gone = dossiers[1 - engaged]
    last = Paper.history.filter(expert_id=gone.pk).latest()
    assert (last.history_type, last.history_user) == ("-", council.secretariat)
    assert Expert.history.filter(id=gone.pk).latest().history_type == "-"


def test_of_two_new_dossiers_the_one_of_the_record_that_stays_is_kept(council, twice):
    kept, _gone = [make.a_candidate(council, known_person=person) for person in twice]
    merge(council, *twice)
    assert Expert.objects.get() == kept


# What is refused


def test_two_dossiers_with_decisions_are_refused(council, twice):
    first = make.a_candidate(council, known_person=twice[0])
    second = make.a_candidate(council, council.commissions[1], known_person=twice[1])
    make.engaged(council, first)
    make.discussed(second)
    assert Discussion.objects.filter(expert=second).exists()
    assert refusal(council, *twice) == [
        "Both have a dossier of this convocation on which decisions rest: "
        "Commission № 1, in office; Commission № 2, under consideration."
    ]


def test_a_refused_candidate_has_a_decision_too(council, twice):
    dossiers = [make.a_candidate(council, known_person=person) for person in twice]
    for dossier in dossiers:
        experts.refuse(expert=dossier, by=council.secretariat)
    (sentence,) = refusal(council, *twice)
    assert "Commission № 1, refused; Commission № 1, refused." in sentence


def test_two_seats_in_one_body_at_once_are_refused(council, twice):
    for person in twice:
        make.seated(council.assembly, person)
    assert (
        "Both have a place in one body at the same time: General assembly, member, "
        "20.05.2025 –." in refusal(council, *twice)
    )


def test_seats_that_overlap_by_a_day_are_refused(council, twice):
    person, duplicate = twice
    first = make.seated(council.assembly, person)
    actions.end_seat(seat=first, ends=date(2025, 9, 1), by=council.secretariat)
    make.seated(council.assembly, duplicate, begins=date(2025, 9, 1))
    assert refusal(council, person, duplicate) == [
        "Both have a place in one body at the same time: General assembly, member, "
        "01.09.2025 –."
    ]


def test_two_acting_for_one_chair_at_once_are_refused(council, twice):
    person, duplicate = twice
    body = council.commissions[0]
    for who in twice:
        make.seated(council.assembly, who)
    make.seated(body, duplicate)
    facts = {"body": body, "by": council.secretariat}
    actions.name_acting_chair(
        person=duplicate, begins=date(2025, 12, 1), ends=date(2025, 12, 5), **facts
    )
    assert len(refusal(council, person, duplicate)) == 2


def test_two_attendances_that_differ_are_refused(council, twice):
    person, duplicate = twice
    make.seated(council.assembly, duplicate)
    make.seated(council.presidium, duplicate)
    sitting = make.a_presidium_sitting(council, date(2025, 12, 5))
    make.attended(sitting, others=[person])
    assert refusal(council, person, duplicate) == [
        "Both are noted as present at one sitting: Presidium, 05.12.2025."
    ]


def test_two_whom_a_final_protocol_counted_are_two(council, twice):
    sitting = make.a_presidium_sitting(council)
    actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Сұрақ", "draft_kk": "Шешім"},
        by=council.secretariat,
    )
    make.attended(sitting, others=twice)
    make.finalised(make.voted(sitting))
    assert refusal(council, *twice) == [
        "Both are noted as present at one sitting: Presidium, 10.11.2025."
    ]


@pytest.mark.parametrize("choices", [("against", "abstained"), ("against", "against")])
def test_two_votes_on_one_question(council, twice, choices):
    body = council.commissions[0]
    for number, person in enumerate(twice):
        make.seated(council.assembly, person, begins=date(2025, 5, 20 + number))
    for number, person in enumerate(twice):
        make.seated(body, person, begins=date(2025, 5, 20 + number))
    by = council.secretariat
    sitting = actions.plan_sitting(body=body, held_on=date(2025, 12, 5), by=by)
    make.attended(sitting)
    item = actions.add_item(
        sitting=sitting, texts={"title_kk": "Сұрақ", "draft_kk": "Шешім"}, by=by
    )
    actions.record_votes(
        sitting=sitting,
        votes=[
            actions.ItemVote(item.pk, exceptions=dict(zip(twice, choices, strict=True)))
        ],
        by=by,
    )
    told = "Both voted by name on one question: Commission № 1, 05.12.2025, 1. Сұрақ"
    sentences = refusal(council, *twice)
    assert (told in sentences) == (choices[0] != choices[1])


def test_the_presiding_and_the_secretary_of_a_sitting_are_two(council, twice):
    person, duplicate = twice
    actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 12, 5),
        presiding=person,
        secretary=duplicate,
        by=council.secretariat,
    )
    assert refusal(council, person, duplicate) == [
        "One presides and the other is the secretary: Commission № 1, 05.12.2025."
    ]


def test_two_accounts_and_two_birth_dates_are_refused_together(council, twice):
    for number, person in enumerate(twice, start=1):
        actions.change_person(
            person=person,
            account=make.an_account(username=f"account-of-{number}"),
            birth_date=date(1980, 1, number),
            by=council.secretariat,
        )
    assert refusal(council, *twice) == [
        "The birth dates differ: 01.01.1980 and 02.01.1980.",
        "Both have accounts: account-of-1 and account-of-2.",
    ]


@pytest.mark.clause("1.5")
def test_an_expert_and_a_member_of_the_council_are_not_merged(council, twice):
    person, duplicate = twice
    make.seated(council.assembly, person)
    make.engaged(council, make.a_candidate(council, known_person=duplicate))
    assert refusal(council, person, duplicate) == [
        "1.5: Қасенов Әлихан sits in the Public Council and cannot be its expert."
    ]


def test_a_record_that_is_gone_is_not_merged_again(council, twice):
    merge(council, *twice)
    assert refusal(council, *twice) == ["One of the two records is gone. Look again."]


# The page


@pytest.fixture
def secretary(council):
    client = Client()
    client.force_login(council.secretariat)
    return client


def page_of(person):
    return reverse("merge_persons", args=[person.pk])


def test_page_shows_what_each_record_has_and_merges(secretary, council, twice):
    person, duplicate = twice
    make.seated(council.assembly, duplicate)
    make.a_candidate(council, known_person=person)
    page = secretary.get(page_of(duplicate))
    assert [
        [(each.label, each.count, each.shown) for each in record.belongings]
        for record in page.context["records"]
    ] == [
        [("Seats", 1, ["General assembly, member, 20.05.2025 –"])],
        [("Dossiers", 1, ["Commission № 1, under consideration"])],
    ]
    answer = secretary.post(
        page_of(duplicate),
        {"person": person.pk, "duplicate": duplicate.pk, "checked": "1"},
    )
    assert answer.url == reverse("change_person", args=[person.pk])
    assert "One record is left: Қасенов Әлихан." in secretary.get(answer.url).text
    assert person.seats.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries_whatever_the_records_have(
    secretary, council, django_assert_num_queries, count
):
    people = [make.a_person(**NAME) for _number in range(count + 1)]
    for person in people:
        make.a_candidate(council, known_person=person)
    with django_assert_num_queries(21):
        secretary.get(page_of(people[0]))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Туған күндері әртүрлі: 01.01.1980 және 02.01.1980."),
        ("ru", "Даты рождения различаются: 01.01.1980 и 02.01.1980."),
        ("en", "The birth dates differ: 01.01.1980 and 02.01.1980."),
    ],
)
def test_a_refusal_is_said_on_the_page_with_the_choice_kept(
    secretary, council, twice, language, sentence
):
    for number, person in enumerate(twice, start=1):
        actions.change_person(
            person=person, birth_date=date(1980, 1, number), by=council.secretariat
        )
    chosen = {"person": twice[0].pk, "duplicate": twice[1].pk}
    with translation.override(language):
        answer = secretary.post(page_of(twice[0]), chosen)
    assert sentence in answer.text
    assert answer.text.count("checked") == 2
    assert Person.objects.filter(pk=twice[1].pk).exists()


def test_one_record_chosen_twice_or_not_at_all_is_refused(secretary, twice):
    answer = secretary.post(
        page_of(twice[0]), {"person": twice[0].pk, "duplicate": twice[0].pk}
    )
    assert answer.context["form"].errors == {
        "duplicate": ["Choose two different records."]
    }
    answer = secretary.post(page_of(twice[0]), {"person": "x", "duplicate": ""})
    assert answer.context["form"].errors.keys() == {"person", "duplicate"}


def test_somebody_of_another_name_cannot_be_chosen(secretary, council, twice):
    stranger = council.members[0]
    answer = secretary.post(
        page_of(twice[0]), {"person": twice[0].pk, "duplicate": stranger.pk}
    )
    assert list(answer.context["form"].errors) == ["duplicate"]
    assert Person.objects.filter(pk=stranger.pk).exists()


def test_without_namesakes_the_page_says_what_to_do(secretary, council):
    alone = make.a_person(surname="Жалғызбаев")
    text = secretary.get(page_of(alone)).text
    assert "correct its spelling first" in text
    assert "Merge the two records" not in text


def test_the_ways_to_the_page(secretary, council, twice):
    person, _duplicate = twice
    candidate = make.a_candidate(council, known_person=person)
    link = f'href="{page_of(person)}"'
    assert link in secretary.get(reverse("change_person", args=[person.pk])).text
    dossier = secretary.get(reverse("dossier", args=[candidate.pk])).text
    assert link in dossier
    assert "Others of this name on record – 1." in dossier
    alone = make.a_candidate(council)
    assert (
        "Others of this name"
        not in secretary.get(reverse("dossier", args=[alone.pk])).text
    )


def test_only_the_secretariat_merges(council, twice, client):
    chosen = {"person": twice[0].pk, "duplicate": twice[1].pk}
    assert client.post(page_of(twice[0]), chosen).status_code == 302
    client.force_login(council.chair_accounts[0])
    assert client.get(page_of(twice[0])).status_code == 403
    assert client.post(page_of(twice[0]), chosen).status_code == 403
    assert Person.objects.filter(pk=twice[1].pk).exists()
