"""What is wrong with the markup of a page, as a parser by the HTML standard says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tinyhtml5.parser import HTMLParser

# Attributes that name other elements of the page by their ids.
NAMING = ("for", "headers", "list", "form")
NAMING_ARIA = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns")


def faults(page: bytes) -> list[str]:
    """Return what does not parse, ids used twice, and ids named that are not there."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(page)
    found = [f"{place}: {code} {facts}" for place, code, facts in parser.errors]
    elements = list(root.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    found += [f"id twice: {name}" for name, times in ids.items() if times > 1]
    found += [f"no such id: {name}" for name in _named(elements) if name not in ids]
    return found


def _named(elements: list) -> Iterator[str]:
    for element in elements:
        for attribute in (*NAMING, *NAMING_ARIA):
            yield from (element.get(attribute) or "").split()
        if (link := element.get("href") or "").startswith("#") and len(link) > 1:
            yield link[1:]
