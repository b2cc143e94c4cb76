"""Files of papers, to the secretariat only, and the documents of 1.13."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from council.forms import attempt
from council.responses import opened
from council.roles import DeskRequest, requires
from council.telling import tell
from experts import actions
from experts.forms import ReferenceDocumentsForm
from experts.models import Paper


@requires("open_file")
@require_GET
def open_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Send a paper's scan under a name that tells nothing; the opening is on record."""
    paper = get_object_or_404(Paper.objects.exclude(file=""), pk=pk)
    name = f"{paper.kind}-{paper.pk}"
    return opened(paper.file, name, actions.open_file, paper=paper, by=request.user)


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
        tell(request, _("The list of reference documents is saved."))
        return redirect("keep_reference_documents")
    return render(
        request, "experts/documents.html", {"section": "candidates", "form": form}
    )
