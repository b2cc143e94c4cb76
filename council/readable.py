"""Rows and their values as people read them: labels and words, no names of columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, Field, FileField, ForeignKey, Model
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from council.audit import Tracked, versions
from council.belonging import foreign_keys
from council.dates import numeric_date
from council.models import Account

SHOWN = 160
NOTHING = "–"


@dataclass(frozen=True)
class Reading:
    """A value in words; `whole` is the full text where `text` is cut short."""

    text: str
    whole: str = ""

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing is said."""
        return self.text == NOTHING


def model_name(model: type[Model]) -> str:
    """Return what one row of the model is called."""
    return capfirst(str(model._meta.verbose_name))


def kind_name(model: type[Model]) -> str:
    """Return what the model's rows are called together."""
    return capfirst(str(model._meta.verbose_name_plural))


def shown_fields(model: type[Tracked]) -> list[Field[Any, Any]]:
    """Return the columns that tell a reader something."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in model.technical
    ]


def field_name(field: Field[Any, Any]) -> str:
    """Return what people call the column."""
    return capfirst(str(field.verbose_name))


def is_empty(row: Model, field: Field[Any, Any]) -> bool:
    """Return whether the row says nothing there."""
    return getattr(row, field.attname) in (None, "", [], {})


def reading(row: Model, field: Field[Any, Any]) -> Reading:
    """Return what the row says there. Rows it points to must be attached.

    What is withheld is not for readers of the history (5.1.5).
    """
    if field.name in getattr(row, "withheld", ()) and not is_empty(row, field):
        return Reading(_("not shown"))
    value = getattr(row, field.attname)
    display = getattr(row, f"get_{field.name}_display", None)
    if display and (words := str(display())):
        return _shortened(words)
    if is_empty(row, field):
        return Reading(NOTHING)
    if isinstance(field, FileField):
        return Reading(_("file attached"))
    if isinstance(field, ForeignKey):
        return _shortened(label(field.get_cached_value(row, default=None)))
    if isinstance(field, BooleanField):
        return Reading(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return Reading(moment_in_words(value))
    if isinstance(value, date):
        return Reading(numeric_date(value))
    if isinstance(value, time):
        return Reading(f"{value:%H:%M}")
    return _shortened(str(value))


def label(row: Model | None) -> str:
    """Return the row in words; of one that is gone without a trace, that it is."""
    try:
        return str(row) if row else _("a record that is gone")
    except ObjectDoesNotExist:  # its words are those of a row that is gone
        return _("a record that is gone")


def moment_in_words(moment: datetime) -> str:
    """Return "13.10.2025 15:04", the time of Almaty."""
    return f"{timezone.localtime(moment):%d.%m.%Y %H:%M}"


def _shortened(text: str) -> Reading:
    return (
        Reading(Truncator(text).chars(SHOWN), text)
        if len(text) > SHOWN
        else Reading(text)
    )


def attach(rows: Iterable[Model], accounts: Iterable[int] = ()) -> dict[int, Model]:
    """Give these rows every row they point to, and those what they point to.

    Then their words cost no more queries: one a model here, and a second where rows
    were deleted, whose last version then speaks for them. Return the accounts of
    these keys, which are read along.
    """
    known: dict[type[Model], dict[int, Model]] = defaultdict(dict)
    waiting: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        waiting[type(row)].append(row)
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    wanted[Account] |= set(accounts)
    for model in _pointing_first((*waiting, Account)):
        known[model] = _rows(model, wanted[model])
        waiting[model] += known[model].values()
        for key in foreign_keys(model):
            wanted[_target(key)] |= {
                getattr(row, key.attname) for row in waiting[model]
            } - {None}
    for model, listed in waiting.items():
        for key in foreign_keys(model):
            for row in listed:
                found = known[_target(key)].get(getattr(row, key.attname))
                key.set_cached_value(row, found)
    return known[Account]


def _rows(model: type[Model], keys: set[int]) -> dict[int, Model]:
    if not keys:
        return {}
    unread = getattr(model, "technical", ())
    found: dict[int, Model] = model._base_manager.defer(*unread).in_bulk(keys)
    gone = keys - found.keys()
    if gone and issubclass(model, Tracked):
        last = (
            versions(model).filter(id__in=gone).order_by("history_date", "history_id")
        )
        found |= {version.id: version.instance for version in last}
    return found


def _target(key: ForeignKey[Any, Any]) -> type[Model]:
    target: type[Model] = key.related_model
    return target


@cache
def _pointing_first(models: tuple[type[Model], ...]) -> list[type[Model]]:
    """Return the models and all they point to, none before one that points to it."""
    order: list[type[Model]] = []
    seen: set[type[Model]] = set()

    def visit(model: type[Model]) -> None:
        if model not in seen:
            seen.add(model)
            for key in foreign_keys(model):
                visit(_target(key))
            order.append(model)

    for model in models:
        visit(model)
    return order[::-1]
