"""What every table of the desk shares: its order, its address, its file."""

import pytest
from django.http import QueryDict

from council.forms import TableForm
from council.forms import tables as forms
from council.models import Person
from council.names import sort_key
from council.tables import Column, lines, ordered, ordered_query
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = ("Ғабитов", "Асанов", "Қасенов", "Әлиев", "Гусев", "Кимов")
KAZAKH = ["Асанов", "Әлиев", "Гусев", "Ғабитов", "Кимов", "Қасенов"]
BY_NAME = Column("name", "name", lambda row: row.surname, by=["sort_key"])
BORN = Column("born", "born", lambda row: row.birth_date or "–", by=["birth_date"])
LISTED = (
    Column("name", "name", str, by=lambda row: sort_key(row[0])),
    Column("day", "day", str, by=lambda row: row[1]),
    Column("field", "field", str),
)


@pytest.fixture
def persons():
    """Give persons of whom two in three have no birth date, by their keys."""
    for place, surname in enumerate(NAMES):
        born = f"19{70 + place}-01-01" if place % 3 == 0 else None
        make.a_person(surname=surname, given_name="Ә", patronymic="", birth_date=born)
    return Person.objects.filter(surname__in=NAMES).order_by("-pk")


def surnames(rows):
    return [row.surname for row in rows]


def asked(query, rows=(), columns=LISTED, **more):
    form = TableForm(QueryDict(query), rows=rows, columns=columns, **more)
    form.is_valid()
    return form


def test_names_come_in_the_kazakh_order_and_back(persons):
    columns = (BY_NAME, BORN)
    assert surnames(ordered(persons, columns, "name")) == KAZAKH
    assert surnames(ordered(persons, columns, "-name")) == KAZAKH[::-1]


def test_what_is_not_told_stands_last_either_way_in_its_own_order(persons):
    columns = (BY_NAME, BORN)
    untold = ["Кимов", "Гусев", "Қасенов", "Асанов"]
    assert surnames(ordered(persons, columns, "born")) == ["Ғабитов", "Әлиев", *untold]
    assert surnames(ordered(persons, columns, "-born")) == ["Әлиев", "Ғабитов", *untold]


def test_a_query_ends_with_the_key_so_that_pages_lose_nothing(persons):
    assert ordered_query(persons, (BORN,), "born").query.order_by[-1] == "pk"
    assert ordered_query(persons, (BORN,), "").query.order_by == ("-pk", "pk")


def test_a_list_is_sorted_alike():
    rows = [("Ғабитов", 2), ("Асанов", None), ("Қасенов", 1), ("Әлиев", 2)]
    assert ordered(rows, LISTED, "") == rows
    assert ordered(rows, LISTED, "name") == [rows[1], rows[3], rows[0], rows[2]]
    assert ordered(rows, LISTED, "day") == [rows[2], rows[0], rows[3], rows[1]]
    assert ordered(rows, LISTED, "-day") == [rows[0], rows[3], rows[2], rows[1]]


@pytest.mark.parametrize(
    "sort", ["field", "-field", "other", "--name", "-", "name,day"]
)
def test_any_other_order_is_refused_in_a_sentence(sort):
    form = asked(f"sort={sort}")
    assert form.sentences == [f"Order: the list cannot be sorted by “{sort}”."]
    assert (form.order, form.rows_page()) == ("", None)


def test_a_heading_keeps_what_was_asked_and_goes_to_the_first_page():
    form = asked("q=a%26b&page=3&sort=name&file=csv", usual="day")
    assert [
        (heading.label, heading.direction, heading.query) for heading in form.headings
    ] == [
        ("Name", "ascending", "q=a%26b&sort=-name"),
        ("Day", "", "q=a%26b&sort=day"),
        ("Field", "", ""),
    ]
    assert form.query == "q=a%26b&sort=name"
    assert form.file_links == [
        ("CSV", "q=a%26b&sort=name&file=csv"),
        ("XLSX", "q=a%26b&sort=name&file=xlsx"),
    ]
    assert asked("", usual="-day").headings[1].direction == "descending"


def test_the_order_alone_is_no_question():
    assert not asked("sort=name&page=2").has_question
    assert asked("sort=name&body=3").has_question


def test_a_print_says_what_was_asked_and_the_order():
    form = asked("sort=-name", asked=[("Body", "Presidium")])
    assert form.said == [("Body", "Presidium"), ("Order", "Name, descending")]
    assert asked("").said == []


def test_a_file_has_all_pages_or_is_refused(monkeypatch):
    rows = [("Асанов", 1)] * (forms.PAGE + 1)
    assert len(asked("file=csv", rows).all_rows()) == forms.PAGE + 1
    monkeypatch.setattr(forms, "MOST_ROWS", forms.PAGE)
    form = asked("file=csv", rows)
    assert form.all_rows() is None
    assert form.sentences == [
        "File: there are more than 50 rows: ask for fewer of them."
    ]


def test_lines_are_the_headings_and_the_cells(persons):
    made = lines((BY_NAME, BORN), ordered(persons, (BY_NAME,), "name")[:1])
    assert list(made) == [["Name", "Born"], ["Асанов", "–"]]
