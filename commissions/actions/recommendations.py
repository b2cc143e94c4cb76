"""Deeds on what an expert hands in: received, clarified, considered (6.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commissions.actions.own_experts import engagement_on, refuse_twice
from commissions.models import (
    Assignment,
    Event,
    Participation,
    Recommendation,
    RecommendationVersion,
)
from council.audit import check_revision, deed, lock, note, noted
from council.dates import numeric_date
from council.models import Account, Body, Sitting
from council.regulation import NOT_AHEAD, STARTED_ALONE, RuleViolation, collect
from council.uploads import content_of
from experts.models import Expert


@deed
def receive_recommendation(
    *,
    expert: Expert,
    commission: Body,
    kind: str,
    title: str,
    received_on: date,
    on: date,
    by: Account,
    event: Event | None = None,
    sitting: Sitting | None = None,
    assignment: Assignment | None = None,
    text: str = "",
    file: Any = None,
) -> Recommendation:
    """Record a paper of an expert in office on the day of receipt, as version 1.

    Its occasion is an event or a sitting the expert came to, or an assignment.
    Raises RuleViolation with every sentence that speaks against it.
    """
    work = Recommendation(
        engagement=engagement_on(expert, commission, received_on, on),
        kind=kind,
        title=title,
        received_on=received_on,
    )
    refuse_twice(
        Recommendation.objects.filter(
            engagement=work.engagement, kind=kind, title=title, received_on=received_on
        )
    )
    _set_occasion(work, event, sitting, assignment)
    work.save_as(by)
    _add_version(work, 1, received_on, text, file, by)
    return work


@deed
def change_recommendation(
    *,
    work: Recommendation,
    kind: str,
    title: str,
    on: date,
    by: Account,
    event: Event | None = None,
    sitting: Sitting | None = None,
    assignment: Assignment | None = None,
    revision: int | None = None,
) -> Recommendation:
    """Correct what was mistyped, as long as the paper is not considered."""
    work = _open_work(work, revision)
    work.kind, work.title = kind, title
    _set_occasion(work, event, sitting, assignment)
    return _written(work, by)


@deed
def ask_clarification(
    *,
    work: Recommendation,
    clarify: str,
    clarify_on: date,
    on: date,
    by: Account,
    revision: int | None = None,
) -> RecommendationVersion:
    """Ask the expert to explain or correct the last version (6.3)."""
    work = _open_work(work, revision)
    last = work.last_version
    refused = collect((NOT_AHEAD, {"day": clarify_on, "today": on}))
    if last.clarify:
        refused.append(
            _("6.3: a clarification is asked already; its answer is awaited.")
        )
    refused += _before(clarify_on, last.received_on)
    if refused:
        raise RuleViolation(*refused)
    last.clarify, last.clarify_on = clarify, clarify_on
    last.save_as(by)
    _written(work, by)
    return last


@deed
def receive_version(
    *,
    work: Recommendation,
    received_on: date,
    on: date,
    by: Account,
    text: str = "",
    file: Any = None,
    revision: int | None = None,
) -> RecommendationVersion:
    """Record the next version, which answers the clarification asked (6.3)."""
    work = _open_work(work, revision)
    last = work.last_version
    refused = collect((NOT_AHEAD, {"day": received_on, "today": on}))
    if last.clarify_on is None:
        refused.append(_("6.3: no clarification is asked; a new version answers one."))
    else:
        refused += _before(received_on, last.clarify_on)
    if refused:
        raise RuleViolation(*refused)
    version = _add_version(work, last.number + 1, received_on, text, file, by)
    _written(work, by)
    return version


@deed
def consider_recommendation(
    *,
    work: Recommendation,
    considered_how: str,
    result: str,
    on: date,
    by: Account,
    considered_at: Sitting | None = None,
    considered_on: date | None = None,
    revision: int | None = None,
) -> Recommendation:
    """Record the result, reached at a sitting or in working order (6.3).

    At a sitting of the commission; what is addressed to the council (5.2.7) also at
    one of the general assembly or the Presidium. Done again, it corrects the record.
    """
    work = lock(work)
    check_revision(work, revision)
    if considered_how == Recommendation.How.SITTING:
        if considered_at is None:
            raise RuleViolation(_("6.3: choose the sitting that considered it."))
        if not sittings_to_consider(work, on).filter(pk=considered_at.pk).exists():
            raise RuleViolation(
                _(
                    "6.3: not a sitting that can have considered it: %(sitting)s. "
                    "It is the commission's, held since the day of receipt, %(day)s."
                )
                % {"sitting": considered_at, "day": numeric_date(work.received_on)}
            )
        considered_on = considered_at.held_on
    else:
        considered_at = None
        if considered_on is None:
            raise RuleViolation(_("6.3: name the day on which it was considered."))
        refused = collect((NOT_AHEAD, {"day": considered_on, "today": on}))
        refused += _before(considered_on, work.received_on)
        if refused:
            raise RuleViolation(*refused)
    work.considered_how, work.result = considered_how, result
    work.considered_at, work.considered_on = considered_at, considered_on
    return _written(work, by)


@noted
def open_work_file(*, version: RecommendationVersion, by: Account) -> bytes:
    """Return the content of a version's file; each opening is on record."""
    content = content_of(version.file)
    note("open_work_file", by=by, about=version)
    return content


def sittings_to_consider(work: Recommendation, on: date) -> QuerySet[Sitting]:
    """Return the sittings that can have considered it, the latest first."""
    commission = work.engagement.commission
    bodies = Body.objects.filter(pk=commission.pk)
    if work.kind == Recommendation.Kind.TO_COUNCIL:
        bodies |= Body.objects.filter(
            convocation=commission.convocation_id,
            kind__in=(Body.Kind.ASSEMBLY, Body.Kind.PRESIDIUM),
        )
    return (
        Sitting.objects.filter(
            body__in=bodies, held_on__gte=work.received_on, held_on__lte=on
        )
        .exclude(status=Sitting.Status.CANCELLED)
        .select_related("body")
        .order_by("-held_on", "-pk")
    )


def _open_work(work: Recommendation, revision: int | None) -> Recommendation:
    """Return the work, locked; raise when it is considered or the page is stale."""
    work = lock(work)
    if work.considered_on is not None:
        raise RuleViolation(
            _("6.3: considered on %(day)s already; its record stands.")
            % {"day": numeric_date(work.considered_on)}
        )
    check_revision(work, revision)
    return work


def _written(work: Recommendation, by: Account) -> Recommendation:
    work.revision += 1
    work.save_as(by)
    return work


def _add_version(
    work: Recommendation,
    number: int,
    received_on: date,
    text: str,
    file: Any,
    by: Account,
) -> RecommendationVersion:
    if not text and not file:
        raise RuleViolation(_("6.3: type the text of the work, or attach its file."))
    version = RecommendationVersion(
        recommendation=work,
        number=number,
        received_on=received_on,
        text=text,
        file=file or "",
    )
    version.save_as(by)
    return version


def _before(day: date, earliest: date) -> list[str]:
    """Say that a day is before one that it cannot be before."""
    if day >= earliest:
        return []
    return [
        _("6.3: %(day)s is before %(earliest)s, when the step before it was made.")
        % {"day": numeric_date(day), "earliest": numeric_date(earliest)}
    ]


def _set_occasion(
    work: Recommendation,
    event: Event | None,
    sitting: Sitting | None,
    assignment: Assignment | None,
) -> None:
    """Tell the occasion; raise RuleViolation unless it is one of that expert.

    Work on an assignment for an event the expert came to is of that event too.
    """
    expert = work.engagement.expert
    if assignment is not None and sitting is None and event is None:
        at_event = assignment.event_id and _came(expert, assignment.event_id)
        event = assignment.event if at_event else None
    refused = collect(
        (
            STARTED_ALONE,
            {
                "is_initiative": work.is_initiative,
                "is_assigned": assignment is not None,
            },
        )
    )
    if event is not None:
        refused += _before(work.received_on, event.begins)
        if not _came(expert, event.pk):
            refused.append(
                _("5.1.26: %(name)s is not noted as having come to this event.")
                % {"name": expert}
            )
    if sitting is not None:
        refused += _before(work.received_on, sitting.held_on)
        if not sitting.attendances.filter(person=expert.person_id).exists():
            refused.append(
                _("5.1.26: %(name)s is not noted as present at this sitting.")
                % {"name": expert}
            )
    if assignment is not None:
        refused += _before(work.received_on, assignment.given_on)
        if assignment.engagement.expert_id != expert.pk:
            refused.append(
                _("6.3: %(name)s was not given this assignment.") % {"name": expert}
            )
    if refused:
        raise RuleViolation(*refused)
    work.event, work.sitting, work.assignment = event, sitting, assignment


def _came(expert: Expert, event: int) -> bool:
    done = Participation.objects.done()
    return done.filter(engagement__expert=expert, event=event).exists()
