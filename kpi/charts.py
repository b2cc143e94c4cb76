"""Indicators by quarter as plain bars: dark on white, each with its number."""

from __future__ import annotations

from dataclasses import dataclass

from council.dates import ROMAN, Quarter
from kpi.indicators import INDICATORS, Indicator
from kpi.report_content import Content

# In the units of the drawing; it is scaled to the place it is given.
HEIGHT, TOP, FOOT = 100, 18, 18
STEP, BAR = 46, 26


@dataclass(frozen=True)
class Bar:
    """One quarter: where its bar stands, how high, and what is written at it."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    number: int | None
    label: str

    @property
    def above(self) -> int:
        """Return the height at which the number stands."""
        return self.y - 4


@dataclass(frozen=True)
class Chart:
    """The bars of one indicator; all charts of a report share their quarters."""

    indicator: Indicator
    bars: list[Bar]
    width: int
    height: int = HEIGHT
    ground: int = HEIGHT - FOOT
    foot: int = HEIGHT - 6

    @property
    def in_words(self) -> str:
        """Return the bars as a sentence for who cannot see them."""
        said = "; ".join(
            f"{bar.label} – {'–' if bar.number is None else bar.number}"
            for bar in self.bars
        )
        return f"{self.indicator.name}: {said}"


def charts_of(content: Content) -> list[Chart]:
    """Return a chart for each indicator that has anything to show."""
    return [
        Chart(indicator, _bars(content.quarters, numbers), _width(content))
        for indicator in INDICATORS
        if any(numbers := content.by_quarter(indicator.clause))
    ]


def _width(content: Content) -> int:
    return STEP * len(content.quarters)


def _bars(quarters: list[Quarter], numbers: list[int | None]) -> list[Bar]:
    most = max(number or 0 for number in numbers)
    room = HEIGHT - TOP - FOOT
    bars = []
    for place, (quarter, number) in enumerate(zip(quarters, numbers, strict=True)):
        height = round(room * (number or 0) / most) if most else 0
        left = STEP * place + (STEP - BAR) // 2
        bars.append(
            Bar(
                x=left,
                y=HEIGHT - FOOT - height,
                width=BAR,
                height=height,
                middle=left + BAR // 2,
                number=number,
                label=f"{ROMAN[quarter.number - 1]} {quarter.year}",
            )
        )
    return bars
