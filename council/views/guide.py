"""The guide, open to everybody: its start and a page a task."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.guide import NAMES, language_of_guide, part_of, parts
from council.kept_pages import kept


@login_not_required
@require_safe
@kept
def guide(request: HttpRequest) -> HttpResponse:
    """Show what the guide tells whom."""
    return render(
        request,
        "council/guide.html",
        {"section": "guide", "parts": parts(), "language": language_of_guide()},
    )


@login_not_required
@require_safe
@kept
def guide_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show how one task is done, and the other tasks of the same reader."""
    if name not in NAMES:
        raise Http404
    part = part_of(name)
    return render(
        request,
        "council/guide_page.html",
        {
            "section": "guide",
            "part": part,
            "page": next(page for page in part.pages if page.name == name),
            "language": language_of_guide(),
        },
    )
