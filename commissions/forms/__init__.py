"""The forms of the commissions."""

from commissions.forms.assignments import (
    AssignmentForm,
    ChangeAssignmentForm,
    CompleteAssignmentForm,
    WithdrawAssignmentForm,
)
from commissions.forms.events import ChangeEventForm, EventForm, RecordEventForm
from commissions.forms.moves import (
    CandidatesForm,
    DiscussExpertForm,
    ReassignmentForm,
    ReleaseForm,
    RequestForm,
)

__all__ = [
    "AssignmentForm",
    "CandidatesForm",
    "ChangeAssignmentForm",
    "ChangeEventForm",
    "CompleteAssignmentForm",
    "DiscussExpertForm",
    "EventForm",
    "ReassignmentForm",
    "RecordEventForm",
    "ReleaseForm",
    "RequestForm",
    "WithdrawAssignmentForm",
]
