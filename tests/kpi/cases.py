"""Constraints of evaluations and reports: what each allows, and what it refuses."""

from datetime import date
from typing import Any

from tests.kpi import records
from tests.kpi.reporting import TODAY

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)

EVALUATION_CASES: dict[str, Any] = {
    "kpi_evaluation_ends_after_begin": (
        lambda world: world.work(ends=FIRST),
        lambda world: world.work(ends=date(2025, 12, 31)),
    ),
    "kpi_evaluation_quarter_or_one_work": (
        lambda world: world.work(),
        lambda world: world.work(assignment=world.task),
    ),
    "kpi_evaluation_once_a_quarter": (
        lambda world: world.evaluation(begins=date(2025, 10, 1)),
        lambda world: world.evaluation(),
    ),
    "kpi_evaluation_once_an_event": (
        lambda world: world.work(),
        lambda world: world.work(event=world.event),
    ),
    "kpi_evaluation_once_an_assignment": (
        lambda world: world.work(
            event=None, assignment=records.an_assignment(world.entry, FIRST, LAST)
        ),
        lambda world: world.work(event=None, assignment=world.task),
    ),
    "kpi_evaluationversion_numbered_once": (
        lambda world: world.version(number=2, explanation="Қате"),
        lambda world: world.version(),
    ),
    "kpi_evaluationversion_corrections_explained": (
        lambda world: world.version(number=2, explanation="Қате"),
        lambda world: world.version(number=2),
    ),
    "kpi_evaluationversion_note_is_written": (
        lambda world: world.version(
            number=2, explanation="Қате", form="note", note="Жақсы"
        ),
        lambda world: world.version(number=2, explanation="Қате", form="note"),
    ),
}
REPORT_CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "kpi_report_ends_after_begin": ({}, {"ends": date(2025, 9, 30)}),
    "kpi_report_experts_have_commissions": (
        {"expert": True},
        {"expert": True, "commission": None},
    ),
    "kpi_report_requests_are_dated": (
        {"occasion": "request", "requested_on": TODAY},
        {"occasion": "request"},
    ),
    "kpi_report_signed_with_content": (
        {"signed_on": TODAY, "content": {}, "sha256": "a" * 64},
        {"signed_on": TODAY},
    ),
}
