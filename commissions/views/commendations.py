"""Commendations: what an expert is honoured for, without money (1.4, 6.3)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions import actions
from commissions.columns import COMMENDATIONS
from commissions.conduct_forms import AwardForm, CommendForm
from commissions.models import Commendation
from commissions.views.own_experts import (
    form_page,
    list_context,
    list_crumb,
    list_form,
    of_own,
    of_today,
    whose,
)
from commissions.work_print import letter_pdf as drawn
from council.dates import today
from council.forms import attempt
from council.limits import limited
from council.responses import pdf_response
from council.roles import DeskRequest, may, requires, scope
from council.telling import Next, tell
from council.views.tables import table_response


@requires("commendations")
@require_safe
def commendations(request: DeskRequest) -> HttpResponse:
    """List the commendations, the latest first (6.3)."""
    rows = of_today(of_own(request, "commendations", Commendation.objects.all()))
    form = list_form(request, "commendations", COMMENDATIONS, rows=rows)
    return table_response(
        request,
        form,
        "commissions/commendations.html",
        list_context("commendations")
        | {
            "own": scope(request.user, "award_commendation") or set(),
            "may_commend": may(request.user, "commend"),
        },
        about=Commendation,
    )


@requires("commend")
def commend(request: DeskRequest) -> HttpResponse:
    """Propose to honour an expert of the own commission (6.3)."""
    title, back = _("Commend an expert"), reverse("commendations")
    lede = _("A letter of thanks, public gratitude or another honour (6.3).")
    found = whose(request, "commend", title=title, lede=lede, back=back)
    if isinstance(found, HttpResponse):
        return found
    form = CommendForm(request.POST or None, initial={"proposed_on": today()})
    if form.is_valid():
        made = attempt(
            form,
            actions.commend,
            expert=found.expert,
            commission=found.commission,
            on=today(),
            by=request.user,
            **form.cleaned_data,
        )
        if made:
            tell(
                request,
                _("The commendation is on record."),
                Next(
                    _("Record the award"),
                    "award_commendation",
                    (made.pk,),
                    found.commission,
                ),
            )
            return redirect("commendations")
    return form_page(
        request,
        form,
        title=title,
        lede=str(found.expert),
        back=back,
        crumbs=[list_crumb("commendations")],
    )


@requires("award_commendation")
def award_commendation(request: DeskRequest, pk: int) -> HttpResponse:
    """Record when and by whom it was awarded (6.3)."""
    found = get_object_or_404(
        of_own(request, "award_commendation", Commendation.objects.all()), pk=pk
    )
    form = AwardForm(
        request.POST or None,
        initial={
            "revision": found.revision,
            "awarded_on": found.awarded_on or today(),
            "awarded_by": found.awarded_by,
        },
    )
    if form.is_valid() and attempt(
        form,
        actions.award_commendation,
        commendation=found,
        on=today(),
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The award is on record."))
        return redirect("commendations")
    return form_page(
        request,
        form,
        title=_("Correct the award") if found.awarded_on else _("Record the award"),
        lede=f"{found.engagement.expert}: {found}",
        back=reverse("commendations"),
        crumbs=[list_crumb("commendations")],
    )


@requires("letter_pdf")
@require_safe
@limited("pdf")
def letter_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Print the letter of thanks, in Russian only where the merit is in it too."""
    found = get_object_or_404(
        of_own(request, "letter_pdf", Commendation.objects.all()),
        pk=pk,
        form=Commendation.Form.LETTER,
    )
    if language not in found.languages:
        raise Http404(_("There is no text in this language."))
    return pdf_response(drawn(found, language), f"letter-{found.pk}-{language}.pdf")
