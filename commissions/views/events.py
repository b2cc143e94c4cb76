"""Events of public control: the list, one event, and its deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commissions import actions
from commissions.columns import EVENTS
from commissions.disclosures import affected
from commissions.forms import ChangeEventForm, EventForm, RecordEventForm
from commissions.list_forms import EventsForm
from commissions.models import Assignment, Event, Participation
from commissions.next_steps import after_event
from commissions.views.work import (
    assignment_rows,
    chosen_commission,
    done,
    form_page,
    may_in,
    own_commission,
    section_page,
    table_of,
    warn_of_disclosures,
)
from council.dates import numeric_date, today
from council.forms import RevisionForm, attempt
from council.roles import DeskRequest, requires, scope
from council.views.tables import table_response
from experts.views.candidates import commissions_for

CHANGES = ("change_event", "cancel_event", "reopen_event", "record_event")


def events_for(request: DeskRequest, deed: str) -> QuerySet[Event]:
    """Return the events on which this account may do the deed."""
    found = Event.objects.select_related(
        "commission__convocation", "companion", "group_lead"
    )
    bodies = scope(request.user, deed)
    return found if bodies is None else found.filter(commission__in=bodies)


@requires("events")
@require_safe
def events(request: DeskRequest) -> HttpResponse:
    """List the events: the planned ones by day, then the others, latest first."""
    chosen = chosen_commission(request, "events")
    found = events_for(request, "events")
    if chosen:
        found = found.filter(commission=chosen)
    found = found.annotate(
        invited=Count("participations"),
        came=Count("participations", filter=Q(participations__came=True)),
        planned_on=Case(When(status=Event.Status.PLANNED, then=F("begins"))),
    ).order_by(F("planned_on").asc(nulls_last=True), "-begins", "-pk")
    section = section_page(request, "events")
    return table_response(
        request,
        table_of(request, section, chosen, rows=found, columns=EVENTS, form=EventsForm),
        "commissions/events.html",
        section
        | {
            "chosen": chosen,
            "today": today(),
            "plannable": commissions_for(request, "plan_event"),
        },
        about=Event,
    )


@requires("event")
@require_safe
def event(request: DeskRequest, pk: int) -> HttpResponse:
    """Show an event: who was invited and came, in whose company, what is asked."""
    found = get_object_or_404(events_for(request, "event"), pk=pk)
    return _event_page(request, found, RevisionForm())


def _event_page(
    request: DeskRequest, found: Event, form: forms.Form, status: int = 200
) -> HttpResponse:
    participations = list(_participations(found))
    bodies = scope(request.user, "dossier")
    experts = [row.engagement.expert for row in participations]
    seen = Assignment.objects.with_expert().filter(event=found)
    readable = scope(request.user, "assignments")
    days = numeric_date(found.begins)
    if found.ends != found.begins:
        days = f"{days} – {numeric_date(found.ends)}"
    return render(
        request,
        "commissions/event.html",
        {
            "section": "events",
            "crumbs": [(_("Events"), reverse("events")), (found.title, "")],
            "event": found,
            "days": days,
            "form": form,
            "facts": _facts(found),
            "participations": [
                (row, bodies is None or row.engagement.expert.commission_id in bodies)
                for row in participations
            ],
            "disclosures": affected(experts, found.organ, request.user),
            "assignments": assignment_rows(
                request, seen if readable is None else seen.seen_from(readable)
            ),
            "is_planned": found.status == Event.Status.PLANNED,
            "is_cancelled": found.status == Event.Status.CANCELLED,
            "is_held": found.status == Event.Status.HELD,
            "is_over": found.is_over(today()),
        }
        | may_in(request, CHANGES, found.commission),
        status=status,
    )


def _participations(found: Event) -> QuerySet[Participation]:
    return found.participations.select_related(
        "engagement__expert__person", "engagement__expert__commission"
    )


def _facts(found: Event) -> list[tuple[str, Any]]:
    """Return what the event's page lists, company and agreement included."""
    rows: list[tuple[str, Any]] = [
        (_("Commission"), f"№ {found.commission.number}"),
        (_("State body or organisation concerned"), found.organ),
        (_("Place"), found.place),
        (_("Accompanying member of the commission"), found.companion),
        (_("Lead of the monitoring group"), found.group_lead),
    ]
    if found.is_closed:
        agreed = numeric_date(found.agreed_on) if found.agreed_on else ""
        rows.append((_("The commission agreed on (5.2.6)"), agreed))
    return rows


@requires("plan_event")
def plan_event(request: DeskRequest, pk: int) -> HttpResponse:
    """Plan an event of a commission's experts."""
    commission = own_commission(request, "plan_event", pk)
    form = EventForm(request.POST or None, commission=commission, on=today())
    if form.is_valid():
        planned = attempt(
            form,
            actions.plan_event,
            commission=commission,
            by=request.user,
            **form.cleaned_data,
        )
        if planned:
            return _done(request, _("The event is planned."), planned)
    crumbs = [(_("Events"), reverse("events"))]
    return form_page(request, form, _("Plan an event"), crumbs, lede=str(commission))


@requires("change_event")
def change_event(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a planned event and who is invited."""
    found = get_object_or_404(events_for(request, "change_event"), pk=pk)
    invited = found.participations.values_list("engagement__expert", flat=True)
    form = ChangeEventForm(
        request.POST or None,
        commission=found.commission,
        on=today(),
        initial=forms.model_to_dict(found)
        | {"revision": found.revision, "experts": list(invited)},
    )
    if form.is_valid():
        changed = attempt(
            form,
            actions.change_event,
            event=found,
            by=request.user,
            **form.cleaned_data,
        )
        if changed:
            return _done(request, _("The event is changed."), changed)
    return form_page(request, form, _("Change the event"), _crumbs(found))


@requires("record_event")
def record_event(request: DeskRequest, pk: int) -> HttpResponse:
    """Record that an event took place, who came and in whose company."""
    found = get_object_or_404(events_for(request, "record_event"), pk=pk)
    form = RecordEventForm(request.POST or None, event=found, on=today())
    if form.is_valid():
        held = attempt(
            form,
            actions.record_event,
            event=found,
            on=today(),
            by=request.user,
            **form.facts,
        )
        if held:
            warn_of_disclosures(request, form.facts["came"], held.organ)
            return _done(request, _("Who came is recorded."), held)
    return form_page(
        request, form, _("Who came"), _crumbs(found), others=form["others"]
    )


@requires("cancel_event")
@require_POST
def cancel_event(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancel a planned event."""
    said = _("The event is cancelled.")
    return _pressed(request, "cancel_event", pk, actions.cancel_event, said)


@requires("reopen_event")
@require_POST
def reopen_event(request: DeskRequest, pk: int) -> HttpResponse:
    """Plan again what was cancelled by mistake."""
    said = _("The event is planned again.")
    return _pressed(request, "reopen_event", pk, actions.reopen_event, said)


def _pressed(
    request: DeskRequest, name: str, pk: int, deed: Callable[..., Event], said: str
) -> HttpResponse:
    """Do what a button on the event's page asks for, by the revision it showed."""
    found = get_object_or_404(events_for(request, name), pk=pk)
    form = RevisionForm(request.POST)
    if form.is_valid():
        changed = attempt(form, deed, event=found, by=request.user, **form.cleaned_data)
        if changed:
            return _done(request, said, changed)
    return _event_page(request, found, form, status=422)


def _done(request: DeskRequest, sentence: str, event: Event) -> HttpResponse:
    then = after_event(event, today())
    return done(request, sentence, "event", event.pk, then=then)


def _crumbs(found: Event) -> list[tuple[str, str]]:
    return [
        (_("Events"), reverse("events")),
        (found.title, reverse("event", args=[found.pk])),
    ]
