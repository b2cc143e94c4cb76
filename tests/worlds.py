"""Worlds kept from test to test: what one asks for and the next one too is built once.

A fixture made by `built_once` gives every test its own copy of a part of a world. The
part itself, its rows and files stay as they were built until a test comes that does not
ask for it: each part lies in a savepoint on those below it, each test on top. A test
that closes the connection, as closing an answer that streams does, ends them all.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.utils import translation

EARLIER = timedelta(hours=1)


@dataclass(frozen=True)
class Part:
    """A part of a world: its function, and the moment at which its tests take place."""

    name: str
    make: Callable[..., Any]
    at: datetime | None

    @property
    def needs(self) -> list[str]:
        """Return the names of the parts on which it is built."""
        return list(signature(self.make).parameters)

    def built_on(self, below: dict[str, Any]) -> Any:
        """Build it on other parts, an hour before its tests take place."""
        with translation.override("en"), ExitStack() as clock:
            if self.at:
                clock.enter_context(time_machine.travel(self.at - EARLIER))
            return self.make(**{name: below[name] for name in self.needs})


@dataclass(frozen=True)
class Built:
    """A part that stands: what it is, its files with those below, how to undo it."""

    part: Part
    value: Any
    files: Path
    undo: Callable[[], None]


_parts: dict[str, dict[str, Part]] = {}  # by the name of the module, then by theirs
_standing: list[Built] = []


def built_once(at: str | datetime | None = None) -> Callable[..., Any]:
    """Make a fixture of a function that builds a part of a world.

    Its parameters name other parts. `at` is the moment at which its tests take place:
    it is built an hour earlier, so that they write later. Without it they do now.
    """

    def decorate(make: Callable[..., Any]) -> Any:
        name = make.__name__
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        _parts.setdefault(make.__module__, {})[name] = Part(name, make, moment)

        @pytest.fixture(name=name)
        def own_copy(_world: dict[str, Any]) -> Any:
            return _world[name]

        return own_copy

    return decorate


def parts_of(item: Any) -> list[Part]:
    """Return the parts on which a test stands: none when it commits what it writes."""
    return [] if _commits(item) else _asked_by(item)


def _commits(item: Any) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def _asked_by(item: Any) -> list[Part]:
    """Return the parts that a test asks for, each after those that it needs."""
    known = _known_in(item.module)
    found: dict[str, Part] = {}

    def find(name: str) -> None:
        for below in known[name].needs:
            find(below)
        found.setdefault(name, known[name])

    for name in known:
        if name in item.fixturenames:
            find(name)
    return list(found.values())


def _known_in(module: ModuleType) -> dict[str, Part]:
    """Return the parts by the names they have for a module's tests, as fixtures go."""
    *folders, _module = module.__name__.split(".")
    known: dict[str, Part] = {}
    for depth in range(1, len(folders) + 1):
        known |= _parts.get(".".join([*folders[:depth], "conftest"]), {})
    own = _parts.get(module.__name__, {})
    return {
        name: part for name, part in known.items() if name not in vars(module)
    } | own


def leave(wanted: Sequence[Part]) -> None:
    """Undo what stands and is not wanted, and what was built upon it."""
    kept = 0
    for built, part in zip(_standing, wanted, strict=False):
        if built.part != part:
            break
        kept += 1
    while len(_standing) > kept:
        _standing.pop().undo()


def raise_up(wanted: Sequence[Part], folder: Callable[[], Path]) -> None:
    """Let exactly the wanted parts stand; `folder` gives one for the files of each."""
    leave(wanted)
    for part in wanted[len(_standing) :]:
        _add(part, folder())


def _add(part: Part, files: Path) -> None:
    """Build a part on what stands, in a transaction that undoing it rolls back."""
    if _standing:
        shutil.copytree(_standing[-1].files, files, dirs_exist_ok=True)
    below = {built.part.name: built.value for built in _standing}
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.callback(_roll_back)
        with override_settings(MEDIA_ROOT=files):
            value = part.built_on(below)
        _standing.append(Built(part, value, files, stack.pop_all().close))


def _roll_back() -> None:
    """Let the transaction end without a trace; a closed connection left none."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)


def given_to(item: Any) -> dict[str, Any]:
    """Return the parts that a test asks for, by name, in objects that it may change."""
    if _commits(item):
        made: dict[str, Any] = {}
        for part in _asked_by(item):
            made[part.name] = part.built_on(made)
        return made
    return copy.deepcopy({built.part.name: built.value for built in _standing})


def files() -> Path | None:
    """Return the folder with the files of all that stands."""
    return _standing[-1].files if _standing else None
