"""Deeds on events: planning them, and recording who came in whose company."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commissions.actions.own_experts import refuse_twice
from commissions.models import Event, Participation
from commissions.validators import check_event, engagements_on
from council.audit import check_revision, deed, lock
from council.models import Account, Body, Person
from council.regulation import NOT_AHEAD, RuleViolation
from experts.models import Expert


@deed
def plan_event(
    *, commission: Body, experts: Collection[Expert], by: Account, **facts: Any
) -> Event:
    """Plan an event of the commission's experts, in company (3.5, 5.2.6).

    Raises RuleViolation with every sentence: without company, with a companion who
    does not sit in the commission on the first day, closed without an agreement or
    a member, for an expert out of office that day (6.1), and when the same event is
    planned already.
    """
    commission = lock(commission)
    event = Event(commission=commission, **facts)
    check_event(event, experts)
    refuse_twice(
        commission.events.planned().filter(
            participations__engagement__expert__in=experts, **facts
        )
    )
    event.save_as(by)
    _invite(event, experts, by)
    return event


@deed
def change_event(
    *,
    event: Event,
    experts: Collection[Expert],
    by: Account,
    revision: int | None = None,
    **facts: Any,
) -> Event:
    """Change a planned event and who is invited; checked as when it was planned."""
    event = _planned(event, revision)
    for name, value in facts.items():
        setattr(event, name, value)
    check_event(event, experts)
    _save_next(event, by)
    _invite(event, experts, by)
    return event


@deed
def cancel_event(*, event: Event, by: Account, revision: int | None = None) -> Event:
    """Cancel a planned event; who was invited stays on record."""
    event = _planned(event, revision)
    event.status = Event.Status.CANCELLED
    _save_next(event, by)
    return event


@deed
def reopen_event(*, event: Event, by: Account, revision: int | None = None) -> Event:
    """Take a cancellation back: the event is planned again, with who was invited.

    Raises RuleViolation for one that is not cancelled, and as planning does on persons.
    """
    event = lock(event)
    check_revision(event, revision)
    if event.status != Event.Status.CANCELLED:
        raise RuleViolation(_("The event is not cancelled."))
    event.status = Event.Status.PLANNED
    invited = event.participations.select_related("engagement__expert")
    check_event(event, [row.engagement.expert for row in invited])
    _save_next(event, by)
    return event


@deed
def record_event(
    *,
    event: Event,
    came: Collection[Expert],
    on: date,
    by: Account,
    companion: Person | None = None,
    group_lead: Person | None = None,
    revision: int | None = None,
) -> Event:
    """Record that an event took place: who came, and in whose company.

    `came` are experts of the commission, invited or not. Without company it is
    recorded all the same and flagged (3.5). A second time it corrects the first.
    Raises RuleViolation before its last day, and as planning does on persons.
    """
    event = lock(event)
    check_revision(event, revision)
    if event.status == Event.Status.CANCELLED:
        raise RuleViolation(_("The event was cancelled."))
    NOT_AHEAD.check(day=event.ends, today=on)
    event.status = Event.Status.HELD
    event.companion, event.group_lead = companion, group_lead
    check_event(event, came)
    _save_next(event, by)
    _note_who_came(event, came, by)
    return event


def _planned(event: Event, revision: int | None) -> Event:
    """Return the event locked, or refuse: it was held or cancelled."""
    event = lock(event)
    check_revision(event, revision)
    if event.status != Event.Status.PLANNED:
        raise RuleViolation(_("The event is not planned any more."))
    return event


def _invite(event: Event, experts: Collection[Expert], by: Account) -> None:
    """Let exactly these experts be invited, by their engagements of that day."""
    wanted = engagements_on(event.commission, experts, event.begins)
    keys = {row.pk for row in wanted.values()}
    invited = list(event.participations.all())
    for row in invited:
        if row.engagement_id not in keys:
            row.delete_as(by)
    known = {row.engagement_id for row in invited}
    for engagement in wanted.values():
        if engagement.pk not in known:
            Participation(event=event, engagement=engagement).save_as(by)


def _note_who_came(event: Event, came: Collection[Expert], by: Account) -> None:
    """Note of everybody invited whether they came, and who came uninvited."""
    present = engagements_on(event.commission, came, event.begins)
    keys = {row.pk for row in present.values()}
    invited = list(event.participations.all())
    for row in invited:
        if row.came is not (row.engagement_id in keys):
            row.came = row.engagement_id in keys
            row.save_as(by)
    known = {row.engagement_id for row in invited}
    for engagement in present.values():
        if engagement.pk not in known:
            Participation(event=event, engagement=engagement, came=True).save_as(by)


def _save_next(event: Event, by: Account) -> None:
    event.revision += 1
    event.save_as(by)
