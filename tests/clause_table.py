"""The clause table: docs/clauses.toml and the tests' marks, joined in docs/clauses.md.

`python -m tests.clause_table` writes docs/clauses.md. Loaded into pytest with
`-p tests.clause_table`, it takes `--accept-rule NAME` and runs the tests with that
rule of council.regulation letting everything pass.
"""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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


def pytest_addoption(parser: Any) -> None:
    """Offer `--accept-rule`, where this module is loaded as a plugin."""
    parser.addoption("--accept-rule", help="a rule that lets everything pass")


def pytest_configure(config: Any) -> None:
    """Make the named rule accept everything, for the whole run."""
    if name := config.getoption("--accept-rule"):
        getattr(regulation, name).check = _accept


def _accept(*args: Any, **kwargs: Any) -> None:
    """Find nothing to refuse."""


if __name__ == "__main__":
    PAGE.write_text(page())
