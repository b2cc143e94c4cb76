"""The agenda as pages show it: each item with its notes and what opposes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from council.dates import numeric_date, today
from council.models import AgendaItem, Sitting


@dataclass(frozen=True)
class AgendaRow:
    """One item; `notes` are meters, `objections` sentences, empty when final."""

    item: AgendaItem
    notes: list[dict[str, Any]] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Return the address of what the item is about; "" where it has none."""
        return self.item.matter.page() if self.item.matter else ""

    @property
    def result(self) -> str:
        """Return in a word how the recorded vote goes, or that it was put off."""
        if self.item.put_off:
            return str(self.item.get_put_off_display())
        return _("adopted") if self.item.is_adopted else _("not adopted")

    @property
    def tone(self) -> str:
        """Return the badge's tone for the result."""
        return "good" if self.item.is_adopted else "warm"


@dataclass(frozen=True)
class Step:
    """One step from an empty agenda to a final protocol."""

    label: str
    note: str
    url: str
    is_done: bool
    is_next: bool = False


def steps(sitting: Sitting, rows: list[AgendaRow]) -> list[Step]:
    """Return the steps of an open sitting, the first one not done being the next."""
    voted = sum(row.item.is_settled for row in rows)
    came = len(sitting.voters)
    page = reverse("sitting", args=[sitting.pk])
    listed = [
        Step(
            _("Agenda"),
            _("questions: %(count)s") % {"count": len(rows)},
            f"{page}#agenda",
            bool(rows),
        ),
        Step(
            _("Attendance"),
            quorum_sentence(sitting) if came else _when_people_come(sitting),
            reverse("record_attendance", args=[sitting.pk]),
            bool(came),
        ),
        Step(
            _("Votes"),
            _("recorded: %(voted)s of %(count)s")
            % {"voted": voted, "count": len(rows)},
            reverse("record_votes", args=[sitting.pk]),
            bool(rows) and voted == len(rows),
        ),
        Step(_("Protocol"), _("not final yet"), f"{page}#protocol", is_done=False),
    ]
    first = next(step for step in listed if not step.is_done)
    return [replace(step, is_next=step is first) for step in listed]


def _when_people_come(sitting: Sitting) -> str:
    if sitting.held_on > today():
        return _("on %(day)s") % {"day": numeric_date(sitting.held_on)}
    return _("not recorded yet")


def next_deed(sitting: Sitting) -> tuple[str, str, str]:
    """Return the next deed of a sitting with questions: its words, page and place.

    Before its day people are invited; from then on it is recorded.
    """
    items = list(sitting.items.all())
    if sitting.held_on > today():
        return _("Print the agenda and the invitations"), "sitting", "#papers"
    if not sitting.attendances.filter(has_vote=True).exists():
        return _("Record attendance"), "record_attendance", ""
    if not all(item.is_settled for item in items):
        return _("Record the votes"), "record_votes", ""
    return _("Finalise the protocol"), "sitting", "#protocol"


def languages_of(rows: list[AgendaRow]) -> list[str]:
    """Return the languages in which every question and draft decision has a text."""
    in_russian = all(row.item.title_ru and row.item.draft_ru for row in rows)
    return ["kk", "ru"] if in_russian else ["kk"]


def quorum_sentence(sitting: Sitting) -> str:
    """Return who came, of how many, and whether that is enough."""
    facts = {
        "present": len(sitting.voters),
        "members": len(sitting.members),
        "needed": sitting.edition.quorum.needed(len(sitting.members)),
    }
    if sitting.has_quorum:
        return (
            _(
                "%(present)s of %(members)s members present; %(needed)s make a quorum: "
                "there is one."
            )
            % facts
        )
    return (
        _(
            "%(present)s of %(members)s members present; %(needed)s make a quorum: "
            "there is none."
        )
        % facts
    )


def agenda(sitting: Sitting) -> list[AgendaRow]:
    """Return the agenda in order, in a number of queries that items do not change."""
    items = list(sitting.items.with_matters())
    for item in items:
        item.sitting = sitting
    if not sitting.is_open:
        return [AgendaRow(item) for item in items]
    AgendaItem.prepare(items)
    return [
        AgendaRow(
            item,
            item.matter.notes() if item.matter else [],
            item.matter.objections() if item.matter else [],
        )
        for item in items
    ]
