"""One evaluation: of a work, its page, its correction, its paper."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions.models import Assignment, Event
from council.dates import today
from council.forms import attempt
from council.limits import limited
from council.paper import LANGUAGES
from council.responses import pdf_response
from council.roles import DeskRequest, may, requires
from council.telling import Next, tell
from experts.models import Engagement
from kpi import actions
from kpi.evaluation_print import evaluation_pdf as draw_evaluation
from kpi.forms import CorrectionForm, WorkForm
from kpi.indicators import Period, counts_of
from kpi.models import Evaluation
from kpi.round import latest_version, seen_mark
from kpi.shown import computed, frozen, with_lines
from kpi.validators import Words
from kpi.views.places import engagements_for, evaluation_for

WORK = re.compile(r"(event|assignment)-([1-9]\d{0,17})", re.ASCII)


@requires("evaluate_work")
def evaluate_work(request: DeskRequest, pk: int) -> HttpResponse:
    """Evaluate an expert on completion of a concrete work: choose it, then sign."""
    entry = get_object_or_404(engagements_for(request, "evaluate_work"), pk=pk)
    code = request.GET.get("work", "") or request.POST.get("work", "")
    if not code:
        return render(
            request,
            "kpi/works.html",
            {"section": "evaluations", "entry": entry, "works": _works(entry)},
        )
    work = _work(entry, code)
    period = actions.period_of_work(entry, work)
    if period is None:
        raise Http404
    found = entry.evaluations.filter(**_of(work)).first()
    if found and latest_version(found):
        return redirect("evaluation", pk=found.pk)
    counts = counts_of([entry], [period])[entry.pk, period]
    form = WorkForm(
        request.POST or None,
        words=Words.of(found),
        initial={"seen": seen_mark(counts, found)},
    )
    if form.is_valid():
        evaluation = attempt(
            form,
            actions.evaluate_work,
            engagement=entry,
            work=work,
            seen=form.cleaned_data["seen"],
            words=form.words,
            is_signed="draft" not in request.POST,
            on=today(),
            by=request.user,
        )
        if evaluation:
            return _done(request, evaluation)
    return render(
        request,
        "kpi/evaluate.html",
        {
            "section": "evaluations",
            "title": _("Evaluation on completion of a work"),
            "entry": entry,
            "work": work,
            "code": code,
            "period": Evaluation(begins=period.begins, ends=period.ends).period,
            "form": form,
            "seen": seen_mark(counts, found),
            "directions": with_lines(computed(counts), request.user),
            "back": reverse("indicators", args=[entry.expert_id]),
            "may_draft": True,
        },
    )


def _done(request: DeskRequest, evaluation: Evaluation) -> HttpResponse:
    if "draft" in request.POST:
        tell(request, _("The evaluation is kept as a draft; it is not signed yet."))
        return redirect("evaluate_work", pk=evaluation.engagement_id)
    tell(request, _("The evaluation is signed off."), _printing(evaluation))
    return redirect("evaluation", pk=evaluation.pk)


def _printing(evaluation: Evaluation) -> Next:
    return Next(_("Print it to sign"), "evaluation_pdf", (evaluation.pk, "kk"))


def _of(work: Event | Assignment) -> dict[str, Any]:
    return {"event": work} if isinstance(work, Event) else {"assignment": work}


def _work(entry: Engagement, code: str) -> Event | Assignment:
    """Return the work that an address names, one of this expert's; or 404."""
    named = WORK.fullmatch(code)
    if not named:
        raise Http404
    if named[1] == "event":
        events = Event.objects.filter(participations__engagement=entry)
        event: Event = get_object_or_404(events, pk=named[2])
        return event
    assignment: Assignment = get_object_or_404(entry.assignments, pk=named[2])
    return assignment


def _works(entry: Engagement) -> list[dict[str, Any]]:
    """Return what the expert has done, the latest first, with its evaluation."""
    events = Event.objects.filter(
        pk__in=entry.participations.done().values("event")
    ).order_by("-ends", "-pk")
    assignments = entry.assignments.filter(done_on__isnull=False).order_by(
        "-done_on", "-pk"
    )
    evaluated = {
        (evaluation.event_id, evaluation.assignment_id): evaluation
        for evaluation in entry.evaluations.prefetch_related("versions")
    }
    listed: list[tuple[str, Any, Any, Any]] = [
        ("event", event, event.ends, (event.pk, None)) for event in events
    ]
    listed += [
        ("assignment", task, task.done_on, (None, task.pk)) for task in assignments
    ]
    page = reverse("evaluate_work", args=[entry.pk])
    return [
        {
            "label": str(work),
            "day": day,
            "url": f"{page}?work={kind}-{work.pk}",
            "is_noted": key in evaluated,
            "signed": latest_version(evaluated.get(key)),
        }
        for kind, work, day, key in sorted(
            listed, key=lambda work: work[2], reverse=True
        )
    ]


@requires("evaluation")
@require_safe
def evaluation(request: DeskRequest, pk: int) -> HttpResponse:
    """Show an evaluation: figures, records, the note, who signed it when."""
    found = evaluation_for(request, "evaluation", pk)
    versions = list(found.versions.all())
    if not versions:
        raise Http404
    commission = found.engagement.commission
    return render(
        request,
        "kpi/evaluation.html",
        {
            "section": "evaluations",
            "evaluation": found,
            "entry": found.engagement,
            "current": versions[-1],
            "directions": with_lines(frozen(versions[-1]), request.user),
            "earlier": [
                {"version": version, "figures": frozen(version)}
                for version in reversed(versions[:-1])
            ],
            "languages": LANGUAGES,
            "may_correct": may(request.user, "correct_evaluation", commission),
        },
    )


@requires("correct_evaluation")
def correct_evaluation(request: DeskRequest, pk: int) -> HttpResponse:
    """Sign a new version with the numbers of today and what is corrected."""
    found = evaluation_for(request, "correct_evaluation", pk)
    if latest_version(found) is None:
        raise Http404
    entry, period = found.engagement, Period(found.begins, found.ends)
    counts = counts_of([entry], [period])[entry.pk, period]
    mark = seen_mark(counts, found)
    form = CorrectionForm(
        request.POST or None, words=Words.of(found), initial={"seen": mark}
    )
    if form.is_valid() and attempt(
        form,
        actions.correct_evaluation,
        evaluation=found,
        seen=form.cleaned_data["seen"],
        words=form.words,
        explanation=form.cleaned_data["explanation"],
        on=today(),
        by=request.user,
    ):
        tell(request, _("The new version is signed off."), _printing(found))
        return redirect("evaluation", pk=found.pk)
    return render(
        request,
        "kpi/evaluate.html",
        {
            "section": "evaluations",
            "title": _("Correct the evaluation"),
            "entry": entry,
            "work": found.event or found.assignment,
            "period": found.period,
            "form": form,
            "seen": mark,
            "directions": with_lines(computed(counts), request.user),
            "back": reverse("evaluation", args=[found.pk]),
        },
    )


@requires("evaluation_pdf")
@require_safe
@limited("pdf")
def evaluation_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show a version as a paper to sign, drawn from what is frozen."""
    found = evaluation_for(request, "evaluation_pdf", pk)
    asked = request.GET.get("version", "")
    versions = list(found.versions.all())
    chosen = [version for version in versions if asked in ("", str(version.number))]
    if language not in LANGUAGES or not chosen:
        raise Http404
    name = f"evaluation-{found.begins.isoformat()}-{language}.pdf"
    return pdf_response(draw_evaluation(chosen[-1], language), name)
