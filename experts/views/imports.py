"""The import of the existing list: upload, verdicts, confirmation with progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.dates import today
from council.forms import attempt, attempt_steps
from council.limits import limited
from council.roles import DeskRequest, requires
from council.sheets import CSV, XLSX
from council.upload_limits import uploads
from experts.forms import UploadForm, VerdictsForm
from experts.imports import actions, papers
from experts.imports.columns import COLUMNS
from experts.imports.sheet import Sheet
from experts.imports.verdicts import Judgement
from experts.models import ImportDraft

HERE = "<!-- the steps -->"


@requires("import_register")
def import_register(request: DeskRequest) -> HttpResponse:
    """Take the list; whatever is wrong with the whole file is said at once."""
    is_sent = request.method == "POST"
    form = UploadForm(*((request.POST, uploads(request)) if is_sent else ()))
    if form.is_valid():
        draft = attempt(
            form, actions.keep_draft, upload=form.cleaned_data["file"], by=request.user
        )
        if draft:
            return redirect("import_verdicts", pk=draft.pk)
    return render(
        request,
        "experts/import.html",
        {
            "section": "candidates",
            "form": form,
            "columns": COLUMNS,
            "crumbs": _crumbs(_("Import of the list")),
        },
    )


@requires("import_register")
@require_safe
@limited("export")
def import_template(request: DeskRequest) -> HttpResponse:
    """Send an empty list with headings in the reader's language."""
    return _file(papers.template(), XLSX, "experts.xlsx")


@requires("import_register")
def import_verdicts(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what would become of each row; on confirmation, enter them all."""
    if request.method == "POST":
        return _confirmed(request, pk)
    draft = _draft(request, pk)
    sheet = Sheet.from_json(draft.sheet)
    form = VerdictsForm(request.GET)
    page = None
    if form.is_valid():
        judgement = attempt(form, Judgement, sheet=sheet, on=today())
        page = judgement and form.verdicts_page(judgement)
    return render(
        request,
        "experts/import_verdicts.html",
        {
            "section": "candidates",
            "form": form,
            "draft": draft,
            "sheet": sheet,
            "judgement": page and judgement,
            "page": page,
            "crumbs": _crumbs(_("Import of the list"), _("Check")),
        },
        status=200 if page else 400,
    )


@requires("import_register")
@require_safe
@limited("export")
def import_verdicts_csv(request: DeskRequest, pk: int) -> HttpResponse:
    """Send the rows with their verdicts as CSV."""
    made = _paper(request, pk, papers.verdicts_csv)
    return _file(made, CSV, "verdicts.csv")


@requires("import_register")
@require_safe
@limited("export")
def import_verdicts_xlsx(request: DeskRequest, pk: int) -> HttpResponse:
    """Send the rows with their verdicts as a workbook."""
    made = _paper(request, pk, papers.verdicts_xlsx)
    return _file(made, XLSX, "verdicts.xlsx")


def _draft(request: DeskRequest, pk: int) -> ImportDraft:
    return get_object_or_404(ImportDraft, pk=pk, made_by=request.user)


def _paper(
    request: DeskRequest, pk: int, made: Callable[[Sheet, Judgement], bytes]
) -> bytes:
    sheet = Sheet.from_json(_draft(request, pk).sheet)
    return made(sheet, Judgement(sheet, today()))


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _confirmed(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer with a page that grows as rows are entered, then says how it ended."""
    page = render_to_string(
        "experts/import_progress.html",
        {
            "section": "candidates",
            "here": HERE,
            "crumbs": _crumbs(_("Import of the list"), _("Entering")),
        },
        request,
    )
    answer = StreamingHttpResponse(
        _steps(request, pk, page, translation.get_language() or "kk"),
        headers={"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"},
    )
    return cast("HttpResponse", answer)


def _steps(request: DeskRequest, pk: int, page: str, language: str) -> Iterator[str]:
    head, tail = page.split(HERE)
    form = VerdictsForm({})
    form.is_valid()
    step = None
    with translation.override(language):
        yield head
        done = actions.confirm_draft(draft=pk, by=request.user)
        for step in attempt_steps(form, done):
            yield render_to_string("experts/import_step.html", {"step": step})
        yield render_to_string(
            "experts/import_outcome.html", {"form": form, "step": step}
        )
        yield tail


def _crumbs(*labels: str) -> list[tuple[str, str]]:
    """Return the way here; all but the last label are links."""
    ways = [
        (_("Candidates and experts"), reverse("candidates")),
        (labels[0], reverse("import_register")),
        *((label, "") for label in labels[1:]),
    ]
    return [*ways[:-1], (ways[-1][0], "")]
