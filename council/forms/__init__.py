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
from council.forms.history import HistoryForm, PlaceForm
from council.forms.sittings import (
    AttendanceForm,
    ChangeItemForm,
    ChangeSittingForm,
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
    "HistoryForm",
    "ItemForm",
    "PersonForm",
    "PlaceForm",
    "RevisionForm",
    "RowsField",
    "ScanForm",
    "SeatForm",
    "ChangeItemForm",
    "ChangeSittingForm",
    "SittingForm",
    "VoteRow",
    "VotesForm",
    "attempt",
    "choose_from",
    "day_field",
    "model_fields",
]
