"""An evaluation as a paper to sign, in one of the two official languages."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from council.dates import Quarter, long_date, short_date
from council.models import Council
from council.paper import draw, paper_html, stylesheet
from kpi.models import Evaluation, EvaluationVersion
from kpi.shown import frozen


def evaluation_html(version: EvaluationVersion, language: str) -> str:
    """Return the paper as HTML, from what is frozen in the version."""
    evaluation, council = version.evaluation, Council.objects.get()
    entry = evaluation.engagement
    is_quarterly = evaluation.kind == Evaluation.Kind.QUARTERLY
    first, last = (
        short_date(day, language) for day in (evaluation.begins, evaluation.ends)
    )
    with translation.override(language):
        figures = [
            {
                "clause": figure.indicator.clause,
                "name": str(figure.indicator.name),
                "computed": figure.computed,
                "stated": figure.stated,
                "is_stated": figure.is_stated,
                "because": figure.because,
            }
            for figure in frozen(version)
        ]
        work = str(evaluation.event or evaluation.assignment or "")
    facts: dict[str, Any] = {
        "council": getattr(council, f"name_{language}"),
        "city": getattr(council, f"city_{language}"),
        "commission": entry.commission.number,
        "expert": str(entry.expert),
        "period": Quarter.of(evaluation.begins).label(language)
        if is_quarterly
        else f"{first} – {last}",
        "is_quarterly": is_quarterly,
        "work": work,
        "figures": figures,
        "version": version,
        "date": long_date(version.signed_on, language),
        "signed_by": version.signed_by.short_name,
    }
    return paper_html(f"kpi/evaluation_{language}.html", facts, language)


def evaluation_pdf(version: EvaluationVersion, language: str) -> bytes:
    """Return the paper as PDF/A-2a. Never call it inside a transaction."""
    html = evaluation_html(version, language)
    return draw(html, stylesheet("protocol.css", "sitting.css", "evaluation.css"))
