"""The list as it was read: known columns only, each cell text, a day, or a fault."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from council.regulation import RuleViolation
from experts.imports.columns import DATE_COLUMNS, Headings, headings, label, letters

SERIAL_DIGITS = 5  # Excel's number of any day from 1927 to 2173
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_BLANK_ROWS = 50_000
HEADING_WITHIN = 30
LONGEST_KEPT = 2_000
LONGEST_HEADING = 60
FORMULA, ERROR = "f", "e"

Raw = tuple[Any, str]
Grid = Callable[[], Iterator[tuple[int, list[Raw]]]]
# Text, {"day": "2025-11-10"}, or {"fault": its kind, "text": what stands there}.
Cell = str | dict[str, str]
FIRST_DAY_OF_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001  its days have no zone


@dataclass
class Table:
    """One sheet of a file: `grid` gives numbered rows of values with their types."""

    title: str
    grid: Grid
    merged: Callable[[], list[tuple[int, int, int, int]]] = list
    epoch: datetime = FIRST_DAY_OF_EXCEL


@dataclass
class Sheet:
    """The rows of the list, as JSON can hold them; cells are under their columns."""

    title: str
    columns: dict[str, int]
    ignored: list[str]
    rows: list[tuple[int, dict[str, Cell]]]
    blank: int

    def as_json(self) -> dict[str, Any]:
        """Return what a draft keeps."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Sheet:
        """Return the sheet that a draft has kept."""
        rows = [(number, cells) for number, cells in kept["rows"]]
        return cls(**{**kept, "rows": rows})

    def address(self, key: str, row: int) -> str:
        """Return where a cell stands, as Excel says it: "C7"."""
        return f"{letters(self.columns[key])}{row}"


def read(tables: list[Table]) -> Sheet:
    """Return the one list among these sheets.

    Raises RuleViolation when there is none, when several sheets hold one, or when
    its headings or its length are not what they must be.
    """
    found = [(table, top) for table in tables if (top := _headings(table)) is not None]
    if not found:
        raise RuleViolation(
            _(
                "No row of headings was found in the first %(count)s rows. Take the "
                "template, or name the columns as it does."
            )
            % {"count": HEADING_WITHIN}
        )
    whole = [(table, top) for table, top in found if not top.missing] or found
    if len(whole) > 1:
        raise RuleViolation(
            _("Several sheets hold such a list: %(sheets)s. Leave one of them.")
            % {"sheets": ", ".join(f"“{table.title}”" for table, _top in whole)}
        )
    ((table, top),) = whole
    return _list(table, top)


def _headings(table: Table) -> Headings | None:
    """Return the first row of a sheet that looks like headings."""
    for number, cells in islice(table.grid(), HEADING_WITHIN):
        texts = [str(value) if kind == "s" else "" for value, kind in cells]
        if top := headings(number, texts):
            return top
    return None


def _list(table: Table, top: Headings) -> Sheet:
    columns = top.columns()
    merged = table.merged()
    if any(first <= top.row <= last for first, _left, last, _right in merged):
        raise RuleViolation(
            _("Headings in row %(row)s are merged cells. Split them.")
            % {"row": top.row}
        )
    ignored = [heading[:LONGEST_HEADING] for heading in top.unknown]
    sheet = Sheet(table.title, columns, ignored, [], 0)
    waiting = 0
    for number, cells in _below(table, top.row):
        kept = {
            key: cell
            for key, place in columns.items()
            if place < len(cells) and (cell := _cell(key, cells[place], table.epoch))
        }
        for key, place in columns.items():
            if _is_within(merged, number, place):
                kept[key] = _fault("merged", "")
        if not kept:
            waiting += 1
            continue
        sheet.rows.append((number, kept))
        sheet.blank, waiting = sheet.blank + waiting, 0
        if len(sheet.rows) > MOST_ROWS:
            raise _too_long()
    if not sheet.rows:
        raise RuleViolation(_("There are no rows under the headings."))
    return sheet


def _below(table: Table, heading: int) -> Iterable[tuple[int, list[Raw]]]:
    for count, (number, cells) in enumerate(table.grid()):
        if count > MOST_BLANK_ROWS:
            raise _too_long()
        if number > heading:
            yield number, cells


def _too_long() -> RuleViolation:
    return RuleViolation(
        _("The list has more than %(limit)s rows.") % {"limit": MOST_ROWS}
    )


def _is_within(
    merged: list[tuple[int, int, int, int]], number: int, place: int
) -> bool:
    return any(
        first <= number <= last and left <= place + 1 <= right
        for first, left, last, right in merged
    )


def _cell(key: str, raw: Raw, epoch: datetime) -> Cell | None:
    """Return a cell as it is kept; None where it is blank."""
    value, kind = raw
    if value is None:
        return None
    if kind == FORMULA:
        return _fault("formula", "")
    if kind == ERROR:
        return _fault("error", str(value))
    if key in DATE_COLUMNS:
        return _day(value, epoch)
    if isinstance(value, date):
        return _fault("taken_for_date", f"{value:%d.%m.%Y}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _text(str(value))


def _day(value: Any, epoch: datetime) -> Cell | None:
    """Return a day from a date, an Excel serial number, or text to be read later."""
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) == SERIAL_DIGITS):
            return _text(value)
        value = int(text)
    shown = str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        from openpyxl.utils.datetime import from_excel  # noqa: PLC0415

        try:
            value = from_excel(value, epoch)
        except (OverflowError, ValueError):
            return _fault("not_a_date", shown)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, time | timedelta) or not isinstance(value, date):
        return _fault("not_a_date", shown)
    return {"day": value.isoformat()}


def _text(value: str) -> Cell | None:
    """Return text in one line; invisible control characters are a fault of the cell."""
    if not value.strip():
        return None
    if any(
        unicodedata.category(character) == "Cc" and not character.isspace()
        for character in value
    ):
        return _fault("control", "")
    return " ".join(value[:LONGEST_KEPT].split())


def _fault(kind: str, text: str) -> dict[str, str]:
    return {"fault": kind, "text": text[:LONGEST_HEADING]}


def shown(cell: Cell | None) -> str:
    """Return what to show of a cell beside its row's verdict."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if "day" in cell:
        return f"{date.fromisoformat(cell['day']):%d.%m.%Y}"
    return cell["text"]


def faults(sheet: Sheet, row: int, cells: dict[str, Cell]) -> dict[str, str]:
    """Return, by column, a sentence on each cell that cannot be read."""
    return {
        key: _SENTENCES[cell["fault"]]()
        % {"address": sheet.address(key, row), "text": cell["text"]}
        for key, cell in cells.items()
        if isinstance(cell, dict) and "fault" in cell
    }


def not_a_date(address: str, text: str) -> str:
    """Return the sentence on text that is no date."""
    return _SENTENCES["not_a_date"]() % {"address": address, "text": text}


_SENTENCES: dict[str, Callable[[], str]] = {
    "formula": lambda: _(
        "%(address)s: a formula. Formulas are never calculated here; paste the value."
    ),
    "merged": lambda: _("%(address)s: merged cells. Split them and fill each row."),
    "error": lambda: _("%(address)s: the cell holds an error, %(text)s."),
    "control": lambda: _(
        "%(address)s: invisible control characters. Type the cell anew."
    ),
    "taken_for_date": lambda: _(
        "%(address)s: Excel took this for a date, %(text)s. Make the column text and "
        "type the cell anew."
    ),
    "not_a_date": lambda: _(
        "%(address)s: “%(text)s” is not a date. Write it as 13.10.2025."
    ),
}


def missing(key: str) -> str:
    """Return the sentence on a cell that must not be empty."""
    return _("%(column)s: nothing is entered.") % {"column": label(key)}
