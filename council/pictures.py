"""Numbers as pictures drawn on the server: where bars stand, and how long they are.

Widths are in hundredths of the place a picture is given and heights in em, so that it
fits a phone and grows with the reader's letters. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

WHOLE = 100
LEVEL_HEIGHT = 2.75
MONTHS_A_YEAR = 12
BAR = 5.0  # of a month's hundredths, a little more than eight
TALLEST, SHORTEST = 5.0, 0.25
LETTERS = 1.25  # room for a line of letters


@dataclass(frozen=True)
class Level:
    """How much of a limit is taken, as a bar within a frame that is the limit."""

    label: str
    taken: int
    limit: int

    @property
    def over(self) -> int:
        """Return by how much the limit is passed."""
        return max(self.taken - self.limit, 0)


@dataclass(frozen=True)
class DrawnLevel:
    """A level in its place; the widths are lengths of SVG."""

    level: Level
    top: str
    taken: str
    over: str
    limit: str


@dataclass(frozen=True)
class Levels:
    """Levels one under another, all on one scale."""

    levels: list[Level]

    @property
    def height(self) -> str:
        """Return the height of the drawing."""
        return _em(LEVEL_HEIGHT * len(self.levels))

    @property
    def in_words(self) -> str:
        """Return the picture as a sentence for who cannot see it."""
        return "; ".join(
            f"{level.label} – "
            + _("%(taken)s of %(limit)s") % {"taken": level.taken, "limit": level.limit}
            for level in self.levels
        )

    @property
    def drawn(self) -> Iterator[DrawnLevel]:
        """Return each level with its place in the drawing."""
        most = max(max(level.taken, level.limit) for level in self.levels) or 1
        for place, level in enumerate(self.levels):
            yield DrawnLevel(
                level=level,
                top=_em(LEVEL_HEIGHT * place),
                taken=_part(level.taken - level.over, most),
                over=_part(level.over, most),
                limit=_part(level.limit, most),
            )


@dataclass(frozen=True)
class Month:
    """How many came and how many left in the month that begins on that day."""

    first: date
    came: int
    left: int


@dataclass(frozen=True)
class DrawnMonth:
    """A month in its place: what came stands on the line, what left hangs from it."""

    month: Month
    middle: str
    bar: str
    came_top: str
    came_height: str
    came_letters: str
    left_height: str
    left_letters: str


@dataclass(frozen=True)
class Year:
    """The months of a calendar year; all years of one story have one scale."""

    number: int
    months: list[Month]
    most: int
    most_left: int

    line: str = f"{LETTERS + TALLEST}em"
    width: str = f"{BAR}%"

    @property
    def in_words(self) -> str:
        """Return the picture as a sentence for who cannot see it."""
        told = [
            f"{month.first:%m.%Y}: +{month.came} −{month.left}" for month in self.told
        ]
        return f"{self.number}. {'; '.join(told)}"

    @property
    def told(self) -> list[Month]:
        """Return the months in which anybody came or left."""
        return [month for month in self.months if month.came or month.left]

    @property
    def height(self) -> str:
        """Return the height of the drawing."""
        return _em(self._foot + LETTERS / 4)

    @property
    def foot(self) -> str:
        """Return where the numbers of the months stand."""
        return _em(self._foot)

    @property
    def _foot(self) -> float:
        hanging = self._height(self.most_left) + LETTERS
        return 2 * LETTERS + TALLEST + hanging

    @property
    def drawn(self) -> Iterator[DrawnMonth]:
        """Return each month with its place in the drawing."""
        line = LETTERS + TALLEST
        for month in self.months:
            middle = (month.first.month - 0.5) * WHOLE / MONTHS_A_YEAR
            came, left = self._height(month.came), self._height(month.left)
            yield DrawnMonth(
                month=month,
                middle=f"{middle:.2f}%",
                bar=f"{middle - BAR / 2:.2f}%",
                came_top=_em(line - came),
                came_height=_em(came),
                came_letters=_em(line - came - LETTERS / 4),
                left_height=_em(left),
                left_letters=_em(line + left + 3 * LETTERS / 4),
            )

    def _height(self, number: int) -> float:
        """Return a bar's height; the smallest number can still be seen."""
        return max(TALLEST * number / self.most, SHORTEST) if number else 0


def years(months: Iterable[Month]) -> list[Year]:
    """Return the months as years to be drawn beside each other."""
    listed = list(months)
    most = max((max(month.came, month.left) for month in listed), default=0) or 1
    most_left = max((month.left for month in listed), default=0)
    numbers = sorted({month.first.year for month in listed})
    return [
        Year(
            number,
            [month for month in listed if month.first.year == number],
            most,
            most_left,
        )
        for number in numbers
    ]


def _em(length: float) -> str:
    return f"{length:.3f}em"


def _part(number: int, most: int) -> str:
    return f"{WHOLE * number / most:.2f}%"
