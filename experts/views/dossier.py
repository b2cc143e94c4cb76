"""One person's dossier, as much of it as the reader may see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from council.dates import today
from council.desk import paths_for, tabs_for
from council.roles import DeskRequest, may, requires
from experts.overview import (
    completeness,
    edition_on,
    obstacles,
    paper_lines,
    sections,
    welcome_lines,
)
from experts.views.candidates import dossiers_for


@requires("dossier")
@require_safe
def dossier(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what the dossier says and lacks; results and contacts to the secretariat."""
    expert = get_object_or_404(
        dossiers_for(request, "dossier").select_related("acknowledgement"), pk=pk
    )
    day, is_full = today(), may(request.user, "change_dossier")
    edition = edition_on(day)
    return render(
        request,
        "experts/dossier.html",
        {
            "section": "candidates",
            "expert": expert,
            "tabs": tabs_for(request.user, expert.pk, "dossier"),
            "state": completeness(expert, day, edition, is_full=is_full),
            "path": paths_for([expert], request.user)[expert.pk].steps
            if expert.is_candidate
            else [],
            "obstacles": obstacles(expert, day, edition),
            "papers": paper_lines(expert, is_full=is_full),
            "welcome": welcome_lines(expert),
            "sections": sections(expert, is_full=is_full),
            "is_full": is_full,
            "namesakes": is_full and expert.person.others_of_the_name().count(),
        },
    )
