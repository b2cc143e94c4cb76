"""Lists as files that a spreadsheet opens: CSV and XLSX, never with a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Where a cell could begin like a formula for some program, by whatever it divides the
# text. One more apostrophe before the sign makes it text, and can be taken out again.
FORMULA = re.compile(r"""(?:\A|[,;\t\r\n])[\s"']*(?=[=+\-@|%＝＋－＠])""")
DAY = "dd.mm.yyyy"
TEXT = "@"
WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
LONG_AGO = "2000-01-01T00:00:00Z"
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)

Cell = str | int | date


def to_csv(lines: Iterable[Sequence[Cell]]) -> bytes:
    """Return the lines as CSV, days as 2025-10-13; no cell can become a formula.

    The mark at the beginning tells Excel that the text is UTF-8, and semicolons are
    what it splits by where a comma stands in decimal numbers, as in Kazakhstan.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return FORMULA.sub(r"\g<0>'", text)


def as_written(text: str) -> str:
    """Return a text of a CSV file without the apostrophes that `to_csv` put in."""
    return FORMULA.sub(lambda found: found[0].removesuffix("'"), text)


def to_xlsx(
    title: str, lines: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> bytes:
    """Return the lines as a workbook of one sheet, the first one bold and frozen.

    Text stays text, even where it begins like a formula; the same lines give the
    same bytes.
    """
    # It takes 0.1 s and 13 MB, and few processes write a workbook.
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    plain, bold = Font(), Font(bold=True)
    top = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(lines):
        row = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type, cell.number_format = "s", TEXT
            elif isinstance(value, date):
                cell.number_format = DAY
            cell.font = plain if number else bold
            cell.alignment = top
            row.append(cell)
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return _undated(made)


def _undated(book: io.BytesIO) -> bytes:
    """Return the workbook without the moment at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = WRITTEN.sub(rb"\g<1>" + LONG_AGO.encode(), content)
            part = zipfile.ZipInfo(name, FIRST_ZIP_DAY)
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
