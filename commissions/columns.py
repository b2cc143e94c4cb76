"""The columns of the commissions' tables: the work of experts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models import Breach, Event, Recommendation
from council.dates import numeric_date, today
from council.models import translated
from council.readable import NOTHING
from council.sheets import Cell
from council.tables import Column, in_order_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EXPERT = ["engagement__expert__person__sort_key"]
COMMISSION = ["engagement__commission__number"]


def _capital(words: Any) -> str:
    return capfirst(str(words))


def _number(commission: Any) -> str:
    return f"№ {commission.number}"


def _day(
    key: str, label: StrOrPromise, field: str, *, is_sorted: bool = True
) -> Column:
    """Return the column of a day that the row keeps under that name."""
    return Column(
        key,
        label,
        lambda row: getattr(row, field) or NOTHING,
        by=[field] if is_sorted else (),
        width=14,
    )


OF_EXPERT = Column(
    "expert",
    gettext_lazy("Expert"),
    lambda row: str(row.engagement.expert),
    by=EXPERT,
    width=36,
)
OF_COMMISSION = Column(
    "commission",
    gettext_lazy("Commission"),
    lambda row: _number(row.engagement.commission),
    by=COMMISSION,
    width=14,
)


def _days(row: Event) -> Cell:
    if row.begins == row.ends:
        return row.begins
    return f"{numeric_date(row.begins)} – {numeric_date(row.ends)}"


def invited_in_words(row: Any) -> str:
    """Return how many experts were invited to an event, and came if it was held."""
    if row.status == Event.Status.HELD:
        return _("came – %(came)s of %(invited)s") % {
            "came": row.came,
            "invited": row.invited,
        }
    return _("invited – %(invited)s") % {"invited": row.invited}


def _event_state(row: Event) -> str:
    is_due = row.status == Event.Status.PLANNED and row.ends < today()
    said = [_("to record as held") if is_due else str(row.get_status_display())]
    if row.is_unaccompanied:
        said.append(_("without company (3.5)"))
    if row.was_closed_unagreed:
        said.append(_("closed, neither agreed nor accompanied (5.2.6)"))
    return "; ".join(said)


EVENTS = (
    Column("event", gettext_lazy("Event"), lambda row: row.title, width=48),
    Column("day", gettext_lazy("Day"), _days, by=["begins", "ends"], width=24),
    Column(
        "commission",
        gettext_lazy("Commission"),
        lambda row: _number(row.commission),
        by=["commission__number"],
        width=14,
    ),
    Column(
        "experts",
        gettext_lazy("Experts"),
        invited_in_words,
        by=["came", "invited"],
        width=20,
    ),
    Column(
        "state",
        gettext_lazy("State"),
        _event_state,
        by=[in_order_of("status", Event.Status)],
        width=20,
    ),
)
# The rows are assignments with where they stand (`AssignmentRow`).
ASSIGNMENTS = (
    Column("task", gettext_lazy("Task"), lambda row: row.assignment.task, width=60),
    Column(
        "expert",
        gettext_lazy("Expert"),
        lambda row: str(row.assignment.engagement.expert),
        by=EXPERT,
        width=36,
    ),
    Column(
        "commission",
        gettext_lazy("Commission"),
        lambda row: _number(row.assignment.engagement.commission),
        by=COMMISSION,
        width=14,
    ),
    Column(
        "deadline",
        gettext_lazy("Deadline"),
        lambda row: row.assignment.due,
        by=["due"],
        width=14,
    ),
    Column("state", gettext_lazy("State"), lambda row: row.state, width=24),
)
AWAITED = (
    Column(
        "expert",
        gettext_lazy("Expert"),
        lambda row: str(row.expert),
        by=lambda row: row.expert.person.sort_key,
        width=36,
    ),
    Column(
        "commission",
        gettext_lazy("Commission"),
        lambda row: _number(row.engagement.commission),
        by=lambda row: row.engagement.commission.number,
        width=14,
    ),
    Column(
        "occasion",
        gettext_lazy("Occasion"),
        lambda row: _capital(row.occasion),
        width=60,
    ),
    Column(
        "day",
        gettext_lazy("Day"),
        lambda row: row.day,
        by=lambda row: row.day,
        width=14,
    ),
    Column(
        "deadline",
        gettext_lazy("Deadline"),
        lambda row: row.due or NOTHING,
        by=lambda row: row.due,
        width=14,
    ),
)


def _kind(row: Any) -> str:
    return _capital(row.get_kind_display())


WORKS = (
    Column("title", gettext_lazy("Title"), lambda row: row.title, width=60),
    OF_EXPERT,
    OF_COMMISSION,
    Column(
        "kind",
        gettext_lazy("Kind"),
        _kind,
        by=[in_order_of("kind", Recommendation.Kind)],
        width=40,
    ),
    _day("received", gettext_lazy("Received on"), "received_on"),
    Column("state", gettext_lazy("State"), lambda row: row.state_in_words, width=28),
)
PUBLICATIONS = (
    Column("title", gettext_lazy("Title"), lambda row: row.title, width=60),
    OF_EXPERT,
    OF_COMMISSION,
    _day("asked", gettext_lazy("Asked on"), "asked_on"),
    _day("appeared", gettext_lazy("Appeared on"), "appeared_on"),
    Column("state", gettext_lazy("State"), lambda row: row.state_in_words, width=28),
)


def _breach_state(row: Breach) -> str:
    return _("taken back, not counted") if row.lifted_on else _("stands")


BREACHES = (
    OF_EXPERT,
    OF_COMMISSION,
    Column("state", gettext_lazy("State"), _breach_state, width=24),
    Column("kind", gettext_lazy("Kind"), _kind, width=40),
    _day("day", gettext_lazy("happened on"), "happened_on"),
    Column("essence", gettext_lazy("what happened"), lambda row: row.essence, width=60),
    Column(
        "publication",
        gettext_lazy("publication"),
        lambda row: str(row.publication or NOTHING),
        width=40,
    ),
    Column(
        "by",
        gettext_lazy("established by"),
        lambda row: str(row.established_by),
        width=36,
    ),
    _day(
        "established", gettext_lazy("established on"), "established_on", is_sorted=False
    ),
    _day("lifted", gettext_lazy("taken back on"), "lifted_on", is_sorted=False),
    Column(
        "because",
        gettext_lazy("why it was taken back"),
        lambda row: row.lifted_because,
        width=40,
    ),
)
COMMENDATIONS = (
    OF_EXPERT,
    OF_COMMISSION,
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: _("awarded") if row.awarded_on else _("proposed"),
        width=14,
    ),
    Column(
        "form",
        gettext_lazy("form"),
        lambda row: _capital(row.get_form_display()),
        width=28,
    ),
    _day("proposed", gettext_lazy("proposed on"), "proposed_on"),
    Column(
        "merit",
        gettext_lazy("For what"),
        lambda row: translated(row, "merit"),
        width=60,
    ),
    _day("awarded", gettext_lazy("awarded on"), "awarded_on"),
    Column(
        "by",
        gettext_lazy("awarded by"),
        lambda row: row.awarded_by or NOTHING,
        width=36,
    ),
)
RISK_NOTICES = (
    _day("received", gettext_lazy("Received on"), "received_on"),
    OF_EXPERT,
    Column(
        "told",
        gettext_lazy("Told"),
        lambda row: _capital(row.get_addressee_display()),
        width=36,
    ),
    Column(
        "event",
        gettext_lazy("Event"),
        lambda row: row.event.title if row.event else NOTHING,
        width=48,
    ),
)


def without(columns: tuple[Column, ...], *keys: str) -> tuple[Column, ...]:
    """Return the columns but those: what is the same in every row is not shown."""
    return tuple(column for column in columns if column.key not in keys)
