"""A protocol's paper beside WeasyPrint alone on the same text."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any
from unittest.mock import patch

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcherResponse

from council import protocol_print
from council.actions import protocol_paper
from council.models import Protocol
from council.paper import draw
from tests.bench.timing import by_turns


def drawn(protocol: Protocol) -> tuple[dict[str, list[float]], float]:
    """Return the seconds of ours and of WeasyPrint alone, and of the first one."""
    began = perf_counter()
    html, css, pictures = _asked_for(protocol)
    first = perf_counter() - began

    def fetched(url: str) -> URLFetcherResponse:
        return URLFetcherResponse(url, pictures[url], {"Content-Type": "image/png"})

    def alone() -> None:
        HTML(string=html, base_url="asset:", url_fetcher=fetched).write_pdf(
            stylesheets=[CSS(string=css)], pdf_variant="pdf/a-2a", pdf_tags=True
        )

    both: dict[str, Callable[[], object]] = {
        "ours": lambda: draw(html, css, pictures),
        "alone": alone,
    }
    return by_turns(both, rounds=15, warm=2), first


def _asked_for(protocol: Protocol) -> tuple[str, str, dict[str, bytes]]:
    """Draw the paper as whoever opens it first does; return what was to be drawn."""
    asked: list[tuple[str, str, dict[str, bytes]]] = []

    def remembered(html: str, css: str, pictures: Any = None) -> bytes:
        asked.append((html, css, pictures or {}))
        return draw(html, css, pictures)

    with patch.object(protocol_print, "draw", remembered):
        protocol_paper(protocol.current, "kk")
    return asked[0]
