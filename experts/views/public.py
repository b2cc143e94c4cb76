"""The public register: no sign-in, no cookie, nothing but what is public."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.kept_pages import kept
from council.limits import limited
from experts.entry_cells import rows
from experts.forms import ChangesForm, RegisterForm
from experts.moments import DayForm
from experts.register import entries_of, periods


@login_not_required
@require_safe
@kept
@limited("search")
def register(request: HttpRequest) -> HttpResponse:
    """Show who is an expert on a day; a bad value is a message and 400."""
    form = RegisterForm(request.GET)
    listing = form.listing()
    return render(
        request,
        "experts/register.html",
        {
            "section": "register",
            "form": form,
            "listing": listing,
            "rows": rows(listing, form.day_query),
        },
        status=200 if listing else 400,
    )


@login_not_required
@require_safe
@kept
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one expert with every period and the decisions behind it, on any day.

    As recorded at a moment, the expert is who was in the register at that moment.
    """
    form = DayForm(request.GET)
    is_valid = form.is_valid()
    with form.reading():
        entries = entries_of(public_id)
    if not entries:
        raise Http404
    listed = periods(entries, form.day)
    return render(
        request,
        "experts/entry.html",
        {
            "section": "register",
            "form": form,
            "entry": entries[0],
            "periods": listed,
            "is_active": any(period.is_active for period in listed),
        },
        status=200 if is_valid else 400,
    )


@login_not_required
@require_safe
@kept
@limited("search")
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed in the register between two days; a bad value is a 400."""
    form = ChangesForm(request.GET)
    page = form.changes_page()
    return render(
        request,
        "experts/changes.html",
        {"section": "register", "question": form, "page": page},
        status=400 if page is None else 200,
    )
