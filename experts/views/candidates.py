"""Candidates and experts on the desk: the list, a dossier entered or changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.actions import save_table
from council.dates import today
from council.desk import paths_for
from council.forms import asked_key, attempt
from council.limits import limited
from council.models import Account, Body
from council.paper import LANGUAGES
from council.responses import pdf_response, refusal
from council.roles import DeskRequest, may, requires, scope
from council.telling import tell_mending, tell_path
from council.upload_limits import uploads
from council.views.tables import table_response
from experts import actions
from experts.candidates_print import candidates_pdf as print_candidates
from experts.columns import CANDIDATES
from experts.dossier_form import DossierForm
from experts.forms import CandidatesForm
from experts.models import DossierDraft, Expert, ReferenceDocument
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
            "drafts": DossierDraft.objects.of(request.user),
            "may_import": may(request.user, "import_register"),
        },
        about=Expert,
        shown=lambda experts: _with_paths(
            _with_what_lacks(experts, is_full=may(request.user, "change_dossier")),
            request.user,
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


def _with_paths(rows: list[Completeness], account: Account) -> list[Completeness]:
    """Return the rows with how far each candidate among them has come."""
    waiting = [row.expert for row in rows if row.expert.is_candidate]
    paths = paths_for(waiting, account)
    return [replace(row, path=paths.get(row.expert.pk)) for row in rows]


@requires("enter_candidate")
def enter_candidate(request: DeskRequest) -> HttpResponse:
    """Enter a candidate's dossier, complete or not."""
    form = form_of(request, None, request.POST or None, uploads(request))
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
            number = draft_number(request)
            actions.drop_dossier_draft(draft=number, expert=None, by=request.user)
            _tell_of(request, expert, form)
            return redirect("dossier", pk=expert.pk)
    return dossier_page(request, form, None, draft=_continued(request, form, None))


@requires("change_dossier")
def change_dossier(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a dossier, unless somebody else did since the page was opened."""
    expert = to_change(request, pk)
    form = form_of(request, expert, request.POST or None, uploads(request))
    if form.is_valid() and attempt(
        form,
        actions.change_dossier,
        expert=expert,
        dossier=form.dossier(),
        revision=form.cleaned_data["revision"],
        on=today(),
        by=request.user,
    ):
        actions.drop_dossier_draft(draft=None, expert=expert, by=request.user)
        _tell_of(request, expert, form)
        return redirect("dossier", pk=expert.pk)
    return dossier_page(request, form, expert, draft=_continued(request, form, expert))


def to_change(request: DeskRequest, pk: int) -> Expert:
    """Return the dossier that the account may change, or 404."""
    expert: Expert = get_object_or_404(dossiers_for(request, "change_dossier"), pk=pk)
    return expert


def expert_asked(request: DeskRequest) -> Expert | None:
    """Return the dossier that an address asks to keep a draft of; 404 outside scope."""
    asked = request.GET.get("expert", "")
    if not asked:
        return None
    key = asked_key(asked)
    if key is None:
        raise Http404
    return to_change(request, key)


def form_of(request: DeskRequest, expert: Expert | None, *typed: Any) -> DossierForm:
    """Return the form of a dossier, of a new one where there is no expert."""
    commissions = (
        expert.convocation.bodies.commissions()
        if expert
        else commissions_for(request, "enter_candidate")
    )
    return DossierForm(*typed, commissions=commissions, expert=expert)


def draft_number(request: DeskRequest, name: str = "draft") -> int | None:
    """Return the number a page sends of its draft; None where it has none."""
    return asked_key(request.POST.get(name, ""))


def _continued(
    request: DeskRequest, form: DossierForm, expert: Expert | None
) -> DossierDraft | None:
    """Return the draft that an address continues, and show it; 404 if it is not own."""
    asked = request.GET.get("draft", "")
    if not asked or form.is_bound:
        return None
    own = DossierDraft.objects.of(request.user).filter(expert=expert)
    key = asked_key(asked)
    found = own.filter(pk=key).first() if key else None
    if found is None:
        raise Http404
    form.fill_from(found)
    return found


def _tell_of(request: DeskRequest, expert: Expert, form: DossierForm) -> None:
    """Say that the dossier is saved, what was mended, and which step is next."""
    kept = get_object_or_404(with_papers(Expert.objects.all()), pk=expert.pk)
    path = paths_for([kept], request.user)[kept.pk] if kept.is_candidate else None
    tell_path(request, _("The dossier is saved."), path)
    tell_mending(request, form.mending_sentences())


def dossier_page(
    request: DeskRequest,
    form: DossierForm,
    expert: Expert | None,
    *,
    draft: DossierDraft | None = None,
    sentences: Iterable[str] = (),
) -> HttpResponse:
    """Show the form: blank, of what is on record, of a draft, or refused."""
    if form.is_bound:
        form.prepare_to_show_again()
    is_fresh = draft is None and not form.is_bound and not sentences
    return render(
        request,
        "experts/dossier_form.html",
        {
            "section": "candidates",
            "form": form,
            "expert": expert,
            "edition": edition_on(today()),
            "documents": ReferenceDocument.objects.filter(is_current=True),
            "keep_url": reverse("keep_draft")
            + (f"?expert={expert.pk}" if expert else ""),
            "draft": draft,
            "sentences": sentences,
            "number": draft.pk if draft else request.POST.get("draft", ""),
            "turn": draft.turn if draft else request.POST.get("turn", ""),
            "drafts": DossierDraft.objects.of(request.user).filter(expert=expert)
            if is_fresh
            else [],
        },
    )
