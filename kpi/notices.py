"""What section 4 reminds of: a quarter that closes, evaluations that are missing."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.dates import Quarter, numeric_date
from council.models import Account
from council.reminders import Notice, reminder, week_of
from council.roles import scope
from kpi.round import progress

# Ours: the text sets no day by which a quarter is evaluated.
BEFORE_THE_END = timedelta(days=7)


@reminder(deed="sign_evaluations")
def quarter_closing(account: Account, on: date) -> list[Notice]:
    """The quarter that ends within a week: records can still be entered (4.1).

    Only where experts are to be evaluated.
    """
    quarter = Quarter.of(on)
    is_near = quarter.ends - BEFORE_THE_END <= on
    if not is_near or not progress(scope(account, "sign_evaluations"), quarter):
        return []
    return [
        Notice(
            about=quarter.code,
            text=_("4.1: %(quarter)s ends on %(day)s; enter what is not on record yet.")
            % {
                "quarter": quarter.label(get_language() or "kk"),
                "day": numeric_date(quarter.ends),
            },
            url=f"{reverse('evaluations')}?quarter={quarter.code}",
        )
    ]


@reminder(deed="evaluations")
def evaluations_missing(account: Account, on: date) -> list[Notice]:
    """Experts of the last closed quarter without an evaluation, once a week (4.1)."""
    quarter = Quarter.of(on).previous
    found = progress(scope(account, "evaluations"), quarter)
    count = sum(of - done for _body, done, of in found)
    if not count:
        return []
    return [
        Notice(
            about=f"{quarter.code}/{week_of(on)}",
            text=_("4.1: not evaluated for %(quarter)s – %(count)s.")
            % {"quarter": quarter.label(get_language() or "kk"), "count": count},
            url=f"{reverse('evaluations')}?quarter={quarter.code}",
        )
    ]
