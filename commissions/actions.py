"""Deeds of a commission with its candidates: discuss, propose."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from commissions.models import Discussion, Proposal, Submission
from commissions.validators import check_submission, open_discussion
from council.actions import open_sitting, put_on_agenda
from council.audit import deed, lock
from council.dates import numeric_date
from council.models import Account, Seat, Sitting
from council.regulation import RuleViolation
from experts.models import Expert


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
    discussion = Discussion(expert=expert)
    put_on_agenda(sitting=sitting, matter=discussion, by=by)
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
    is the proposer; who keyed it in is kept beside. Raises RuleViolation with every
    sentence that speaks against it.
    """
    sitting = open_sitting(sitting)
    commission, expert = lock(expert.commission), lock(expert)
    chair = (
        Seat.objects.filter(body=commission, role=Seat.Role.CHAIR)
        .on(sitting.held_on)
        .select_related("person")
        .first()
    )
    proposal = Proposal(
        expert=expert,
        commission=commission,
        keyed_by=by,
        term_ends=term_ends or expert.convocation.ends,
    )
    submission = Submission(
        proposal=proposal,
        kind=proposal.kind,
        sitting=sitting,
        commission=commission,
        place_limit=sitting.edition.candidates_limit,
    )
    check_submission(submission, chair and chair.person)
    submission.place = _free_place(submission)
    proposal.proposer = chair.person
    proposal.save_as(by)
    put_on_agenda(sitting=sitting, matter=submission, by=by)
    return submission


def _free_place(submission: Submission) -> int:
    """Return the lowest free place of the commission on the sitting (1.7)."""
    sitting, commission = submission.sitting, submission.commission
    taken = set(
        Submission.objects.filter(sitting=sitting, commission=commission).values_list(
            "place", flat=True
        )
    )
    sitting.edition.candidates_per_sitting.check(
        taken=len(taken), commission=commission.number, day=sitting.held_on
    )
    return min(set(range(1, len(taken) + 2)) - taken)
