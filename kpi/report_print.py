"""A report to the Presidium as a paper, in one of the two official languages."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from council.dates import long_date, short_date
from council.models import Council
from council.paper import draw, paper_html, stylesheet
from kpi.charts import charts_of
from kpi.indicators import INDICATORS
from kpi.models import Report
from kpi.report_content import content_of
from kpi.reports import period_in_words


def report_html(report: Report, language: str) -> str:
    """Return the paper as HTML, from what is frozen in a signed report."""
    council, day = Council.objects.get(), report.signed_on
    content = content_of(report, day or report.ends)
    with translation.override(language):
        facts: dict[str, Any] = {
            "council": getattr(council, f"name_{language}"),
            "city": getattr(council, f"city_{language}"),
            "report": report,
            "period": period_in_words(report, language),
            "requested_on": short_date(report.requested_on, language)
            if report.requested_on
            else "",
            "date": long_date(day, language) if day else "",
            "note": getattr(report, f"note_{language}") or report.note_kk,
            "indicators": INDICATORS,
            "charts": charts_of(content),
            "lines": [
                {
                    "line": line,
                    "cells": [
                        {"cell": cell, "label": cell.quarter.label(language)}
                        for cell in line.cells
                    ],
                }
                for line in content.lines
            ],
            "author": report.author.short_name if report.author else "",
        }
        return paper_html(f"kpi/report_{language}.html", facts, language)


def report_pdf(report: Report, language: str) -> bytes:
    """Return the paper as PDF/A-2a. Never call it inside a transaction."""
    html = report_html(report, language)
    return draw(html, stylesheet("protocol.css", "sitting.css", "report.css"))
