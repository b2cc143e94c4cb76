"""The deeds of the commissions."""

from commissions.actions.agenda import (
    discuss,
    discuss_together,
    propose,
    propose_together,
)
from commissions.actions.moves import (
    discuss_expert,
    key_request,
    propose_reassignment,
    propose_release,
)

__all__ = [
    "discuss",
    "discuss_expert",
    "discuss_together",
    "key_request",
    "propose",
    "propose_reassignment",
    "propose_release",
    "propose_together",
]
