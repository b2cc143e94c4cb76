"""One person: the path to the register, and moves of an expert in office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions import actions
from commissions.decisions import decisions_of, moves_for, moves_under_way, periods_of
from commissions.forms import (
    DiscussExpertForm,
    ReassignmentForm,
    ReleaseForm,
    RequestForm,
)
from council.dates import today
from council.desk import paths_for, tabs_for
from council.forms import attempt
from council.models import Body, Sitting
from council.roles import SECRETARIAT, DeskRequest, may, requires, roles_of, scope
from council.telling import Next, tell
from experts.models import Expert
from experts.validators import headroom, in_office_warnings


def _expert_for(request: DeskRequest, deed: str, pk: int) -> Expert:
    """Return the expert within the reader's commissions, or 404."""
    bodies = scope(request.user, deed)
    found = Expert.objects.with_person()
    expert: Expert = get_object_or_404(
        found if bodies is None else found.filter(commission__in=bodies), pk=pk
    )
    return expert


@requires("path")
@require_safe
def path(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how far a candidate has come, what was decided, and what is next."""
    expert = _expert_for(request, "path", pk)
    return render(
        request,
        "commissions/path.html",
        {
            "section": "candidates",
            "expert": expert,
            "tabs": tabs_for(request.user, expert.pk, "path"),
            "warnings": in_office_warnings(expert, today())
            if expert.status == Expert.Status.ENGAGED
            else [],
            "path": paths_for([expert], request.user)[expert.pk].steps,
            "periods": periods_of(expert, today()),
            "decisions": decisions_of(expert, request.user),
            "under_way": moves_under_way(expert, request.user),
            "moves": moves_for(expert, request.user, today()),
        },
    )


@requires("discuss_expert")
def discuss_expert(request: DeskRequest, pk: int) -> HttpResponse:
    """Put an expert's release or reassignment on the commission's agenda."""
    expert = _expert_for(request, "discuss_expert", pk)
    sittings = (
        Sitting.objects.open()
        .filter(body=expert.commission, held_on__gte=today())
        .select_related("body")
        .order_by("held_on", "pk")
    )
    return _move_page(
        request,
        expert,
        DiscussExpertForm(request.POST or None, sittings=sittings),
        actions.discuss_expert,
        title=_("Discuss in the commission"),
        lede=_(
            "A release on the chair's own initiative is discussed by the commission "
            "first; any other may be (1.8, 1.10)."
        ),
        body=expert.commission,
    )


@requires("propose_release")
def propose_release(request: DeskRequest, pk: int) -> HttpResponse:
    """Bring the chair's proposal to release an expert to the Presidium."""
    expert = _expert_for(request, "propose_release", pk)
    return _move_page(
        request,
        expert,
        ReleaseForm(request.POST or None, sittings=_presidium(expert)),
        actions.propose_release,
        title=_("Propose release"),
        lede=_("The Presidium decides; until then the expert stays in office (1.6)."),
    )


@requires("key_request")
def key_request(request: DeskRequest, pk: int) -> HttpResponse:
    """Key in an expert's own request, which came on paper."""
    expert = _expert_for(request, "key_request", pk)
    return _move_page(
        request,
        expert,
        RequestForm(request.POST or None, sittings=_presidium(expert)),
        actions.key_request,
        title=_("Own request to be released"),
        lede=_(
            "It needs neither the chair's proposal nor a discussion; the Presidium "
            "decides (1.10)."
        ),
    )


@requires("propose_reassignment")
def propose_reassignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Bring a proposal to move an expert to another commission."""
    expert = _expert_for(request, "propose_reassignment", pk)
    others = Body.objects.filter(convocation=expert.convocation).commissions()
    others = others.exclude(pk=expert.commission_id)
    sittings = _presidium(expert)
    first = sittings.first()
    rooms = headroom(others, first.held_on, first.edition) if first else {}
    form = ReassignmentForm(
        request.POST or None,
        sittings=sittings,
        targets=others,
        rooms=rooms,
        is_on_behalf=roles_of(request.user).has(SECRETARIAT),
    )
    return _move_page(
        request,
        expert,
        form,
        actions.propose_reassignment,
        title=_("Propose reassignment"),
        lede=_(
            "The term stays as it is; the new commission must have room for one more "
            "expert (6.3, 1.7)."
        ),
    )


def _presidium(expert: Expert) -> Any:
    """Return the sittings that can decide on the expert, the nearest first."""
    return (
        Sitting.objects.open()
        .presidium()
        .filter(held_on__gte=today(), body__convocation=expert.convocation)
        .select_related("body")
        .order_by("held_on", "pk")
    )


def _move_page(
    request: DeskRequest,
    expert: Expert,
    form: forms.Form,
    deed: Callable[..., Any],
    *,
    title: str,
    lede: str,
    body: Body | None = None,
) -> HttpResponse:
    """Do the deed, or show its form: it puts a matter on a sitting of the body.

    The body is the Presidium unless told.
    """
    body = body or Body.objects.get(
        convocation=expert.convocation, kind=Body.Kind.PRESIDIUM
    )
    if form.is_valid():
        done = attempt(form, deed, expert=expert, by=request.user, **form.cleaned_data)
        if done:
            sitting = done.item.sitting
            tell(
                request,
                _("On the agenda of the sitting: %(sitting)s.") % {"sitting": sitting},
                Next(_("Open the sitting"), "sitting", (sitting.pk,), sitting.body),
            )
            return redirect("path", pk=expert.pk)
    return render(
        request,
        "commissions/move.html",
        {
            "section": "candidates",
            "expert": expert,
            "tabs": tabs_for(request.user, expert.pk, "path"),
            "form": form,
            "title": title,
            "lede": lede,
            "body": body,
            "may_plan": may(request.user, "plan_sitting", body),
        },
    )
