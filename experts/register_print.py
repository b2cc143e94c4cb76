"""The register as a paper: the list of a day, by commissions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.cache import cache

from council.dates import long_date, long_moment
from council.models import Council
from council.paper import draw, paper_html, seal_of, stylesheet
from experts.lists import listed
from experts.models import ListEdition
from experts.open_data import Record

A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Part:
    """A commission's table, its rows numbered through the whole list.

    One table a commission: WeasyPrint draws several short ones much faster than a
    long one.
    """

    number: int
    name: str
    rows: list[tuple[int, Record]]


def register_html(
    found: list[Record],
    on: date,
    language: str,
    *,
    moment: datetime | None = None,
    text: str = "",
    commission: int | None = None,
    order: str = "",
    edition: ListEdition | None = None,
) -> str:
    """Return the list as a whole HTML document in kk or ru, saying what was asked.

    `order` says in words in which order the rows of a commission come.

    `moment` is that of the record, None for the live one. Of an edition it says its
    number, moment, fingerprints, and how many entries were withdrawn since.
    """
    council = Council.objects.first()
    facts = {
        "council": getattr(council, f"name_{language}", ""),
        "day": long_date(on, language),
        "moment": long_moment(moment, language) if moment else "",
        "found": len(found),
        "text": text,
        "commission": commission,
        "order": order,
        "parts": list(_parts(found, language)),
        "language": language,
        "edition": edition,
        "seal": seal_of(edition.link, language) if edition else None,
        "withdrawn": edition.count - len(found) if edition else 0,
    }
    return paper_html(f"experts/register_{language}.html", facts, language)


def edition_pdf(edition: ListEdition, language: str) -> bytes:
    """Return an edition as PDF/A-2a, without the entries withdrawn since.

    Never call it inside a transaction: a list of hundreds takes seconds.
    """
    html = register_html(listed(edition), edition.day, language, edition=edition)
    pictures = seal_of(edition.link, language).pictures
    return draw(html, stylesheet("register.css", "seal.css"), pictures)


def _parts(found: list[Record], language: str) -> Iterator[Part]:
    def commission(row: Record) -> tuple[int, int]:
        return row.convocation, row.commission

    number = 0
    for _key, group in groupby(sorted(found, key=commission), key=commission):
        rows = list(enumerate(group, start=number + 1))
        number = rows[-1][0]
        first = rows[0][1]
        name = first.commission_kk if language == "kk" else first.commission_ru
        yield Part(first.commission, name, rows)


def register_pdf(html: str) -> bytes:
    """Return the list as PDF/A-2a; kept for a day for each state of text and style.

    Never call it inside a transaction: a list of hundreds takes seconds.
    """
    css = stylesheet("register.css")
    key = "register-" + hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = draw(html, css)
        cache.set(key, pdf, timeout=A_DAY)
    return pdf
