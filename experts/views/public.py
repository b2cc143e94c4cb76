"""The public register: no sign-in, no cookie, nothing but what is public."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.dates import today
from experts.forms import RegisterForm
from experts.register import entries_of


@login_not_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show who is an expert on a day; a bad value is a message and 400."""
    form = RegisterForm(request.GET)
    listing = form.listing()
    return render(
        request,
        "experts/register.html",
        {"section": "register", "form": form, "listing": listing},
        status=200 if listing else 400,
    )


@login_not_required
@require_safe
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one expert with the decision behind the entry."""
    entries = entries_of(public_id)
    if not entries:
        raise Http404
    return render(
        request,
        "experts/entry.html",
        {
            "entry": entries[0],
            "entries": entries,
            "is_active": entries[0].is_active(today()),
            "today": today(),
        },
    )
