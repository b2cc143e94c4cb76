"""The forms of section 4."""

from kpi.forms.evaluations import CorrectionForm, RoundForm, WordsForm, WorkForm
from kpi.forms.reports import ReportForm, ReportNotesForm, SubmitReportForm

__all__ = [
    "ReportForm",
    "ReportNotesForm",
    "SubmitReportForm",
    "CorrectionForm",
    "RoundForm",
    "WordsForm",
    "WorkForm",
]
