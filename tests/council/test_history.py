"""The history's pages: who changed what, when and why, readable."""

from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.urls import reverse

from commissions import actions as commissions
from council import actions
from council.audit import deed, known_deeds, tracked_models
from council.deed_names import DEED_NAMES
from council.models import Person
from experts.models import Paper
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
MOMENT = "2025-11-20 15:04+05:00"
WHEN = "20.11.2025 15:04"
FREE = {"title_kk": "Жұмыс жоспары", "draft_kk": "Бекітілсін."}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(MOMENT):
        yield


@built_once(MOMENT)
def council():
    return make.a_council()


@pytest.fixture
def secretary(client, council):
    """Return a browser in which the secretariat is signed in."""
    client.force_login(council.secretariat)
    return client


def entries(client, **asked):
    """Return the entries that the search shows."""
    response = client.get(reverse("history"), asked)
    assert response.status_code == 200, response.context["form"].errors
    return response.context["page"].entries


def story(client, row, **asked):
    """Return the entries of a row's own page."""
    name = row._meta.label_lower
    return (
        client.get(reverse("row_history", args=[name, row.pk]), asked)
        .context["page"]
        .entries
    )


def rows(entry):
    """Return what an entry says of each row: what happened, its kind, its words."""
    return [(row.kind, row.model, row.label) for row in entry.changes]


def values(change):
    """Return the columns of a change: label, old and new value."""
    return [
        (field.label, field.old and field.old.text, field.new.text)
        for field in change.fields
    ]


def test_a_created_row_says_who_what_when_and_why(secretary, council):
    person = make.a_person(birth_date=date(1980, 2, 3))
    newest = entries(secretary)[0]
    assert (newest.when, newest.who, newest.deed) == (
        WHEN,
        str(council.secretariat),
        "Person put on record",
    )
    assert rows(newest) == [("+", "Person", str(person))]
    assert values(newest.changes[0]) == [
        ("Surname", None, person.surname),
        ("Given name", None, person.given_name),
        ("Birth date", None, "03.02.1980"),
    ]


def test_a_changed_row_shows_only_what_changed(secretary, council):
    person = make.a_person(birth_date=date(1980, 2, 3))
    actions.change_person(
        person=person, surname="Ахметова", birth_date=None, by=council.secretariat
    )
    newest = entries(secretary)[0]
    assert newest.deed == "Person's data corrected"
    assert rows(newest) == [("~", "Person", "Ахметова Әлия")]
    assert values(newest.changes[0]) == [
        ("Surname", person.surname, "Ахметова"),
        ("Birth date", "03.02.1980", "–"),
    ]


def test_a_deed_that_changed_nothing_is_told_without_rows(secretary, council):
    person = make.a_person()
    actions.change_person(person=person, by=council.secretariat)
    newest = entries(secretary)[0]
    assert (newest.deed, newest.changes) == ("Person's data corrected", [])
    assert "Saved without a change." in secretary.get(reverse("history")).text


def test_a_deleted_row_says_what_it_said(secretary, council):
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    actions.remove_item(item=item, by=council.secretariat)
    newest = entries(secretary)[0]
    assert newest.deed == "Question taken off the agenda"
    assert rows(newest) == [("-", "Agenda item", "1. Жұмыс жоспары")]
    assert newest.changes[0].about == str(sitting)
    assert ("Draft decision, in Kazakh", None, "Бекітілсін.") in values(
        newest.changes[0]
    )


def test_a_row_that_points_to_a_deleted_one_shows_its_last_words(secretary, council):
    candidate = make.a_candidate(council)
    sitting = actions.plan_sitting(
        body=council.commissions[0], held_on=date(2025, 11, 25), by=council.secretariat
    )
    discussion = commissions.discuss(
        sitting=sitting, expert=candidate, by=council.secretariat
    )
    item = str(discussion.item)
    actions.remove_item(item=discussion.item, by=council.secretariat)
    created = entries(secretary, record="commissions.discussion")[1].changes[0]
    assert created.label == f"{candidate} – {sitting}"
    assert ("Agenda item", None, item) in values(created)


def test_values_are_words(secretary, council):
    make.a_candidate(council)
    changes = entries(secretary)[0].changes
    of_kind = {
        row.model: {label: new for label, _old, new in values(row)} for row in changes
    }
    assert of_kind["Dossier"] == {
        "Convocation": "convocation 4",
        "Commission": "Commission № 1",
        "Field, in Kazakh": "Қала экологиясы",
        "Field, in Russian": "Экология города",
        "Higher education": "yes",
        "Full months of practice in the field": "0",
        "Shares the council's mission and is ready to work unpaid": "yes",
        "Corruption offence found by a court": "no court has found so",
        "States no membership in other bodies": "yes",
        "State": "under consideration",
    }
    assert of_kind["Paper"]["Seen on"] == "20.10.2025"
    assert of_kind["Paper"]["Seen by"] == str(council.secretariat)


def test_a_file_is_attached_replaced_and_removed(secretary, council):
    paper = make.a_candidate(council).papers.get(kind=Paper.Kind.RESUME)

    @deed
    def keep(name, *, by):
        paper.file = name
        paper.save_as(by)

    for name in ("papers/1.pdf", "papers/2.pdf", ""):
        keep(name, by=council.secretariat)
    told = [
        values(entry.changes[0])
        for entry in entries(secretary, record="experts.paper")[:3]
    ]
    assert told == [
        [("File", None, "file removed")],
        [("File", None, "file replaced")],
        [("File", None, "file attached")],
    ]
    assert "papers/" not in secretary.get(reverse("history")).text


def test_a_long_text_is_cut_and_kept_whole(secretary, council):
    sitting = make.a_presidium_sitting(council)
    draft = "Ұзақ шешім. " * 40
    actions.add_item(
        sitting=sitting, texts=FREE | {"draft_kk": draft}, by=council.secretariat
    )
    [reading] = [
        field.new
        for field in entries(secretary)[0].changes[0].fields
        if field.label == "Draft decision, in Kazakh"
    ]
    assert (len(reading.text), reading.whole) == (160, draft)
    assert draft in secretary.get(reverse("history")).text


def test_a_final_protocol_is_one_entry_with_its_rows(secretary, council):
    candidate = make.a_candidate(council)
    protocol = make.engaged(council, candidate)
    newest = entries(secretary)[0]
    assert (newest.deed, newest.when) == ("Protocol finalised", WHEN)
    assert rows(newest) == [
        ("~", "Agenda item", str(protocol.sitting.items.get())),
        ("+", "Protocol", "№ 1"),
        ("+", "Version of a protocol", str(protocol.current)),
        ("~", "Sitting", str(protocol.sitting)),
        ("+", "Entry of the register", f"{candidate} – Commission № 1"),
        ("~", "Dossier", str(candidate)),
    ]
    assert values(newest.changes[5]) == [("State", "under consideration", "in office")]
    assert entries(secretary)[1].deed == "Votes recorded"


def test_a_row_written_twice_by_one_deed_is_told_once(secretary, council):
    """A correction opens every item and settles it again; most end as they were."""
    sitting = make.a_presidium_sitting(council, date(2025, 11, 17))
    for title in ("Бірінші", "Екінші"):
        actions.add_item(
            sitting=sitting,
            texts=FREE | {"title_kk": title},
            by=council.secretariat,
        )
    make.decided(sitting)
    make.corrected(sitting, votes={2: (1, 3, 0, 0)}, on=date(2025, 11, 20))
    entry = story(secretary, sitting)[0]
    outcomes = [
        (row.label, old, new)
        for row in entry.changes
        for name, old, new in values(row)
        if name == "Outcome"
    ]
    assert (entry.deed, outcomes) == (
        "Protocol corrected",
        [("2. Екінші", "adopted", "not adopted")],
    )


def test_two_deeds_of_one_name_in_one_second_are_two_entries(secretary, council):
    first, second = make.a_person(), make.a_person()
    told = [rows(entry) for entry in entries(secretary)[:2]]
    assert told == [
        [("+", "Person", str(second))],
        [("+", "Person", str(first))],
    ]


def test_versions_without_a_deed_s_key_are_told_by_name_author_and_second(
    secretary, council
):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.voted(make.attended(sitting))
    with time_machine.travel("2025-11-20 23:00+05:00", tick=False):
        protocol = make.finalised(sitting)
    for model in tracked_models():
        model.history.update(history_deed=None)
    newest = entries(secretary)[0]
    assert newest.deed == "Protocol finalised"
    assert str(protocol) in [change.label for change in newest.changes]
    assert len(newest.changes) == 6


def test_a_dossier_s_page_tells_of_its_parts(secretary, council):
    candidate, other = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, candidate)
    told = story(secretary, candidate)
    assert [entry.deed for entry in told] == [
        "Protocol finalised",
        "Candidates proposed to the Presidium",
        "Candidate put up for discussion",
        "Candidate entered",
    ]
    assert {row.model for entry in told for row in entry.changes} == {
        *("Dossier", "Paper", "Discussion", "Proposal", "Proposal on an agenda"),
        *("Entry of the register", "Note of having read the documents"),
        "Consent to the processing of personal data",
    }
    page = secretary.get(
        reverse("row_history", args=["experts.expert", candidate.pk])
    ).text
    assert str(other) not in page


def test_a_sitting_s_page_tells_of_agenda_attendance_votes_and_protocol(
    secretary, council
):
    candidate = make.a_candidate(council)
    protocol = make.engaged(council, candidate)
    kinds = {
        row.model
        for entry in story(secretary, protocol.sitting)
        for row in entry.changes
    }
    assert kinds == {
        *("Sitting", "Agenda item", "Attendance", "Proposal on an agenda"),
        *("Protocol", "Version of a protocol", "Entry of the register"),
    }


def test_a_deleted_row_keeps_its_page(secretary, council):
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    key = item.pk
    actions.remove_item(item=item, by=council.secretariat)
    url = reverse("row_history", args=["council.agendaitem", key])
    response = secretary.get(url)
    assert response.context["is_deleted"]
    assert [entry.deed for entry in response.context["page"].entries] == [
        "Question taken off the agenda",
        "Question put on the agenda",
    ]


@pytest.mark.parametrize(
    "address",
    [
        *(("council.account", 1), ("council.protocolpaper", 1), ("nothing", 1)),
        *(("council.sitting", 0), ("council.sitting", 10**30), ("auth.group", 1)),
    ],
)
def test_what_has_no_history_is_not_found(secretary, address):
    response = secretary.get(reverse("row_history", args=address))
    assert response.status_code == 404


@pytest.mark.parametrize("who", ["chair", "member"])
def test_only_the_secretariat_reads_the_history(client, council, who):
    account = council.chair_accounts[0]
    if who == "member":
        account = make.an_account()
        actions.change_person(
            person=council.members[2], account=account, by=council.secretariat
        )
    sitting = make.a_presidium_sitting(council)
    client.force_login(account)
    row = reverse("row_history", args=["council.sitting", sitting.pk])
    for url in (reverse("history"), row):
        assert client.get(url).status_code == 403
    assert reverse("history") not in client.get(reverse("desk")).text
    page = client.get(reverse("sitting", args=[sitting.pk]))
    assert (page.status_code, row in page.text) == (200, False)


def test_a_stranger_is_sent_to_sign_in(client, council):
    for url in (
        reverse("history"),
        reverse("row_history", args=["council.person", council.members[0].pk]),
    ):
        assert client.get(url).status_code == 302


def test_pages_of_records_link_to_their_history(secretary, council):
    candidate = make.a_candidate(council)
    sitting = make.a_presidium_sitting(council)
    for name, row in (
        ("dossier", candidate),
        ("sitting", sitting),
        ("body", council.presidium),
        ("change_person", council.members[0]),
    ):
        link = reverse("row_history", args=[row._meta.label_lower, row.pk])
        assert link in secretary.get(reverse(name, args=[row.pk])).text


def test_every_deed_has_its_sentence_and_every_sentence_its_deed():
    import_module("commissions.founding")  # a command's: no page imports it
    ours = ("council.", "experts.", "commissions.", "kpi.")
    assert set(DEED_NAMES) == {
        name for name, module in known_deeds.items() if module.startswith(ours)
    }


def test_a_deed_unknown_today_is_shown_as_it_was_kept(secretary, council):
    make.a_person()
    Person.history.filter(history_change_reason="enter_person").update(
        history_change_reason="an_old_deed", history_user=None
    )
    newest = entries(secretary)[0]
    assert (newest.deed, newest.who) == ("an_old_deed", "–")


def test_every_tracked_model_and_column_has_a_label_to_translate():
    unnamed = [
        f"{model._meta.label}.{field.name}"
        for model in tracked_models()
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name not in (*model.technical, "search_key", "sort_key")
        and isinstance(field.verbose_name, str)
    ]
    plain = [
        model._meta.label
        for model in tracked_models()
        if isinstance(model._meta.verbose_name, str)
        or isinstance(model._meta.verbose_name_plural, str)
    ]
    assert (unnamed, plain) == ([], [])
