"""Who changed what, when and why: as a search over all, and of one row."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.audit import Tracked, tracked_models, versions
from council.belonging import story_of
from council.chronicle import Question
from council.columns import RECORD
from council.deed_names import deed_in_words
from council.forms import HistoryForm, PlaceForm, RecordForm
from council.limits import limited
from council.models import AuditEvent
from council.readable import attach, label, model_name, moment_in_words
from council.roles import DeskRequest, requires
from council.views.tables import file_response

RECORD_PAGE = 50


@requires("history")
@require_safe
@limited("search")
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


@requires("audit_record")
@require_safe
def audit_record(request: DeskRequest) -> HttpResponse:
    """Show every deed, opening and sign-in, the latest first; a bad value is a 400."""
    rows = AuditEvent.objects.select_related("by").order_by("-pk")
    form = RecordForm(request.GET, rows=rows, columns=RECORD)
    file = file_response(
        request,
        form,
        about=AuditEvent,
        shown=lambda events: [_line(event) for event in events],
    )
    if file is not None:
        return file
    found = form.answer(RECORD_PAGE + 1)
    page = (found or [])[:RECORD_PAGE]
    return render(
        request,
        "council/audit_record.html",
        {
            "section": "history",
            "form": form,
            "is_answer": found is not None,
            "lines": [_line(event) for event in page],
            "older": page[-1].pk if found and len(found) > RECORD_PAGE else None,
        },
        status=400 if form.errors or found is None else 200,
    )


def _line(event: AuditEvent) -> dict[str, object]:
    """Return an entry in words; a row with a history of its own leads there."""
    models = {model._meta.label_lower: model for model in apps.get_models()}
    model = models.get(event.label)
    is_tracked = model is not None and issubclass(model, Tracked) and event.row
    return {
        "event": event,
        "when": moment_in_words(event.at),
        "deed": deed_in_words(event.name),
        "kind": model_name(model) if model else "",
        "url": reverse("row_history", args=[event.label, event.row])
        if is_tracked
        else "",
    }


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
