"""What was decided of a person since the admission, and what may be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Proposal, Submission
from council.dates import numeric_date
from council.models import Account
from council.regulation import Ground, Move
from council.roles import may
from experts.models import Engagement, Expert


@dataclass(frozen=True)
class Period:
    """One engagement: where, from when to when, by which decision, how it ended."""

    commission: str
    begins: date
    ends: date
    decision: str
    left: str
    is_active: bool
    is_imported: bool


@dataclass(frozen=True)
class Decision:
    """A proposal at a sitting: what, on what ground, and what came of it."""

    what: str
    ground: str
    day: date
    outcome: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class MoveLink:
    """A move that the reader may start for an expert in office."""

    label: str
    url: str


def periods_of(expert: Expert, on: date) -> list[Period]:
    """Return every period in office of the person's dossier, the latest first."""
    found = expert.engagements.valid().select_related(
        "commission__convocation", "admitted_by__sitting", "left_by__sitting"
    )
    active = {row.pk for row in Engagement.objects.active(on).filter(expert=expert)}
    return [
        Period(
            commission=str(row.commission),
            begins=row.begins,
            ends=row.last_day,
            decision=row.decision,
            left=_left(row),
            is_active=row.pk in active,
            is_imported=row.is_imported,
        )
        for row in found.order_by("-begins", "-pk")
    ]


def _left(engagement: Engagement) -> str:
    if engagement.left_by is None:
        return ""
    return _("%(how)s by protocol %(protocol)s of %(day)s") % {
        "how": engagement.get_left_how_display(),
        "protocol": engagement.left_by,
        "day": numeric_date(engagement.left_by.sitting.held_on),
    }


def decisions_of(expert: Expert, account: Account) -> list[Decision]:
    """Return the releases and reassignments asked for, the latest first."""
    found = (
        Submission.objects.filter(proposal__expert=expert)
        .exclude(kind=Move.ADMIT)
        .select_related(
            "item", "sitting__body", "proposal__target", "sitting__protocol"
        )
        .order_by("-sitting__held_on", "-pk")
    )
    return [
        Decision(
            what=_what(row.proposal),
            ground=_grounds(row.proposal),
            day=row.sitting.held_on,
            outcome=str(row.item.get_outcome_display()),
            url=reverse("sitting", args=[row.sitting_id])
            if may(account, "sitting", row.sitting.body)
            else "",
            note=row.proposal.note,
        )
        for row in found
    ]


def _what(proposal: Proposal) -> str:
    if proposal.target:
        return _("reassignment to %(commission)s") % {"commission": proposal.target}
    return _("release of the expert")


def _grounds(proposal: Proposal) -> str:
    listed = [proposal.ground, *proposal.further_grounds]
    return "; ".join(str(Ground(one).label) for one in listed if one)


def moves_for(expert: Expert, account: Account, on: date) -> list[MoveLink]:
    """Return the moves that the account may start; none for who is not in office."""
    if not Engagement.objects.active(on).filter(expert=expert).exists():
        return []
    offered = (
        ("propose_release", _("Propose release")),
        ("key_request", _("Own request to be released")),
        ("propose_reassignment", _("Propose reassignment")),
        ("discuss_expert", _("Discuss in the commission")),
    )
    return [
        MoveLink(label, reverse(deed, args=[expert.pk]))
        for deed, label in offered
        if may(account, deed, expert.commission)
    ]
