"""Every address × method × reader × object: exactly what the table says."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from tests.permissions import world as of
from tests.permissions.table import TABLE
from tests.permissions.world import READERS, ask, at, browser_of, undone

NEVER = ("put", "patch", "delete")
# Who has the rights of others and more: in the short form only where they differ.
LIKE = {
    "administrator": "secretariat",
    "chair of both": "own chair",
    "chair and secretariat": "secretariat",
}
REFUSED_FIRST = {"anonymous", "disabled", "second step pending", "no second factor"}
SHOWN = "+*"
# What may be written while a page is read, by name: openings and what is taken along
# are on record, limits are counted, and the browser's session is written where it was.
OPENINGS = {"open_file", "open_scan", "open_work_file", "candidates_pdf"}
UNCOUNTED = {"shared_cache", "django_session"}
# A paper is kept once it was drawn, at its first opening.
UNCOUNTED |= {"council_protocolpaper", "experts_listpaper"}


def is_in_short_form(reader, line, method, thing, *, is_paper):
    """Say whether the short form tries a cell; the long one tries all.

    It leaves out what a reader has like another; a form that is shown again, a paper
    that would be drawn; and what is refused at the same door as a cell that it tries.
    """
    reading, sending = (signs[READERS.index(reader)] for signs in line)
    is_first = (method, thing) == ("GET", "present")
    if reader in REFUSED_FIRST:
        return is_first
    sign = reading if method == "GET" else sending
    if sign in SHOWN:
        is_left_out = is_paper or method == "POST"
    elif sign == "x":
        is_left_out = thing == "absent" or (method == "POST" and reading == "x")
    else:
        is_left_out = sign == "-" and reader != "secretariat"
    like = READERS.index(LIKE.get(reader, reader))
    is_alike = reader in LIKE and line[method == "POST"][like] == sign
    return not is_left_out and not is_alike


def lines_of(place):
    """Return the lines of the table that are about a place's addresses."""
    return {
        key: line
        for key, line in TABLE.items()
        if key[0].partition("?")[0] in place.present
    }


def written_lines(place):
    """Return the lines of the table as the pages are now: read them before use."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    with at(place):
        for reader in READERS:
            with undone():
                client = browser_of(place, reader)
                for name in place.present:
                    for thing, url in place.urls(name).items():
                        signs = found.setdefault((name, thing), {"GET": "", "POST": ""})
                        for method in signs:
                            with undone():
                                answer = ask(client, place, method, url, name)
                            signs[method] += answer.sign
    return [
        f"{name:<33} {thing:<7} {signs['GET']} {signs['POST']}"
        for (name, thing), signs in found.items()
    ]


def rows():
    """Return how many rows every table has, but those of limits and sessions."""
    tables = connection.introspection.table_names()
    assert {model._meta.db_table for model in apps.get_models()} <= set(tables)
    with connection.cursor() as cursor:
        found = {}
        for table in set(tables) - UNCOUNTED:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


class Matrix:
    """All that is asked of a place; the two places stand below."""

    @pytest.mark.parametrize("reader", READERS)
    def test_each_reader_finds_what_the_table_says(self, place, reader, is_long):
        column = READERS.index(reader)
        found, wanted = {}, {}
        with at(place):
            client = browser_of(place, reader)
            for (name, thing), line in lines_of(place).items():
                url = place.urls(name)[thing]
                is_paper = name.partition("?")[0].endswith("_pdf")
                for method, signs in zip(("GET", "POST"), line, strict=True):
                    cell = (reader, line, method, thing)
                    if not is_long and not is_in_short_form(*cell, is_paper=is_paper):
                        continue
                    with undone():
                        sign = ask(client, place, method, url, name).sign
                    if sign != signs[column]:
                        found[name, thing, method] = sign
                        wanted[name, thing, method] = signs[column]
        assert found == wanted, "the table says the second, the page gave the first"

    def test_every_address_is_in_the_table_and_nothing_else(self, place):
        names = {(name, thing) for name in place.present for thing in place.urls(name)}
        missing = [name for name in place.present if (name, "present") not in TABLE]
        lines = written_lines(of.without(place, *missing)) if missing else []
        assert lines == [], "add to tests/permissions/table.py:\n" + "\n".join(lines)
        assert set(lines_of(place)) - names == set(), "take these out of table.py"

    def test_what_is_foreign_is_like_what_is_not_there(self, place):
        told = {}
        with at(place):
            client = browser_of(place, "other chair")
            for name in place.absent:
                for method in ("GET", "POST"):
                    with undone():
                        foreign, absent = (
                            ask(client, place, method, url, name)
                            for url in place.urls(name).values()
                        )
                    if foreign.sign in "0x" and foreign != absent:
                        told[name, method] = (foreign.sign, absent.sign)
        assert told == {}

    def test_a_method_that_no_page_has_is_refused_everywhere(self, place, is_long):
        told = {}
        with at(place):
            for reader in READERS if is_long else ("anonymous", "own chair"):
                with undone():
                    client = browser_of(place, reader)
                    for number, name in enumerate(place.present):
                        method = NEVER[(number + READERS.index(reader)) % len(NEVER)]
                        answer = getattr(client, method)(place.present[name])
                        if answer.status_code != 405:
                            told[name, method, reader] = answer.status_code
        assert told == {}

    @pytest.mark.parametrize(
        "reader",
        [
            "anonymous",
            pytest.param("secretariat", marks=pytest.mark.long),
            pytest.param("own chair", marks=pytest.mark.long),
        ],
    )
    def test_reading_writes_nothing_and_asking_for_the_head_is_reading(
        self, place, reader, is_long
    ):
        with at(place):
            client = browser_of(place, reader)
            before, differ = rows(), {}
            for (name, thing), (reading, _sending) in lines_of(place).items():
                is_paper = name.endswith("_pdf")
                if name in OPENINGS or (is_paper and not is_long):
                    continue
                url = place.urls(name)[thing]
                head = ask(client, place, "HEAD", url).sign.replace("+", "*")
                if head != reading[READERS.index(reader)].replace("+", "*"):
                    differ[name, thing] = head
            assert differ == {}
            assert rows() == before
