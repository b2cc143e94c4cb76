"""What one deed did to each row, in words: read from a version and the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, FileField, Model, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from council.audit import Tracked, versions
from council.belonging import foreign_keys
from council.readable import (
    Reading,
    field_name,
    is_empty,
    label,
    model_name,
    reading,
    shown_fields,
)

CREATED, CHANGED, DELETED = "+", "~", "-"

Pair = tuple[str, Tracked, Tracked | None]


@dataclass(frozen=True)
class FieldChange:
    """One column of a row: what it said, and what it says since."""

    label: str
    old: Reading | None
    new: Reading | None


@dataclass(frozen=True)
class Change:
    """One version of a row, in words; `about` is the row whose part it is."""

    kind: str
    model: str
    label: str
    about: str
    url: str
    fields: list[FieldChange]

    @property
    def kind_label(self) -> str:
        """Return what happened to the row."""
        return {
            CREATED: _("created"),
            CHANGED: _("changed"),
            DELETED: _("deleted"),
        }[self.kind]

    @property
    def tone(self) -> str:
        """Return the badge's tone."""
        return {CREATED: "good", CHANGED: "info", DELETED: "bad"}[self.kind]


def whole_rows(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """Return one pair a row: what the deed found, and what it left.

    A deed may write a row twice on its way; a row that it made and took away again
    was never there for anybody.
    """
    rows: dict[tuple[type[Tracked], int], Pair] = {}
    for kind, row, previous in pairs:
        key = (type(row), row.pk)
        if key not in rows:
            rows[key] = (kind, row, previous)
            continue
        first, _between, before = rows[key]
        if first == CREATED and kind == DELETED:
            del rows[key]
        else:
            rows[key] = (CREATED if first == CREATED else kind, row, before)
    return rows.values()


def versions_with_previous(model: type[Tracked], keys: set[int]) -> dict[int, Pair]:
    """Return kind, row and row before, by the version's key; one query for all."""
    asked = versions(model).filter(history_id__in=keys)
    earlier = versions(model).filter(
        Q(history_date__lt=OuterRef("history_date"))
        | Q(history_date=OuterRef("history_date"), history_id__lt=OuterRef("pk")),
        id=OuterRef("id"),
    )
    last = earlier.order_by("-history_date", "-history_id").values("history_id")[:1]
    both = asked.values_list("history_id").union(
        asked.filter(history_type=CHANGED).values_list(Subquery(last)), all=True
    )
    pairs: dict[int, Pair] = {}
    before: dict[int, Tracked] = {}
    for version in (
        versions(model)
        .filter(history_id__in=both)
        .order_by("history_date", "history_id")
    ):
        row: Tracked = version.instance
        if version.history_id in keys:
            pairs[version.history_id] = (
                version.history_type,
                row,
                before.get(version.id),
            )
        before[version.id] = row
    return pairs


def change_of(kind: str, row: Tracked, previous: Tracked | None) -> Change | None:
    """Return the version in words; None when nothing that is shown changed."""
    whole = _whole_of(row)
    about = label(whole[1]) if whole else ""
    columns = shown_fields(type(row))
    if kind == CHANGED and previous is not None:
        fields = _differences(previous, row, columns)
    else:
        fields = [
            FieldChange(field_name(column), None, reading(row, column))
            for column in columns
            if not is_empty(row, column) and not (whole and column is whole[0])
        ]
    if kind == CHANGED and not fields:
        return None
    own = label(row)
    return Change(
        kind=kind,
        model=model_name(type(row)),
        label=own,
        about="" if about in own else about,
        url=story_url(row),
        fields=fields,
    )


def _whole_of(row: Tracked) -> tuple[Field[Any, Any], Model | None] | None:
    """Return the row whose part this one is, the first that its model names."""
    for key in foreign_keys(type(row)):
        if key.name == next(iter(row.part_of), None):
            return key, key.get_cached_value(row, default=None)
    return None


def _differences(
    previous: Tracked, row: Tracked, columns: Iterable[Field[Any, Any]]
) -> list[FieldChange]:
    return [
        FieldChange(field_name(column), *_old_and_new(previous, row, column))
        for column in columns
        if getattr(previous, column.attname) != getattr(row, column.attname)
    ]


def _old_and_new(
    previous: Tracked, row: Tracked, column: Field[Any, Any]
) -> tuple[Reading | None, Reading]:
    """Return both values; of a file only what happened to it."""
    old, new = reading(previous, column), reading(row, column)
    if not isinstance(column, FileField):
        return old, new
    if is_empty(row, column):
        return None, Reading(_("file removed"))
    return None, new if is_empty(previous, column) else Reading(_("file replaced"))


def story_url(row: Tracked) -> str:
    """Return the address of the row's own history."""
    return reverse("row_history", args=[row._meta.label_lower, row.pk])
