"""What a report says: every expert's figures by quarter, and the charts over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from council.dates import Quarter
from council.kept_facts import while_it_stands
from experts.models import Engagement
from kpi.indicators import CLAUSES, Period, counts_of, touching
from kpi.models import Evaluation, Report
from kpi.round import latest_version, quarters_of, with_versions
from kpi.shown import Figure, computed, frozen

# How a quarter of an expert stands; "note" is only said of what a chair signed.
SIGNED, COMPLETED, OPEN, RUNNING = "signed", "completed", "open", "running"


@dataclass(frozen=True)
class Cell:
    """One expert in one quarter: how it stands, and a number for each direction."""

    quarter: Quarter
    state: str
    figures: tuple[Said, ...]
    note: str = ""

    @property
    def numbers(self) -> list[int | None]:
        """Return the numbers that stand, in the order of the clauses."""
        return [figure.number for figure in self.figures]

    @property
    def stated(self) -> list[Said]:
        """Return the figures that the chair stated otherwise than the records."""
        return [figure for figure in self.figures if figure.because]


@dataclass(frozen=True)
class Said:
    """A figure as a report keeps it; `because` is given where the chair stated it."""

    clause: str
    number: int | None
    computed: int | None
    because: str = ""


@dataclass(frozen=True)
class Line:
    """One engagement of an expert, quarter by quarter."""

    name: str
    commission: int
    begins: date
    ends: date
    cells: list[Cell]
    expert: int


@dataclass(frozen=True)
class Content:
    """A report's figures, live or as they were when it was signed."""

    quarters: list[Quarter]
    drawn_on: date
    lines: list[Line]

    def frozen(self) -> dict[str, Any]:
        """Return it as the report keeps it."""
        return {
            "quarters": [quarter.code for quarter in self.quarters],
            "drawn_on": self.drawn_on.isoformat(),
            "lines": [
                {
                    "name": line.name,
                    "commission": line.commission,
                    "begins": line.begins.isoformat(),
                    "ends": line.ends.isoformat(),
                    "cells": [
                        {
                            "quarter": cell.quarter.code,
                            "state": cell.state,
                            "figures": [vars(figure) for figure in cell.figures],
                            "note": cell.note,
                        }
                        for cell in line.cells
                    ],
                    "expert": line.expert,
                }
                for line in self.lines
            ],
        }

    @classmethod
    def thawed(cls, kept: dict[str, Any]) -> Content:
        """Return it as the report kept it."""
        return cls(
            [Quarter.coded(code) for code in kept["quarters"]],
            date.fromisoformat(kept["drawn_on"]),
            [
                Line(
                    line["name"],
                    line["commission"],
                    date.fromisoformat(line["begins"]),
                    date.fromisoformat(line["ends"]),
                    [
                        Cell(
                            Quarter.coded(cell["quarter"]),
                            cell["state"],
                            tuple(Said(**figure) for figure in cell["figures"]),
                            cell["note"],
                        )
                        for cell in line["cells"]
                    ],
                    line["expert"],
                )
                for line in kept["lines"]
            ],
        )

    def by_quarter(self, clause: str) -> list[int | None]:
        """Return how many records of one direction all experts have, by quarter.

        None where the direction applied to nobody (4.6). No sum over directions is
        made: the text knows no totals.
        """
        place = CLAUSES.index(clause)
        found: dict[Quarter, list[int]] = defaultdict(list)
        for line in self.lines:
            for cell in line.cells:
                number = cell.numbers[place]
                if number is not None:
                    found[cell.quarter].append(number)
        return [
            sum(found[quarter]) if quarter in found else None
            for quarter in self.quarters
        ]


def content_of(report: Report, on: date) -> Content:
    """Return what the report says: as signed, else as things stand on that day.

    The number of queries does not depend on how many experts it tells of.
    """
    if report.content is not None:
        return Content.thawed(report.content)
    about = (report.convocation_id, report.commission_id, report.expert_id)
    return while_it_stands(
        f"report of {about}, {report.begins} to {report.ends}, on {on}",
        partial(_computed, report, on),
    )


def _computed(report: Report, on: date) -> Content:
    quarters = quarters_of(report.begins, report.ends)
    engagements = list(_told_of(report))
    counts = counts_of(engagements, [Period.of(quarter) for quarter in quarters])
    evaluations = _evaluations(engagements)
    lines = []
    for entry in engagements:
        cells = []
        for quarter in quarters:
            period = Period.of(quarter)
            if entry.begins <= period.ends and entry.last_day >= period.begins:
                figures = computed(counts[entry.pk, period])
                cells.append(_cell(quarter, figures, evaluations[entry.pk], on))
        lines.append(
            Line(
                str(entry.expert),
                entry.commission.number or 0,
                entry.begins,
                entry.last_day,
                cells,
                entry.expert_id,
            )
        )
    return Content(quarters, on, lines)


def _told_of(report: Report) -> Any:
    """Return the engagements of the period that the report is on, with their facts."""
    found = touching(Period(report.begins, report.ends)).filter(
        commission__convocation=report.convocation_id
    )
    if report.expert_id:
        return found.filter(expert=report.expert_id, commission=report.commission_id)
    if report.commission_id:
        return found.filter(commission=report.commission_id)
    return found.order_by("commission__number", "expert__person__sort_key", "pk")


def _evaluations(engagements: Iterable[Engagement]) -> dict[int, list[Evaluation]]:
    """Return the signed evaluations by engagement."""
    found: dict[int, list[Evaluation]] = defaultdict(list)
    for evaluation in (
        Evaluation.objects.filter(engagement__in=list(engagements))
        .signed()
        .prefetch_related(with_versions())
    ):
        found[evaluation.engagement_id].append(evaluation)
    return found


def _cell(
    quarter: Quarter, figures: list[Figure], evaluations: list[Evaluation], on: date
) -> Cell:
    """Return the quarter as signed off, else as the records say."""
    state, note = OPEN if quarter.is_over(on) else RUNNING, ""
    for evaluation in evaluations:
        if evaluation.kind == Evaluation.Kind.COMPLETION:
            if Period.of(quarter).holds(evaluation.ends) and state != SIGNED:
                state = COMPLETED
        elif evaluation.begins == quarter.begins:
            version = latest_version(evaluation)
            if version:
                state, note, figures = SIGNED, version.note, frozen(version)
    return Cell(quarter, state, tuple(_said(figure) for figure in figures), note)


def _said(figure: Figure) -> Said:
    return Said(figure.indicator.clause, figure.number, figure.computed, figure.because)
