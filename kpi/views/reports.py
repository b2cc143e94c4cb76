"""Reports to the Presidium: made, read, signed, put on an agenda, printed (6.2)."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from council.dates import Quarter, numeric_date, today
from council.forms import RevisionForm, attempt
from council.limits import limited
from council.models import AgendaItem, Convocation, Sitting
from council.paper import LANGUAGES
from council.responses import pdf_response
from council.roles import DeskRequest, may, requires, scope
from council.telling import Next, tell
from experts.models import Expert
from kpi import actions
from kpi.charts import charts_of
from kpi.forms import ReportForm, ReportNotesForm, SubmitReportForm
from kpi.indicators import INDICATORS
from kpi.models import Report
from kpi.report_content import content_of
from kpi.report_print import report_pdf as draw_report
from kpi.reports import period_in_words, reports_for
from kpi.round import quarters_of

PER_PAGE = 50


def _language() -> str:
    return get_language() or "kk"


@requires("reports")
@require_safe
def reports(request: DeskRequest) -> HttpResponse:
    """List the reports that the reader may see, the latest period first."""
    found = reports_for(request.user, "reports").prefetch_related(
        "items__item__sitting"
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "kpi/reports.html",
        {
            "section": "evaluations",
            "page": page,
            "rows": [
                {
                    "report": report,
                    "period": period_in_words(report, _language()),
                    "sittings": [each.item.sitting for each in report.items.all()],
                }
                for report in page.object_list
            ],
            "may_make": may(request.user, "make_report"),
        },
    )


@requires("make_report")
def make_report(request: DeskRequest) -> HttpResponse:
    """Begin a report: on one expert, on a commission, or on all."""
    day = today()
    convocation = get_object_or_404(Convocation.objects.on(day))
    expert = _expert_asked(request, convocation)
    commissions = _commissions(request, convocation)
    quarters = quarters_of(convocation.begins, day)[::-1]
    last_closed = Quarter.of(day).previous.code
    form = ReportForm(
        request.POST or None,
        quarters=quarters,
        language=_language(),
        commissions=commissions
        if scope(request.user, "make_report") is None and expert is None
        else None,
        initial={"first": last_closed, "last": last_closed},
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        chosen = facts.pop("commission", None)
        own = expert.commission if expert else commissions.first()
        report = attempt(
            form,
            actions.make_report,
            convocation=convocation,
            commission=chosen if "commission" in form.fields else own,
            expert=expert,
            on=day,
            by=request.user,
            **facts,
        )
        if report:
            return redirect("report", pk=report.pk)
    return render(
        request,
        "council/form.html",
        {
            "section": "evaluations",
            "form": form,
            "title": _("New report to the Presidium"),
            "lede": str(expert) if expert else _("Figures by quarter (6.2)."),
            "back": reverse("reports"),
            "crumbs": [(_("Reports"), reverse("reports")), (_("New report"), "")],
        },
    )


def _commissions(request: DeskRequest, convocation: Convocation) -> Any:
    bodies = scope(request.user, "make_report")
    found = convocation.bodies.commissions()
    return found if bodies is None else found.filter(pk__in=bodies)


def _expert_asked(request: DeskRequest, convocation: Convocation) -> Expert | None:
    """Return the expert an address names, within scope; 404 for anybody else."""
    asked = request.GET.get("expert", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > len(str(2**31)):
        raise Http404
    experts = Expert.objects.with_person().filter(
        convocation=convocation, engagements__isnull=False
    )
    bodies = scope(request.user, "make_report")
    if bodies is not None:
        experts = experts.filter(commission__in=bodies)
    found: Expert = get_object_or_404(experts.distinct(), pk=asked)
    return found


@requires("report")
@require_safe
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a report: charts, figures, and what can be done with it."""
    found = get_object_or_404(reports_for(request.user, "report"), pk=pk)
    return _report_page(request, found)


def _report_page(
    request: DeskRequest,
    found: Report,
    refused: RevisionForm | SubmitReportForm | None = None,
) -> HttpResponse:
    """Show the report; 422 with what was refused."""
    content = content_of(found, today())
    may_sign = _may(request, "sign_report", found)
    items = list(found.items.select_related("item__sitting__body"))
    may_submit = (
        found.is_signed
        and _may(request, "submit_report", found)
        and not any(each.item.outcome == AgendaItem.Outcome.OPEN for each in items)
    )
    return render(
        request,
        "kpi/report.html",
        {
            "section": "evaluations",
            "report": found,
            "period": period_in_words(found, _language()),
            "indicators": INDICATORS,
            "charts": charts_of(content),
            "lines": [
                {
                    "line": line,
                    "cells": [
                        {"cell": cell, "label": cell.quarter.label(_language())}
                        for cell in line.cells
                    ],
                }
                for line in content.lines
            ],
            "columns": len(INDICATORS) + 1,
            "facts": _facts(found),
            "languages": LANGUAGES,
            "items": items,
            "may_change": not found.is_signed and may_sign,
            "may_sign": not found.is_signed and may_sign,
            "form": refused,
            "submit_form": (
                refused
                if isinstance(refused, SubmitReportForm)
                else SubmitReportForm(sittings=_sittings())
            )
            if may_submit
            else None,
            "crumbs": [(_("Reports"), reverse("reports")), (str(found), "")],
        },
        status=422 if refused else 200,
    )


def _facts(found: Report) -> list[tuple[str, object]]:
    """Return what the page says of the report beside its figures."""
    occasion = str(found.get_occasion_display())
    if found.requested_on:
        occasion = f"{occasion}, {numeric_date(found.requested_on)}"
    rows: list[tuple[str, object]] = [(_("Occasion"), occasion)]
    if found.author:
        rows.append((_("Reporting chair"), found.author))
    if found.signed_on:
        rows.append((_("Signed on"), numeric_date(found.signed_on)))
        rows.append((_("Fingerprint"), found.sha256))
    return rows


def _may(request: DeskRequest, deed: str, found: Report) -> bool:
    """Return whether the reader looks after what the report is on."""
    bodies = scope(request.user, deed) if may(request.user, deed) else set()
    return bodies is None or found.commission_id in bodies


def _own(request: DeskRequest, deed: str, pk: int) -> Report:
    """Return a report that the reader may change, or 404: others only read it."""
    found = get_object_or_404(reports_for(request.user, deed), pk=pk)
    if not _may(request, deed, found):
        raise Http404
    return found


def _sittings() -> Any:
    return (
        Sitting.objects.open()
        .presidium()
        .filter(held_on__gte=today())
        .select_related("body")
        .order_by("held_on", "pk")
    )


@requires("change_report")
def change_report(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the analytical part."""
    found = _own(request, "change_report", pk)
    form = ReportNotesForm(
        request.POST or None,
        initial={
            "note_kk": found.note_kk,
            "note_ru": found.note_ru,
            "revision": found.revision,
        },
    )
    if form.is_valid() and attempt(
        form,
        actions.change_report,
        report=found,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(
            request,
            _("The analytical part is saved."),
            Next(_("Check the figures and sign"), "report", (found.pk,)),
        )
        return redirect("report", pk=found.pk)
    title = _("Analytical part")
    return render(
        request,
        "council/form.html",
        {
            "section": "evaluations",
            "form": form,
            "title": title,
            "lede": str(found),
            "back": reverse("report", args=[found.pk]),
            "crumbs": [
                (_("Reports"), reverse("reports")),
                (str(found), reverse("report", args=[found.pk])),
                (title, ""),
            ],
        },
    )


@requires("sign_report")
@require_POST
def sign_report(request: DeskRequest, pk: int) -> HttpResponse:
    """Freeze the figures."""
    found = _own(request, "sign_report", pk)
    form = RevisionForm(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.sign_report,
        report=found,
        on=today(),
        by=request.user,
        **form.cleaned_data,
    ):
        tell(
            request,
            _("The report is signed; its figures are frozen."),
            Next(_("Print it"), "report_pdf", (found.pk, "kk")),
            Next(_("Put it on an agenda"), "report", (found.pk,), more="#submit"),
        )
        return redirect("report", pk=found.pk)
    found.refresh_from_db()
    return _report_page(request, found, form)


@requires("submit_report")
@require_POST
def submit_report(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the report on an agenda of the Presidium."""
    found = _own(request, "submit_report", pk)
    form = SubmitReportForm(request.POST, sittings=_sittings())
    if form.is_valid():
        item = attempt(
            form,
            actions.submit_report,
            report=found,
            by=request.user,
            **form.cleaned_data,
        )
        if item:
            sitting = item.item.sitting
            tell(
                request,
                _("The report is on the agenda."),
                Next(_("Open the sitting"), "sitting", (sitting.pk,), sitting.body),
            )
            return redirect("report", pk=found.pk)
    return _report_page(request, found, form)


@requires("report_pdf")
@require_safe
@limited("pdf")
def report_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show a signed report as a paper, drawn from what is frozen."""
    found = get_object_or_404(reports_for(request.user, "report_pdf"), pk=pk)
    if language not in LANGUAGES or not found.is_signed:
        raise Http404
    name = f"report-{found.begins.isoformat()}-{language}.pdf"
    return pdf_response(draw_report(found, language), name)
