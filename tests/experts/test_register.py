"""The public register: what is found, what may leave, and what is refused."""

from dataclasses import fields
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from council.audit import deed
from council.models import Convocation
from experts import actions as experts
from experts.models import Engagement
from experts.register import Entry
from tests import factories as make
from tests.experts.conftest import engage, named

ENDS = make.CONVOCATION_ENDS


@pytest.fixture
def page(client):
    """Give a way to ask the register."""

    def ask(**query):
        return client.get(reverse("register"), query)

    return ask


def names_on(page):
    return [entry.name for _number, entry in page.context["listing"].rows]


def test_register_is_in_the_order_of_the_kazakh_alphabet(council, page):
    surnames = ["Шәріпов", "Қасенов", "Әлиев", "Иванов", "Асанов"]
    engage(council, *map(named, surnames))
    assert [name.split()[0] for name in names_on(page())] == [
        "Асанов",
        "Әлиев",
        "Иванов",
        "Қасенов",
        "Шәріпов",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Касенов", ["Қасенов Әлихан"]),
        ("алихан касен", ["Қасенов Әлихан"]),
        ("ҰЛЖАН", ["Өтеген Ұлжан"]),
        ("утеген", []),
        ("отеген улжан", ["Өтеген Ұлжан"]),
        ("Отеген Касенов", []),
        ("экология", ["Қасенов Әлихан", "Өтеген Ұлжан"]),
        ("  ", ["Қасенов Әлихан", "Өтеген Ұлжан"]),
        ("%", []),
    ],
)
def test_search_finds_every_word_anywhere_without_kazakh_letters(
    council, page, typed, found
):
    engage(council, named("Қасенов"), named("Өтеген", "Ұлжан"))
    assert names_on(page(q=typed)) == found


def test_filter_by_commission_counts_and_finds_its_experts_only(council, page):
    engage(council, named("Асанов"))
    engage(council, named("Болатов"), named("Ғабитов"), commission=1, weeks=1)
    answer = page(commission=2)
    assert names_on(answer) == ["Болатов Әлихан", "Ғабитов Әлихан"]
    assert [row.experts for row in answer.context["form"].commissions] == [1, 2]
    assert answer.context["listing"].found == 2
    assert answer.context["form"].total == 3


def test_entry_has_the_public_columns_and_nothing_else(council, client):
    assert [field.name for field in fields(Entry)] == [
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


def test_nothing_private_reaches_the_public_pages(council, client):
    private = {
        "phone": "+77015550101",
        "email": "secret@example.kz",
        "note": "АйтылмайтынЕскерту",
        "education": "ЖасырынУниверситет",
    }
    dossier = {
        "person": named("Қасенов")["person"] | {"birth_date": date(1981, 7, 23)},
        "expert": private,
        "disclosures": [
            {
                "pk": None,
                "body": "ЖасырынКеңес",
                "attached_to": "x",
                "kind": "advisory",
                "begins": None,
                "ends": None,
            }
        ],
        "papers": {"criminal_record": {"number": "CR-777"}},
    }
    (expert,) = engage(council, dossier)
    texts = "".join(
        client.get(address).text
        for address in (
            reverse("register"),
            reverse("entry", args=[expert.public_id]),
        )
    )
    hidden = [*private.values(), "ЖасырынКеңес", "CR-777", "1981", "5550101"]
    assert [word for word in hidden if word in texts] == []
    assert "Қасенов" in texts


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"on": "31.02.2026"},
            "On the day: There is no such day. Write it as 13.10.2025.",
        ),
        ({"on": "01/02"}, "On the day: Write the day as 13.10.2025."),
        ({"on": "yesterday"}, "On the day: Write the day as 13.10.2025."),
        ({"on": "2026-01-01T00:00"}, "On the day: Write the day as 13.10.2025."),
        ({"commission": "77"}, "There is no commission № 77 on 10.12.2025."),
        ({"commission": "9" * 40}, f"There is no commission № {'9' * 40}"),
        ({"commission": "two"}, "Commission: Enter a whole number."),
        ({"commission": "-1"}, "greater than or equal to 1"),
        ({"page": "x"}, "Page: Enter a whole number."),
        ({"page": "0"}, "greater than or equal to 1"),
        ({"page": "9999"}, "there is no page 9999, the last one is 1."),
        ({"page": "9" * 5000}, "Page: Enter a whole number."),
        ({"q": "қ" * 201}, "at most 200 characters (it has 201)"),
    ],
)
def test_a_bad_value_is_a_sentence_and_400(council, page, query, sentence):
    answer = page(**query)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert answer.context["listing"] is None
    assert "Register of experts" in answer.text


def test_a_refused_question_keeps_what_was_typed(council, page):
    text = page(q="Қасенов", on="31.02.2026", commission="77").text
    assert 'value="Қасенов"' in text
    assert 'value="31.02.2026"' in text
    assert '<option value="77" selected>77</option>' in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_nul_in_the_question_is_400(council, client, language):
    with translation.override(language):
        assert client.get(reverse("register") + "?q=%00").status_code == 400


def test_question_of_200_characters_and_many_words_is_answered(council, page):
    assert page(q="қ" * 200).status_code == 200
    assert page(q="қ " * 100).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "2024-01-01", "9999-12-31"])
def test_a_day_outside_every_convocation_is_an_empty_list(council, page, day):
    engage(council, named("Қасенов"))
    answer = page(on=day, commission=1)
    assert answer.status_code == 200
    assert names_on(answer) == []
    assert "No convocation of the public council" in answer.text


def test_who_was_an_expert_on_a_day(council, page):
    engage(council, named("Қасенов"))
    days = [make.DECIDED_ON.replace(day=9), make.DECIDED_ON, ENDS, date(2028, 5, 20)]
    assert [names_on(page(on=day.isoformat())) for day in days] == [
        [],
        ["Қасенов Әлихан"],
        ["Қасенов Әлихан"],
        [],
    ]
    assert names_on(page(on="10.11.2025")) == ["Қасенов Әлихан"]


def test_register_without_a_council_is_an_empty_list(db, page):
    answer = page(commission=1)
    assert answer.status_code == 200
    assert names_on(answer) == []


def test_a_search_that_finds_nobody_says_so(council, page):
    engage(council, named("Қасенов"))
    assert "Nobody in the register answers to this." in page(q="жоқ").text
    assert "No expert is in the register on this day" in page(on="2025-06-01").text


def many_engaged(council, count):
    """Put experts into the register by the deed itself, past the sittings' caps."""
    (first,) = engage(council, named("Алғашқы"))
    protocol = first.engagements.get().admitted_by

    @deed
    def enter():
        for number in range(count - 1):
            letters = "абвгдежзик"
            ending = "".join(letters[int(digit)] for digit in f"{number:03}")
            candidate = make.a_candidate(
                council, council.commissions[0], **named(f"Сарапшы{ending}")
            )
            Engagement(
                expert=candidate,
                commission=candidate.commission,
                begins=protocol.sitting.held_on,
                ends=ENDS,
                admitted_by=protocol,
            ).save_as(council.secretariat)

    enter()


@pytest.mark.parametrize("count", [1, 3, 270])
def test_register_costs_the_same_queries_whatever_its_length(
    council, page, django_assert_num_queries, count
):
    many_engaged(council, count)
    with django_assert_num_queries(9):
        answer = page()
    assert answer.context["listing"].found == count


def test_pages_of_fifty_number_through(council, page):
    many_engaged(council, 51)
    first, second = page(), page(page=2)
    assert len(names_on(first)) == 50
    assert [number for number, _entry in second.context["listing"].rows] == [51]
    assert "page=2" in first.text
    assert page(page=3).status_code == 400


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_public_pages_set_no_cookie_and_do_not_vary_by_it(council, client, language):
    (expert,) = engage(council, named("Қасенов"))
    with translation.override(language):
        for address in (
            reverse("register"),
            reverse("register") + "?page=x",
            reverse("entry", args=[expert.public_id]),
        ):
            answer = client.get(address)
            assert "Cookie" not in answer.get("Vary", "")
            assert not answer.cookies


def test_names_of_commission_and_field_follow_the_language(council, client):
    (expert,) = engage(council, named("Қасенов"))
    for language, field, name in (
        ("kk", "Қала экологиясы", "COMMISSION 1 атауы"),
        ("ru", "Экология города", "Название COMMISSION 1"),
    ):
        with translation.override(language):
            text = client.get(reverse("entry", args=[expert.public_id])).text
        assert field in text
        assert name in text


def test_entry_shows_the_decision_behind_it(council, client):
    (expert,) = engage(council, named("Қасенов"))
    text = client.get(reverse("entry", args=[expert.public_id])).text
    assert "Presidium, protocol № 1, 10 November 2025" in text
    assert "10 November 2025 – 19 May 2028" in text
    assert "in office on this day" in text


def test_entry_of_an_ended_term_stays_and_says_so(council, client, time_machine):
    (expert,) = engage(council, named("Қасенов"))
    time_machine.move_to("2028-05-20 12:00+05:00")
    text = client.get(reverse("entry", args=[expert.public_id])).text
    assert "not in office" in text


def test_a_term_is_shown_no_longer_than_the_convocation(council, client):
    (expert,) = engage(council, named("Қасенов"))
    convocation = Convocation.objects.filter(pk=council.convocation.pk)
    convocation.update(ends=date(2027, 1, 31))
    text = client.get(reverse("entry", args=[expert.public_id])).text
    assert "10 November 2025 – 31 January 2027" in text


def test_entries_of_candidates_and_refused_are_like_absent_ones(council, client):
    candidate = make.a_candidate(council, **named("Қасенов"))
    refused = make.a_candidate(council, **named("Асанов"))
    experts.refuse(expert=refused, by=council.secretariat)
    answers = [
        client.get(reverse("entry", args=[public_id]))
        for public_id in (candidate.public_id, refused.public_id, "0" * 16, "қ" * 500)
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    text = "".join(answer.text for answer in answers)
    assert [name for name in ("Қасенов", "Асанов") if name in text] == []


def test_register_is_read_only(council, client):
    assert client.post(reverse("register")).status_code == 405
