"""What comes next after a deed on an expert's work, as the next page offers it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from commissions.models import Assignment, Event, Publication, Recommendation
from council.telling import Next


def after_event(event: Event, on: date) -> list[Next]:
    """Return what an event waits for: who came, then what they write (5.1.26)."""
    body = event.commission
    if event.status == Event.Status.CANCELLED:
        return [Next(_("Plan another event"), "plan_event", (body.pk,), body)]
    if event.status == Event.Status.HELD:
        return [Next(_("See whose written work is awaited"), "awaited")]
    if event.begins > on:
        return []
    return [Next(_("Record who came"), "record_event", (event.pk,), body)]


def after_assignment(assignment: Assignment) -> list[Next]:
    """Return how an open assignment ends, and what is received of one that is done."""
    body = assignment.engagement.commission
    if assignment.is_open:
        page = "complete_assignment"
        return [Next(_("Note when it is done"), page, (assignment.pk,), body)]
    if assignment.done_on is None:
        return []
    asked = f"?assignment={assignment.pk}"
    return [
        Next(_("Receive what was written"), "receive_recommendation", (), body, asked)
    ]


def after_work(work: Recommendation) -> list[Next]:
    """Return what a written work waits for: its next version, or its result (6.3)."""
    body = work.engagement.commission
    if work.is_considered:
        return []
    if work.is_unclear:
        return [
            Next(_("Receive the next version"), "receive_version", (work.pk,), body)
        ]
    page = "consider_recommendation"
    return [Next(_("Record the consideration"), page, (work.pk,), body)]


def after_publication(found: Publication) -> list[Next]:
    """Return what a publication waits for: agreement, then appearance (5.1.9)."""
    body = found.engagement.commission
    if found.is_unagreed:
        asked = f"?publication={found.pk}"
        return [
            Next(_("Establish a breach (4.5)"), "establish_breach", (), body, asked)
        ]
    if found.appeared_on or found.declined_on:
        return []
    page = "record_appearance" if found.is_agreed else "approve_publication"
    words = _("Record the appearance") if found.is_agreed else _("Agree or decline")
    return [Next(words, page, (found.pk,), body)]
