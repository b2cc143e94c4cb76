"""The path of a candidate: the four steps of 1.8, each with what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Discussion, Submission
from council.dates import numeric_date, today
from council.desk import Path, PathStep, path_finder
from council.models import Account, AgendaItem, Body, Edition, Sitting
from council.regulation import Move
from council.roles import may
from experts.models import Engagement, Expert
from experts.overview import completeness, edition_on


@dataclass(frozen=True)
class Facts:
    """What is on record of some candidates, fetched for all of them at once."""

    account: Account
    day: date
    edition: Edition | None
    discussions: dict[int, Discussion]
    submissions: dict[int, Submission]
    engagements: dict[int, list[Engagement]]
    sittings: dict[int, Sitting]
    presidium: Sitting | None


@path_finder
def paths_of(dossiers: Iterable[Expert], account: Account) -> dict[int, Path]:
    """Return the path of each dossier: dossier, discussion, proposal, decision.

    Of an imported expert only the last is on record. Where the account may do the
    next step, its page stands with it. The number of queries does not depend on the
    number of dossiers, when papers and consents are fetched along.
    """
    experts = list(dossiers)
    facts = _facts(experts, account, today()) if experts else None
    return {
        expert.pk: Path(tuple(_steps(expert, facts))) for expert in experts if facts
    }


def _facts(experts: list[Expert], account: Account, day: date) -> Facts:
    discussions = (
        Discussion.objects.filter(expert__in=experts, move=Move.ADMIT)
        .select_related("item__sitting__body")
        .order_by("pk")
    )
    submissions = (
        Submission.objects.filter(proposal__expert__in=experts, kind=Move.ADMIT)
        .select_related("item", "sitting__body", "proposal__proposer")
        .order_by("pk")
    )
    entries: dict[int, list[Engagement]] = {}
    valid = Engagement.objects.valid().filter(expert__in=experts)
    for entry in valid.select_related("admitted_by__sitting"):
        entries.setdefault(entry.expert_id, []).append(entry)
    planned = (
        Sitting.objects.open()
        .filter(held_on__gte=day)
        .filter(
            Q(body__in={expert.commission_id for expert in experts})
            | Q(body__kind=Body.Kind.PRESIDIUM)
        )
        .select_related("body")
        .order_by("-held_on", "-pk")
    )
    nearest = {sitting.body_id: sitting for sitting in planned}
    presidium = [
        sitting
        for sitting in nearest.values()
        if sitting.body.kind == Body.Kind.PRESIDIUM
    ]
    return Facts(
        account=account,
        day=day,
        edition=edition_on(day),
        discussions={row.expert_id: row for row in discussions},
        submissions={row.proposal.expert_id: row for row in submissions},
        engagements=entries,
        sittings=nearest,
        presidium=min(presidium, key=lambda sitting: sitting.held_on, default=None),
    )


def _steps(expert: Expert, facts: Facts) -> list[PathStep]:
    entries = facts.engagements.get(expert.pk, [])
    if any(entry.is_imported for entry in entries):
        return [_decision_step(None, _engagement_by(expert, None, facts), facts)]
    discussion = facts.discussions.get(expert.pk)
    submission = facts.submissions.get(expert.pk)
    engagement = _engagement_by(expert, submission, facts)
    if expert.status == Expert.Status.CANDIDATE:
        over = None
        if submission and _is_decided(submission):
            # Taken up again after a refusal or a release: that round is over.
            over, submission, engagement = submission, None, None
        if discussion and not _counts(discussion, expert, over):
            discussion = None
    is_ahead = False
    steps = []
    for step in (
        _dossier_step(expert, facts),
        _discussion_step(discussion, expert.commission, facts),
        _proposal_step(submission, facts),
        _decision_step(submission, engagement, facts),
    ):
        is_later = is_ahead and step.state == "current"
        steps.append(
            replace(step, state="ahead", url="", action="") if is_later else step
        )
        is_ahead = is_ahead or step.state == "current"
    return steps


def _counts(discussion: Discussion, expert: Expert, over: Submission | None) -> bool:
    """Return whether it was in the dossier's commission, after the round before."""
    sitting = discussion.item.sitting
    is_later = over is None or sitting.held_on > over.sitting.held_on
    return is_later and sitting.body_id == expert.commission_id


def _dossier_step(expert: Expert, facts: Facts) -> PathStep:
    is_full = may(facts.account, "change_dossier")
    state = completeness(expert, facts.day, facts.edition, is_full=is_full)
    label, page = _("Dossier"), reverse("dossier", args=[expert.pk])
    if state.is_complete:
        return PathStep(label, "2.3", "done", _("complete"), page)
    open_tasks = [task.label for task in state.tasks if not task.done]
    missing = (
        _("still open: %(tasks)s") % {"tasks": "; ".join(open_tasks)}
        if open_tasks
        else " ".join(state.objections)
    )
    mended_at = [task.url for task in state.tasks if task.url]
    if not mended_at:
        return PathStep(label, "2.3", "current", missing, page, _("Open the dossier"))
    return PathStep(
        label, "2.3", "current", missing, mended_at[0], _("Add what is missing")
    )


def _discussion_step(
    discussion: Discussion | None, commission: Body, facts: Facts
) -> PathStep:
    label = _("Discussion in the commission")
    if discussion and discussion.item.is_voted:
        item = discussion.item
        note = _("%(day)s: %(outcome)s") % {
            "day": numeric_date(item.sitting.held_on),
            "outcome": _("supported") if item.is_adopted else _("not supported"),
        }
        url = _sitting_page(item.sitting, facts.account)
        return PathStep(label, "1.8", "done", note, url)
    if discussion:
        sitting = discussion.item.sitting
        note = _("on the agenda of %(day)s") % {"day": numeric_date(sitting.held_on)}
        url = _sitting_page(sitting, facts.account)
        action = _("Open the sitting") if url else ""
        return PathStep(label, "1.8", "current", note, url, action)
    planned = facts.sittings.get(commission.pk)
    if planned is None:
        note = _("no sitting of the commission is planned")
        if not may(facts.account, "plan_sitting", commission):
            return PathStep(label, "1.8", "current", note)
        url = reverse("plan_sitting", args=[commission.pk])
        return PathStep(label, "1.8", "current", note, url, _("Plan a sitting"))
    day = {"day": numeric_date(planned.held_on)}
    note = _("next sitting of the commission: %(day)s") % day
    if not may(facts.account, "discuss", commission):
        return PathStep(label, "1.8", "current", note)
    url = reverse("discuss", args=[planned.pk])
    return PathStep(
        label, "1.8", "current", note, url, _("Discuss at the sitting of %(day)s") % day
    )


def _proposal_step(submission: Submission | None, facts: Facts) -> PathStep:
    label, account = _("Proposal to the Presidium"), facts.account
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
    planned = facts.presidium
    if planned is None:
        note = _("no sitting of the Presidium is planned")
        return PathStep(label, "1.7", "current", note, reverse("sittings"))
    day = {"day": numeric_date(planned.held_on)}
    note = _("next sitting of the Presidium: %(day)s") % day
    if not may(account, "propose"):
        return PathStep(label, "1.7", "current", note)
    url = reverse("propose", args=[planned.pk])
    return PathStep(
        label,
        "1.7",
        "current",
        note,
        url,
        _("Propose for the sitting of %(day)s") % day,
    )


def _sitting_page(sitting: Sitting, account: Account) -> str:
    """Return the address of a sitting; "" for who may not read it."""
    is_readable = may(account, "sitting", sitting.body)
    return reverse("sitting", args=[sitting.pk]) if is_readable else ""


def _is_decided(submission: Submission) -> bool:
    """Return whether the Presidium has voted on it, by its final protocol."""
    outcomes = AgendaItem.Outcome
    return submission.item.outcome in {outcomes.ADOPTED, outcomes.REFUSED}


def _is_put_off(submission: Submission) -> bool:
    """Return whether its sitting ended without a vote on it."""
    return submission.item.outcome in AgendaItem.PutOff.values


def _decision_step(
    submission: Submission | None, engagement: Engagement | None, facts: Facts
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
    note = _("simple majority, by protocol")
    if submission is None:
        return PathStep(label, "1.6", "current", note)
    url = _sitting_page(submission.sitting, facts.account)
    action = _("Open the sitting") if url else ""
    return PathStep(label, "1.6", "current", note, url, action)


def _engagement_by(
    expert: Expert, submission: Submission | None, facts: Facts
) -> Engagement | None:
    """Return the engagement that this proposal led to, or one of the former list."""
    for entry in facts.engagements.get(expert.pk, []):
        if submission is None or (
            entry.admitted_by and entry.admitted_by.sitting_id == submission.sitting_id
        ):
            return entry
    return None
