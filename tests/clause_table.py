"""The clause table: docs/clauses.toml and the tests' marks, joined in docs/clauses.md.

`python -m tests.clause_table` writes docs/clauses.md. Loaded into pytest with
`-p tests.clause_table`, it lets each rule of council.regulation in turn pass everything
and tells which test of its clause then fails.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from _pytest.runner import runtestprotocol

from council import regulation

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "clauses.toml"
PAGE = ROOT / "docs" / "clauses.md"
TESTS = ROOT / "tests"
DEEDS = ("enforce", "record", "show", "display")
TESTED = {"enforce", "record", "show"}
MARK = "pytest.mark.clause"
SECTIONS = {
    "1": "1. General",
    "2": "2. Who is admitted",
    "3": "3. How experts work",
    "4": "4. Indicators",
    "5": "5. Duties and rights",
    "6": "6. The chair of a commission",
    "7": "7. Final",
    "94-V": "Law on personal data",
}
HEAD = """\
# The clause table

What the software does with each clause of the Regulation, where, and which tests
show it. The words are ours. Made from `docs/clauses.toml` and the tests' marks by
`python -m tests.clause_table`; a test holds it to them.

**Enforce**: what breaks the clause is refused. **Record**: it is kept, with who and
when. **Show**: it is computed from what is kept. **Display**: a text to read."""


@dataclass(frozen=True)
class Clause:
    """A row of docs/clauses.toml."""

    number: str
    says: str
    does: list[str]
    since: str
    code: list[str] = field(default_factory=list)
    later: str = ""

    @property
    def needs_test(self) -> bool:
        """Return whether this release does with it what only a test can show."""
        return bool(self.since and TESTED & set(self.does))


def clauses() -> list[Clause]:
    """Return the rows of docs/clauses.toml in their order."""
    rows = tomllib.loads(SOURCE.read_text())["clauses"]
    return [Clause(number, **facts) for number, facts in rows.items()]


def marked_tests(folder: Path = TESTS) -> dict[str, list[str]]:
    """Return, by clause, the tests that carry its mark, as pytest names them.

    Read from the source: no test is imported.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("test_*.py")):
        module = path.relative_to(ROOT).as_posix()
        for name, decorators in _decorated(ast.parse(path.read_text()).body, module):
            for call in decorators:
                if isinstance(call, ast.Call) and ast.unparse(call.func) == MARK:
                    found[ast.literal_eval(call.args[0])].append(name)
    return dict(found)


def _decorated(
    body: list[ast.stmt], parent: str
) -> Iterator[tuple[str, list[ast.expr]]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield f"{parent}::{node.name}", node.decorator_list
        elif isinstance(node, ast.ClassDef):
            yield from _decorated(node.body, f"{parent}::{node.name}")


def page() -> str:
    """Return docs/clauses.md as it must be."""
    tests, parts, rows = marked_tests(), [HEAD], clauses()
    for section, title in SECTIONS.items():
        listed = [row for row in rows if row.number.split(".")[0] == section]
        parts += ["", f"## {title}", ""]
        parts += ["| clause | what | since | code | tests |", "|---|---|---|---|---|"]
        parts += [_line(row, tests.get(row.number, [])) for row in listed]
    return "\n".join(parts) + "\n"


def _line(row: Clause, tests: list[str]) -> str:
    what = f"{row.says}. *{', '.join(row.does)}*" if row.does else row.says
    if row.later:
        what += f". Later: {row.later}"
    since = row.since or ("later" if row.does else "")
    short = [name.removeprefix("tests/") for name in tests]
    cells = (row.number, what, since, _lines(row.code), _lines(short))
    return f"| {' | '.join(cells)} |"


def _lines(names: list[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def rules() -> list[type[regulation.Rule]]:
    """Return every rule of the Regulation, in the order of the code."""
    return regulation.Rule.__subclasses__()


_noticed: dict[str, str] = {}  # the test that fails without it, by the rule's name


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: Any, nextitem: Any) -> bool:
    """Run a test once for every rule of its clauses that no test has missed yet.

    That rule lets everything pass meanwhile; as it is, it must let the test pass.
    """
    marked = {mark.args[0] for mark in item.iter_markers("clause")}
    for rule in rules():
        if rule.clause in marked and rule.__name__ not in _noticed:
            with mock.patch.object(rule, "check", _accept):
                is_missed = "call" in _failures(item)
            if is_missed and not _failures(item):
                _noticed[rule.__name__] = item.nodeid
    item.session._setupstate.teardown_exact(nextitem)
    return True


def _failures(item: Any) -> list[str]:
    """Run a test from its own fixtures on; return in which phases it failed."""
    item._initrequest()
    again: Any = SimpleNamespace(
        listchain=lambda: item.listchain()[:-1],
        module=item.module,
        fixturenames=item.fixturenames,
        get_closest_marker=item.get_closest_marker,
    )
    reports = runtestprotocol(item, log=False, nextitem=again)
    return [report.when for report in reports if not report.passed]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name for every rule the test that noticed its absence."""
    for rule in rules():
        test = _noticed.get(rule.__name__, "nobody")
        terminalreporter.write_line(f"WITHOUT {rule.__name__}: {test}")


def _accept(*args: Any, **kwargs: Any) -> None:
    """Find nothing to refuse."""


if __name__ == "__main__":
    PAGE.write_text(page())
