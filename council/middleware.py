"""What every answer carries and leaves in the log, and which methods are answered."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from council.logs import request_id
from council.pdf import PdfError

METHODS = ("GET", "HEAD", "POST")
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
FEATURES = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera"),
    *("display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope"),
    *("hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share"),
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
}

GetResponse = Callable[[HttpRequest], HttpResponse]

requests = logging.getLogger("council.requests")
papers = logging.getLogger("council.papers")


class HeadersMiddleware:
    """Gives each request a number and its line in the log, each answer its headers.

    The first of all, so that errors and static files have them too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _number_of(request)
        token = request_id.set(number)
        begun = perf_counter()
        try:
            response = self.get_response(request)
            requests.info(
                "request",
                extra={
                    "method": request.method if request.method in METHODS else "other",
                    "route": _route_of(request),
                    "status": response.status_code,
                    "milliseconds": round((perf_counter() - begun) * 1000),
                    "account": _account_of(request),
                },
            )
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        if _account_of(request):
            # A page of the desk is gone with the session, on a shared computer too.
            response.headers.setdefault("Cache-Control", "private, no-store")
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _number_of(request: HttpRequest) -> str:
    """Return the number that our proxy gave the request, or a new one."""
    given = request.headers.get("X-Request-ID", "")
    is_trusted = settings.TRUSTED_PROXY_COUNT and REQUEST_ID.fullmatch(given)
    return given if is_trusted else uuid4().hex


def _route_of(request: HttpRequest) -> str:
    """Return the name of the address that was asked for, never the address."""
    match = request.resolver_match
    return (match.view_name or match.func.__name__) if match else "none"


def _account_of(request: HttpRequest) -> int | None:
    """Return the key of who asked; a page that did not ask for it is not made to."""
    account = getattr(request, "_cached_user", None)
    return account.pk if account else None


class MethodsMiddleware:
    """Answers 405 to any method but those of links and forms, whatever the address.

    It stands before sign-in, so the answer tells nothing of what is there. A view that
    takes fewer says so with `require_safe` or `require_POST`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class PaperMiddleware:
    """Says in a sentence that a paper cannot be drawn, whichever view was asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer 422 to a paper that no drawing process can draw."""
        if not isinstance(exception, PdfError):
            return None
        papers.error("a paper was not drawn", exc_info=exception)
        return render(request, "council/no_paper.html", status=422)
