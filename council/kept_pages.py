"""Public pages are built once for each state of the data, and known by an ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from council.audit import last_deed
from council.dates import today
from council.display import display_mode
from council.kept_facts import State, standing

LONGEST_QUERY = 500
LARGEST = 256 * 1024  # bytes, compressed
A_MINUTE = 60
PROXY_SECONDS = "1"  # how long the proxy of deploy/ answers by itself
LEVEL = 5  # nine takes three times as long for a hundredth
ENCODING = "Accept-Encoding"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Kept:
    """A page as it was built; the body is compressed."""

    body: bytes
    headers: dict[str, str]

    @classmethod
    def of(cls, response: HttpResponse) -> Kept:
        """Take a page that a view built."""
        body = gzip.compress(response.content, compresslevel=LEVEL, mtime=0)
        return cls(body, dict(response.headers))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page, compressed for those who take it so.

        Nothing secret is in a public page, so its length may tell what it holds.
        """
        if "gzip" in request.headers.get(ENCODING, ""):
            response = HttpResponse(self.body, headers=self.headers)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(self.body), headers=self.headers)
        response["Content-Length"] = str(len(response.content))
        return response


def kept(view: View) -> View:
    """Build a public page once for each state, day, language, display and question.

    The name of a page holds number and moment of the last deed, so what is kept is
    never behind a final protocol, and a page under an old name is never asked for
    again. Kept by each process for itself; only what is found, sets no cookie and is
    not too large.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(request.META["QUERY_STRING"]) > LONGEST_QUERY:
            return view(request, *args, **kwargs)
        state = last_deed()
        name = _name(request, state)
        etag = f'W/"{name}"'
        answer = get_conditional_response(request, etag=etag)
        if answer is None:
            pages = caches["pages"]
            page: Kept | None = pages.get(name)
            if page is None:
                with standing(state):
                    response = view(request, *args, **kwargs)
                if response.status_code != 200 or response.cookies:
                    return response
                page = Kept.of(response)
                if len(page.body) <= LARGEST:
                    pages.set(name, page)
            answer = page.answer(request)
        answer["ETag"] = etag
        # A shared cache asks first whether it is still right, our own proxy every
        # second; one reader's display is kept by that reader alone.
        if display_mode(request):
            answer["Cache-Control"] = "private, no-cache"
        else:
            answer["Cache-Control"] = "public, no-cache"
            answer["X-Accel-Expires"] = PROXY_SECONDS
        patch_vary_headers(answer, [ENCODING])
        return answer

    return wrapper


def _name(request: HttpRequest, state: State) -> str:
    """Return what tells a page from every other one."""
    asked = sorted(
        (key, value) for key, values in request.GET.lists() for value in values if value
    )
    # What was recorded a minute ago cannot be cited yet, and later it can.
    minute = (
        timezone.now().timestamp() // A_MINUTE if "as_recorded" in request.GET else 0
    )
    said = (
        settings.RELEASE,
        state,
        today(),
        minute,
        get_language(),
        display_mode(request),
        request.get_host(),
        request.path,
        asked,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
