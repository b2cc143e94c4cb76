"""How a reader wants pages to look: as they are, or for people with low vision."""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "display"
LOW_VISION = "low-vision"


def display_mode(request: HttpRequest) -> str:
    """Return "low-vision", or "" for pages as they are.

    A page differs by it without saying so in Vary: whoever keeps pages, or names
    them by an ETag, has this in the key.
    """
    asked = request.COOKIES.get(COOKIE, "")
    return asked if asked == LOW_VISION else ""
