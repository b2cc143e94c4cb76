"""What two records of a name have, side by side, before they become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils.text import capfirst

from council.audit import relations_to
from council.dates import numeric_date
from council.models import Person

SHOWN = 5


@dataclass(frozen=True)
class Belonging:
    """What a record has of one kind; `shown` are the first of them, in words."""

    label: str
    count: int
    shown: list[str]


@dataclass(frozen=True)
class Record:
    """One of the records: the person, and everything that is theirs."""

    person: Person
    belongings: list[Belonging]

    @property
    def birth_date(self) -> str:
        """Return the birth date in figures, or nothing."""
        day = self.person.birth_date
        return numeric_date(day) if day else ""


def records(people: Sequence[Person]) -> list[Record]:
    """Return what each of these persons has; a query for each kind, for all of them.

    Of each kind the first are fetched, and how many there are.
    """
    found: dict[int, list[Belonging]] = {person.pk: [] for person in people}
    for relation in relations_to(Person):
        model, name = relation.related_model, relation.field.name
        first = (
            model._default_manager.filter(**{f"{name}__in": people})
            .annotate(
                of_all=Window(Count("pk"), partition_by=[name]),
                turn=Window(
                    RowNumber(), partition_by=[name], order_by=model._meta.ordering
                ),
            )
            .filter(turn__lte=SHOWN)
            .select_related()
        )
        rows: dict[int, list[Any]] = {}
        for row in first:
            rows.setdefault(getattr(row, f"{name}_id"), []).append(row)
        label = capfirst(str(model._meta.verbose_name_plural))
        for pk, shown in rows.items():
            told = [row.told() for row in shown]
            found[pk].append(Belonging(label, shown[0].of_all, told))
    return [Record(person, found[person.pk]) for person in people]
