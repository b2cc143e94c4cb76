"""What is typed of a dossier is kept before it is entered, for whoever typed it."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from council.forms import attempt
from council.roles import DeskRequest, requires
from council.telling import tell
from experts import actions
from experts.models import DossierDraft
from experts.views.candidates import (
    dossier_page,
    draft_number,
    expert_asked,
    form_of,
)


@requires("enter_candidate")
@require_POST
def keep_draft(request: DeskRequest) -> HttpResponse:
    """Keep what the page of a dossier says; the page asks for it while one types.

    Without JavaScript it is a button, which leads to the list of candidates.
    """
    expert = expert_asked(request)
    form, refusal = form_of(request, expert), forms.Form({})
    draft = attempt(
        refusal,
        actions.keep_dossier_draft,
        expert=expert,
        typed=form.typed_in(request.POST),
        draft=draft_number(request),
        turn=draft_number(request, "turn"),
        language=get_language() or "kk",
        by=request.user,
    )
    sentences = [str(sentence) for sentence in refusal.non_field_errors()]
    if request.headers.get("HX-Request"):
        return render(
            request,
            "experts/draft_state.html",
            {
                "draft": draft,
                "sentences": sentences,
                "number": request.POST.get("draft", ""),
                "turn": request.POST.get("turn", ""),
            },
        )
    if draft is None:
        form.fill_from(DossierDraft(typed=form.typed_in(request.POST)))
        return dossier_page(request, form, expert, sentences=sentences)
    tell(request, _("The draft is kept for seven days; nobody but you can read it."))
    return redirect("candidates")


@requires("enter_candidate")
@require_POST
def throw_draft_away(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete what was typed and not entered."""
    draft = get_object_or_404(DossierDraft.objects.of(request.user), pk=pk)
    actions.drop_dossier_draft(draft=pk, expert=draft.expert, by=request.user)
    tell(request, _("The draft is thrown away."))
    return redirect("candidates")
