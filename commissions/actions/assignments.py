"""Deeds on assignments: what a chair asks of experts, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commissions.actions.own_experts import refuse_twice
from commissions.models import Assignment
from commissions.validators import engagements_on, experts_that_day
from council.audit import check_revision, deed, lock
from council.dates import numeric_date
from council.models import Account, Body
from council.regulation import DUE_AFTER_GIVEN, NOT_AHEAD, RuleViolation, collect
from experts.models import Expert


@deed
def give_assignment(
    *,
    commission: Body,
    experts: Collection[Expert],
    given_on: date,
    due: date,
    on: date,
    by: Account,
    **facts: Any,
) -> list[Assignment]:
    """Give one task to experts of the commission: a row for each of them (6.3).

    Raises RuleViolation for a deadline before the task (5.1.8), a day still ahead of
    `on`, an expert out of office that day (6.1), and one who has this task already.
    """
    commission = lock(commission)
    sentences = collect(
        (NOT_AHEAD, {"day": given_on, "today": on}),
        (DUE_AFTER_GIVEN, {"given_on": given_on, "due": due}),
        *experts_that_day(commission, experts, given_on),
    )
    if sentences:
        raise RuleViolation(*sentences)
    refuse_twice(
        Assignment.objects.open().filter(
            engagement__commission=commission,
            engagement__expert__in=experts,
            given_on=given_on,
            due=due,
            **facts,
        )
    )
    given = []
    for engagement in engagements_on(commission, experts, given_on).values():
        assignment = Assignment(
            engagement=engagement,
            given_by=by.person,
            given_on=given_on,
            due=due,
            **facts,
        )
        assignment.save_as(by)
        given.append(assignment)
    return given


@deed
def change_assignment(
    *, assignment: Assignment, by: Account, revision: int | None = None, **facts: Any
) -> Assignment:
    """Change the text or the deadline of an open assignment (5.1.8)."""
    assignment = _open(assignment, revision)
    for name, value in facts.items():
        setattr(assignment, name, value)
    DUE_AFTER_GIVEN.check(given_on=assignment.given_on, due=assignment.due)
    return _saved_next(assignment, by)


@deed
def complete_assignment(
    *,
    assignment: Assignment,
    done_on: date,
    on: date,
    by: Account,
    outcome: str = "",
    revision: int | None = None,
) -> Assignment:
    """Note that an assignment is done, and how it came out.

    Raises RuleViolation for a day still ahead of `on`, or before the task was given.
    """
    assignment = _open(assignment, revision)
    NOT_AHEAD.check(day=done_on, today=on)
    if done_on < assignment.given_on:
        raise RuleViolation(
            _("6.3: done on %(done)s, but given only on %(given)s.")
            % {
                "done": numeric_date(done_on),
                "given": numeric_date(assignment.given_on),
            }
        )
    assignment.done_on, assignment.outcome = done_on, outcome
    return _saved_next(assignment, by)


@deed
def withdraw_assignment(
    *,
    assignment: Assignment,
    on: date,
    by: Account,
    outcome: str = "",
    revision: int | None = None,
) -> Assignment:
    """Withdraw an open assignment: it is awaited no more and counts for nothing."""
    assignment = _open(assignment, revision)
    assignment.withdrawn_on, assignment.outcome = on, outcome
    return _saved_next(assignment, by)


@deed
def reopen_assignment(
    *, assignment: Assignment, by: Account, revision: int | None = None
) -> Assignment:
    """Take back that an assignment is done or withdrawn: it is asked for again (6.3).

    What was signed of it stays as it was signed.
    """
    assignment = lock(assignment)
    check_revision(assignment, revision)
    if assignment.is_open:
        raise RuleViolation(_("6.3: the assignment is open."))
    assignment.done_on = assignment.withdrawn_on = None
    assignment.outcome = ""
    return _saved_next(assignment, by)


def _open(assignment: Assignment, revision: int | None) -> Assignment:
    """Return the assignment locked, or refuse: it is done or withdrawn."""
    assignment = lock(assignment)
    check_revision(assignment, revision)
    if not assignment.is_open:
        raise RuleViolation(_("The assignment is done or withdrawn already."))
    return assignment


def _saved_next(assignment: Assignment, by: Account) -> Assignment:
    assignment.revision += 1
    assignment.save_as(by)
    return assignment
