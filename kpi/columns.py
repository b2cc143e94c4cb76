"""The columns of section 4's tables on the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.dates import numeric_date
from council.readable import NOTHING
from council.sheets import Cell
from council.tables import Column

NOT_IN_OFFICE = "·"
SIGNED_OFF = "✓"


def _sittings(row: Any) -> str:
    return ", ".join(numeric_date(each.held_on) for each in row["sittings"]) or NOTHING


# The rows are reports with their period and sittings (kpi/views/reports.py).
REPORTS = (
    Column(
        "subject",
        gettext_lazy("Report on"),
        lambda row: str(row["report"].subject),
        width=40,
    ),
    Column(
        "period",
        gettext_lazy("Period"),
        lambda row: row["period"],
        by=["begins", "ends"],
        width=30,
    ),
    Column(
        "occasion",
        gettext_lazy("Occasion"),
        lambda row: str(row["report"].get_occasion_display()),
        width=24,
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: _("signed") if row["report"].is_signed else _("draft"),
        by=["signed_on"],
        width=14,
    ),
    Column("agenda", gettext_lazy("Agenda"), _sittings, width=20),
)


def by_quarter(quarters: list[str]) -> list[Column]:
    """Return the name and a number for each quarter.

    None is sorted: numbers of section 4 put nobody before anybody.
    """
    return [
        Column(
            "expert", gettext_lazy("Expert"), lambda row: row["line"].name, width=36
        ),
        *(
            Column(f"quarter{place}", label, _number(place), is_number=True, width=12)
            for place, label in enumerate(quarters)
        ),
    ]


def _number(place: int) -> Callable[[Any], Cell]:
    """Return what tells the number of a quarter, marked where it is signed off."""

    def number(row: Any) -> Cell:
        cell = row["cells"][place]
        if not cell["is_in_office"]:
            return NOT_IN_OFFICE
        counted: Cell = NOTHING if cell["number"] is None else cell["number"]
        return f"{counted} {SIGNED_OFF}" if cell["is_signed"] else counted

    return number
