"""Files of papers, to the secretariat only, and the documents of 1.13."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.forms import attempt
from council.roles import DeskRequest, requires
from council.uploads import CONTENT_TYPES, suffix_of
from experts import actions
from experts.forms import ReferenceDocumentsForm
from experts.models import Paper


@requires("open_file")
@require_safe
def open_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a paper's scan under a name that tells nothing of the person."""
    paper = get_object_or_404(Paper.objects.exclude(file=""), pk=pk)
    name = str(paper.file.name)
    if not paper.file.storage.exists(name):
        raise Http404
    suffix = suffix_of(name)
    response = FileResponse(
        paper.file.open("rb"),
        as_attachment=True,
        filename=f"{paper.kind}-{paper.pk}{suffix}",
        content_type=CONTENT_TYPES[suffix],
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
    return cast("HttpResponse", response)


@requires("keep_reference_documents")
def keep_reference_documents(request: DeskRequest) -> HttpResponse:
    """Edit the list of documents that experts must know (1.13)."""
    form = ReferenceDocumentsForm(request.POST or None)
    if form.is_valid() and (
        attempt(
            form,
            actions.keep_reference_documents,
            rows=form.facts(),
            by=request.user,
        )
        is not None
    ):
        messages.success(request, _("The list is saved."))
        return redirect("keep_reference_documents")
    return render(
        request, "experts/documents.html", {"section": "candidates", "form": form}
    )
