"""What the import hands out: the template, and the rows with their verdicts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from experts.imports.columns import COLUMNS, TEMPLATE, label
from experts.imports.sheet import Sheet, shown
from experts.imports.verdicts import Judgement

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
RISKY = ("=", "+", "-", "@", "\t", "\r")
WIDTH = 24


def template() -> bytes:
    """Return an empty list with headings in the reader's language."""
    return _workbook(_("Experts"), [[column.label for column in TEMPLATE]])


def verdicts_csv(sheet: Sheet, judgement: Judgement) -> bytes:
    """Return the rows with their verdicts; no cell can become a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in _lines(sheet, judgement):
        writer.writerow(
            [f"'{cell}" if cell.startswith(RISKY) else cell for cell in row]
        )
    return text.getvalue().encode("utf-8-sig")


def verdicts_xlsx(sheet: Sheet, judgement: Judgement) -> bytes:
    """Return the rows with their verdicts as a workbook of text cells."""
    return _workbook(_("Verdicts"), _lines(sheet, judgement))


def _lines(sheet: Sheet, judgement: Judgement) -> Iterable[list[str]]:
    """Return headings, then each row of the list with what became of it."""
    keys = [column.key for column in COLUMNS if column.key in sheet.columns]
    yield [_("Row"), *(label(key) for key in keys), _("Verdict"), _("Reasons")]
    for (number, cells), verdict in zip(sheet.rows, judgement.verdicts, strict=True):
        yield [
            str(number),
            *(shown(cells.get(key)) for key in keys),
            str(verdict.kind.label),
            "\n".join(verdict.reasons),
        ]


def _workbook(title: str, lines: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place in range(1, len(COLUMNS) + 4):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.freeze_panes = "A2"
    plain, bold = Font(), Font(bold=True)
    top = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(lines):
        row = []
        for text in line:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # text, even where it begins like a formula
            cell.number_format = "@"
            cell.font = plain if number else bold
            cell.alignment = top
            row.append(cell)
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
