"""The path of a person: the steps to the register, and what was decided since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Discussion, Proposal, Submission
from council.dates import numeric_date, today
from council.models import Account, AgendaItem, Sitting, in_force
from council.regulation import Ground, Move
from council.roles import may
from experts.models import Engagement, Expert
from experts.validators import dossier_objections


@dataclass(frozen=True)
class PathStep:
    """One step; `state` is done, current, stopped or ahead."""

    label: str
    clause: str
    state: str
    note: str
    url: str = ""
    action: str = ""


def path_of(expert: Expert, account: Account) -> list[PathStep]:
    """Return the four steps of 1.8: dossier, discussion, proposal, decision.

    Of an imported expert only the last is on record. Where the account may do the
    next step, its page stands with it.
    """
    day = today()
    if expert.imported:
        return [_decision_step(None, _engagement_by(expert, None))]
    discussion = (
        Discussion.objects.filter(expert=expert, move=Move.ADMIT)
        .select_related("item__sitting__body__convocation")
        .order_by("-pk")
        .first()
    )
    submission = (
        Submission.objects.filter(proposal__expert=expert, kind=Move.ADMIT)
        .select_related("item", "sitting__body", "proposal__proposer", "proposal")
        .order_by("-pk")
        .first()
    )
    engagement = _engagement_by(expert, submission)
    if (
        expert.status == Expert.Status.CANDIDATE
        and submission
        and _is_decided(submission)
    ):
        # Taken up again after a refusal or a release: that round is over.
        submission = engagement = None
    is_ahead = False
    steps = []
    for step in (
        _dossier_step(expert, day),
        _discussion_step(expert, account, discussion, day),
        _proposal_step(account, submission, day),
        _decision_step(submission, engagement),
    ):
        steps.append(_placed(step, is_ahead=is_ahead))
        is_ahead = is_ahead or step.state == "current"
    return steps


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


def _placed(step: PathStep, *, is_ahead: bool) -> PathStep:
    if is_ahead and step.state == "current":
        return PathStep(step.label, step.clause, "ahead", step.note)
    return step


def _dossier_step(expert: Expert, day: date) -> PathStep:
    missing = dossier_objections(expert, day, in_force(day))
    return PathStep(
        _("Dossier"),
        "2.3",
        "current" if missing else "done",
        " ".join(missing) or _("complete"),
        reverse("dossier", args=[expert.pk]),
        _("Open the dossier") if missing else "",
    )


def _discussion_step(
    expert: Expert, account: Account, discussion: Discussion | None, day: date
) -> PathStep:
    label = _("Discussion in the commission")
    if discussion and discussion.item.is_voted:
        item = discussion.item
        note = _("%(day)s: %(outcome)s") % {
            "day": numeric_date(item.sitting.held_on),
            "outcome": _("supported") if item.is_adopted else _("not supported"),
        }
        url = reverse("sitting", args=[item.sitting_id])
        return PathStep(label, "1.8", "done", note, url)
    if discussion:
        note = _("on the agenda of %(day)s") % {
            "day": numeric_date(discussion.item.sitting.held_on)
        }
        url = reverse("sitting", args=[discussion.item.sitting_id])
        return PathStep(label, "1.8", "current", note, url, _("Open the sitting"))
    sitting = (
        Sitting.objects.open()
        .filter(body=expert.commission, held_on__gte=day)
        .order_by("held_on")
        .first()
    )
    if sitting and may(account, "discuss", expert.commission):
        url = reverse("discuss", args=[sitting.pk])
        note = _("next sitting of the commission: %(day)s") % {
            "day": numeric_date(sitting.held_on)
        }
        return PathStep(label, "1.8", "current", note, url, _("Put on the agenda"))
    note = _("no sitting of the commission is planned")
    url = reverse("plan_sitting", args=[expert.commission_id])
    return PathStep(label, "1.8", "current", note, url, _("Plan a sitting"))


def _proposal_step(
    account: Account, submission: Submission | None, day: date
) -> PathStep:
    label = _("Proposal to the Presidium")
    if submission and not _is_put_off(submission):
        proposal = submission.proposal
        note = _("%(proposer)s, sitting of %(day)s, place %(place)s of %(limit)s") % {
            "proposer": proposal.proposer,
            "day": numeric_date(submission.sitting.held_on),
            "place": submission.place,
            "limit": submission.place_limit,
        }
        if proposal.is_on_behalf:
            note = _("%(note)s; keyed in by the secretariat") % {"note": note}
        return PathStep(label, "1.7", "done", note)
    sitting = (
        Sitting.objects.open()
        .presidium()
        .filter(held_on__gte=day)
        .order_by("held_on")
        .first()
    )
    if sitting is None:
        note = _("no sitting of the Presidium is planned")
        return PathStep(label, "1.7", "current", note, reverse("sittings"))
    note = _("next sitting of the Presidium: %(day)s") % {
        "day": numeric_date(sitting.held_on)
    }
    action = _("Propose") if may(account, "propose") else ""
    return PathStep(
        label, "1.7", "current", note, reverse("propose", args=[sitting.pk]), action
    )


def _is_decided(submission: Submission) -> bool:
    """Return whether the Presidium has voted on it, by its final protocol."""
    outcomes = AgendaItem.Outcome
    return submission.item.outcome in {outcomes.ADOPTED, outcomes.REFUSED}


def _is_put_off(submission: Submission) -> bool:
    """Return whether its sitting ended without a vote on it."""
    return submission.item.outcome in AgendaItem.PutOff.values


def _decision_step(
    submission: Submission | None, engagement: Engagement | None
) -> PathStep:
    label = _("Decision of the Presidium")
    if engagement:
        note = _("engaged from %(begins)s to %(ends)s, protocol %(protocol)s") % {
            "begins": numeric_date(engagement.begins),
            "ends": numeric_date(engagement.ends),
            "protocol": engagement.decision,
        }
        return PathStep(label, "1.6", "done", note)
    if submission and submission.item.outcome == AgendaItem.Outcome.REFUSED:
        note = _("%(day)s: not engaged; no reasons are given") % {
            "day": numeric_date(submission.sitting.held_on)
        }
        return PathStep(label, "1.6", "stopped", note)
    return PathStep(label, "1.6", "current", _("simple majority, by protocol"))


def _engagement_by(expert: Expert, submission: Submission | None) -> Engagement | None:
    """Return the engagement that this proposal led to, or one of the former list."""
    found = Engagement.objects.valid().filter(expert=expert)
    if submission is not None:
        found = found.filter(admitted_by__sitting=submission.sitting_id)
    return found.select_related("admitted_by__sitting").first()
