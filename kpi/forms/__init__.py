"""The forms of section 4."""

from kpi.forms.evaluations import (
    CorrectionForm,
    RoundForm,
    RowForm,
    WordsForm,
    WorkForm,
)

__all__ = ["CorrectionForm", "RoundForm", "RowForm", "WordsForm", "WorkForm"]
