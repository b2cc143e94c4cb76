"""The register as pictures: places in the commissions, who came and left by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from council.dates import months_after
from council.pictures import Level, Levels, Month, Year, years
from experts.models import Engagement
from experts.register import Commission

RELEASED, REASSIGNED = Engagement.Left.RELEASED, Engagement.Left.REASSIGNED


def levels_of(commissions: list[Commission]) -> Levels | None:
    """Return how full each commission is; None where no cap is known (1.7)."""
    levels = [
        Level(f"№ {commission.number}", commission.taken, commission.capacity)
        for commission in commissions
        if commission.capacity is not None
    ]
    return Levels(levels) if levels else None


def years_until(on: date) -> list[Year]:
    """Return who was engaged and who left, by month of the convocation of that day.

    A move between commissions is neither. What ends with the convocation is not
    counted: it ends for everybody (1.11). Empty while nobody was engaged.
    """
    engagements = (
        Engagement.objects.valid()
        .public()
        .filter(
            commission__convocation__begins__lte=on,
            commission__convocation__ends__gte=on,
        )
    )
    rows = list(
        engagements.values_list(
            *("expert", "begins", "ends", "left_on", "left_how"),
            *("commission__convocation__begins", "commission__convocation__ends"),
            named=True,
        )
    )
    if not rows:
        return []
    moves = {(row.expert, row.left_on) for row in rows if row.left_how == REASSIGNED}
    came = Counter(
        _month(row.begins) for row in rows if (row.expert, row.begins) not in moves
    )
    left = Counter(_month(day) for row in rows if (day := _left_on(row)) and day <= on)
    first = min([_month(rows[0].commission__convocation__begins), *came])
    return years(Month(month, came[month], left[month]) for month in _until(first, on))


def _left_on(row: Any) -> date | None:
    """Return the day of the release, or the last one of a shorter term."""
    if row.left_how:
        return row.left_on if row.left_how == RELEASED else None
    return row.ends if row.ends < row.commission__convocation__ends else None


def _month(day: date) -> date:
    return day.replace(day=1)


def _until(month: date, last: date) -> Iterator[date]:
    """Return this month and the following ones, up to that of the day."""
    while month <= last:
        yield month
        month = months_after(month, 1)
