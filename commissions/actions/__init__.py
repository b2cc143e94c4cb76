"""The deeds of the commissions."""

from commissions.actions.agenda import (
    discuss,
    discuss_together,
    propose,
    propose_together,
)
from commissions.actions.assignments import (
    change_assignment,
    complete_assignment,
    give_assignment,
    reopen_assignment,
    withdraw_assignment,
)
from commissions.actions.commendations import award_commendation, commend
from commissions.actions.conduct import (
    enter_risk_notice,
    establish_breach,
    lift_breach,
)
from commissions.actions.events import (
    cancel_event,
    change_event,
    plan_event,
    record_event,
    reopen_event,
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
    open_work_file,
    receive_recommendation,
    receive_version,
    sittings_to_consider,
)

__all__ = [
    "approve_publication",
    "ask_clarification",
    "award_commendation",
    "cancel_event",
    "change_assignment",
    "change_event",
    "change_publication",
    "change_recommendation",
    "commend",
    "complete_assignment",
    "consider_recommendation",
    "decline_publication",
    "discuss",
    "discuss_expert",
    "discuss_together",
    "enter_publication",
    "enter_risk_notice",
    "establish_breach",
    "give_assignment",
    "key_request",
    "lift_breach",
    "open_work_file",
    "plan_event",
    "propose",
    "propose_reassignment",
    "propose_release",
    "propose_together",
    "receive_recommendation",
    "receive_version",
    "record_appearance",
    "record_event",
    "reopen_assignment",
    "reopen_event",
    "sittings_to_agree",
    "sittings_to_consider",
    "withdraw_assignment",
]
