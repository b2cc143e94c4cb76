"""What is computed from the record, once for each state of the data and each day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

from council.audit import current_deed_key, last_deed
from council.dates import today

State = tuple[int, Any]
Fact = TypeVar("Fact")

_state: ContextVar[State | None] = ContextVar("state", default=None)


@contextmanager
def standing(state: State) -> Iterator[None]:
    """Let what is asked inside, which changes nothing, know the state already."""
    token = _state.set(state)
    try:
        yield
    finally:
        _state.reset(token)


def while_it_stands(name: str, compute: Callable[[], Fact]) -> Fact:
    """Return what `compute` finds, kept by this process until the next deed or day.

    For what rests on nothing but deeds and the day, in the reader's language; `name`
    tells it from everything else. One query when it is kept. As with public pages, the
    moment of the last deed is in the name. Inside a deed nothing is kept: what it has
    written so far is no state yet, and may be undone.
    """
    if current_deed_key() is not None:
        return compute()
    state = _state.get() or last_deed()
    said = (settings.RELEASE, *state, today(), get_language(), name)
    key = hashlib.sha256(repr(said).encode()).hexdigest()
    cache = caches["pages"]
    found: tuple[Fact] | None = cache.get(key)
    if found is None:
        with standing(state):
            found = (compute(),)
        cache.set(key, found)
    return found[0]
