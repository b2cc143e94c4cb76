"""The search over the whole history: questions, pages, bad typing, languages."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from council import actions, chronicle
from council.audit import tracked_models
from council.deed_names import DEED_NAMES
from council.readable import field_name, kind_name, model_name, shown_fields
from tests import factories as make
from tests.test_bad_input import NAUGHTY
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FREE = {"title_kk": "Жұмыс жоспары", "draft_kk": "Бекітілсін."}
NOW = "2025-11-20 15:04+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@pytest.fixture
def secretary(client, council):
    """Return a browser in which the secretariat is signed in."""
    client.force_login(council.secretariat)
    return client


def found(client, **asked):
    """Return the entries found: the deed, and the rows in words."""
    response = client.get(reverse("history"), asked)
    assert response.status_code == 200, response.context["form"].errors
    return [
        (entry.deed, [row.label for row in entry.changes])
        for entry in response.context["page"].entries
    ]


def test_by_who(secretary, council):
    colleague = make.an_account("secretariat", "colleague")
    person = actions.enter_person(surname="Ким", given_name="Ада", by=colleague)
    assert found(secretary, who=colleague.pk) == [
        ("Person put on record", [str(person)])
    ]


def test_by_deed_and_by_kind_of_record(secretary, council):
    sitting = make.a_presidium_sitting(council)
    assert found(secretary, deed="plan_sitting") == [
        ("Sitting planned", [str(sitting)])
    ]
    assert found(secretary, record="council.sitting") == [
        ("Sitting planned", [str(sitting)])
    ]
    assert found(secretary, deed="plan_sitting", record="council.person") == []


def test_deeds_of_one_sentence_are_one_choice(secretary, council):
    seat = actions.seat_new_person(
        body=council.assembly,
        role="member",
        begins=date(2025, 11, 1),
        surname="Ким",
        given_name="Ада",
        by=council.secretariat,
    )
    assert secretary.get(reverse("history")).text.count(">Seat given</option>") == 1
    told = found(secretary, deed="seat_person", record="council.seat")
    assert told[:2] == [
        ("Seat given", [str(seat)]),
        ("Seat given", [f"{council.members[3]} – Presidium"]),
    ]


def test_by_day(secretary, council):
    with time_machine.travel("2025-11-20 23:59:59+05:00"):
        early = make.a_person()
    with time_machine.travel("2025-11-21 00:00:01+05:00"):
        late = make.a_person()
    the_20th = {"since": "20.11.2025", "until": "20.11.2025"}
    assert found(secretary, record="council.person", **the_20th)[0][1] == [str(early)]
    assert found(secretary, since="21.11.2025") == [
        ("Person put on record", [str(late)])
    ]
    assert found(secretary, until="19.11.2025") == []


def test_by_name_finds_the_person_and_what_belongs_to_them(secretary, council):
    candidate, other = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, candidate, other)
    entries = found(secretary, q=candidate.person.surname.upper())
    assert [deed for deed, _rows in entries] == [
        *("Protocol finalised", "Votes recorded"),
        *("Candidates proposed to the Presidium", "Votes recorded"),
        *("Candidate put up for discussion", "Candidate entered"),
    ]
    assert all(str(other) not in label for _deed, rows in entries for label in rows)


def test_by_name_finds_where_the_person_is_only_named(secretary, council):
    sitting = make.a_presidium_sitting(council)
    surname = council.secretary.surname
    assert ("Sitting planned", [str(sitting)]) in found(secretary, q=surname)


def test_by_a_former_name(secretary, council):
    person = make.a_person(surname="Ергалиева")
    actions.change_person(person=person, surname="Ахметова", by=council.secretariat)
    assert [deed for deed, _rows in found(secretary, q="ергалиева әлия")] == [
        "Person's data corrected",
        "Person put on record",
    ]


def test_by_words_finds_a_question_taken_off(secretary, council):
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    actions.add_item(
        sitting=sitting, texts=FREE | {"title_kk": "Есеп"}, by=council.secretariat
    )
    actions.remove_item(item=item, by=council.secretariat)
    assert found(secretary, q="ЖУМЫС жоспары") == [
        ("Question taken off the agenda", ["1. Жұмыс жоспары"]),
        ("Question put on the agenda", ["1. Жұмыс жоспары"]),
    ]


def test_words_that_nobody_wrote_find_nothing(secretary, council):
    assert found(secretary, q="жоқ сөз") == []


def test_a_name_of_too_many_is_refused(secretary, council):
    for _number in range(51):
        make.a_person(surname="Ким")
    response = secretary.get(reverse("history"), {"q": "ким"})
    assert response.status_code == 400
    assert response.context["form"].errors == {
        "q": ["More than 50 persons bear this name: type more of it."]
    }


def walk(client, url, step="older", start=""):
    """Return every entry in the order of the pages, following one kind of link."""
    told, query, pages = [], start, 0
    while True:
        page = client.get(f"{url}{query}").context["page"]
        told += page.entries if step == "older" else page.entries[::-1]
        place, pages = getattr(page, step), pages + 1
        if place is None:
            return told, pages
        query = f"?{'before' if step == 'older' else 'after'}={place}"


def signs(entries):
    return [(entry.moment, entry.deed, len(entry.changes)) for entry in entries]


def test_pages_lose_and_repeat_nothing_either_way(secretary, council, monkeypatch):
    make.engaged(council, make.a_candidate(council), make.a_candidate(council))
    url = reverse("history")
    for name, size in (("ENTRIES", 500), ("ROWS", 5000), ("WINDOW", 5000)):
        monkeypatch.setattr(chronicle, name, size)
    whole, pages = walk(secretary, url)
    assert pages == 1
    monkeypatch.setattr(chronicle, "ENTRIES", 4)
    by_four, pages = walk(secretary, url)
    assert (signs(by_four), pages > 5) == (signs(whole), True)
    oldest = f"?after={chronicle.Place(chronicle.EPOCH, 0, 0)}"
    back, _pages = walk(secretary, url, "newer", oldest)
    assert signs(back) == signs(whole)[::-1]
    monkeypatch.setattr(chronicle, "ENTRIES", 500)
    monkeypatch.setattr(chronicle, "ROWS", 20)
    monkeypatch.setattr(chronicle, "WINDOW", 30)
    assert signs(walk(secretary, url)[0]) == signs(whole)
    monkeypatch.setattr(chronicle, "WINDOW", 7)
    cut, _pages = walk(secretary, url)
    assert sum(len(entry.changes) for entry in cut) == sum(
        len(entry.changes) for entry in whole
    )


def test_pages_stay_apart_at_one_and_the_same_moment(secretary, council, monkeypatch):
    with time_machine.travel("2025-11-21 12:00+05:00", tick=False):
        people = [str(make.a_person()) for _number in range(5)]
        make.a_presidium_sitting(council)
    monkeypatch.setattr(chronicle, "ENTRIES", 2)
    url = reverse("history")
    told, _pages = walk(secretary, url, start="?since=21.11.2025")
    labels = [row.label for entry in told[:6] for row in entry.changes]
    assert sorted(labels[1:] + labels[:1]) == sorted([*people, labels[0]])


def test_links_to_older_and_newer_keep_the_question(secretary, council, monkeypatch):
    monkeypatch.setattr(chronicle, "ENTRIES", 2)
    page = secretary.get(reverse("history"), {"record": "council.seat"})
    [older] = re.findall(r'rel="next"\s+href="([^"]+)"', page.text)
    older = older.replace("&amp;", "&")
    assert older.startswith("?record=council.seat&before=")
    following = secretary.get(reverse("history") + older)
    assert 'rel="prev"' in following.text
    assert len(following.context["page"].entries) == 2


@pytest.mark.parametrize(
    "name", ["q", "who", "deed", "record", "since", "until", "before", "after"]
)
def test_no_question_breaks_the_history(secretary, council, name):
    row = reverse("row_history", args=["council.person", council.members[0].pk])
    for typed in NAUGHTY.values():
        for url in (reverse("history"), row):
            status = secretary.get(url, {name: typed}).status_code
            assert status in (200, 400), typed


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (
            {"since": "31.02.2026"},
            "since",
            "There is no such day. Write it as 13.10.2025.",
        ),
        (
            {"since": "02.01.2026", "until": "01.01.2026"},
            "until",
            "The last day is before the first.",
        ),
        ({"before": "1-2"}, "before", "This address names no place in the history."),
        (
            {"after": "1-2-99999999999"},
            "after",
            "This address names no place in the history.",
        ),
    ],
)
def test_a_bad_value_is_a_message_and_400(secretary, council, asked, field, sentence):
    response = secretary.get(reverse("history"), asked)
    assert response.status_code == 400
    assert response.context["form"].errors == {field: [sentence]}
    assert sentence in response.text


def test_a_refusal_is_said_in_kazakh_and_keeps_the_typing(secretary, council):
    url = reverse("history").replace("/en/", "/kk/")
    response = secretary.get(url, {"since": "02.01.2026", "until": "01.01.2026"})
    assert response.status_code == 400
    assert "Соңғы күн" in response.text
    assert 'value="02.01.2026"' in response.text


def cost(client, url):
    """Return how many queries a page costs."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_entries_and_their_rows_cost_no_queries(secretary, council, monkeypatch):
    first, second, third = (make.a_candidate(council) for _number in range(3))
    make.engaged(council, first)
    url = reverse("history") + "?deed=finalise_protocol"
    one = cost(secretary, url)
    make.engaged(
        council,
        *(second, third, make.a_candidate(council)),
        discussed_on=date(2025, 11, 11),
        decided_on=date(2025, 11, 12),
    )
    assert len(found(secretary, deed="finalise_protocol")) == 2
    assert cost(secretary, url) == one
    assert one <= 25


def test_a_row_s_story_costs_what_one_change_costs(secretary, council):
    person = make.a_person()
    url = reverse("row_history", args=["council.person", person.pk])
    actions.change_person(person=person, surname="Ахметова", by=council.secretariat)
    two = cost(secretary, url)
    for surname in ("Ким", "Пак", "Цой"):
        actions.change_person(person=person, surname=surname, by=council.secretariat)
    assert cost(secretary, url) == two


def test_a_whole_sitting_s_story_costs_what_other_pages_may(secretary, council):
    candidates = [make.a_candidate(council) for _number in range(4)]
    make.engaged(council, candidates[0])
    one = make.engaged(
        council,
        *candidates[1:],
        discussed_on=date(2025, 11, 11),
        decided_on=date(2025, 11, 12),
    )
    first, second = (
        cost(secretary, reverse("row_history", args=["council.sitting", pk]))
        for pk in (one.sitting_id - 2, one.sitting_id)
    )
    assert (first, second <= 27) == (second, True)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_in_other_languages(secretary, council, language):
    make.engaged(council, make.a_candidate(council))
    text = secretary.get(reverse("history").replace("/en/", f"/{language}/")).text
    main = text[text.index("<main") : text.index("</main>")]
    shown = re.sub(r"<[^>]+>|&\w+;|\b[0-9a-f]{64}\b|COMMISSION|PRESIDIUM", " ", main)
    assert set(re.findall(r"[A-Za-z]{2,}", shown)) == {"secretariat", "chair"}


def test_every_label_is_translated():
    english = {str(words) for words in DEED_NAMES.values()}
    english |= {
        words
        for model in tracked_models()
        for words in (model_name(model), kind_name(model), *labels(model))
    }
    with translation.override("kk"):
        kazakh = {str(words) for words in DEED_NAMES.values()}
        kazakh |= {
            words
            for model in tracked_models()
            for words in (model_name(model), kind_name(model), *labels(model))
        }
    assert kazakh & english == set()


def labels(model):
    return [field_name(field) for field in shown_fields(model)]
