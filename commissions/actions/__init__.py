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
    withdraw_assignment,
)
from commissions.actions.events import (
    cancel_event,
    change_event,
    plan_event,
    record_event,
)
from commissions.actions.moves import (
    discuss_expert,
    key_request,
    propose_reassignment,
    propose_release,
)

__all__ = [
    "cancel_event",
    "change_assignment",
    "change_event",
    "complete_assignment",
    "discuss",
    "discuss_expert",
    "discuss_together",
    "give_assignment",
    "key_request",
    "plan_event",
    "propose",
    "propose_reassignment",
    "propose_release",
    "propose_together",
    "record_event",
    "withdraw_assignment",
]
