"""What the import hands out: the template, and the rows with their verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from council.sheets import to_csv, to_xlsx
from experts.imports.columns import COLUMNS, TEMPLATE, label
from experts.imports.sheet import Sheet, shown
from experts.imports.verdicts import Judgement

WIDTHS = [24] * (len(COLUMNS) + 3)


def template() -> bytes:
    """Return an empty list with headings in the reader's language."""
    return to_xlsx(_("Experts"), [[column.label for column in TEMPLATE]], WIDTHS)


def verdicts_csv(sheet: Sheet, judgement: Judgement) -> bytes:
    """Return the rows with their verdicts; no cell can become a formula."""
    return to_csv(_lines(sheet, judgement))


def verdicts_xlsx(sheet: Sheet, judgement: Judgement) -> bytes:
    """Return the rows with their verdicts as a workbook of text cells."""
    return to_xlsx(_("Verdicts"), _lines(sheet, judgement), WIDTHS)


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
