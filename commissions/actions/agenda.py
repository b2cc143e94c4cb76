"""Deeds of a commission with its candidates: discuss, propose for admission."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from commissions.actions.submitting import check_and_submit
from commissions.models import Discussion, Proposal, Submission
from commissions.validators import open_discussion
from council.actions import open_sitting, put_on_agenda
from council.audit import check_revision, deed, lock, locked
from council.dates import numeric_date
from council.models import Account, Body, Sitting
from council.regulation import CHAIR_PROPOSES, Move, RuleViolation
from experts import actions as experts
from experts.models import Expert

R = TypeVar("R")


@deed
def discuss(*, sitting: Sitting, expert: Expert, by: Account) -> Discussion:
    """Put a candidate on the agenda of their commission's sitting (1.8).

    Raises RuleViolation for another commission's candidate and for one who is on an
    agenda already.
    """
    sitting, expert = open_sitting(sitting), lock(expert)
    if expert.commission_id != sitting.body_id:
        raise RuleViolation(
            _("1.8: %(name)s is a candidate of %(commission)s, not of %(body)s.")
            % {
                "name": expert,
                "commission": expert.commission,
                "body": sitting.body,
            }
        )
    if waiting := open_discussion(expert):
        raise RuleViolation(
            _("%(name)s is already on the agenda of the sitting of %(day)s.")
            % {"name": expert, "day": numeric_date(waiting.item.sitting.held_on)}
        )
    experts.reopen(expert=expert, by=by)
    discussion = Discussion(expert=expert)
    put_on_agenda(sitting, discussion, by)
    return discussion


@deed
def propose(
    *,
    expert: Expert,
    sitting: Sitting,
    by: Account,
    term_ends: date | None = None,
) -> Submission:
    """Bring a chair's proposal to a Presidium sitting, in a numbered place (1.7, 1.8).

    Locks sitting, commission and candidate, then counts. `term_ends` is the end of
    the convocation unless a shorter term is asked for (1.9). The chair of that day
    is the proposer; who keyed it in is kept beside. A proposal that a sitting
    postponed goes to the next one as it is, in a new place. Raises RuleViolation with
    every sentence that speaks against it.
    """
    return _propose(open_sitting(sitting), expert, term_ends, by)


def _propose(
    sitting: Sitting, expert: Expert, term_ends: date | None, by: Account
) -> Submission:
    """Propose to a sitting that the caller has locked and that is open.

    The commission is the dossier's own as it stands now, not as a page was opened.
    """
    (commission,) = locked(Body.objects.filter(dossiers=expert.pk))
    (expert,) = locked(Expert.objects.filter(pk=expert.pk).with_person())
    chair = commission.chair(sitting.held_on)
    CHAIR_PROPOSES.check(
        has_chair=chair is not None, commission=commission.number, day=sitting.held_on
    )
    proposal = Proposal.objects.postponed(
        kind=Move.ADMIT, expert=expert, commission=commission
    ) or Proposal(expert=expert, commission=commission, proposer=chair, keyed_by=by)
    proposal.term_ends = term_ends or expert.convocation.ends
    return check_and_submit(proposal, sitting, by)


@deed
def discuss_together(
    *,
    sitting: Sitting,
    candidates: Iterable[Expert],
    by: Account,
    revision: int | None = None,
) -> list[Discussion]:
    """Put several candidates on the commission's agenda, all or none (1.8)."""
    check_revision(open_sitting(sitting), revision)
    return _each(
        candidates, lambda expert: discuss(sitting=sitting, expert=expert, by=by)
    )


@deed
def propose_together(
    *,
    sitting: Sitting,
    candidates: Iterable[Expert],
    by: Account,
    revision: int | None = None,
) -> list[Submission]:
    """Bring several candidates to a Presidium sitting, all or none (1.7, 1.8)."""
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    return _each(candidates, lambda expert: _propose(sitting, expert, None, by))


def _each(candidates: Iterable[Expert], deed_on: Callable[[Expert], R]) -> list[R]:
    """Do a deed on each; raise once with every refusal, the name before it."""
    done, sentences = [], []
    for expert in candidates:
        try:
            with transaction.atomic():
                done.append(deed_on(expert))
        except RuleViolation as refusal:
            sentences += [
                f"{expert.person}: {sentence}" for sentence in refusal.sentences
            ]
    if sentences:
        raise RuleViolation(*sentences)
    return done
