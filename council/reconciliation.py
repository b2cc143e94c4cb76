"""Which kept files rows name, which only the history names, and which nobody does.

A file is written before its row is committed and deleted after the row is: whatever
breaks off in between leaves a file that nobody names, never a row without its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.db import models
from django.utils import timezone

from council.audit import Tracked, versions
from council.models import DrawnPaper
from council.storage import EncryptedStorage, UnreadableFile, kept_files

ASIDE = "aside"
KEPT_ASIDE = timedelta(days=30)


@dataclass
class Reconciled:
    """The names of the files by what became of them."""

    named: int = 0
    of_history: int = 0
    set_aside: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    young: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def file_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every model with a column of files, and the column."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                yield model, column.name


def named_by_rows() -> dict[str, type[models.Model]]:
    """Return the names that rows have, with the model of the row."""
    return {
        name: model
        for model, column in file_columns()
        for name in model._base_manager.order_by().values_list(column, flat=True)
        if name
    }


def named_by_versions() -> set[str]:
    """Return the names that versions of rows have: until they are redacted."""
    return {
        name
        for model, column in file_columns()
        if issubclass(model, Tracked)
        for name in versions(model).values_list(column, flat=True).distinct()
        if name
    }


def is_aside(name: str) -> bool:
    """Return whether a file was set aside."""
    return PurePosixPath(name).parts[0] == ASIDE


def reconcile(grace: timedelta, *, is_rehearsal: bool = False) -> Reconciled:
    """Set aside what nobody names, remove what was never whole, tell what is missing.

    What is younger than the grace may belong to a deed under way, here or on another
    server, and is left. What was set aside goes for good after thirty days: a database
    that does not fit its files would otherwise cost them.
    """
    storage, found = kept_files(), Reconciled()
    before = timezone.now() - grace
    # The files first: what comes after is named by the rows that are asked for next.
    names = list(storage.names())
    rows, history = named_by_rows(), named_by_versions()
    for name in names:
        if is_aside(name):
            if storage.is_older(name, timezone.now() - KEPT_ASIDE):
                found.forgotten.append(name)
        elif name in rows or name in history:
            found.named += name in rows
            found.of_history += name not in rows
            if storage.is_plain(name):
                found.plain.append(name)
        elif storage.is_older(name, before):
            found.set_aside.append(name)
        else:
            found.young.append(name)
    found.unfinished = list(storage.unfinished(before))
    found.missing = sorted(
        name
        for name, model in rows.items()
        if not issubclass(model, DrawnPaper) and not storage.exists(name)
    )
    if not is_rehearsal:
        _carry_out(storage, found)
    return found


def _carry_out(storage: EncryptedStorage, found: Reconciled) -> None:
    for name in found.set_aside:
        storage.move(name, f"{ASIDE}/{name}")
    for name in (*found.forgotten, *found.unfinished):
        storage.delete(name)


def unreadable() -> Iterator[str]:
    """Yield the name of every kept file that the keys do not open, or that changed."""
    storage = kept_files()
    for name in storage.names():
        if not is_aside(name):
            try:
                storage.clear(name, storage.stored(name))
            except UnreadableFile:
                yield name
