"""The register in the order that its address names, on the page and in its files."""

import json
import subprocess
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.experts.conftest import engage, named
from tests.experts.test_open_data import lines, sheet

BY_NAME = ["Асанов", "Әлиев", "Болатов", "Қасенов"]
# Қасенов and Асанов were decided on together, then Болатов, then Әлиев.
ORDERS = {
    "": BY_NAME,
    "name": BY_NAME,
    "-name": BY_NAME[::-1],
    "commission": ["Асанов", "Болатов", "Қасенов", "Әлиев"],
    "-commission": ["Әлиев", "Асанов", "Болатов", "Қасенов"],
    "decided": ["Асанов", "Қасенов", "Болатов", "Әлиев"],
    "-decided": ["Әлиев", "Болатов", "Асанов", "Қасенов"],
}
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture
def entries(council):
    """Give four entries of two commissions, decided on three days."""
    engage(council, named("Қасенов"), named("Асанов"))
    engage(council, named("Болатов"), weeks=1)
    engage(council, named("Әлиев"), commission=1, weeks=2)


def surnames(names):
    return [name.split()[0] for name in names]


def on_page(client, **asked):
    answer = client.get(reverse("register"), asked)
    assert answer.status_code == 200
    return surnames(entry.name for _n, entry in answer.context["listing"].rows)


@pytest.mark.parametrize("sort", ORDERS)
def test_page_and_files_come_in_the_order_that_is_named(entries, client, sort):
    asked = {"sort": sort} if sort else {}
    assert on_page(client, **asked) == ORDERS[sort]
    found = client.get(reverse("register_json"), asked)
    persons = json.loads(found.content)["persons"]
    assert surnames(person["name"] for person in persons) == ORDERS[sort]
    rows = lines(client.get(reverse("register_csv"), asked))
    assert surnames(row[1] for row in rows[1:]) == ORDERS[sort]
    book = sheet(client.get(reverse("register_xlsx"), asked))
    written = [row[1] for row in book.iter_rows(values_only=True)][1:]
    assert surnames(written) == ORDERS[sort]


@draws
def test_the_paper_sorts_within_each_commission_and_says_so(entries, client):
    with translation.override("ru"):
        paper = client.get(reverse("register_pdf"), {"sort": "-decided"})
    assert paper.status_code == 200
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=paper.content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    places = [text.index(name) for name in ("Болатов", "Асанов", "Қасенов", "Әлиев")]
    assert places == sorted(places)
    assert "Порядок: Протокол, по убыванию" in " ".join(text.split())


@pytest.mark.parametrize("sort", ["field", "number", "term", "x", "--name", "name "])
def test_any_other_order_is_a_sentence_and_400(entries, client, sort):
    sentence = f"Order: the list cannot be sorted by “{sort}”."
    with translation.override("en"):
        page = client.get(reverse("register"), {"sort": sort})
    assert (page.status_code, sentence in page.text) == (400, True)
    file = client.get(reverse("register_csv"), {"sort": sort, "lang": "en"})
    assert (file.status_code, file.text) == (400, f"{sentence}\n")


def test_each_order_is_a_page_of_its_own_to_a_cache(entries, client):
    tags = {client.get(reverse("register"), {"sort": s})["ETag"] for s in ORDERS if s}
    assert len(tags) == len(ORDERS) - 1


def test_the_order_holds_for_another_day_and_an_earlier_moment(
    entries, client, time_machine
):
    time_machine.move_to("2025-12-10 15:00+05:00")
    asked = {"sort": "-decided", "as_recorded": "2025-12-10T14:30"}
    assert on_page(client, **asked) == ORDERS["-decided"]
    earlier = {"sort": "-decided", "on": date(2025, 11, 18).isoformat()}
    assert on_page(client, **earlier) == ["Болатов", "Асанов", "Қасенов"]


def test_an_order_asks_for_no_more_queries(entries, client):
    def cost(sort):
        with CaptureQueriesContext(connection) as asked:
            on_page(client, sort=sort)
        return len(asked)

    cost("name")  # what a process asks once
    by_name = cost("-name")
    assert [cost(sort) for sort in ("decided", "-commission")] == [by_name] * 2


def test_the_search_keeps_the_order_and_the_heading_the_search(entries, client):
    page = client.get(reverse("register"), {"q": "ов", "sort": "-decided"}).text
    assert '<input type="hidden" name="sort" value="-decided" id="id_sort">' in page
    assert 'href="?q=%D0%BE%D0%B2&amp;sort=name"' in page
    assert 'href="?q=%D0%BE%D0%B2&amp;sort=decided"' in page
    assert 'aria-sort="descending"' in page
