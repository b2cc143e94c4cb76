"""The register as files: Popolo, CSV, XLSX and PDF say the same, and nothing more."""

import csv
import io
import json
import re
import subprocess
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from council.audit import deed
from council.models import Protocol
from experts import actions as experts
from experts.models import Engagement
from tests import factories as make
from tests.experts.conftest import engage, named
from tests.experts.test_register import many_engaged

FILES = ("register_json", "register_csv", "register_xlsx", "register_atom")
EVERY = (*FILES, "register_pdf")
DAY = r"\d{4}-\d\d-\d\d"
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture
def file(client):
    """Give a way to ask for a file."""

    def ask(name, **query):
        with translation.override("kk"):
            return client.get(reverse(name), query)

    return ask


def lines(answer):
    """Return the lines of a CSV answer."""
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sheet(answer):
    """Return the only sheet of a workbook answer."""
    (found,) = load_workbook(io.BytesIO(answer.content)).worksheets
    return found


def text_of(answer):
    """Return the words of a PDF answer, with single spaces."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=answer.content,
        capture_output=True,
        check=True,
    )
    return " ".join(done.stdout.decode().split())


def two_commissions(council):
    """Engage one expert of commission 1, then one of commission 2."""
    (first,) = engage(council, named("Өтеген", "Ұлжан", "Маратқызы"))
    (second,) = engage(council, named("Асанов"), commission=1, weeks=1)
    return first, second


@pytest.mark.clause("1.12")
def test_csv_opens_in_a_spreadsheet_with_the_public_columns_only(council, file):
    two_commissions(council)
    answer = file("register_csv", lang="en")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert lines(answer) == [
        [
            *("№", "Full name", "Commission №", "Commission, in Kazakh"),
            *("Commission, in Russian", "Field, in Kazakh"),
            *("Field, in Russian", "Protocol №", "Protocol date"),
            *("Term begins", "Term ends"),
        ],
        [
            *("1", "Асанов Әлихан", "2", "COMMISSION 2 атауы"),
            *("Название COMMISSION 2", "Қала экологиясы", "Экология города"),
            *("2", "2025-11-17", "2025-11-17", "2028-05-19"),
        ],
        [
            *("2", "Өтеген Ұлжан Маратқызы", "1", "COMMISSION 1 атауы"),
            *("Название COMMISSION 1", "Қала экологиясы", "Экология города"),
            *("1", "2025-11-10", "2025-11-10", "2028-05-19"),
        ],
    ]


@pytest.mark.clause("1.12")
def test_workbook_holds_the_same_with_real_dates_and_a_frozen_heading(council, file):
    two_commissions(council)
    found = sheet(file("register_xlsx", lang="en"))
    told = [
        [
            f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else str(cell)
            for cell in row
        ]
        for row in found.iter_rows(values_only=True)
    ]
    assert told == lines(file("register_csv", lang="en"))
    assert found.freeze_panes == "A2"
    assert found["I2"].is_date
    assert found.column_dimensions["B"].width == 36


@pytest.mark.clause("1.12")
def test_json_is_popolo(council, file):
    first, second = two_commissions(council)
    data = json.loads(file("register_json").content)
    assert data["meta"]["license"] == "CC-BY-4.0"
    assert data["meta"]["day"] == "2025-12-10"
    assert [row["id"] for row in data["persons"]] == [
        second.public_id,
        first.public_id,
    ]
    assert data["persons"][1] == {
        "id": first.public_id,
        "name": "Өтеген Ұлжан Маратқызы",
        "sort_name": "Өтеген Ұлжан Маратқызы",
        "family_name": "Өтеген",
        "given_name": "Ұлжан",
        "patronymic_name": "Маратқызы",
        "field": {"kk": "Қала экологиясы", "ru": "Экология города"},
        "links": [{"url": f"{settings.SITE_URL}/kk/register/{first.public_id}/"}],
    }
    assert "patronymic_name" not in data["persons"][0]
    assert [
        (row["id"], row["classification"], row.get("parent_id"))
        for row in data["organizations"]
    ] == [
        ("council", "public council", None),
        ("convocation-4-commission-1", "commission", "council"),
        ("convocation-4-commission-2", "commission", "council"),
    ]
    assert data["memberships"][0] == {
        "id": f"{second.public_id}-2025-11-17",
        "person_id": second.public_id,
        "organization_id": "convocation-4-commission-2",
        "role": "expert",
        "start_date": "2025-11-17",
        "end_date": "2028-05-19",
        "protocol_number": "2",
        "protocol_date": "2025-11-17",
        "sources": [
            {
                "url": f"{settings.SITE_URL}/kk/register/{second.public_id}/",
                "note": "Президиум, № 2, 2025-11-17",
            }
        ],
    }


def test_json_has_the_types_that_popolo_asks_for_and_joins_up(council, file):
    two_commissions(council)
    data = json.loads(file("register_json").content)
    organizations = {row["id"] for row in data["organizations"]}
    persons = {row["id"] for row in data["persons"]}
    for row in (*data["persons"], *data["organizations"]):
        assert isinstance(row["id"], str)
        assert isinstance(row["name"], str)
        assert all(isinstance(each["name"], str) for each in row.get("other_names", []))
    for row in data["memberships"]:
        assert row["person_id"] in persons
        assert row["organization_id"] in organizations
        assert re.fullmatch(DAY, row["start_date"])
        assert re.fullmatch(DAY, row["end_date"])
        assert all(each["url"].startswith("http") for each in row["sources"])


@draws
@pytest.mark.clause("1.12")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["Эксперттердің тізілімі", "2025 жылғы 10 желтоқсан", "саны – 1"]),
        ("ru", ["Реестр экспертов", "на 10 декабря 2025 года", "Экспертов – 1"]),
    ],
)
def test_pdf_says_the_same(council, client, language, words):
    two_commissions(council)
    with translation.override(language):
        answer = client.get(reverse("register_pdf"), {"commission": 1})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'inline; filename="register-2025-12-10-{language}.pdf"'
    )
    text = text_of(answer)
    words += ["Өтеген Ұлжан Маратқызы", "№ 1, 10.11.2025", "10.11.2025 – 19.05.2028"]
    assert [each for each in words if each not in text] == []
    assert "Асанов" not in text


def test_there_is_no_official_paper_in_english(council, client):
    with translation.override("en"):
        assert client.get(reverse("register_pdf")).status_code == 404
        page = client.get(reverse("register"))
    assert "/en/register.pdf" not in page.text


@draws
def test_the_same_state_gives_the_same_bytes(council, file, time_machine):
    two_commissions(council)
    first = [file(name).content for name in EVERY]
    cache.clear()
    time_machine.move_to("2025-12-10 15:00+05:00")
    assert [file(name).content for name in EVERY] == first


BOTH = ["Асанов Әлихан", "Өтеген Ұлжан Маратқызы"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, BOTH),
        ({"q": "отеген"}, ["Өтеген Ұлжан Маратқызы"]),
        ({"commission": "2"}, ["Асанов Әлихан"]),
        ({"on": "2025-11-16"}, ["Өтеген Ұлжан Маратқызы"]),
        ({"on": "2024-01-01", "commission": "1"}, []),
        ({"q": "жоқ"}, []),
        ({"page": "x"}, BOTH),
    ],
)
def test_files_take_the_questions_of_the_register(council, file, query, found):
    two_commissions(council)
    data = json.loads(file("register_json", **query).content)
    assert [row["name"] for row in data["persons"]] == found
    assert [row[1] for row in lines(file("register_csv", **query))[1:]] == found
    rows = list(sheet(file("register_xlsx", **query)).iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == found


BAD = (
    ({"on": "31.02.2026"}, "Қай күнге: "),
    ({"on": "1" * 5000}, "Қай күнге: "),
    ({"commission": "77"}, "Комиссия: 10.12.2025 күні № 77 комиссия жоқ."),
    ({"commission": "9" * 5000}, "Комиссия: "),
    ({"q": "қ" * 201}, "Аты-жөні, саласы немесе комиссиясы: "),
    ({"lang": "de"}, "de."),
    ({"on": "x", "commission": "two"}, "Қай күнге: "),
)


@pytest.mark.parametrize("name", EVERY)
def test_a_bad_value_is_a_sentence_and_400(council, file, name):
    for query, sentence in BAD:
        answer = file(name, **query)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert sentence in answer.text


def test_a_refusal_speaks_the_language_asked_for(council, file):
    answer = file("register_csv", lang="ru", commission="77")
    assert answer.text == "Комиссия: На 10.12.2025 комиссии № 77 нет.\n"


def test_nul_is_400(council, client):
    for name in FILES:
        assert client.get(reverse(name) + "?q=%00").status_code == 400


def test_no_cell_is_a_formula(council, file):
    formulas = [f"{sign}cmd|'/C calc'!A0" for sign in "=+-@"]
    facts = [
        named(surname) | {"expert": {"field_kk": formula, "field_ru": formula}}
        for surname, formula in zip("АБВГ", formulas, strict=True)
    ]
    engage(council, *facts)
    for row, formula in zip(lines(file("register_csv"))[1:], formulas, strict=True):
        assert row[5:7] == [f"'{formula}"] * 2
    cells = sheet(file("register_xlsx"))["F"][1:]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (formula, "s") for formula in formulas
    ]
    persons = json.loads(file("register_json").content)["persons"]
    assert [person["field"]["kk"] for person in persons] == formulas


@pytest.mark.parametrize("name", EVERY)
def test_a_file_costs_the_same_queries_whatever_its_length(
    council, file, django_assert_num_queries, monkeypatch, name
):
    monkeypatch.setattr("experts.register_print.register_pdf", str.encode)
    many_engaged(council, 1)
    with django_assert_num_queries(QUERIES[name]):
        assert file(name).status_code == 200
    many_engaged_more(council)
    with django_assert_num_queries(QUERIES[name]):
        assert file(name).status_code == 200


QUERIES = {
    "register_json": 7,
    "register_csv": 5,
    "register_xlsx": 5,
    "register_pdf": 7,
    "register_atom": 11,
}


def many_engaged_more(council):
    """Put two more experts into the register, beside the one there is."""
    protocol = Protocol.objects.get(admissions__isnull=False)

    @deed
    def enter():
        for surname in ("Болатов", "Ғабитов"):
            candidate = make.a_candidate(council, **named(surname))
            Engagement(
                expert=candidate,
                commission=candidate.commission,
                begins=protocol.sitting.held_on,
                ends=make.CONVOCATION_ENDS,
                admitted_by=protocol,
            ).save_as(council.secretariat)

    enter()


def test_files_are_not_cut_into_pages(council, file):
    many_engaged(council, 51)
    assert len(json.loads(file("register_json").content)["persons"]) == 51
    assert len(lines(file("register_csv"))) == 52


def test_files_are_named_after_their_day_and_free_for_every_page(council, file):
    for suffix in ("json", "csv", "xlsx"):
        answer = file(f"register_{suffix}", on="2025-11-20")
        assert answer["Content-Disposition"] == (
            f'attachment; filename="register-2025-11-20.{suffix}"'
        )
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_a_term_goes_no_further_than_the_convocation(council, file):
    two_commissions(council)
    type(council.convocation).objects.filter(pk=council.convocation.pk).update(
        ends=date(2027, 1, 31)
    )
    ends = {row[10] for row in lines(file("register_csv"))[1:]}
    assert ends == {"2027-01-31"}


def test_candidates_and_refused_are_in_no_file(council, file):
    make.a_candidate(council, **named("Кандидатов"))
    refused = make.a_candidate(council, **named("Ретов"))
    experts.refuse(expert=refused, by=council.secretariat)
    for name in ("register_json", "register_csv", "register_atom"):
        text = file(name).text
        assert [word for word in ("Кандидатов", "Ретов") if word in text] == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_of_open_data_lists_every_address(council, client, language):
    with translation.override(language):
        answer = client.get(reverse("open_data"))
    for name in FILES:
        assert f'href="{reverse(name)}"' in answer.text
    assert 'href="/kk/register.pdf"' in answer.text
    assert 'href="/ru/register.pdf"' in answer.text
    assert "CC-BY-4.0" in answer.text
    assert "creativecommons.org/licenses/by/4.0/" in answer.text
    assert not answer.cookies


def test_the_register_leads_to_its_files_with_the_question(council, client):
    two_commissions(council)
    with translation.override("ru"):
        text = client.get(reverse("register"), {"commission": 2, "page": 1}).text
    links = (
        'href="/ru/register.pdf?commission=2"',
        'href="/register.xlsx?commission=2&amp;lang=ru"',
        'href="/register.csv?commission=2&amp;lang=ru"',
        'href="/register.json?commission=2"',
    )
    assert [link for link in links if link not in text] == []
