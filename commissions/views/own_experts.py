"""What the pages of the experts' work share: whose it is, how a form is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from commissions.list_forms import OfCommissionsForm
from commissions.models import Participation
from commissions.output_forms import WhoseForm
from commissions.work_sections import SECTIONS
from council.dates import today
from council.models import Attendance, Body
from council.roles import DeskRequest, scope
from council.tables import Column, Rows
from experts.models import Engagement, Expert

SECTION = "events"


def of_own(request: DeskRequest, deed: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows that belong to commissions within the reader's scope."""
    found = rows.select_related(
        "engagement__expert__person", "engagement__commission__convocation"
    )
    bodies = scope(request.user, deed)
    return found if bodies is None else found.filter(engagement__commission__in=bodies)


def of_today(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows that are of a convocation in office."""
    return rows.filter(engagement__commission__in=Body.objects.on(today()))


def commissions_for(request: DeskRequest, deed: str) -> QuerySet[Body]:
    """Return today's commissions in which this account may do the deed."""
    bodies = scope(request.user, deed)
    found = Body.objects.on(today()).commissions()
    return found if bodies is None else found.filter(pk__in=bodies)


@dataclass(frozen=True)
class Whose:
    """Whose record is made; without an expert the form asks for one."""

    form: WhoseForm
    expert: Expert
    commission: Body
    occasion: str
    initial: dict[str, Any]

    @property
    def is_owed(self) -> bool:
        """Return whether it comes from what a recommendation follows (5.1.26)."""
        return self.occasion.startswith(("event-", "sitting-"))


def whose(
    request: DeskRequest, deed: str, *, title: str, lede: str, back: str
) -> Whose | HttpResponse:
    """Return whose record is made, or the page that asks for it.

    What the address names is the reader's own, or nothing: 404.
    """
    bodies = scope(request.user, deed) or set()
    form = WhoseForm(request.GET, bodies=bodies)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    given = asked["assignment"] or asked["publication"]
    expert = asked["expert"] or (given.engagement.expert if given else None)
    if expert is None:
        if asked["event"]:
            came = Participation.objects.done().filter(event=asked["event"])
            form.narrow(cast("Any", came.values("engagement__expert")))
        if asked["sitting"]:
            present = Attendance.objects.filter(
                sitting=asked["sitting"], person=OuterRef("person")
            )
            form.narrow(Expert.objects.filter(Exists(present)))
        form.fields["expert"].required = True
        return render(
            request,
            "commissions/whose.html",
            {
                "section": SECTION,
                "form": form,
                "title": title,
                "lede": lede,
                "back": back,
            },
        )
    engagement = (
        Engagement.objects.valid()
        .filter(expert=expert, commission__in=bodies)
        .select_related("commission__convocation")
        .order_by("-begins", "-pk")
        .first()
    )
    if engagement is None:
        raise Http404
    occasion = next(
        (
            f"{name}-{asked[name].pk}"
            for name in ("assignment", "event", "sitting")
            if asked[name]
        ),
        "",
    )
    return Whose(form, expert, engagement.commission, occasion, asked)


def form_page(
    request: DeskRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    lede: str = "",
    crumbs: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """Show the form of one deed."""
    return render(
        request,
        "council/form.html",
        {
            "section": SECTION,
            "form": form,
            "title": title,
            "lede": lede,
            "back": back,
            "crumbs": [*(crumbs or []), (title, "")],
        },
    )


def list_crumb(name: str) -> tuple[str, str]:
    """Return the crumb of one page of the section."""
    return str(dict(SECTIONS)[name]), reverse(name)


def list_context(name: str) -> dict[str, Any]:
    """Return what every list of the section shows above itself."""
    return {"section": SECTION, "sections": SECTIONS, "current": name}


def list_form(
    request: DeskRequest, deed: str, columns: tuple[Column, ...], *, rows: Rows
) -> OfCommissionsForm:
    """Return what is asked of a list of which only names are searched."""
    return OfCommissionsForm(
        request.GET, rows=rows, bodies=commissions_for(request, deed), columns=columns
    )
