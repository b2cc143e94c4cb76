"""What changed in the register: on the page, in the feed, and never why."""

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from commissions import actions as commissions
from council import actions
from council.audit import deed
from council.models import Convocation
from council.regulation import Ground
from experts.models import Engagement
from experts.register_changes import Kind, Place, changes
from tests import factories as make
from tests.experts.conftest import engage, named
from tests.experts.test_any_day import decided, flat, reassigned, released

ATOM = "{http://www.w3.org/2005/Atom}"
ALL = (date(2025, 1, 1), date(2030, 1, 1))


@pytest.fixture
def ask(client):
    """Give a way to ask what changed."""

    def asking(**query):
        return client.get(reverse("changes"), query)

    return asking


def told(found):
    """Return the changes as kind, day, surname, commission and protocol."""
    return [
        (
            change.kind.value,
            f"{change.day:%Y-%m-%d}",
            change.name.split()[0],
            change.commission and change.commission.number,
            change.protocol_number,
        )
        for change in found
    ]


def entries(client, **query):
    """Return the feed's entries as tag, title and summary."""
    answer = client.get(reverse("register_atom"), query)
    root = ET.fromstring(answer.content)  # noqa: S314
    return [
        [entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "summary")]
        for entry in root.iter(f"{ATOM}entry")
    ]


@pytest.mark.clause("1.12")
def test_every_kind_of_change_is_told_newest_first(council):
    moved, left, stays = engage(
        council, named("Асанов"), named("Болатов"), named("Ғабитов")
    )
    reassigned(council, moved)
    Engagement.objects.filter(expert=stays).update(ends=date(2027, 1, 31))
    release = {"expert": left, "ground": Ground.ETHICS}
    decided(council, commissions.propose_release, on=date(2025, 12, 2), **release)
    assert told(changes(*ALL)) == [
        ("convocation-ended", "2028-05-19", "convocation", None, ""),
        ("term-ended", "2027-01-31", "Ғабитов", 1, ""),
        ("released", "2025-12-02", "Болатов", 1, "3"),
        ("reassigned", "2025-12-01", "Асанов", 1, "2"),
        ("engaged", "2025-11-10", "Асанов", 1, "1"),
        ("engaged", "2025-11-10", "Болатов", 1, "1"),
        ("engaged", "2025-11-10", "Ғабитов", 1, "1"),
    ]
    found = changes(*ALL)
    assert found[0].experts == 1
    assert found[3].target == Place(2, "Название COMMISSION 2")


@pytest.mark.parametrize(
    ("since", "until", "kinds"),
    [
        ("2025-11-11", "2025-11-30", []),
        ("2025-11-10", "2025-11-10", ["engaged"]),
        ("2025-12-01", "2025-12-01", ["reassigned"]),
        ("2025-12-01", "2028-05-18", ["reassigned"]),
        ("2028-05-19", "2028-05-19", ["convocation-ended"]),
        ("2028-05-20", "9999-12-31", []),
    ],
)
def test_only_what_happened_between_the_days_is_told(council, since, until, kinds):
    (expert,) = engage(council, named("Асанов"))
    reassigned(council, expert)
    found = changes(date.fromisoformat(since), date.fromisoformat(until))
    assert [change.kind.value for change in found] == kinds


def test_a_reassignment_concerns_both_commissions_and_is_no_engagement(council):
    (expert,) = engage(council, named("Асанов"))
    reassigned(council, expert)
    assert [
        [change.kind.value for change in changes(*ALL, commission=number)]
        for number in (1, 2, 3)
    ] == [["reassigned", "engaged"], ["convocation-ended", "reassigned"], []]


def test_a_convocation_that_ended_early_ends_what_was_to_come(council):
    (expert,) = engage(council, named("Асанов"))
    released(council, expert)
    Convocation.objects.update(ends=date(2025, 11, 20))
    assert told(changes(*ALL)) == [
        ("convocation-ended", "2025-11-20", "convocation", None, ""),
        ("engaged", "2025-11-10", "Асанов", 1, "1"),
    ]


def test_what_a_correction_annulled_never_happened(council, ask, client):
    protocol = engage(council, named("Асанов"))[0].engagements.get().admitted_by
    make.corrected(protocol.sitting, votes={1: (0, 4, 0, 0)})
    assert changes(*ALL) == []
    assert "Асанов" not in ask().text
    assert entries(client) == []


def test_the_page_shows_the_last_ninety_days_with_links_and_no_reason(council, ask):
    (expert,) = engage(council, named("Асанов"))
    released(council, expert)
    text = flat(ask())
    assert "11 September 2025 – 10 December 2025 · changes – 2" in text
    assert "01.12.2025 Released Асанов Әлихан № 1 Название COMMISSION 1" in text
    assert "№ 2, 01.12.2025" in text
    assert f'href="{reverse("entry", args=[expert.public_id])}"' in ask().text
    assert str(Ground.ETHICS.label) not in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"since": "31.02.2026"},
            "Since the day: There is no such day. Write it as 13.10.2025.",
        ),
        ({"until": "x" * 5000}, "Up to the day: Write the day as 13.10.2025."),
        (
            {"since": "2025-12-02", "until": "2025-12-01"},
            "The first day, 02.12.2025, is after the last one, 01.12.2025.",
        ),
        ({"since": "2025-12-11"}, "The first day, 11.12.2025, is after"),
        ({"page": "2"}, "there is no page 2"),
        ({"q": "қ" * 201}, "at most 200 characters"),
    ],
)
def test_a_bad_value_is_a_sentence_and_400_and_stays_typed(
    council, ask, query, sentence
):
    answer = ask(**query)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert all(str(value) in answer.text for value in query.values())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_refusal_is_in_the_reader_s_language(council, client, language):
    with translation.override(language):
        answer = client.get(reverse("changes"), {"since": "31.02.2026"})
    assert answer.status_code == 400
    assert "Write the day as" not in answer.text


def test_the_ends_of_time_are_days_too(council, ask):
    for query in ({"until": "0001-01-01"}, {"until": "9999-12-31"}):
        assert ask(**query).status_code == 200
    assert "Nothing changed in these days." in ask(until="0001-01-01").text
    assert "as things stand today" in ask(until="9999-12-31").text


@pytest.mark.clause("1.12")
def test_the_feed_tells_the_same_under_tags_that_stay(council, client):
    (expert,) = engage(council, named("Асанов"))
    released(council, expert)
    tags = [
        f"tag:localhost,2025-12-01:register/{expert.public_id}/released",
        f"tag:localhost,2025-11-10:register/{expert.public_id}/engaged",
    ]
    found = entries(client, lang="en")
    assert found[0] == [
        tags[0],
        "Released: Асанов Әлихан",
        "01.12.2025; № 1 – Название COMMISSION 1; protocol № 2, 01.12.2025",
    ]
    assert [entry[0] for entry in found] == tags
    assert [entry[0] for entry in entries(client)] == tags
    assert "атауы" in entries(client)[0][2]


def test_the_feed_takes_the_questions_of_the_register(council, client):
    engage(council, named("Асанов"))
    engage(council, named("Болатов"), commission=1, weeks=1)
    assert [
        [title.split(": ")[1] for _tag, title, _summary in entries(client, **query)]
        for query in (
            {},
            {"q": "асан"},
            {"commission": 2},
            {"on": "2025-11-16"},
            {"on": "2026-03-01"},
        )
    ] == [
        ["Болатов Әлихан", "Асанов Әлихан"],
        ["Асанов Әлихан"],
        ["Болатов Әлихан"],
        ["Асанов Әлихан"],
        [],
    ]


def test_a_feed_without_entries_is_as_old_as_its_day(council, client):
    text = client.get(reverse("register_atom"), {"on": "2025-08-01"}).text
    assert re.findall("<updated>(.*?)</updated>", text) == ["2025-08-01T00:00:00+05:00"]


def test_a_name_cannot_open_a_tag_in_the_feed(council, client):
    council.commissions[0].__class__.objects.filter(
        pk=council.commissions[0].pk
    ).update(name_kk="<b>&")
    engage(council, named("Асанов"))
    assert entries(client)[0][2].split("; ")[1] == "№ 1 – &lt;b&gt;&amp;"


@pytest.mark.clause("1.12")
def test_a_correction_is_told_by_its_day_and_not_by_what_stood_before(
    council, ask, time_machine
):
    by = council.secretariat
    (kept,) = engage(council, named("Асанов"))
    (other,) = engage(council, named("Болатов"), commission=1, weeks=1)
    time_machine.move_to("2025-12-12 12:00+05:00")
    early = timezone.now()
    actions.change_person(person=kept.person, surname="Есенов", by=by)
    actions.change_person(person=other.person, birth_date=date(1990, 1, 2), by=by)
    time_machine.move_to("2025-12-14 12:00+05:00")
    actions.change_person(person=kept.person, surname="Жанов", by=by)
    actions.change_person(person=kept.person, surname="Зекенов", by=by)
    corrections = [row for row in told(changes(*ALL)) if row[0] == "corrected"]
    assert corrections == [
        ("corrected", "2025-12-14", "Зекенов", 1, ""),
        ("corrected", "2025-12-12", "Зекенов", 1, ""),
    ]
    on_one_day = changes(date(2025, 12, 12), date(2025, 12, 12))
    assert [row.kind for row in on_one_day] == [Kind.CORRECTED]
    assert changes(date(2025, 12, 13), date(2025, 12, 13)) == []
    for question in ({"commission": 2}, {"text": "болатов"}, {"moment": early}):
        found = changes(*ALL, **question)
        assert Kind.CORRECTED not in {row.kind for row in found}
    page = ask(since="2025-12-12")
    assert "Есенов" not in page.text
    assert ask(since="0001-01-01", until="9999-12-31").status_code == 200


def test_what_was_changed_before_the_entry_was_made_is_no_correction(council):
    candidate = make.a_candidate(council, **named("Асанов"))
    actions.change_person(
        person=candidate.person, surname="Есенов", by=council.secretariat
    )
    make.engaged(council, candidate)
    assert [row.kind for row in changes(date(2025, 12, 1), ALL[1])] == [
        Kind.CONVOCATION_ENDED
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_queries_whatever_its_length(
    council, ask, django_assert_num_queries, count
):
    (expert, *_others) = engage(council, *map(named, "АБВ"[:count]))
    reassigned(council, expert)
    with django_assert_num_queries(9):
        answer = ask()
    assert answer.context["page"].paginator.count == count + 1


def test_fifty_changes_a_page(council, ask):
    @deed
    def enter():
        protocol = engage(council, named("А"))[0].engagements.get().admitted_by
        for number in range(50):
            letters = "абвгдежзик"
            candidate = make.a_candidate(
                council, **named(f"Б{letters[number // 10]}{letters[number % 10]}")
            )
            Engagement(
                expert=candidate,
                commission=candidate.commission,
                begins=protocol.sitting.held_on,
                ends=make.CONVOCATION_ENDS,
                admitted_by=protocol,
            ).save_as(council.secretariat)

    enter()
    assert "page=2" in ask().text
    assert len(ask(page=2).context["page"].object_list) == 1
