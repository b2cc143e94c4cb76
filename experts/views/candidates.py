"""Candidates and experts on the desk: the list, a dossier entered or changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.actions import save_table
from council.dates import today
from council.forms import attempt
from council.limits import limited
from council.models import Body
from council.paper import LANGUAGES
from council.responses import pdf_response, refusal
from council.roles import DeskRequest, may, requires, scope
from council.upload_limits import uploads
from council.views.tables import table_response
from experts import actions
from experts.candidates_print import candidates_pdf as print_candidates
from experts.columns import CANDIDATES
from experts.dossier_form import DossierForm
from experts.forms import CandidatesForm
from experts.models import Expert, ReferenceDocument
from experts.models.expert import ExpertQuerySet
from experts.overview import Completeness, completeness, edition_on, with_papers


def dossiers_for(request: DeskRequest, deed: str) -> ExpertQuerySet:
    """Return the dossiers on which this account may do the deed."""
    bodies = scope(request.user, deed)
    found = with_papers(Expert.objects.all())
    return found if bodies is None else found.filter(commission__in=bodies)


def commissions_for(request: DeskRequest, deed: str) -> QuerySet[Body]:
    """Return today's commissions in which this account may do the deed."""
    bodies = scope(request.user, deed)
    found = Body.objects.on(today()).commissions()
    return found if bodies is None else found.filter(pk__in=bodies)


@requires("candidates")
@require_safe
@limited("search")
def candidates(request: DeskRequest) -> HttpResponse:
    """List the dossiers of the convocation with the state of their papers."""
    return table_response(
        request,
        _question(request, "candidates"),
        "experts/candidates.html",
        {
            "section": "candidates",
            "may_enter": may(request.user, "enter_candidate"),
            "may_import": may(request.user, "import_register"),
        },
        about=Expert,
        shown=lambda experts: _with_what_lacks(
            experts, is_full=may(request.user, "change_dossier")
        ),
    )


@requires("candidates_pdf")
@require_safe
@limited("pdf")
def candidates_pdf(request: DeskRequest, language: str) -> HttpResponse:
    """Show all that the list was asked for as a paper, with each paper of 2.3."""
    if language not in LANGUAGES:
        raise Http404
    form = _question(request, "candidates_pdf")
    rows = form.all_rows() if form.is_valid() else None
    if rows is None:
        return refusal(form)
    with translation.override(language):
        asked = form.said
    found = _with_what_lacks(rows, is_full=False)
    content = print_candidates(found, asked, language)
    save_table(kind=Expert, by=request.user)
    return pdf_response(content, f"candidates-{today().isoformat()}-{language}.pdf")


def _question(request: DeskRequest, deed: str) -> CandidatesForm:
    """Return what is asked of the dossiers of the convocation in office."""
    day = today()
    return CandidatesForm(
        request.GET,
        rows=dossiers_for(request, deed).filter(
            convocation__begins__lte=day, convocation__ends__gte=day
        ),
        bodies=commissions_for(request, deed),
        columns=CANDIDATES,
        usual="name",
    )


def _with_what_lacks(experts: Iterable[Expert], *, is_full: bool) -> list[Completeness]:
    """Return the dossiers with what they lack today; the bars of 2.2 only in full."""
    day = today()
    edition = edition_on(day)
    return [completeness(expert, day, edition, is_full=is_full) for expert in experts]


@requires("enter_candidate")
def enter_candidate(request: DeskRequest) -> HttpResponse:
    """Enter a candidate's dossier, complete or not."""
    form = DossierForm(
        request.POST or None,
        uploads(request),
        commissions=commissions_for(request, "enter_candidate"),
    )
    if form.is_valid():
        expert = attempt(
            form,
            actions.enter_candidate,
            commission=form.cleaned_data["commission"],
            dossier=form.dossier(),
            known_person=form.known_person,
            told_apart=[person.pk for person in form.namesakes],
            on=today(),
            by=request.user,
        )
        if expert:
            messages.success(request, _("The dossier is saved."))
            return redirect("dossier", pk=expert.pk)
    return _form_page(request, form)


@requires("change_dossier")
def change_dossier(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a dossier, unless somebody else did since the page was opened."""
    expert = get_object_or_404(dossiers_for(request, "change_dossier"), pk=pk)
    form = DossierForm(
        request.POST or None,
        uploads(request),
        commissions=expert.convocation.bodies.commissions(),
        expert=expert,
    )
    if form.is_valid() and attempt(
        form,
        actions.change_dossier,
        expert=expert,
        dossier=form.dossier(),
        revision=form.cleaned_data["revision"],
        on=today(),
        by=request.user,
    ):
        messages.success(request, _("The dossier is saved."))
        return redirect("dossier", pk=expert.pk)
    return _form_page(request, form, expert)


def _form_page(
    request: DeskRequest, form: DossierForm, expert: Expert | None = None
) -> HttpResponse:
    is_stale = form.is_bound and form.is_stale
    differences = form.differences() if is_stale else []
    if form.is_bound:
        form.prepare_to_show_again()
    return render(
        request,
        "experts/dossier_form.html",
        {
            "section": "candidates",
            "form": form,
            "expert": expert,
            "is_stale": is_stale,
            "differences": differences,
            "edition": edition_on(today()),
            "documents": ReferenceDocument.objects.filter(is_current=True),
        },
    )
