"""What chairs are reminded of: their own commission's work, naming nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from django.core import mail
from django.db import transaction

from council.dates import Quarter
from council.models import SentReminder
from council.reminders import send_due
from kpi import actions
from kpi.round import round_of
from tests import factories as make
from tests.kpi import records

pytestmark = pytest.mark.django_db
SITE = "https://sarapshy.example"
A_DAY = timedelta(days=1)
QUARTER = Quarter(2025, 4)
LANGUAGES = ("kk", "ru")


def is_overdue(entry):
    """Give the expert a task that is due on the first day of December."""
    return records.an_assignment(entry, date(2025, 12, 1), None)


def is_handed_in(entry):
    """Let the expert hand in a recommendation, thirty days before its reminder."""
    return records.a_recommendation(entry, date(2025, 11, 20))


def is_in_office(_entry):
    """Leave it at that: whoever is in office is to be evaluated (4.1)."""


def is_done(task, _entry, on):
    """Note the task as done."""
    task.done_on = on
    records.written(task)


def is_considered(work, _entry, on):
    """Note that the work was considered."""
    work.considered_how, work.considered_on = "working_order", on
    records.written(work)


def is_evaluated(_nothing, entry, on):
    """Let the chair sign off the quarter."""
    rows = round_of(entry.commission, QUARTER)
    actions.sign_evaluations(
        commission=entry.commission,
        quarter=QUARTER,
        entries=[actions.Entry(row.engagement, row.seen, row.words) for row in rows],
        chosen={entry.pk},
        on=on,
        by=entry.commission.chair(on).account,
    )


class Case(NamedTuple):
    """What makes a notice due and on which day first; when it is said again.

    `settle` is what ends it; without one it is said once.
    """

    arise: Callable[..., Any]
    first: date
    again: date
    settle: Callable[..., Any] | None
    sentences: tuple[str, str]


CASES = {
    "assignments_overdue": Case(
        is_overdue,
        date(2025, 12, 2),
        date(2025, 12, 8),
        is_done,
        (
            "5.1.8: мерзімі өткен тапсырма саны – 1.",
            "5.1.8: поручений с истёкшим сроком – 1.",
        ),
    ),
    "recommendations_not_considered": Case(
        is_handed_in,
        date(2025, 12, 20),
        date(2025, 12, 22),
        is_considered,
        (
            "6.3: нәтижесіз жатқан жазбаша жұмыс (күн – 30 және одан көп) – 1.",
            "6.3: письменных работ без результата (дней – 30 и больше) – 1.",
        ),
    ),
    "quarter_closing": Case(
        is_in_office,
        date(2025, 12, 24),
        date(2026, 3, 24),
        None,
        (
            "4.1: 2025 жылғы IV тоқсан, соңғы күні – 31.12.2025; "
            "әлі енгізілмегенін енгізіңіз.",
            "4.1: IV квартал 2025 года, последний день – 31.12.2025; "
            "внесите то, чего ещё нет в записях.",
        ),
    ),
    "evaluations_missing": Case(
        is_in_office,
        date(2026, 1, 1),
        date(2026, 1, 5),
        is_evaluated,
        (
            "4.1: бағаланбаған эксперт саны (2025 жылғы IV тоқсан) – 1.",
            "4.1: не оценено экспертов (IV квартал 2025 года) – 1.",
        ),
    ),
}


def said(kind, on):
    """Send what is due on that day; return the receivers of this notice."""
    before = set(SentReminder.objects.values_list("pk", flat=True))
    send_due(on, SITE)
    found = SentReminder.objects.filter(kind=kind).exclude(pk__in=before)
    return [row.account for row in found.order_by("account")]


@pytest.mark.parametrize("place", [0, 1], ids=LANGUAGES)
def test_a_chair_is_reminded_of_the_own_commission_once_a_week(place):
    council = make.a_council()
    for account, language in zip(council.chair_accounts, LANGUAGES, strict=True):
        account.email, account.language = "chair@example.org", language
        account.save()
    expert = make.in_office(council, council.commissions[place])
    entry, chair = records.the_entry(expert), council.chair_accounts[place]
    for kind, case in CASES.items():
        with transaction.atomic():
            row = case.arise(entry)
            assert said(kind, case.first - A_DAY) == [], kind
            mail.outbox.clear()
            assert said(kind, case.first) == [chair], kind
            (letter,) = mail.outbox
            text = f"{letter.subject} {letter.body}"
            assert case.sentences[place] in text, kind
            assert expert.person.surname not in text, kind
            assert expert.person.given_name not in text, kind
            assert said(kind, case.again - A_DAY) == [], kind
            if case.settle:
                with transaction.atomic():
                    case.settle(row, entry, case.again)
                    assert said(kind, case.again) == [], kind
                    transaction.set_rollback(True)
            assert said(kind, case.again) == [chair], kind
            transaction.set_rollback(True)
