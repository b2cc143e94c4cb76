"""Who changed what, when and why: as a search over all, and of one row."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.audit import tracked_models, versions
from council.belonging import story_of
from council.chronicle import Question
from council.forms import HistoryForm, PlaceForm
from council.readable import attach, label, model_name
from council.roles import DeskRequest, requires


@requires("history")
@require_safe
def history(request: DeskRequest) -> HttpResponse:
    """Show the deeds that were asked for, the newest first; a bad value is a 400."""
    form = HistoryForm(request.GET)
    page = form.answer()
    return render(
        request,
        "council/history.html",
        {"section": "history", "form": form, "page": page},
        status=200 if page else 400,
    )


@requires("row_history")
@require_safe
def row_history(request: DeskRequest, record: str, pk: int) -> HttpResponse:
    """Show the life of one row and of what is part of it."""
    model = {model._meta.label_lower: model for model in tracked_models()}.get(record)
    if model is None:
        raise Http404
    last = versions(model).filter(id=pk).order_by("-history_id").first()
    if last is None:
        raise Http404
    row, form, page = last.instance, PlaceForm(request.GET), None
    if form.is_valid():
        page = form.page_of(Question(story_of(model, Q(id=pk))), row)
    else:
        attach([row])
    title = label(row)
    return render(
        request,
        "council/row_history.html",
        {
            "section": "history",
            "form": form,
            "page": page,
            "title": title,
            "record": model_name(model),
            "is_deleted": last.history_type == "-",
            "crumbs": [(_("History"), reverse("history")), (title, "")],
        },
        status=200 if page else 400,
    )
