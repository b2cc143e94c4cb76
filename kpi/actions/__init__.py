"""The deeds of section 4."""

from kpi.actions.evaluations import (
    Entry,
    correct_evaluation,
    evaluate_work,
    note_evaluations,
    period_of_work,
    sign_evaluations,
)

__all__ = [
    "Entry",
    "correct_evaluation",
    "evaluate_work",
    "note_evaluations",
    "period_of_work",
    "sign_evaluations",
]
