"""The models of the commissions."""

from commissions.models.assignment import Assignment
from commissions.models.commendation import Commendation
from commissions.models.conduct import Breach, RiskNotice
from commissions.models.discussion import Discussion
from commissions.models.event import Event, Participation
from commissions.models.proposal import Proposal
from commissions.models.publication import Publication
from commissions.models.recommendation import Recommendation, RecommendationVersion
from commissions.models.submission import Submission

__all__ = [
    "Assignment",
    "Breach",
    "Commendation",
    "Discussion",
    "Event",
    "Participation",
    "Proposal",
    "Publication",
    "Recommendation",
    "RecommendationVersion",
    "RiskNotice",
    "Submission",
]
