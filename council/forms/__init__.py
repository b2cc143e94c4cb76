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
from council.forms.corrections import CorrectionForms
from council.forms.sittings import (
    AttendanceForm,
    FinaliseForm,
    ItemForm,
    ScanForm,
    SittingForm,
    VoteRow,
    VotesForm,
)
from council.forms.the_council import (
    ActingChairForm,
    BodyForm,
    ConvocationForm,
    CouncilForm,
    EarlyEndForm,
    EditionItemForm,
    EndSeatForm,
    PersonForm,
    SeatForm,
)

__all__ = [
    "ActingChairForm",
    "AttendanceForm",
    "BodyForm",
    "CleanForm",
    "ConvocationForm",
    "CorrectionForms",
    "CouncilForm",
    "EarlyEndForm",
    "EditionItemForm",
    "EndSeatForm",
    "FinaliseForm",
    "ItemForm",
    "PersonForm",
    "RevisionForm",
    "RowsField",
    "ScanForm",
    "SeatForm",
    "SittingForm",
    "VoteRow",
    "VotesForm",
    "attempt",
    "choose_from",
    "day_field",
    "model_fields",
]
