"""The forms of section 4."""

from kpi.forms.evaluations import CorrectionForm, RoundForm, WordsForm, WorkForm

__all__ = ["CorrectionForm", "RoundForm", "WordsForm", "WorkForm"]
