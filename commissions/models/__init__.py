"""The models of the commissions."""

from commissions.models.discussion import Discussion
from commissions.models.proposal import Proposal
from commissions.models.submission import Submission

__all__ = ["Discussion", "Proposal", "Submission"]
