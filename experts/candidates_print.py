"""The list of candidates as a paper: whose papers of 2.3 were seen and which lack.

What a certificate says stays in the dossier: the list says only that it was seen, and
nothing of the bars of 2.2, from which it could be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from council.dates import long_date, today
from council.models import Council
from council.paper import draw, paper_html, stylesheet
from experts.models import Paper
from experts.overview import Completeness

SEEN, MISSING, NOT_NEEDED = "seen", "missing", "not-needed"


@dataclass(frozen=True)
class Line:
    """A row of the paper; `papers` says of each kind of 2.3 how it stands."""

    name: str
    commission: int | None
    field: str
    papers: list[str]
    also_open: list[str]
    state: str


def candidates_html(
    rows: Sequence[Completeness], asked: Sequence[tuple[str, str]], language: str
) -> str:
    """Return the list as a whole HTML document in kk or ru.

    `asked` are the filters and the order in words, each with its label.
    """
    council = Council.objects.get()
    with translation.override(language):
        found = [_line(row) for row in rows]
    facts = {
        "council": getattr(council, f"name_{language}"),
        "day": long_date(today(), language),
        "asked": asked,
        "lines": found,
        "complete": sum(MISSING not in line.papers for line in found),
    }
    return paper_html(f"experts/candidates_{language}.html", facts, language)


def candidates_pdf(
    rows: Sequence[Completeness], asked: Sequence[tuple[str, str]], language: str
) -> bytes:
    """Return the list as a PDF; never call it inside a transaction."""
    html = candidates_html(rows, asked, language)
    return draw(html, stylesheet("register.css", "candidates.css"))


def _line(row: Completeness) -> Line:
    expert = row.expert
    return Line(
        name=str(expert),
        commission=expert.commission.number,
        field=expert.field,
        papers=[_state(row, kind) for kind in Paper.REQUIRED_KINDS],
        also_open=row.also_open,
        state=str(expert.get_status_display()),
    )


def _state(row: Completeness, kind: Paper.Kind) -> str:
    if kind not in row.expert.needed_papers:
        return NOT_NEEDED
    paper = row.expert.papers_by_kind.get(kind)
    return SEEN if paper is not None and paper.is_seen else MISSING
