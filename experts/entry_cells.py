"""The rows of the register's page, drawn once for each entry and language."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from experts.register import Entry, Listing

MOST_KEPT = 20_000  # rows; a few hundred bytes each


def rows(listing: Listing | None, query: str) -> list[tuple[int, SafeString]]:
    """Return the number of each entry in the whole list, and its cells as HTML.

    `query` keeps the links on the day and the moment that were asked for. Drawing fifty
    rows costs more than finding them; an entry that says the same looks the same, so
    its cells are kept.
    """
    found = listing.rows if listing else []
    return [(number, _cells(entry, query, get_language())) for number, entry in found]


@lru_cache(MOST_KEPT)
def _cells(entry: Entry, query: str, _language: str | None) -> SafeString:
    context = {"entry": entry, "query": query}
    return render_to_string("experts/entry_cells.html", context)
