"""Putting candidates on an agenda: the commission's, then the Presidium's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commissions import actions
from commissions.forms import CandidatesForm
from commissions.selection import (
    Choice,
    candidates_to_discuss,
    candidates_to_propose,
    chosen,
    open_candidates,
    places,
)
from council.forms import attempt
from council.models import Body, Sitting
from council.roles import DeskRequest, may, requires, scope
from council.telling import Next, tell
from experts.models import Expert


@dataclass(frozen=True)
class Choosing:
    """A page that puts candidates on one sitting's agenda: its words and its deed."""

    title: str
    lede: str
    submit: str
    choices: Iterable[Choice]  # what the page offers, found when it is shown
    candidates: Iterable[Expert]  # whom the deed takes: it judges them itself
    deed: Callable[..., list[Any]]
    done: Callable[[int], str]
    back: str
    then: str
    next: list[Next]
    places: Iterable[dict[str, Any]] = ()


@requires("discuss")
def discuss(request: DeskRequest, pk: int) -> HttpResponse:
    """Put candidates on the agenda of their commission's sitting (1.8)."""
    bodies = scope(request.user, "discuss")
    found = Sitting.objects.filter(body__kind=Body.Kind.COMMISSION)
    sitting = get_object_or_404(
        (found if bodies is None else found.filter(body__in=bodies)).select_related(
            "body"
        ),
        pk=pk,
    )
    page = reverse("sitting", args=[sitting.pk])
    choices = candidates_to_discuss(sitting)
    return _choose(
        request,
        sitting,
        Choosing(
            title=_("Candidates to discuss"),
            lede=_("The commission discusses a candidate before the chair proposes."),
            submit=_("Put on the agenda"),
            choices=choices,
            candidates=[choice.expert for choice in choices],
            deed=actions.discuss_together,
            done=lambda count: ngettext(
                "%(count)s candidate is on the agenda.",
                "%(count)s candidates are on the agenda.",
                count,
            ),
            back=page,
            then=page,
            next=[
                Next(
                    _("Record attendance"),
                    "record_attendance",
                    (sitting.pk,),
                    sitting.body,
                ),
                Next(_("Discuss others"), "discuss", (sitting.pk,), sitting.body),
            ],
        ),
    )


@requires("propose")
def propose(request: DeskRequest, pk: int) -> HttpResponse:
    """Bring the chairs' proposals to a Presidium sitting (1.7, 1.8)."""
    bodies = scope(request.user, "propose")
    sitting = get_object_or_404(
        Sitting.objects.presidium().select_related("body"), pk=pk
    )
    commissions = Body.objects.filter(
        convocation=sitting.body.convocation_id
    ).commissions()
    if bodies is not None:
        commissions = commissions.filter(pk__in=bodies)
    return _choose(
        request,
        sitting,
        Choosing(
            title=_("Proposals to the Presidium"),
            lede=_("The chair brings candidates whom the commission has discussed."),
            submit=_("Propose"),
            choices=SimpleLazyObject(
                partial(candidates_to_propose, sitting, commissions)
            ),
            candidates=open_candidates(commissions),
            deed=actions.propose_together,
            done=lambda count: ngettext(
                "%(count)s candidate is proposed.",
                "%(count)s candidates are proposed.",
                count,
            ),
            back=reverse("sitting", args=[sitting.pk])
            if may(request.user, "sitting", sitting.body)
            else reverse("desk"),
            then=reverse("propose", args=[sitting.pk]),
            next=[Next(_("Open the sitting"), "sitting", (sitting.pk,), sitting.body)],
            places=SimpleLazyObject(partial(places, sitting, commissions)),
        ),
    )


def _choose(request: DeskRequest, sitting: Sitting, page: Choosing) -> HttpResponse:
    form = CandidatesForm(
        request.POST or None,
        candidates=page.candidates if request.method == "POST" else (),
        initial={"revision": sitting.revision},
    )
    if form.is_valid():
        done = attempt(
            form, page.deed, sitting=sitting, by=request.user, **form.cleaned_data
        )
        if done:
            tell(request, page.done(len(done)) % {"count": len(done)}, *page.next)
            return redirect(page.then)
    choices = chosen(page.choices, form["candidates"].value() or [])
    form.offer(choice.expert for choice in choices)
    return render(
        request,
        "commissions/choose.html",
        {
            "section": "sittings",
            "page": page,
            "sitting": sitting,
            "choices": choices,
            "reason": choices[0].objections[0]
            if choices and all(choice.is_held for choice in choices)
            else "",
            "form": form,
        },
    )
