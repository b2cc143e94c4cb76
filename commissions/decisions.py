"""What was decided of a person since the admission, and what may be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Discussion, Proposal, Submission
from council.dates import numeric_date
from council.desk import Path, PathStep
from council.models import Account, AgendaItem, Sitting
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


def moves_under_way(expert: Expert, account: Account) -> list[tuple[str, Path]]:
    """Return each release or reassignment on its way, in words, with its steps.

    From the discussion, where there is or must be one (1.8, 1.10), to the decision.
    """
    if expert.status != Expert.Status.ENGAGED:
        return []
    waiting = (
        Submission.objects.filter(
            proposal__expert=expert, item__outcome=AgendaItem.Outcome.OPEN
        )
        .exclude(kind=Move.ADMIT)
        .select_related("sitting__body", "proposal__target", "proposal__proposer")
    )
    talks = (
        Discussion.objects.filter(expert=expert)
        .exclude(move=Move.ADMIT)
        .exclude(item__sitting__status=Sitting.Status.CANCELLED)
        .select_related("item__sitting__body")
        .order_by("pk")
    )
    discussed = {talk.move: talk for talk in talks}
    proposed = {row.kind: row for row in waiting}
    decided = dict(
        Submission.objects.filter(proposal__expert=expert)
        .exclude(item__outcome=AgendaItem.Outcome.OPEN)
        .order_by("sitting__held_on")
        .values_list("kind", "sitting__held_on")
    )
    return [
        (str(Move(move).label), Path(_move_steps(talk, proposed.get(move), account)))
        for move in (Move.RELEASE, Move.REASSIGN)
        if (talk := _undecided(discussed.get(move), decided)) or move in proposed
    ]


def _undecided(talk: Discussion | None, decided: dict[str, date]) -> Discussion | None:
    """Return the discussion, unless the Presidium has decided on the move since."""
    last = decided.get(talk.move) if talk else None
    return None if talk and last and last >= talk.item.sitting.held_on else talk


def _move_steps(
    talk: Discussion | None, submission: Submission | None, account: Account
) -> tuple[PathStep, ...]:
    steps = []
    if talk:
        is_over = talk.item.is_voted
        label = _("Discussion in the commission")
        steps.append(_at(label, "1.8", talk.item.sitting, account, is_done=is_over))
    label = _("Proposal to the Presidium")
    if submission:
        note = f"{submission.proposal.proposer}: {_what(submission.proposal)}"
        steps.append(PathStep(label, "1.10", "done", note))
    else:
        is_next = all(step.state == "done" for step in steps)
        state = "current" if is_next else "ahead"
        steps.append(PathStep(label, "1.10", state, _("not proposed yet")))
    label = _("Decision of the Presidium")
    steps.append(
        _at(label, "1.6", submission.sitting, account, is_done=False)
        if submission
        else PathStep(label, "1.6", "ahead", _("simple majority, by protocol"))
    )
    return tuple(steps)


def _at(
    label: str, clause: str, sitting: Sitting, account: Account, *, is_done: bool
) -> PathStep:
    """Return a step that is done at a sitting."""
    day = {"day": numeric_date(sitting.held_on)}
    if is_done:
        return PathStep(label, clause, "done", _("done on %(day)s") % day)
    note = _("on the agenda of %(day)s") % day
    if not may(account, "sitting", sitting.body):
        return PathStep(label, clause, "current", note)
    url = reverse("sitting", args=[sitting.pk])
    return PathStep(label, clause, "current", note, url, _("Open the sitting"))


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
