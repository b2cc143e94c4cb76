"""The forms of section 4 and 6.2."""

from kpi.forms.evaluations import (
    CorrectionForm,
    RoundForm,
    RowForm,
    WordsForm,
    WorkForm,
)
from kpi.forms.reports import ReportForm, ReportNotesForm, SubmitReportForm

__all__ = [
    "CorrectionForm",
    "ReportForm",
    "ReportNotesForm",
    "RoundForm",
    "RowForm",
    "SubmitReportForm",
    "WordsForm",
    "WorkForm",
]
