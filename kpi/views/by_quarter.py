"""The experts of a commission by quarter, one direction at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.dates import ROMAN, Quarter, today
from council.forms import TableForm
from council.roles import DeskRequest, requires
from council.views.tables import table_response
from experts.models import Engagement
from kpi.columns import by_quarter
from kpi.indicators import CLAUSES, INDICATORS
from kpi.models import Report
from kpi.report_content import SIGNED, Line, content_of
from kpi.round import quarters_of
from kpi.views.places import commissions_in, round_asked

QUARTERS = 8


@requires("experts_by_quarter")
@require_safe
def experts_by_quarter(request: DeskRequest) -> HttpResponse:
    """Show one number of every expert over the last quarters, signed ones marked."""
    day = today()
    commission, _quarter = round_asked(request, "experts_by_quarter", day)
    clause = request.GET.get("indicator", CLAUSES[0])
    if clause not in CLAUSES:
        raise Http404
    running = Quarter.of(day)
    quarters = quarters_of(commission.convocation.begins, running.ends)[-QUARTERS:]
    content = content_of(
        Report(
            convocation=commission.convocation,
            commission=commission,
            begins=quarters[0].begins,
            ends=quarters[-1].ends,
        ),
        day,
    )
    began = min((line.begins for line in content.lines), default=day)
    quarters = [quarter for quarter in quarters if quarter.ends >= began]
    page = reverse("experts_by_quarter")

    def address(**changes: str | int) -> str:
        asked: dict[str, str | int] = {
            "commission": commission.number or 0,
            "indicator": clause,
        }
        return f"{page}?{urlencode(asked | changes)}"

    commissions = commissions_in(request.user, "experts_by_quarter", running)
    indicator = INDICATORS[CLAUSES.index(clause)]
    form = TableForm(
        request.GET,
        rows=content.lines,
        columns=by_quarter([_short(quarter) for quarter in quarters]),
        asked=[
            (_("Commission"), str(commission)),
            (_("Indicator"), f"{indicator.name} ({clause})"),
        ],
    )
    return table_response(
        request,
        form,
        "kpi/by_quarter.html",
        {
            "section": "evaluations",
            "commission": commission,
            "indicator": indicator,
            "indicators": [
                {
                    "indicator": each,
                    "url": address(indicator=each.clause),
                    "is_current": each.clause == clause,
                }
                for each in INDICATORS
            ],
            "commissions": [
                {
                    "label": str(body),
                    "url": address(commission=body.number or 0),
                    "is_current": body == commission,
                }
                for body in commissions
                if body.convocation_id == commission.convocation_id
            ],
        },
        about=Engagement,
        shown=lambda lines: [
            {"line": line, "cells": _cells(line, clause, quarters)} for line in lines
        ],
    )


def _short(quarter: Quarter) -> str:
    """Return the quarter as the head of a narrow column."""
    return f"{ROMAN[quarter.number - 1]} {quarter.year}"


def _cells(line: Line, clause: str, quarters: list[Quarter]) -> list[dict[str, Any]]:
    """Return a cell a quarter; an empty one where the expert was not in office."""
    found = {cell.quarter: cell for cell in line.cells}
    place = CLAUSES.index(clause)
    return [
        {
            "label": _short(quarter),
            "is_in_office": quarter in found,
            "number": found[quarter].numbers[place] if quarter in found else None,
            "is_signed": quarter in found and found[quarter].state == SIGNED,
        }
        for quarter in quarters
    ]
