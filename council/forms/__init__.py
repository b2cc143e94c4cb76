"""The forms of the council."""

from council.forms.base import (
    CleanForm,
    RevisionForm,
    RowsField,
    attempt,
    choose_from,
    day_field,
    model_fields,
)
from council.forms.sittings import (
    AttendanceForm,
    FinaliseForm,
    ItemForm,
    SittingForm,
    VoteRow,
    VotesForm,
)
from council.forms.the_council import (
    BodyForm,
    ConvocationForm,
    CouncilForm,
    EndSeatForm,
    PersonForm,
    SeatForm,
)

__all__ = [
    "AttendanceForm",
    "BodyForm",
    "CleanForm",
    "ConvocationForm",
    "CouncilForm",
    "EndSeatForm",
    "FinaliseForm",
    "ItemForm",
    "PersonForm",
    "RevisionForm",
    "RowsField",
    "SeatForm",
    "SittingForm",
    "VoteRow",
    "VotesForm",
    "attempt",
    "choose_from",
    "day_field",
    "model_fields",
]
