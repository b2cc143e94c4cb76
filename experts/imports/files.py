"""Opening an uploaded list: XLSX or CSV, whatever is not is refused by its name."""

from __future__ import annotations

import codecs
import csv
import io
import stat
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from django.utils.translation import gettext as _

from council.regulation import RuleViolation
from council.sheets import as_written
from experts.imports.columns import headings
from experts.imports.sheet import (
    FORMULA,
    HEADING_WITHIN,
    MOST_COLUMNS,
    Raw,
    Sheet,
    Table,
    read,
)

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE
LARGEST_UNPACKED = 25 * MEGABYTE
MOST_PARTS = 1000
ACCEPT = ".xlsx,.csv"

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
IS_ENCRYPTED = 0x1
DOCTYPE = b"<!DOCTYPE"
DELIMITERS = ",;\t"
# Windows-1251 with the Kazakh letters; Russian ones stand where 1251 has them.
EIGHT_BIT = "kz1048"
SAMPLE = 4096


def read_file(upload: IO[bytes], size: int) -> Sheet:
    """Return the list in a file; RuleViolation says what is wrong with the whole.

    `size` in bytes is looked at before anything is read.
    """
    if size > LARGEST:
        raise RuleViolation(
            _("The file is larger than %(limit)s MB.") % {"limit": LARGEST // MEGABYTE}
        )
    content = upload.read(LARGEST)
    if not content.strip():
        raise RuleViolation(_("The file is empty."))
    if content.startswith(OLD_EXCEL):
        raise RuleViolation(
            _("The file is protected with a password. Save it without one.")
            if ENCRYPTED in content
            else _("This is the old Excel format (.xls). Save it as XLSX.")
        )
    if content.startswith(ZIP):
        return _read_workbook(content)
    return _read_text(content)


# XLSX


def _read_workbook(content: bytes) -> Sheet:
    """Return the list of a workbook, reading row by row: it may be a bomb."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells what it passes over
            _check_archive(content)
            from openpyxl import load_workbook  # noqa: PLC0415  see council/sheets.py

            book = load_workbook(io.BytesIO(content), read_only=True)
            try:
                return read([_table(book, sheet) for sheet in book.worksheets])
            finally:
                book.close()
    except RuleViolation:
        raise
    except Exception as fault:
        # Whatever part of a workbook is broken, openpyxl raises what comes of it.
        raise _not_a_spreadsheet() from fault


def _check_archive(content: bytes) -> None:
    """Refuse an archive that is locked, unpacks into too much or leads elsewhere.

    Nothing is ever unpacked to the disk. No program writes a DOCTYPE into a workbook,
    and without one there are no entities.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_parts(archive.infolist())
        for part in archive.infolist():
            if DOCTYPE in archive.read(part).replace(b"\0", b""):  # UTF-16 too
                raise _not_a_spreadsheet()


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & IS_ENCRYPTED for part in parts):
        raise RuleViolation(
            _("The file is protected with a password. Save it without one.")
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise RuleViolation(
            _(
                "Unpacked, the file would be larger than %(limit)s MB. Copy only the "
                "list into a new file."
            )
            % {"limit": LARGEST_UNPACKED // MEGABYTE}
        )
    if any(_leads_elsewhere(part) for part in parts):
        raise _not_a_spreadsheet()


def _leads_elsewhere(part: zipfile.ZipInfo) -> bool:
    """Return whether a part is a link, or named as if it lay outside the archive."""
    name = part.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in PurePosixPath(name).parts


def _table(book: Any, sheet: Any) -> Table:
    sheet.reset_dimensions()  # what the file says of its size need not be true
    return Table(
        title=sheet.title,
        grid=partial(_rows, sheet),
        merged=partial(_merged, sheet),
        epoch=book.epoch,
    )


def _rows(sheet: Any) -> Iterator[tuple[int, list[Raw]]]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        yield number, [(cell.value, cell.data_type) for cell in cells]


def _merged(sheet: Any) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges as first row, left, last row, right.

    openpyxl leaves them out when it reads row by row.
    """
    from openpyxl.utils import range_boundaries  # noqa: PLC0415

    found = []
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        data = None
        # Entities cannot multiply: expat limits how much they may grow.
        for event, element in iterparse(part, ("start", "end")):  # noqa: S314
            name = element.tag.rpartition("}")[2]
            if event == "start" and name == "sheetData":
                data = element
            elif event == "end" and name == "row" and data is not None:
                data.clear()
            elif event == "end" and name == "mergeCell":
                left, first, right, last = range_boundaries(element.get("ref") or "")
                found.append((first, left, last, right))
    return found


# CSV


def _read_text(content: bytes) -> Sheet:
    """Return the list of a CSV file, its encoding and its delimiter found out."""
    text = _decoded(content)
    tables = [_text_table(text, delimiter) for delimiter in DELIMITERS]
    return read([max(tables, key=_known_columns)])


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoders = ["utf-16"]
    else:
        decoders = ["utf-8-sig", EIGHT_BIT]
    for name in decoders:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if not _is_binary(text[:SAMPLE]):
            return text
    raise _not_a_spreadsheet()


def _is_binary(sample: str) -> bool:
    """Return whether this is a picture or a PDF rather than text."""
    controls = sum(
        unicodedata.category(character) == "Cc" and not character.isspace()
        for character in sample
    )
    return controls > len(sample) // 20


def _text_table(text: str, delimiter: str) -> Table:
    def grid() -> Iterator[tuple[int, list[Raw]]]:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for number, values in enumerate(rows, start=1):
                yield number, [_typed(value) for value in values[:MOST_COLUMNS]]
        except csv.Error as fault:
            raise _not_a_spreadsheet() from fault

    return Table(title="CSV", grid=grid)


def _typed(value: str) -> Raw:
    if value.lstrip().startswith("="):
        return value, FORMULA
    return as_written(value), "s"


def _known_columns(table: Table) -> int:
    """Return how many headings are known when the text is divided so."""
    try:
        tops = (
            headings(number, [str(value) for value, _kind in cells])
            for (number, cells), _place in zip(
                table.grid(), range(HEADING_WITHIN), strict=False
            )
        )
        return max((len(top.places) for top in tops if top), default=0)
    except RuleViolation:
        return 0


def _not_a_spreadsheet() -> RuleViolation:
    return RuleViolation(
        _("This is not a spreadsheet that can be read: XLSX or CSV is expected.")
    )
