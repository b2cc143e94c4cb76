"""Editions of the Regulation: those on record, and a new one (7.3)."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council import actions
from council.dates import today
from council.forms import EditionItemForm, attempt
from council.models import Body, Edition, Sitting, in_force
from council.roles import DeskRequest, may, requires
from council.telling import tell
from council.views.sittings import next_on, sittings_for, subpage
from council.views.the_council import edition_rows


@requires("editions")
@require_safe
def editions(request: DeskRequest) -> HttpResponse:
    """Show every edition with its numbers, and which is in force today."""
    day = today()
    listed = list(Edition.objects.all())
    current = next((row for row in listed if row.effective_on <= day), None)
    return render(
        request,
        "council/editions.html",
        {
            "section": "the_council",
            "crumbs": [
                (_("The council"), reverse("the_council")),
                (_("Editions of the Regulation"), ""),
            ],
            "editions": [
                {
                    "row": row,
                    "numbers": edition_rows(row),
                    "is_current": row == current,
                    "is_ahead": row.effective_on > day,
                }
                for row in listed
            ],
            "sittings": sittings_for(request, "propose_edition")
            .filter(status=Sitting.Status.PLANNED, held_on__gte=day)
            .exclude(body__kind=Body.Kind.COMMISSION)
            if may(request.user, "propose_edition")
            else [],
        },
    )


@requires("propose_edition")
def propose_edition(request: DeskRequest, pk: int) -> HttpResponse:
    """Put an amendment on the agenda: the numbers in force, to be changed."""
    sitting = get_object_or_404(
        sittings_for(request, "propose_edition").filter(status=Sitting.Status.PLANNED),
        pk=pk,
    )
    before = in_force(sitting.held_on)
    form = EditionItemForm(
        request.POST or None, initial=forms.model_to_dict(before, Edition.NUMBERS)
    )
    if form.is_valid() and attempt(
        form,
        actions.propose_edition,
        sitting=sitting,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The amendment is on the agenda."), *next_on(request, sitting))
        return redirect("sitting", pk=sitting.pk)
    return render(
        request,
        "council/amendment.html",
        subpage(sitting, _("Amend the Regulation"))
        | {"form": form, "before": before, "numbers": edition_rows(before)},
    )
