"""A walk through the application by its links, as each of its readers.

The addresses found stand for all pages: one of each route and reader.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from django.test import Client
from django.urls import resolve
from django.utils import translation

LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
# Papers and tables as files: to draw them takes time, to take them is on record.
A_FILE = re.compile(r"\.\w+(\?|$)|[?&;]file=")
LEFT_OUT = {"account_logout", "council_logo"}


class Stop(NamedTuple):
    """A page: its route and address."""

    route: str
    address: str


def stops(client: Client, language: str = "kk") -> Iterator[Stop]:
    """Yield the first page of each route that links lead to, nearest first.

    Whoever is signed in begins at the desk, everybody else at the public front page.
    """
    start = f"/{language}/desk/" if "sessionid" in client.cookies else f"/{language}/"
    waiting, seen, routes = deque([start]), {start}, set(LEFT_OUT)
    while waiting:
        address = waiting.popleft()
        with translation.override(language):
            route = resolve(address.partition("?")[0]).url_name or ""
        if route in routes:
            continue
        answer = client.get(address)
        is_html = answer["Content-Type"].startswith("text/html")
        if answer.status_code != 200 or not is_html:
            continue
        routes.add(route)
        yield Stop(route, address)
        for link in LINK.findall(answer.content.decode()):
            is_page = link.startswith(f"/{language}/") and not A_FILE.search(link)
            if is_page and link not in seen:
                seen.add(link)
                waiting.append(link.replace("&amp;", "&"))
