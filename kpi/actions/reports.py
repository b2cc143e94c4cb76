"""Deeds of reporting to the Presidium (6.2)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from council.actions import open_sitting, put_on_agenda
from council.audit import check_revision, deed, lock
from council.dates import Quarter, numeric_date
from council.models import Account, AgendaItem, Body, Convocation, Sitting
from council.protocol_text import canonical
from council.regulation import REPORT_PERIOD, REPORT_REQUESTED, RuleViolation, collect
from experts.models import Expert
from kpi.models import Report, ReportItem
from kpi.report_content import content_of


@deed
def make_report(
    *,
    convocation: Convocation,
    commission: Body | None,
    expert: Expert | None,
    first: Quarter,
    last: Quarter,
    occasion: str,
    requested_on: date | None,
    on: date,
    by: Account,
    note_kk: str = "",
    note_ru: str = "",
) -> Report:
    """Begin a report on one expert, a commission or all, over whole quarters (6.2).

    Its figures follow the records until it is signed. Raises RuleViolation for a
    period that has not begun or ends before it begins, and for a request undated.
    """
    is_request = occasion == Report.Occasion.REQUEST
    problems = collect(
        (
            REPORT_PERIOD,
            {"begins": first.begins, "ends": last.ends, "today": on},
        ),
        (
            REPORT_REQUESTED,
            {"is_request": is_request, "requested_on": requested_on, "today": on},
        ),
    )
    if problems:
        raise RuleViolation(*problems)
    report = Report(
        convocation=convocation,
        commission=commission,
        expert=expert,
        begins=first.begins,
        ends=last.ends,
        occasion=occasion,
        requested_on=requested_on if is_request else None,
        note_kk=note_kk,
        note_ru=note_ru,
        author=commission.chair(on) if commission else None,
        made_by=by,
    )
    report.save_as(by)
    return report


@deed
def change_report(
    *, report: Report, note_kk: str, note_ru: str, revision: int | None, by: Account
) -> Report:
    """Change the analytical part of a report that is not signed yet."""
    report = _draft(report)
    check_revision(report, revision)
    report.note_kk, report.note_ru = note_kk, note_ru
    report.revision += 1
    report.save_as(by)
    return report


@deed
def sign_report(
    *, report: Report, revision: int | None, on: date, by: Account
) -> Report:
    """Freeze a report's figures as they stand, with their fingerprint."""
    report = _draft(report)
    check_revision(report, revision)
    content = content_of(report, on).frozen()
    _text, report.sha256 = canonical(
        content | {"note_kk": report.note_kk, "note_ru": report.note_ru}
    )
    report.content, report.signed_on = content, on
    report.revision += 1
    report.save_as(by)
    return report


@deed
def submit_report(*, report: Report, sitting: Sitting, by: Account) -> ReportItem:
    """Put a signed report on a Presidium agenda, to be taken note of (6.2).

    Raises RuleViolation for another body's sitting, an unsigned report, and one that
    waits on an agenda already.
    """
    sitting, report = open_sitting(sitting), lock(report)
    waiting = report.items.filter(item__outcome=AgendaItem.Outcome.OPEN).first()
    if waiting:
        raise RuleViolation(
            _("6.2: the report is on the agenda of %(day)s already.")
            % {"day": numeric_date(waiting.item.sitting.held_on)}
        )
    item = ReportItem(report=report)
    put_on_agenda(sitting, item, by)
    item.refuse_if_objected()
    return item


def _draft(report: Report) -> Report:
    """Lock a report that can still change; RuleViolation for a signed one."""
    report = lock(report)
    if report.signed_on is not None:
        raise RuleViolation(
            _("6.2: the report was signed on %(day)s and stays as it is.")
            % {"day": numeric_date(report.signed_on)}
        )
    return report
