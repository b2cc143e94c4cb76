"""The deeds of section 4."""

from kpi.actions.evaluations import (
    Entry,
    correct_evaluation,
    evaluate_work,
    note_evaluations,
    period_of_work,
    sign_evaluations,
)
from kpi.actions.reports import (
    change_report,
    make_report,
    sign_report,
    submit_report,
)

__all__ = [
    "Entry",
    "change_report",
    "correct_evaluation",
    "evaluate_work",
    "make_report",
    "note_evaluations",
    "period_of_work",
    "sign_evaluations",
    "sign_report",
    "submit_report",
]
