"""No cell of a list becomes a formula, and each comes back as it was."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from council.names import clean
from council.sheets import as_written, to_csv, to_xlsx
from experts.imports.files import read_file
from tests.experts.lists import ROW, table

PAYLOADS = [
    *("=1+1", "+1+1", "-1+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1"),
    *("＝1+1", "＋1", "－1", "＠SUM(1)", ";=1", "a,=1+1,b", '"=1"', "'=1", "|x"),
    *("%0A=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","x")'),
]
BEGINS = re.compile(r"[=+\-@|%]")


def cells(made):
    """Return the cells as the roughest of readers divides them."""
    text = made.decode("utf-8-sig")
    return [part.strip('" \xa0') for part in re.split(r"[,;\t\r\n]", text)]


def formulas(found):
    return [cell for cell in found if BEGINS.match(unicodedata.normalize("NFKC", cell))]


def read_again(made):
    rows = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";")
    return [[as_written(cell) for cell in row] for row in rows]


def test_there_are_twenty_one():
    assert len(PAYLOADS) == 21


@pytest.mark.parametrize("typed", PAYLOADS, ids=repr)
def test_no_reader_of_a_csv_sees_a_formula_and_ours_sees_the_text(typed):
    made = to_csv([["x", typed, "y"]])
    assert formulas(cells(made)) == []
    assert read_again(made) == [["x", typed, "y"]]


def test_without_the_apostrophes_all_of_them_would_be_seen():
    for typed in PAYLOADS:
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=";").writerow(["x", typed, "y"])
        is_bare = typed != "'=1"
        assert bool(formulas(cells(made.getvalue().encode()))) == is_bare, typed


def test_no_cell_of_a_workbook_is_a_formula():
    made = to_xlsx("x", [["title"], *([typed] for typed in PAYLOADS)], [10])
    (_title, *found) = (row[0] for row in load_workbook(io.BytesIO(made)).active)
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell.value.replace("_x000D_", "\r") for cell in found] == PAYLOADS


@given(st.lists(st.text("=+-@|%＝'\",;\t\r\n aб1 ", max_size=12), min_size=1))
def test_whatever_is_written_comes_back(line):
    assert read_again(to_csv([line])) == [line]
    assert formulas(cells(to_csv([line]))) == []


@pytest.mark.parametrize("kind", [to_csv, lambda lines: to_xlsx("x", lines, [10])])
def test_our_own_import_reads_what_was_typed(kind):
    rows = [ROW | {"field_kk": typed} for typed in PAYLOADS]
    lines = [["" if cell is None else cell for cell in line] for line in table(*rows)]
    content = kind(lines)
    sheet = read_file(io.BytesIO(content), len(content))
    assert [cells["field_kk"] for _number, cells in sheet.rows] == [
        clean(typed) for typed in PAYLOADS
    ]
