"""What the commissions tell of an expert's work: events, assignments, sittings."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from commissions.awaited import attended, sitting_url
from commissions.models import Assignment, Event, Participation
from council.dates import numeric_date, today
from council.desk import Moment, teller
from council.models import Account
from council.roles import scope
from experts.models import Engagement, Expert

TASK_LENGTH = 120


def engagements_read(expert: Expert, account: Account) -> QuerySet[Engagement]:
    """Return the expert's engagements whose work the account may read (6.1)."""
    bodies = scope(account, "work")
    found = Engagement.objects.valid().filter(expert=expert)
    return found if bodies is None else found.filter(commission__in=bodies)


@teller
def events(expert: Expert, account: Account) -> list[Moment]:
    """Events to which the expert was invited or came, cancelled ones left out."""
    rows = (
        Participation.objects.filter(engagement__in=engagements_read(expert, account))
        .exclude(event__status=Event.Status.CANCELLED)
        .select_related("event")
    )
    return [
        Moment(
            day=row.event.begins,
            label=f"{capfirst(row.event.get_kind_display())}: {row.event.title}",
            url=reverse("event", args=[row.event_id]),
            note=_event_note(row),
            tone=_event_tone(row),
        )
        for row in rows
    ]


def _event_note(row: Participation) -> str:
    if row.event.status == Event.Status.PLANNED:
        return _("invited")
    if not row.came:
        return _("did not come")
    if row.event.is_unaccompanied:
        return _("took part, without company (3.5)")
    return _("took part")


def _event_tone(row: Participation) -> str:
    if row.event.status == Event.Status.PLANNED:
        return "info"
    if not row.came:
        return "neutral"
    return "warm" if row.event.is_unaccompanied else "good"


@teller
def assignments(expert: Expert, account: Account) -> list[Moment]:
    """Assignments of the expert, with what has become of them (5.1.19)."""
    bodies = scope(account, "work")
    rows = Assignment.objects.filter(engagement__expert=expert)
    if bodies is not None:
        rows = rows.seen_from(bodies)
    day = today()
    return [
        Moment(
            day=row.given_on,
            label=_("Assignment: %(task)s")
            % {"task": Truncator(row.task).chars(TASK_LENGTH)},
            url=reverse("assignment", args=[row.pk]),
            note=state_in_words(row, day),
            tone=state_tone(row, day),
        )
        for row in rows
    ]


def state_in_words(row: Assignment, on: date) -> str:
    """Return where an assignment stands: done, withdrawn, overdue or due."""
    if row.done_on is not None:
        return _("done on %(day)s") % {"day": numeric_date(row.done_on)}
    if row.withdrawn_on is not None:
        return _("withdrawn on %(day)s") % {"day": numeric_date(row.withdrawn_on)}
    if row.is_overdue(on):
        return _("overdue, days: %(days)s") % {"days": (on - row.due).days}
    return _("due %(day)s") % {"day": numeric_date(row.due)}


def state_tone(row: Assignment, on: date) -> str:
    """Return the tone of the badge that says where an assignment stands."""
    if row.is_open:
        return "warm" if row.is_overdue(on) else "info"
    return "good" if row.done_on is not None else "neutral"


@teller
def sittings(expert: Expert, account: Account) -> list[Moment]:
    """Sittings of any body that the expert attended without a vote (5.1.14)."""
    bodies = scope(account, "sittings")
    return [
        Moment(
            day=sitting.held_on,
            label=_("Sitting: %(body)s") % {"body": sitting.body},
            url=sitting_url(sitting, bodies),
            note=_("attended without a vote"),
        )
        for _engagement, sitting in attended(engagements_read(expert, account))
    ]
