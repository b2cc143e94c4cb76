"""The models of the commissions."""

from commissions.models.discussion import Discussion
from commissions.models.proposal import Proposal, Submission

__all__ = ["Discussion", "Proposal", "Submission"]
