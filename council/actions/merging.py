"""One person who is on record twice: every row comes to one of the two records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from council.audit import deed, locked, relations_to
from council.dates import numeric_date
from council.models import Account, ActingChair, Body, Person, Seat, Sitting
from council.regulation import RuleViolation

TAKEN_OVER = ("patronymic", "birth_date", "account")


@deed
def merge_persons(*, person: Person, duplicate: Person, by: Account) -> Person:
    """Give `person` every row of `duplicate`, then delete that record.

    What the person's own record lacks is taken over. Raises RuleViolation with
    every sentence that speaks against their being one; then nothing has changed.
    The versions of all rows stay as they were.
    """
    bodies = Body.objects.filter(
        Q(seats__person__in=(person, duplicate))
        | Q(acting_chairs__person__in=(person, duplicate))
    )
    locked(Body.objects.filter(pk__in=bodies.values("pk")))
    found = {row.pk: row for row in locked(_both(person, duplicate))}
    if len(found) < 2:
        raise RuleViolation(_("One of the two records is gone. Look again."))
    person, duplicate = found[person.pk], found[duplicate.pk]
    problems = list(_objections(person, duplicate))
    for relation in relations_to(Person):
        problems += _move(relation, person, duplicate, by)
    if not problems:
        _take_over(person, duplicate, by)
        problems += _objections_afterwards(person)
    if problems:
        raise RuleViolation(*problems)
    duplicate.delete_as(by)
    return person


def _both(person: Person, duplicate: Person) -> models.QuerySet[Person]:
    return Person.objects.filter(pk__in=(person.pk, duplicate.pk))


def _objections(person: Person, duplicate: Person) -> Iterator[str]:
    """Say what makes them two persons, before any row is moved."""
    born = (person.birth_date, duplicate.birth_date)
    if born[0] and born[1] and born[0] != born[1]:
        yield _("The birth dates differ: %(one)s and %(other)s.") % {
            "one": numeric_date(born[0]),
            "other": numeric_date(born[1]),
        }
    if person.account and duplicate.account:
        yield _("Both have accounts: %(one)s and %(other)s.") % {
            "one": person.account.username,
            "other": duplicate.account.username,
        }
    yield from _at_once(Seat, person, duplicate)
    yield from _at_once(ActingChair, person, duplicate)
    for sitting in Sitting.objects.filter(
        Q(presiding=person, secretary=duplicate)
        | Q(presiding=duplicate, secretary=person)
    ).select_related("body"):
        yield _("One presides and the other is the secretary: %(sitting)s.") % {
            "sitting": sitting
        }


def _at_once(
    model: type[Seat | ActingChair], person: Person, duplicate: Person
) -> Iterator[str]:
    """Say in which bodies both have a place on the same days."""
    kept, others = (
        list(model._default_manager.filter(person=who).select_related("body"))
        for who in (person, duplicate)
    )
    pairs: Iterable[tuple[Any, Any]] = product(kept, others)
    for row, other in pairs:
        if row.body_id == other.body_id and (
            (row.ends is None or other.begins <= row.ends)
            and (other.ends is None or row.begins <= other.ends)
        ):
            yield _("Both have a place in one body at the same time: %(place)s.") % {
                "place": other.told()
            }


def _move(
    relation: Any, person: Person, duplicate: Person, by: Account
) -> Iterable[str]:
    """Give the person every row of one relation; return what stands against it."""
    model, name = relation.related_model, relation.field.name
    problems: list[str] = []
    for row in locked(model._default_manager.filter(**{name: duplicate})):
        if twin := _twin(row, name, person):
            problems += row.settle(twin, by)
            if problems or row.pk is None:
                continue
        setattr(row, name, person)
        row.save_as(by)
    return problems


def _twin(row: Any, name: str, person: Person) -> Any:
    """Return the person's own row that the database would not let stand beside."""
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        if name not in constraint.fields:
            continue
        rows = type(row)._default_manager.filter(constraint.condition or Q())
        alike = {each: getattr(row, each) for each in constraint.fields if each != name}
        twin = rows.filter(**alike, **{name: person}).first()
        if twin and rows.filter(pk=row.pk).exists():
            return twin
    return None


def _take_over(person: Person, duplicate: Person, by: Account) -> None:
    """Fill what the record lacks; an account can be one person's only."""
    lacking = {
        name: value
        for name in TAKEN_OVER
        if not getattr(person, name) and (value := getattr(duplicate, name))
    }
    if "account" in lacking:
        duplicate.account = None
        duplicate.save_as(by)
    for name, value in lacking.items():
        setattr(person, name, value)
    if lacking:
        person.save_as(by)


def _objections_afterwards(person: Person) -> list[str]:
    """Return what speaks against one person having all of these rows."""
    return [
        sentence
        for relation in relations_to(Person)
        for row in relation.related_model._default_manager.filter(
            **{relation.field.name: person}
        )
        for sentence in row.merge_objections()
    ]
