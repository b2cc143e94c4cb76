"""Figures as pages and papers show them, computed now or frozen in a version."""

from __future__ import annotations

from dataclasses import dataclass

from council.models import Account
from kpi.indicators import INDICATORS, Counts, Indicator, Record, Records
from kpi.links import record_url
from kpi.models import EvaluationVersion

BY_CLAUSE = {indicator.clause: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Figure:
    """A number for one direction: computed, and the chair's own where there is one."""

    indicator: Indicator
    computed: int | None
    records: Records
    stated: int | None = None
    because: str = ""

    @property
    def is_stated(self) -> bool:
        """Return whether the chair's number stands, not the computed one."""
        return self.stated is not None

    @property
    def number(self) -> int | None:
        """Return the number that stands; None where the indicator does not apply."""
        return self.stated if self.is_stated else self.computed


@dataclass(frozen=True)
class Line:
    """A record with the address of its page, "" where the reader has none."""

    record: Record
    url: str


@dataclass(frozen=True)
class Direction:
    """A figure with what is behind it, as a list on a page."""

    figure: Figure
    lines: list[Line]


def computed(counts: Counts) -> list[Figure]:
    """Return the figures of now."""
    return [
        Figure(count.indicator, count.number, count.records or ()) for count in counts
    ]


def frozen(version: EvaluationVersion) -> list[Figure]:
    """Return the figures as they were signed off."""
    return [
        Figure(
            BY_CLAUSE[kept["clause"]],
            kept["computed"],
            tuple(Record.thawed(record) for record in kept["records"]),
            kept["stated"],
            kept["because"],
        )
        for kept in version.figures
    ]


def with_lines(figures: list[Figure], account: Account) -> list[Direction]:
    """Return the figures with their records, linked as far as the account may read."""
    return [
        Direction(
            figure,
            [Line(record, record_url(record, account)) for record in figure.records],
        )
        for figure in figures
    ]
