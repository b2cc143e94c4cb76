"""What a written work can come from: an event, a sitting, an assignment."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from commissions.models import Assignment, Event, Participation, Recommendation
from council.dates import numeric_date
from council.models import Body, Sitting
from experts.models import Expert

Row = Event | Sitting | Assignment


@dataclass(frozen=True)
class Occasion:
    """One of them: the key by which forms and addresses name it, and its words."""

    name: str
    row: Row
    label: str

    @property
    def key(self) -> str:
        """Return "event-3"."""
        return f"{self.name}-{self.row.pk}"


def occasions_of(expert: Expert, commission: Body) -> list[tuple[str, list[Occasion]]]:
    """Return what this expert came to or was given, the latest first, by its kind."""
    events = Event.objects.filter(
        pk__in=Participation.objects.done()
        .filter(engagement__expert=expert, engagement__commission=commission)
        .values("event")
    )
    sittings = (
        Sitting.objects.filter(
            attendances__person=expert.person_id,
            body__convocation=commission.convocation_id,
        )
        .exclude(status=Sitting.Status.CANCELLED)
        .select_related("body")
    )
    assignments = Assignment.objects.filter(
        engagement__expert=expert,
        engagement__commission=commission,
        withdrawn_on__isnull=True,
    ).order_by("-given_on", "-pk")
    groups = (
        (
            _("Events"),
            [Occasion("event", row, event_label(row)) for row in events],
        ),
        (
            _("Sittings"),
            [
                Occasion("sitting", row, f"{numeric_date(row.held_on)} – {row.body}")
                for row in sittings
            ],
        ),
        (
            _("Assignments"),
            [Occasion("assignment", row, assignment_label(row)) for row in assignments],
        ),
    )
    return [(label, found) for label, found in groups if found]


def event_label(event: Event) -> str:
    """Return the day first, as the choice among many is by day."""
    return f"{numeric_date(event.begins)} – {event.get_kind_display()}: {event.title}"


def assignment_label(assignment: Assignment) -> str:
    """Return the deadline and the task, which may be long."""
    task = " ".join(assignment.task.split())
    return f"{numeric_date(assignment.due)} – {task[:120]}"


def occasion_key(work: Recommendation) -> str:
    """Return the key of what the work comes from, or nothing.

    An assignment before its event: the event follows from it.
    """
    for name in ("assignment", "event", "sitting"):
        if key := getattr(work, f"{name}_id"):
            return f"{name}-{key}"
    return ""
