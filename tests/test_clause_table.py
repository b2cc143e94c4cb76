"""The clause table holds: every clause listed, its code there, its tests telling."""

import os
import pkgutil
import re
import subprocess
import sys
import tomllib

import pytest
from django.db import connection

from tests import clause_table
from tests.clause_table import DEEDS, ROOT, clauses, marked_tests, page, rules

SUBPROCESS_SECONDS = 560
CLAUSE_TESTS = ROOT / "tests" / "clauses"
RELEASE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def numbered(prefix, last):
    return [f"{prefix}.{number}" for number in range(1, last + 1)]


ALL_CLAUSES = [
    *numbered("1", 13),
    *numbered("2", 8),
    "94-V",
    *numbered("3", 7),
    *("4.1", "4.2", *numbered("4.2", 4), "4.3", "4.3.1", "4.4", "4.5", "4.6"),
    *("5.1", *numbered("5.1", 26), "5.2", *numbered("5.2", 7)),
    *numbered("6", 3),
    *numbered("7", 3),
]


def release(text):
    return [int(part) for part in text.split(".")]


def test_every_clause_is_listed_once_in_order():
    assert [row.number for row in clauses()] == ALL_CLAUSES


@pytest.mark.parametrize("row", clauses(), ids=lambda row: row.number)
def test_row_is_complete(row):
    assert row.says
    assert row.does == [deed for deed in DEEDS if deed in row.does]
    assert bool(row.code) == bool(row.since)
    assert not row.since or release(row.since) <= release(RELEASE)
    assert not row.later or row.since


@pytest.mark.parametrize(
    "name", sorted({name for row in clauses() for name in row.code})
)
def test_code_of_a_clause_exists(name):
    assert pkgutil.resolve_name(name)


def test_clauses_that_this_release_holds_have_tests():
    marked = marked_tests()

    assert [
        row.number for row in clauses() if row.needs_test and not marked.get(row.number)
    ] == []


def test_marks_name_clauses_that_this_release_holds():
    held = {row.number for row in clauses() if row.since}

    assert set(marked_tests()) - held == set()


def test_page_is_what_the_table_and_the_tests_say():
    assert clause_table.PAGE.read_text() == page(), "run: python -m tests.clause_table"


def test_marks_are_read_as_pytest_names_the_tests(tmp_path, monkeypatch):
    monkeypatch.setattr(clause_table, "ROOT", tmp_path)
    (tmp_path / "test_marks.py").write_text(
        "import pytest\n"
        '@pytest.mark.clause("1.7")\n'
        '@pytest.mark.clause("1.8")\n'
        "def test_both(): ...\n"
        "class TestClass:\n"
        '    @pytest.mark.clause("1.8")\n'
        "    def test_method(self): ...\n"
        "@pytest.mark.slow\n"
        "def test_none(): ...\n"
    )

    assert marked_tests(tmp_path) == {
        "1.7": ["test_marks.py::test_both"],
        "1.8": ["test_marks.py::test_both", "test_marks.py::TestClass::test_method"],
    }


def test_every_rule_has_its_clause_in_the_table():
    held = {row.number: row.code for row in clauses()}

    assert [
        rule.__name__
        for rule in rules()
        if f"council.regulation.{rule.__name__}" not in held.get(rule.clause, [])
    ] == []


class TestRulesAreTested:
    """Each rule in turn lets everything pass: then a test of its clause must fail.

    The tests run in a process of their own on SQLite, so once is enough.
    """

    __test__ = connection.vendor == "sqlite"

    def test_rule_that_accepts_everything_is_noticed(self, tmp_path):
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST_", "COV_", "DATABASE_URL"))
        }
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", CLAUSE_TESTS, "--nomigrations"),
                *("-p", "tests.clause_table", "-p", "no:playwright", "--no-cov"),
                *("-q", "-n0", "-p", "no:cacheprovider"),
            ],
            cwd=ROOT,
            env=kept | {"SARAPSHY_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=SUBPROCESS_SECONDS,
        )

        found = dict(re.findall(r"^WITHOUT (\w+): (\S+)", done.stdout, re.MULTILINE))
        assert [
            rule.__name__
            for rule in rules()
            if not found.get(rule.__name__, "").startswith("tests/clauses/")
        ] == [], done.stdout + done.stderr
