"""Conduct: breaches that a chair established, notices that only a chair reads."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions import actions
from commissions.columns import BREACHES, RISK_NOTICES
from commissions.conduct_forms import BreachForm, LiftForm, RiskNoticeForm
from commissions.models import Breach, Event, Publication, RiskNotice
from commissions.views.own_experts import (
    SECTION,
    form_page,
    list_context,
    list_crumb,
    list_form,
    of_own,
    of_today,
    whose,
)
from council.dates import today
from council.forms import attempt
from council.roles import DeskRequest, may, requires, scope
from council.telling import tell
from council.views.tables import table_response


@requires("breaches")
@require_safe
def breaches(request: DeskRequest) -> HttpResponse:
    """List the breaches that chairs established, the latest first (4.5)."""
    rows = Breach.objects.select_related("publication", "established_by")
    form = list_form(
        request,
        "breaches",
        BREACHES,
        rows=of_today(of_own(request, "breaches", rows)),
    )
    own = scope(request.user, "establish_breach") or set()
    return table_response(
        request,
        form,
        "commissions/breaches.html",
        list_context("breaches")
        | {
            "own": own,
            "may_establish": may(request.user, "establish_breach"),
            "may_read_notices": may(request.user, "risk_notices"),
        },
        about=Breach,
    )


@requires("establish_breach")
def establish_breach(request: DeskRequest) -> HttpResponse:
    """Establish a breach, as the chair of the expert's commission (4.5)."""
    title, back = _("Establish a breach"), reverse("breaches")
    lede = _(
        "Only what the chair establishes counts; nothing is counted by itself (4.5)."
    )
    found = whose(request, "establish_breach", title=title, lede=lede, back=back)
    if isinstance(found, HttpResponse):
        return found
    publication = found.initial["publication"]
    form = BreachForm(
        request.POST or None,
        publications=Publication.objects.appeared().filter(
            engagement__expert=found.expert, engagement__commission=found.commission
        ),
        initial={"established_on": today()}
        | (
            {
                "kind": Breach.Kind.UNAGREED,
                "publication": publication,
                "happened_on": publication.appeared_on,
            }
            if publication
            else {}
        ),
    )
    if form.is_valid() and attempt(
        form,
        actions.establish_breach,
        expert=found.expert,
        commission=found.commission,
        on=today(),
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The breach is established."))
        return redirect("breaches")
    return form_page(
        request,
        form,
        title=title,
        lede=f"{found.expert}. {lede}",
        back=back,
        crumbs=[list_crumb("breaches")],
    )


@requires("lift_breach")
def lift_breach(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an established breach back; it stays on record (4.5)."""
    breach = get_object_or_404(
        of_own(request, "lift_breach", Breach.objects.all()), pk=pk
    )
    form = LiftForm(request.POST or None, initial={"lifted_on": today()})
    if form.is_valid() and attempt(
        form,
        actions.lift_breach,
        breach=breach,
        on=today(),
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The breach is taken back and not counted."))
        return redirect("breaches")
    return form_page(
        request,
        form,
        title=_("Take the breach back"),
        lede=f"{breach.engagement.expert}: {breach}",
        back=reverse("breaches"),
        crumbs=[list_crumb("breaches")],
    )


@requires("risk_notices")
@require_safe
def risk_notices(request: DeskRequest) -> HttpResponse:
    """List the notices of corruption risks, to the chair alone (5.1.5)."""
    rows = RiskNotice.objects.select_related("event")
    form = list_form(
        request,
        "risk_notices",
        RISK_NOTICES,
        rows=of_own(request, "risk_notices", rows),
    )
    return table_response(
        request,
        form,
        "commissions/risk_notices.html",
        list_context("breaches")
        | {
            "crumbs": [list_crumb("breaches"), (_("Notices of corruption risks"), "")],
        },
        about=RiskNotice,
    )


@requires("risk_notice")
@require_safe
def risk_notice(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what an expert told of a corruption risk, to the chair alone (5.1.5)."""
    notice = get_object_or_404(
        of_own(request, "risk_notice", RiskNotice.objects.select_related("event")),
        pk=pk,
    )
    return render(
        request,
        "commissions/risk_notice.html",
        {
            "section": SECTION,
            "notice": notice,
            "crumbs": [
                list_crumb("breaches"),
                (_("Notices of corruption risks"), reverse("risk_notices")),
                (str(notice), ""),
            ],
        },
    )


@requires("enter_risk_notice")
def enter_risk_notice(request: DeskRequest) -> HttpResponse:
    """Record what an expert told of a corruption risk (5.1.5)."""
    title, back = _("Enter a notice of a corruption risk"), reverse("risk_notices")
    lede = _("Only the chair of the commission reads it (5.1.5).")
    found = whose(request, "enter_risk_notice", title=title, lede=lede, back=back)
    if isinstance(found, HttpResponse):
        return found
    form = RiskNoticeForm(
        request.POST or None,
        events=Event.objects.filter(commission=found.commission, begins__lte=today()),
        initial={"received_on": today(), "event": found.initial["event"]},
    )
    if form.is_valid():
        notice = attempt(
            form,
            actions.enter_risk_notice,
            expert=found.expert,
            commission=found.commission,
            on=today(),
            by=request.user,
            **form.cleaned_data,
        )
        if notice:
            tell(request, _("The notice is on record."))
            return redirect("risk_notice", pk=notice.pk)
    return form_page(
        request,
        form,
        title=title,
        lede=f"{found.expert}. {lede}",
        back=back,
        crumbs=[
            list_crumb("breaches"),
            (_("Notices of corruption risks"), back),
        ],
    )
