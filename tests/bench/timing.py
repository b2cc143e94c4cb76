"""Things timed by turns, so that a machine that slows down slows all of them down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

PARTS = 5


@dataclass(frozen=True)
class Ratio:
    """How much longer one thing takes than another, in all and in parts of the run.

    `milliseconds` is the median of the first.
    """

    value: float
    least: float
    most: float
    milliseconds: float

    @classmethod
    def of(cls, one: list[float], other: list[float]) -> Ratio:
        """Compare two lists of seconds that were taken by turns."""
        size = max(len(one) // PARTS, 1)
        parts = [
            median(one[start : start + size]) / median(other[start : start + size])
            for start in range(0, size * PARTS, size)
            if len(one[start : start + size]) == size
        ]
        return cls(
            median(one) / median(other), min(parts), max(parts), 1000 * median(one)
        )

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.least:.2f}–{self.most:.2f})"


def by_turns(
    things: Mapping[str, Callable[[], object]], *, rounds: int = 100, warm: int = 4
) -> dict[str, list[float]]:
    """Do each thing once a round; return the seconds that each took, by its name."""
    took: dict[str, list[float]] = {name: [] for name in things}
    for number in range(warm + rounds):
        for name, do in things.items():
            began = perf_counter()
            do()
            if number >= warm:
                took[name].append(perf_counter() - began)
    return took
