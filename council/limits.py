"""How often one reader may ask for what is costly: papers, files, searches.

A page that is kept costs nothing and is not counted. Who is signed in is counted by the
account, everybody else by the address.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume, get_ip, parse_rate
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]

FREE = 4  # a process lets a quarter of the rate pass without asking the others
MOST_READERS = 10_000
A_MINUTE = 60
A_WHILE = 300  # seconds: the windows of sign-in


class Tally:
    """What this process has let pass for each reader since its window began.

    Most readers never ask for more, and their pages cost the database no write.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._passed: dict[tuple[str, str], tuple[float, int]] = {}

    def has_passed(self, what: tuple[str, str], most: int, seconds: float) -> bool:
        """Let one more pass and return True, or return False when it is enough."""
        now = time.time()
        with self._lock:
            begun, count = self._passed.get(what, (now, 0))
            if not begun <= now < begun + seconds:
                begun, count = now, 0
            if count >= most:
                return False
            if len(self._passed) >= MOST_READERS:
                self._passed.clear()
            self._passed[what] = begun, count + 1
            return True


tally = Tally()


def limited(bucket: str) -> Callable[[View], View]:
    """Answer 429 to a reader who asks more often than RATE_LIMITS allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if seconds := _seconds_to_wait(request, bucket):
                return too_many(request, seconds=seconds)
            return view(request, *args, **kwargs)

        wrapper.bucket = bucket  # type: ignore[attr-defined]
        return wrapper

    return decorate


def _seconds_to_wait(request: HttpRequest, bucket: str) -> int:
    """Count a request; return 0 when it may pass."""
    rates: dict[str, str] = settings.RATE_LIMITS
    if bucket not in rates:
        return 0
    rate, who = parse_rate(rates[bucket]), _who(request)
    if tally.has_passed((bucket, who), rate.amount // FREE, rate.duration):
        return 0
    passed = consume(
        request, app="council", action=bucket, config=rates, key=who, limit_get=True
    )
    return 0 if passed else round(rate.duration)


def _who(request: HttpRequest) -> str:
    """Return the account where a view asked for it; a public page must not."""
    account = getattr(request, "_cached_user", None)
    return f"account {account.pk}" if account else f"address {get_ip(request)}"


def too_many(request: HttpRequest, *, seconds: int = A_WHILE) -> HttpResponse:
    """Say when to try again; allauth comes here too."""
    minutes = -(-seconds // A_MINUTE)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    return response
