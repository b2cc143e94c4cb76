"""The deeds of the commissions."""

from commissions.actions.agenda import (
    discuss,
    discuss_together,
    propose,
    propose_together,
)
from commissions.actions.commendations import award_commendation, commend
from commissions.actions.conduct import (
    enter_risk_notice,
    establish_breach,
    lift_breach,
)
from commissions.actions.moves import (
    discuss_expert,
    key_request,
    propose_reassignment,
    propose_release,
)
from commissions.actions.publications import (
    approve_publication,
    change_publication,
    decline_publication,
    enter_publication,
    record_appearance,
    sittings_to_agree,
)
from commissions.actions.recommendations import (
    ask_clarification,
    change_recommendation,
    consider_recommendation,
    receive_recommendation,
    receive_version,
    sittings_to_consider,
)

__all__ = [
    "approve_publication",
    "ask_clarification",
    "award_commendation",
    "change_publication",
    "change_recommendation",
    "commend",
    "consider_recommendation",
    "decline_publication",
    "discuss",
    "discuss_expert",
    "discuss_together",
    "enter_publication",
    "enter_risk_notice",
    "establish_breach",
    "key_request",
    "lift_breach",
    "propose",
    "propose_reassignment",
    "propose_release",
    "propose_together",
    "receive_recommendation",
    "receive_version",
    "record_appearance",
    "sittings_to_agree",
    "sittings_to_consider",
]
