"""The indicators of one expert by quarter, and the records behind the numbers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from council.dates import Quarter, today
from council.desk import tabs_for
from council.roles import DeskRequest, may, requires, scope
from experts.models import Engagement, Expert
from kpi.indicators import INDICATORS, Counts, Key, Period, counts_of
from kpi.models import Evaluation
from kpi.round import latest_version, quarters_of, with_versions
from kpi.shown import computed, frozen, with_lines
from kpi.views.places import engagements_for, quarter_asked


@requires("indicators")
@require_safe
def indicators(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the expert's numbers by quarter since each engagement began.

    A chair sees the engagements in the own commission only, past ones too.
    """
    expert = get_object_or_404(Expert.objects.with_person(), pk=pk)
    engagements = list(
        engagements_for(request, "indicators").filter(expert=expert).order_by("-begins")
    )
    bodies = scope(request.user, "indicators")
    is_own = bodies is None or expert.commission_id in bodies
    if not is_own and not engagements:
        raise Http404
    return render(
        request,
        "kpi/indicators.html",
        {
            "section": "candidates",
            "expert": expert,
            "tabs": tabs_for(request.user, expert.pk, "indicators") if is_own else [],
            "indicators": INDICATORS,
            "report_url": f"{reverse('make_report')}?expert={expert.pk}"
            if is_own and may(request.user, "make_report")
            else "",
            "entries": _entries(engagements, request),
        },
    )


def _entries(
    engagements: list[Engagement], request: DeskRequest
) -> list[dict[str, Any]]:
    """Return each engagement with its quarters, the latest first, and its works."""
    day = today()
    quarters = {
        entry.pk: quarters_of(entry.begins, max(entry.begins, min(day, entry.last_day)))
        for entry in engagements
    }
    periods = {Period.of(quarter) for listed in quarters.values() for quarter in listed}
    counts = counts_of(engagements, sorted(periods))
    evaluations: dict[int, list[Evaluation]] = {}
    for evaluation in (
        Evaluation.objects.filter(engagement__in=engagements, versions__isnull=False)
        .distinct()
        .select_related("event", "assignment")
        .prefetch_related(with_versions())
        .order_by("-ends", "pk")
    ):
        evaluations.setdefault(evaluation.engagement_id, []).append(evaluation)
    return [
        {
            "entry": entry,
            "quarters": [
                _quarter(entry, quarter, counts, evaluations.get(entry.pk, []))
                for quarter in reversed(quarters[entry.pk])
            ],
            "completions": [
                evaluation
                for evaluation in evaluations.get(entry.pk, [])
                if evaluation.kind == Evaluation.Kind.COMPLETION
            ],
            "evaluate_url": reverse("evaluate_work", args=[entry.pk])
            if may(request.user, "evaluate_work", entry.commission)
            else "",
        }
        for entry in engagements
    ]


def _quarter(
    entry: Engagement,
    quarter: Quarter,
    counts: dict[Key, Counts],
    evaluations: list[Evaluation],
) -> dict[str, Any]:
    """Return a quarter's figures: as signed off, or as the records say now."""
    signed = next(
        (
            evaluation
            for evaluation in evaluations
            if evaluation.kind == Evaluation.Kind.QUARTERLY
            and evaluation.begins == quarter.begins
        ),
        None,
    )
    version = latest_version(signed)
    period = Period.of(quarter)
    records = reverse("indicator_records", args=[entry.pk])
    return {
        "label": quarter.label(get_language() or "kk"),
        "is_over": quarter.is_over(today()),
        "is_signed": signed is not None,
        "has_completion": any(
            evaluation.kind == Evaluation.Kind.COMPLETION
            and period.holds(evaluation.ends)
            for evaluation in evaluations
        ),
        "figures": frozen(version) if version else computed(counts[entry.pk, period]),
        "url": reverse("evaluation", args=[signed.pk])
        if signed
        else f"{records}?quarter={quarter.code}",
    }


@requires("indicator_records")
@require_safe
def indicator_records(request: DeskRequest, pk: int) -> HttpResponse:
    """List what is behind the numbers of a quarter, each record with its page."""
    entry = get_object_or_404(engagements_for(request, "indicator_records"), pk=pk)
    quarter = quarter_asked(request.GET, today()) or Quarter.of(
        max(entry.begins, min(today(), entry.last_day))
    )
    period = Period.of(quarter)
    if period.ends < entry.begins or period.begins > entry.last_day:
        raise Http404
    counts = counts_of([entry], [period])[entry.pk, period]
    return render(
        request,
        "kpi/records.html",
        {
            "section": "evaluations",
            "entry": entry,
            "label": quarter.label(get_language() or "kk"),
            "is_over": quarter.is_over(today()),
            "directions": with_lines(computed(counts), request.user),
        },
    )
