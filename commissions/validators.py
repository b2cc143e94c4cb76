"""What keeps a proposal off a Presidium's agenda, besides what the matter says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commissions.models import Discussion, Submission
from council.dates import numeric_date
from council.models import AgendaItem
from council.regulation import RuleViolation
from experts.models import Expert


def open_submission(expert: Expert) -> Submission | None:
    """Return the submission that waits for a decision of the Presidium, if any."""
    return (
        Submission.objects.filter(
            proposal__expert=expert, item__outcome=AgendaItem.Outcome.OPEN
        )
        .select_related("sitting")
        .first()
    )


def open_discussion(expert: Expert) -> Discussion | None:
    """Return the discussion that is on an agenda and has no vote yet, if any."""
    return (
        Discussion.objects.filter(
            expert=expert,
            item__outcome=AgendaItem.Outcome.OPEN,
            item__votes_for__isnull=True,
        )
        .select_related("item__sitting__body")
        .first()
    )


def check_submission(submission: Submission) -> None:
    """Raise RuleViolation with all that keeps the proposal off the agenda.

    The five places are counted elsewhere, under the lock; the seven-fold cap only
    warns here and refuses at the decision (1.7).
    """
    expert = submission.proposal.expert
    sentences = []
    if waiting := open_submission(expert):
        sentences.append(
            _("%(name)s is already on the agenda of the sitting of %(day)s.")
            % {"name": expert, "day": numeric_date(waiting.sitting.held_on)}
        )
    needs_discussion = submission.proposal.terms.needs_discussion
    if needs_discussion and (discussion := open_discussion(expert)):
        sentences.append(
            _("1.8: the commission's sitting of %(day)s still has to discuss %(name)s.")
            % {"day": numeric_date(discussion.item.sitting.held_on), "name": expert}
        )
    sentences += submission.objections_to_submit()
    if sentences:
        raise RuleViolation(*sentences)
