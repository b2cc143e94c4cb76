"""The days of the demonstration, so that today falls inside the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

FORMALISED_SITTINGS = 12
LONGEST_GAP = timedelta(days=45)
SHORTEST_STORY = timedelta(days=273)

# Commission by commission: days between its sitting and the Presidium's Thursday.
LEADS = (10, 9, 8, 7, 6, 3)
THURSDAY = 3
HOLIDAYS = frozenset(
    {
        *((1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1)),
        *((5, 7), (5, 9), (7, 6), (8, 30), (10, 25), (12, 16)),
    }
)


@dataclass(frozen=True)
class Calendar:
    """When the council is in office and when its Presidium sits.

    `formalised` are sittings with a final protocol, `held` the one after them whose
    protocol is still open, `planned` the next one.
    """

    today: date
    begins: date
    ends: date
    adopted_on: date
    formalised: tuple[date, ...]
    held: date
    planned: date

    def commission_day(self, number: int, presidium: date) -> date:
        """Return when a commission sits before that sitting of the Presidium."""
        return working_day(presidium - timedelta(days=LEADS[number - 1]))

    @property
    def latest(self) -> date:
        """Return the last working day before today."""
        day = self.today - timedelta(days=1)
        while not is_working(day):
            day -= timedelta(days=1)
        return day


def calendar(today: date) -> Calendar:
    """Return the days of the demonstration for that day.

    The Regulation's own: in force from 13.10.2025, the convocation from 20.05.2025
    to 19.05.2028. Where today lies too early in them for a story, or near their end
    or beyond, everything is moved by whole years.
    """
    years = _years(today)
    adopted_on = date(2025 + years, 10, 13)
    held = _thursday(today - timedelta(days=9))
    while not is_working(held):
        held -= timedelta(days=7)
    planned = _thursday(today + timedelta(days=13))
    while not is_working(planned):
        planned += timedelta(days=7)
    first = max(
        _thursday(adopted_on + timedelta(days=10)),
        held - FORMALISED_SITTINGS * LONGEST_GAP,
    )
    gap = (held - first) / FORMALISED_SITTINGS
    return Calendar(
        today=today,
        begins=date(2025 + years, 5, 20),
        ends=date(2028 + years, 5, 19),
        adopted_on=adopted_on,
        formalised=tuple(
            working_day(_thursday(first + number * gap))
            for number in range(FORMALISED_SITTINGS)
        ),
        held=held,
        planned=planned,
    )


def is_working(day: date) -> bool:
    """Return whether people sit that day: no weekend, no fixed public holiday."""
    return day.weekday() <= THURSDAY + 1 and (day.month, day.day) not in HOLIDAYS


def working_day(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def _thursday(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)


def _years(today: date) -> int:
    """Return by how many years the story is moved; 0 while the real dates serve."""
    earliest = date(2025, 10, 13) + SHORTEST_STORY
    if earliest <= today <= date(2028, 4, 19):
        return 0
    back = today - SHORTEST_STORY
    return back.year - 2025 - ((back.month, back.day) < (10, 13))
