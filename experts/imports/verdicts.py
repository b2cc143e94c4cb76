"""A verdict on every row before anything is written, and what would come of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import names
from council.models import Body
from experts.imports.record import Record
from experts.imports.resource import RegisterResource, Row
from experts.imports.sheet import Sheet
from experts.validators import headroom

MOST_NAMED = 5


class Kind(models.TextChoices):
    """What is to become of a row; errors stand first."""

    ERROR = "error", gettext_lazy("error")
    NEW = "new", gettext_lazy("new person")
    MATCHED = "matched", gettext_lazy("person on record")
    ENTERED = "entered", gettext_lazy("already in the register")


@dataclass(frozen=True)
class Verdict:
    """A row with its verdict; `person` is the key of the one on record."""

    row: Row
    kind: Kind
    reasons: list[str]
    person: int | None = None

    @property
    def is_error(self) -> bool:
        """Return whether the row stops the whole list."""
        return self.kind == Kind.ERROR


@dataclass(frozen=True)
class Room:
    """A commission before and after the import, against its cap (1.7)."""

    commission: Body
    now: int
    added: int
    capacity: int

    @property
    def after(self) -> int:
        """Return how many experts the commission would have."""
        return self.now + self.added

    @property
    def is_above(self) -> bool:
        """Return whether that is more than the cap: admissions stop then (1.7)."""
        return self.after > self.capacity


class Judgement:
    """The verdicts on all rows of a sheet, as things stand on a day.

    Costs the same number of queries whatever the length of the list.
    """

    def __init__(self, sheet: Sheet, on: date) -> None:
        self.record = Record(on)
        rows = RegisterResource(sheet).rows()
        self._twins = _twins(rows)
        self.verdicts = [self._judge(row) for row in rows]
        self._refuse_one_person_twice()

    def _judge(self, row: Row) -> Verdict:
        record = self.record
        reasons = [*row.problems, *self._twins.get(row.number, [])]
        reasons += record.commission_objections(row)
        person = None
        if row.has_name:
            person, doubts = record.person_of(row)
            reasons += doubts
        if person and not reasons and record.is_entered(person, row):
            return Verdict(row, Kind.ENTERED, [], person)
        reasons += record.day_objections(row)
        reasons += record.term_objections(row)
        if person:
            reasons += record.person_objections(person, row)
        if reasons:
            return Verdict(row, Kind.ERROR, reasons, person)
        return Verdict(row, Kind.MATCHED if person else Kind.NEW, [], person)

    def _refuse_one_person_twice(self) -> None:
        """Refuse rows that are spelt apart and yet match the same person on record."""
        places = defaultdict(list)
        for place, verdict in enumerate(self.verdicts):
            if verdict.person and not verdict.is_error:
                places[verdict.person].append(place)
        for person, twice in places.items():
            if len(twice) < 2:
                continue
            for place in twice:
                row = self.verdicts[place].row
                others = [
                    self.verdicts[other].row.number for other in twice if other != place
                ]
                self.verdicts[place] = Verdict(
                    row, Kind.ERROR, [_same_person(others)], person
                )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many rows have each verdict."""
        found = Counter(verdict.kind for verdict in self.verdicts)
        return {kind.value: found[kind] for kind in Kind}

    @property
    def is_clear(self) -> bool:
        """Return whether the import may be confirmed."""
        return not self.counts[Kind.ERROR]

    @property
    def to_enter(self) -> list[Verdict]:
        """Return the rows that would be entered."""
        kinds = (Kind.NEW, Kind.MATCHED)
        return [verdict for verdict in self.verdicts if verdict.kind in kinds]

    @property
    def errors_first(self) -> list[Verdict]:
        """Return all verdicts, those to correct before the others."""
        order = list(Kind)
        return sorted(
            self.verdicts, key=lambda found: (order.index(found.kind), found.row.number)
        )

    @property
    def is_above(self) -> bool:
        """Return whether any commission would stand above its cap (1.7)."""
        return any(room.is_above for room in self.rooms)

    @cached_property
    def rooms(self) -> list[Room]:
        """Return each commission's numbers; those above the cap are allowed here."""
        record = self.record
        if record.edition is None:
            return []
        added = Counter(
            verdict.row.commission
            for verdict in self.to_enter
            if record.ends_of(verdict.row) >= record.on
        )
        taken = headroom(record.commissions.values(), record.on, record.edition)
        return [
            Room(
                commission=body,
                now=taken[body.pk].taken,
                added=added[number],
                capacity=taken[body.pk].capacity,
            )
            for number, body in record.commissions.items()
        ]


def _twins(rows: list[Row]) -> dict[int, list[str]]:
    """Return, by row, the sentence on other rows that name the same person.

    Two birth dates that differ tell namesakes apart.
    """
    by_name: dict[str, dict[date | None, list[int]]] = defaultdict(dict)
    for row in rows:
        if row.has_name:
            by_day = by_name[names.fold(row.name)]
            by_day.setdefault(row.birth_date, []).append(row.number)
    found = {}
    for row in rows:
        by_day = by_name.get(names.fold(row.name), {})
        days = {row.birth_date, None} if row.birth_date else {*by_day}
        alike = chain.from_iterable(by_day.get(day, []) for day in days)
        others = list(islice((n for n in alike if n != row.number), MOST_NAMED))
        if others and row.has_name:
            found[row.number] = [_same_person(others)]
    return found


def _same_person(rows: list[int]) -> str:
    listed = ", ".join(str(number) for number in sorted(rows)[:MOST_NAMED])
    return _(
        "The same person stands in another row, № %(rows)s. Leave one, or give the "
        "birth dates of namesakes."
    ) % {"rows": listed}
