"""Written works: what experts hand in, its versions, what came of it (6.3)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from commissions import actions
from commissions.columns import WORKS
from commissions.list_forms import RecommendationsForm
from commissions.models import Recommendation, RecommendationVersion
from commissions.next_steps import after_work
from commissions.occasions import occasion_key, occasions_of
from commissions.output_forms import (
    ChangeWorkForm,
    ClarifyForm,
    ConsiderForm,
    ReceiveForm,
    VersionForm,
)
from commissions.views.own_experts import (
    SECTION,
    commissions_for,
    form_page,
    list_context,
    list_crumb,
    of_own,
    of_today,
    whose,
)
from commissions.work_print import recommendation_pdf as drawn
from council.dates import today
from council.forms import attempt
from council.limits import limited
from council.paper import LANGUAGES
from council.responses import opened, pdf_response
from council.roles import DeskRequest, may, requires
from council.telling import tell
from council.upload_limits import uploads
from council.views.tables import table_response


def works_for(request: DeskRequest, deed: str) -> QuerySet[Recommendation]:
    """Return the works on which this account may do the deed."""
    return of_own(request, deed, Recommendation.objects.prefetch_related("versions"))


@requires("recommendations")
@require_safe
def recommendations(request: DeskRequest) -> HttpResponse:
    """List the written works, those without a result first."""
    form = RecommendationsForm(
        request.GET,
        rows=of_today(works_for(request, "recommendations")).order_by(
            "-received_on", "-pk"
        ),
        bodies=commissions_for(request, "recommendations"),
        columns=WORKS,
    )
    return table_response(
        request,
        form,
        "commissions/recommendations.html",
        list_context("recommendations")
        | {"may_receive": may(request.user, "receive_recommendation")},
        about=Recommendation,
    )


@requires("recommendation")
@require_safe
def recommendation(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a work with its versions, what was asked of it and what came of it."""
    work = get_object_or_404(
        works_for(request, "recommendation").select_related(
            "event", "sitting__body", "assignment", "considered_at__body"
        ),
        pk=pk,
    )
    body = work.engagement.commission
    return render(
        request,
        "commissions/recommendation.html",
        {
            "section": SECTION,
            "work": work,
            "crumbs": [list_crumb("recommendations"), (work.title, "")],
            "versions": list(work.versions.all())[::-1],
            "may_change": may(request.user, "change_recommendation", body),
            "languages": LANGUAGES,
        },
    )


@requires("receive_recommendation")
def receive_recommendation(request: DeskRequest) -> HttpResponse:
    """Record a work that an expert of the own commission handed in."""
    title, back = _("Receive a written work"), reverse("recommendations")
    lede = _("What an expert handed in: a recommendation, a proposal, an initiative.")
    found = whose(request, "receive_recommendation", title=title, lede=lede, back=back)
    if isinstance(found, HttpResponse):
        return found
    form = ReceiveForm(
        request.POST or None,
        uploads(request),
        initial={
            "kind": Recommendation.Kind.RECOMMENDATION if found.is_owed else "",
            "received_on": today(),
            "occasion": found.occasion,
        },
    )
    form.offer(occasions_of(found.expert, found.commission))
    if form.is_valid():
        work = attempt(
            form,
            actions.receive_recommendation,
            expert=found.expert,
            commission=found.commission,
            on=today(),
            by=request.user,
            **form.facts(),
        )
        if work:
            return _done(request, work, _("The work is on record."))
    return form_page(
        request,
        form,
        title=title,
        lede=str(found.expert),
        back=back,
        crumbs=[list_crumb("recommendations")],
    )


@requires("change_recommendation")
def change_recommendation(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct what was mistyped of a work."""
    work = get_object_or_404(works_for(request, "change_recommendation"), pk=pk)
    form = ChangeWorkForm(
        request.POST or None,
        initial={
            "revision": work.revision,
            "kind": work.kind,
            "title": work.title,
            "occasion": occasion_key(work),
        },
    )
    form.offer(occasions_of(work.engagement.expert, work.engagement.commission))
    if form.is_valid() and attempt(
        form,
        actions.change_recommendation,
        work=work,
        on=today(),
        by=request.user,
        **form.facts(),
    ):
        return _done(request, work, _("The work is corrected."))
    return _work_form(request, work, form, _("Correct the work"))


@requires("ask_clarification")
def ask_clarification(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask the expert to explain, correct or make the work more exact (6.3)."""
    work = get_object_or_404(works_for(request, "ask_clarification"), pk=pk)
    return _deed_page(
        request,
        work,
        ClarifyForm(
            request.POST or None,
            initial={"revision": work.revision, "clarify_on": today()},
        ),
        actions.ask_clarification,
        title=_("Ask for a clarification"),
        done=_("The clarification is asked; the next version is awaited."),
    )


@requires("receive_version")
def receive_version(request: DeskRequest, pk: int) -> HttpResponse:
    """Record the version that answers a clarification (6.3)."""
    work = get_object_or_404(works_for(request, "receive_version"), pk=pk)
    return _deed_page(
        request,
        work,
        VersionForm(
            request.POST or None,
            uploads(request),
            initial={"revision": work.revision, "received_on": today()},
        ),
        actions.receive_version,
        title=_("Receive the next version"),
        done=_("The version is on record."),
    )


@requires("consider_recommendation")
def consider_recommendation(request: DeskRequest, pk: int) -> HttpResponse:
    """Record the result, at a sitting or in working order (6.3)."""
    work = get_object_or_404(works_for(request, "consider_recommendation"), pk=pk)
    names = ("revision", "considered_how", "considered_at", "considered_on", "result")
    return _deed_page(
        request,
        work,
        ConsiderForm(
            request.POST or None,
            sittings=actions.sittings_to_consider(work, today()),
            initial={name: getattr(work, name) for name in names}
            | ({} if work.is_considered else {"considered_on": today()}),
        ),
        actions.consider_recommendation,
        title=_("Correct the consideration")
        if work.is_considered
        else _("Record the consideration"),
        done=_("The result is on record."),
    )


@requires("open_work_file")
@require_GET
def open_work_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a version's file, named by its number; the opening is on record."""
    works = works_for(request, "open_work_file").values("pk")
    version = get_object_or_404(
        RecommendationVersion.objects.filter(recommendation__in=works).exclude(file=""),
        pk=pk,
    )
    return opened(
        version.file,
        f"work-{version.recommendation_id}-{version.number}",
        actions.open_work_file,
        version=version,
        by=request.user,
    )


@requires("recommendation_pdf")
@require_safe
@limited("pdf")
def recommendation_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Print the last version with what it is: a personal, advisory opinion."""
    if language not in LANGUAGES:
        raise Http404
    work = get_object_or_404(works_for(request, "recommendation_pdf"), pk=pk)
    return pdf_response(drawn(work, language), f"work-{work.pk}-{language}.pdf")


def _deed_page(
    request: DeskRequest,
    work: Recommendation,
    form: Any,
    deed: Any,
    *,
    title: str,
    done: str,
) -> HttpResponse:
    """Do a deed on a work with all that its form says, or show the form."""
    if form.is_valid() and attempt(
        form, deed, work=work, on=today(), by=request.user, **form.cleaned_data
    ):
        return _done(request, work, done)
    return _work_form(request, work, form, title)


def _done(request: DeskRequest, work: Recommendation, words: str) -> HttpResponse:
    found = Recommendation.objects.prefetch_related("versions").get(pk=work.pk)
    tell(request, words, *after_work(found))
    return redirect("recommendation", pk=work.pk)


def _work_form(
    request: DeskRequest, work: Recommendation, form: Any, title: str
) -> HttpResponse:
    page = reverse("recommendation", args=[work.pk])
    return form_page(
        request,
        form,
        title=title,
        lede=f"{work.engagement.expert}: {work.title}",
        back=page,
        crumbs=[list_crumb("recommendations"), (work.title, page)],
    )
