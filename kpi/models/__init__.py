"""The models of section 4 and 6.2."""

from kpi.models.evaluation import Evaluation, EvaluationVersion
from kpi.models.report import Report, ReportItem

__all__ = ["Evaluation", "EvaluationVersion", "Report", "ReportItem"]
