"""A plain model of a council's life: who served on which day, and what may happen.

It knows the Regulation's arithmetic and nothing of the application: the tests hold
the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Served:
    """An expert's time in a commission; `left` is the first day out of it."""

    expert: int
    commission: int
    begins: date
    left: date | None = None
    how: str = ""
    by: int = 0
    left_by: int = 0

    @property
    def is_valid(self) -> bool:
        """Return whether it was in force for a day at least."""
        return self.left is None or self.left > self.begins

    def on(self, day: date) -> bool:
        """Return whether it was in force that day, the convocation apart."""
        return self.begins <= day and (self.left is None or day < self.left)

    def from_day(self, day: date) -> bool:
        """Return whether it was in force that day or on a later one."""
        return self.is_valid and (self.left is None or day < self.left)


@dataclass
class Decided:
    """What an item of a final sitting decided."""

    sitting: int
    position: int
    kind: str
    expert: int
    commission: int
    target: int = 0
    is_adopted: bool = True


@dataclass
class Life:
    """The whole model: seats, editions, decisions, and the time served."""

    ends: date
    multiples: dict[date, int]
    seats: dict[int, list[tuple[int, date, date | None]]] = field(default_factory=dict)
    served: list[Served] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    days: dict[int, date] = field(default_factory=dict)

    def register(self, day: date) -> set[tuple[int, int]]:
        """Return who is in the register that day, as (expert, commission)."""
        if day > self.ends:
            return set()
        return {(row.expert, row.commission) for row in self.served if row.on(day)}

    def capacity(self, commission: int, day: date) -> int:
        """Return how many experts the commission may have that day (1.7)."""
        multiple = self.multiples[max(one for one in self.multiples if one <= day)]
        members = sum(
            begins <= day and (last is None or day <= last)
            for _person, begins, last in self.seats[commission]
        )
        return multiple * members

    def has_room(self, commission: int, day: date) -> bool:
        """Return whether one more may be engaged that day, and still on later days
        on which others were."""
        later = {
            row.begins
            for row in self.served
            if row.commission == commission and row.is_valid and row.begins > day
        }
        return all(
            sum(row.commission == commission and row.on(one) for row in self.served)
            < self.capacity(commission, one)
            for one in {day, *later}
        )

    def current(self, expert: int, commission: int, day: date) -> Served | None:
        """Return what a decision of that day can end: untouched, begun before it."""
        found = [
            row
            for row in self.served
            if (row.expert, row.commission) == (expert, commission)
            and row.begins < day
            and row.left is None
        ]
        return found[0] if found else None

    def carry_out(self, decided: Decided) -> bool:
        """Do what was adopted; False, and nothing done, where a rule forbids it."""
        day, key = self.days[decided.sitting], decided.sitting
        if decided.kind == "admit":
            is_engaged = any(
                row.expert == decided.expert and row.from_day(day)
                for row in self.served
            )
            if is_engaged or not self.has_room(decided.commission, day):
                return False
            self.served.append(Served(decided.expert, decided.commission, day, by=key))
            return True
        row = self.current(decided.expert, decided.commission, day)
        if row is None:
            return False
        if decided.kind == "reassign" and not self.has_room(decided.target, day):
            return False
        row.left, row.left_by = day, key
        row.how = "released" if decided.kind == "release" else "reassigned"
        if decided.kind == "reassign":
            self.served.append(Served(decided.expert, decided.target, day, by=key))
        return True

    def undo(self, decided: Decided) -> bool:
        """Take an adopted decision back; False where a later one rests on it."""
        key = decided.sitting
        begun = [
            row
            for row in self.served
            if row.expert == decided.expert and row.by == key and row.is_valid
        ]
        ended = [
            row
            for row in self.served
            if row.expert == decided.expert and row.left_by == key and row.is_valid
        ]
        if decided.kind == "release":
            again = any(
                row.expert == decided.expert
                and row.is_valid
                and row.begins >= (ended[0].left or row.begins)
                for row in self.served
            )
            if again:
                return False
        elif begun[0].left is not None:
            return False
        else:
            begun[0].left, begun[0].left_by = begun[0].begins, key
        for row in ended:
            row.left, row.how, row.left_by = None, "", 0
        return True
