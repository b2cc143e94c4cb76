"""The path of a candidate: the steps done, the present one, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Discussion, Submission
from council.dates import numeric_date, today
from council.models import Account, AgendaItem, Sitting, in_force
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

    Where the account may do the next step, its page stands with it.
    """
    day = today()
    discussion = (
        Discussion.objects.filter(expert=expert)
        .select_related("item__sitting__body__convocation")
        .order_by("-pk")
        .first()
    )
    submission = (
        Submission.objects.filter(proposal__expert=expert)
        .select_related("item", "sitting__body", "proposal__proposer", "proposal")
        .order_by("-pk")
        .first()
    )
    is_ahead = False
    steps = []
    for step in (
        _dossier_step(expert, day),
        _discussion_step(expert, account, discussion, day),
        _proposal_step(account, submission, day),
        _decision_step(expert, submission),
    ):
        steps.append(_placed(step, is_ahead=is_ahead))
        is_ahead = is_ahead or step.state == "current"
    return steps


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


def _is_put_off(submission: Submission) -> bool:
    """Return whether its sitting ended without a vote on it."""
    return submission.item.outcome in AgendaItem.PutOff.values


def _decision_step(expert: Expert, submission: Submission | None) -> PathStep:
    label = _("Decision of the Presidium")
    engagement = (
        Engagement.objects.filter(expert=expert).select_related("admitted_by").first()
    )
    if engagement:
        note = _("engaged from %(begins)s to %(ends)s, protocol %(protocol)s") % {
            "begins": numeric_date(engagement.begins),
            "ends": numeric_date(engagement.ends),
            "protocol": engagement.admitted_by,
        }
        return PathStep(label, "1.6", "done", note)
    if submission and submission.item.outcome == AgendaItem.Outcome.REFUSED:
        note = _("%(day)s: not engaged; no reasons are given") % {
            "day": numeric_date(submission.sitting.held_on)
        }
        return PathStep(label, "1.6", "stopped", note)
    return PathStep(label, "1.6", "current", _("simple majority, by protocol"))
