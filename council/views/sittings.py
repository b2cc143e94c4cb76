"""Sittings: the agenda, who came, how it was voted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from council import actions
from council.agenda import agenda, languages_of, next_deed, quorum_sentence, steps
from council.columns import SITTINGS
from council.dates import today
from council.desk import sitting_links
from council.forms import (
    ChangeSittingForm,
    FinaliseForm,
    RevisionForm,
    SittingForm,
    SittingsForm,
    attempt,
)
from council.models import (
    Body,
    Person,
    ProtocolVersion,
    Seat,
    Sitting,
    translated,
)
from council.roles import DeskRequest, may, requires, scope
from council.telling import Next, tell
from council.views.tables import table_response


def sittings_for(request: DeskRequest, deed: str) -> QuerySet[Sitting]:
    """Return the sittings in which this account may do the deed."""
    found = Sitting.objects.select_related(
        "body__convocation", "presiding", "secretary", "protocol__edition"
    )
    bodies = scope(request.user, deed)
    return found if bodies is None else found.filter(body__in=bodies)


def bodies_for(request: DeskRequest, deed: str) -> QuerySet[Body]:
    """Return today's bodies in which this account may do the deed."""
    bodies = scope(request.user, deed)
    found = Body.objects.on(today())
    return found if bodies is None else found.filter(pk__in=bodies)


@requires("sittings")
@require_safe
def sittings(request: DeskRequest) -> HttpResponse:
    """List the sittings, the latest day first."""
    bodies = list(bodies_for(request, "sittings"))
    found = (
        sittings_for(request, "sittings")
        .annotate(questions=Count("items"))
        .order_by("-held_on", "-pk")
    )
    asked = request.GET.get("body", "")
    chosen = next((body for body in bodies if str(body.pk) == asked), None)
    if chosen:
        found = found.filter(body=chosen)
    elif asked:
        raise Http404
    form = SittingsForm(
        request.GET,
        rows=found,
        columns=SITTINGS,
        usual="-day",
        asked=[(_("Body"), str(chosen))] if chosen else [],
    )
    return table_response(
        request,
        form,
        "council/sittings.html",
        {
            "section": "sittings",
            "bodies": bodies,
            "chosen": chosen,
            "plannable": bodies_for(request, "plan_sitting"),
        },
        about=Sitting,
    )


@requires("plan_sitting")
def plan_sitting(request: DeskRequest, pk: int) -> HttpResponse:
    """Plan a sitting of a body."""
    body = get_object_or_404(bodies_for(request, "plan_sitting"), pk=pk)
    last = body.sittings.order_by("-held_on").first()
    kept = ("place_kk", "place_ru", "starts_at", "secretary")
    form = SittingForm(
        request.POST or None,
        people=officers_of(body),
        initial=forms.model_to_dict(last, kept) if last else {},
    )
    if form.is_valid():
        sitting = attempt(
            form,
            actions.plan_sitting,
            body=body,
            by=request.user,
            **form.cleaned_data,
        )
        if sitting:
            tell(request, _("The sitting is planned."), *next_on(request, sitting))
            return redirect("sitting", pk=sitting.pk)
    crumbs = [
        (_("The council"), reverse("the_council")),
        (str(body), reverse("body", args=[body.pk])),
        (_("New sitting"), ""),
    ]
    title = _("New sitting: %(body)s") % {"body": body}
    return form_page(request, form, title, {"crumbs": crumbs, "back": crumbs[1][1]})


@requires("change_sitting")
def change_sitting(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct day, time, place, presiding or secretary."""
    found = get_object_or_404(sittings_for(request, "change_sitting"), pk=pk)
    form = ChangeSittingForm(
        request.POST or None,
        people=officers_of(found.body),
        initial=forms.model_to_dict(found) | {"revision": found.revision},
    )
    if form.is_valid() and attempt(
        form,
        actions.change_sitting,
        sitting=found,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(
            request,
            _("Day, place and officers are saved."),
            *next_on(request, found),
        )
        return redirect("sitting", pk=found.pk)
    title = _("Day, place, officers")
    return form_page(request, form, title, subpage(found, title))


def next_on(request: DeskRequest, found: Sitting) -> list[Next]:
    """Return the steps that bring the sitting nearer to its protocol.

    An empty agenda is filled in several ways; otherwise there is one next step.
    """
    if not found.items.exists():
        filling = sitting_links(request.user, found)
        return [
            *(Next(link.label, link.name, (found.pk,)) for link in filling),
            Next(_("Add another question"), "add_item", (found.pk,), found.body),
        ]
    label, page, more = next_deed(found)
    return [Next(label, page, (found.pk,), found.body, more)]


def after_protocol(found: Sitting) -> list[Next]:
    """Return what is left to do with a final protocol: print, attach, publish."""
    return [
        Next(_("Print the protocol"), "protocol_pdf", (found.pk, "kk"), found.body),
        Next(_("Attach the signed protocol"), "attach_scan", (found.pk,), found.body),
        *publishing(found),
    ]


def publishing(found: Sitting) -> list[Next]:
    """Return the page that publishes the list, which only the Presidium changes."""
    if found.body.kind != Body.Kind.PRESIDIUM:
        return []
    return [Next(_("Publish the list of experts"), "publish_list")]


def officers_of(body: Body) -> QuerySet[Person]:
    """Return who may preside or keep the minutes: all who sit in the council."""
    seats = Seat.objects.filter(body__convocation=body.convocation)
    return Person.objects.filter(pk__in=seats.values("person"))


@requires("sitting")
@require_safe
def sitting(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a sitting: agenda with what stands against each item, and what is next."""
    found = get_object_or_404(sittings_for(request, "sitting"), pk=pk)
    form = FinaliseForm(
        initial={
            "revision": found.revision,
            "number": actions.next_number(found) if found.is_open else None,
        }
    )
    return _sitting_page(request, found, form)


def _sitting_page(
    request: DeskRequest, found: Sitting, form: forms.Form, status: int = 200
) -> HttpResponse:
    rows = agenda(found)
    is_open = found.is_open
    return render(
        request,
        "council/sitting.html",
        {
            "section": "sittings",
            "crumbs": [(_("Sittings"), reverse("sittings")), (str(found), "")],
            "sitting": found,
            "rows": rows,
            "steps": steps(found, rows) if is_open else [],
            "obstacles": actions.obstacles(found, today()) if is_open else [],
            "form": form,
            "quorum_sentence": quorum_sentence(found),
            "officers": [
                (_("Presiding"), found.presiding),
                (_("Secretary"), found.secretary),
                (_("Place"), translated(found, "place")),
                (_("Regulation"), found.edition),
            ],
            "may_change": is_open and may(request.user, "add_item", found.body),
            "may_finalise": is_open
            and may(request.user, "finalise_protocol", found.body),
            "agenda_links": sitting_links(request.user, found) if is_open else [],
            "may_attach": may(request.user, "attach_scan", found.body),
            "may_reopen": found.is_cancelled
            and may(request.user, "reopen_sitting", found.body),
            "may_correct": found.is_final
            and may(request.user, "correct_protocol", found.body),
            "languages": found.protocol.languages
            if found.is_final
            else languages_of(rows),
            "may_invite": is_open
            and may(request.user, "invitations_pdf", found.body)
            and bool(found.members),
            "agenda_in_russian": all(row.item.title_ru for row in rows),
            "versions": _versions(found) if found.is_final else [],
        },
        status=status,
    )


def _versions(found: Sitting) -> list[ProtocolVersion]:
    return list(
        found.protocol.versions.select_related("corrects").prefetch_related("scans")
    )


def refused(request: DeskRequest, pk: int, form: forms.Form) -> HttpResponse:
    """Show the sitting afresh with what was refused; 422 tells it from a success."""
    found = get_object_or_404(sittings_for(request, "sitting"), pk=pk)
    return _sitting_page(request, found, form, status=422)


@requires("finalise_protocol")
@require_POST
def finalise_protocol(request: DeskRequest, pk: int) -> HttpResponse:
    """Formalise the decisions and carry them out."""
    found = get_object_or_404(sittings_for(request, "finalise_protocol"), pk=pk)
    form = FinaliseForm(request.POST)
    if form.is_valid():
        protocol = attempt(
            form,
            actions.finalise_protocol,
            sitting=found,
            on=today(),
            by=request.user,
            **form.cleaned_data,
        )
        if protocol:
            tell(
                request,
                _("Protocol № %(number)s is final; its decisions are carried out.")
                % {"number": protocol.number},
                *after_protocol(found),
            )
            return redirect("sitting", pk=found.pk)
    return refused(request, pk, form)


@requires("cancel_sitting")
@require_POST
def cancel_sitting(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancel a sitting; its items go back to those who brought them."""
    found = get_object_or_404(sittings_for(request, "cancel_sitting"), pk=pk)
    form = RevisionForm(request.POST)
    if form.is_valid() and attempt(
        form,
        actions.cancel_sitting,
        sitting=found,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(
            request,
            _("The sitting is cancelled; its questions are free for another one."),
            Next(
                _("Plan another sitting"), "plan_sitting", (found.body_id,), found.body
            ),
        )
        return redirect("sitting", pk=found.pk)
    return refused(request, found.pk, form)


@requires("reopen_sitting")
@require_POST
def reopen_sitting(request: DeskRequest, pk: int) -> HttpResponse:
    """Plan again what was cancelled by mistake."""
    found = get_object_or_404(sittings_for(request, "reopen_sitting"), pk=pk)
    form = RevisionForm(request.POST)
    if form.is_valid():
        planned = attempt(
            form,
            actions.reopen_sitting,
            sitting=found,
            by=request.user,
            **form.cleaned_data,
        )
        if planned:
            tell(
                request,
                _(
                    "The sitting is planned again, with its own questions; what was "
                    "proposed to it is proposed anew (1.7)."
                ),
                *next_on(request, planned),
            )
            return redirect("sitting", pk=found.pk)
    return refused(request, found.pk, form)


def subpage(found: Sitting, title: str) -> dict[str, Any]:
    """Return what every page below a sitting's shows."""
    crumbs = [
        (_("Sittings"), reverse("sittings")),
        (str(found), reverse("sitting", args=[found.pk])),
        (title, ""),
    ]
    return {
        "section": "sittings",
        "sitting": found,
        "crumbs": crumbs,
        "back": crumbs[1][1],
    }


def form_page(
    request: DeskRequest, form: forms.Form, title: str, context: dict[str, Any]
) -> HttpResponse:
    """Show a form about sittings; `context` says the way back (`subpage`)."""
    return render(
        request,
        "council/form.html",
        {"section": "sittings", "form": form, "title": title} | context,
    )
