"""Addresses of the pages of section 4 on the desk."""

from django.urls import path

from kpi.views import by_quarter, evaluation, evaluations, indicators, reports

urlpatterns = [
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path(
        "evaluations/experts/",
        by_quarter.experts_by_quarter,
        name="experts_by_quarter",
    ),
    path("evaluations/notes/", evaluations.note_evaluations, name="note_evaluations"),
    path("evaluations/sign/", evaluations.sign_evaluations, name="sign_evaluations"),
    path("evaluations/<int:pk>/", evaluation.evaluation, name="evaluation"),
    path(
        "evaluations/<int:pk>/correct/",
        evaluation.correct_evaluation,
        name="correct_evaluation",
    ),
    path(
        "evaluations/<int:pk>/evaluation-<str:language>.pdf",
        evaluation.evaluation_pdf,
        name="evaluation_pdf",
    ),
    path("entries/<int:pk>/work/", evaluation.evaluate_work, name="evaluate_work"),
    path(
        "entries/<int:pk>/records/",
        indicators.indicator_records,
        name="indicator_records",
    ),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.make_report, name="make_report"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/change/", reports.change_report, name="change_report"),
    path("reports/<int:pk>/sign/", reports.sign_report, name="sign_report"),
    path("reports/<int:pk>/submit/", reports.submit_report, name="submit_report"),
    path(
        "reports/<int:pk>/report-<str:language>.pdf",
        reports.report_pdf,
        name="report_pdf",
    ),
    path("candidates/<int:pk>/indicators/", indicators.indicators, name="indicators"),
]
