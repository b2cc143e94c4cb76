"""How a proposal comes on a Presidium's agenda, whatever it asks for."""

from __future__ import annotations

from commissions.models import Proposal, Submission
from commissions.validators import check_submission
from council.actions import put_on_agenda
from council.models import Account, Sitting


def check_and_submit(proposal: Proposal, sitting: Sitting, by: Account) -> Submission:
    """Put a proposal on the agenda, in a place of 1.7 where it takes one.

    The caller has locked the sitting, the commission and the expert. Raises
    RuleViolation with every sentence that speaks against it.
    """
    submission = Submission(
        proposal=proposal,
        kind=proposal.kind,
        sitting=sitting,
        commission=proposal.commission,
    )
    check_submission(submission)
    if proposal.terms.takes_place:
        submission.place_limit = sitting.edition.candidates_limit
        submission.place = _free_place(submission)
    proposal.save_as(by)
    put_on_agenda(sitting, submission, by)
    return submission


def _free_place(submission: Submission) -> int:
    """Return the lowest free place of the commission on the sitting (1.7)."""
    sitting, commission = submission.sitting, submission.commission
    taken = set(
        Submission.objects.filter(
            sitting=sitting, commission=commission, place__isnull=False
        ).values_list("place", flat=True)
    )
    sitting.edition.candidates_per_sitting.check(
        taken=len(taken), commission=commission.number, day=sitting.held_on
    )
    return min(set(range(1, len(taken) + 2)) - taken)
