"""What the commissions' app reminds of: overdue work, and work without an answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Assignment, Recommendation
from council.models import Account
from council.reminders import Notice, reminder, week_of
from council.roles import scope

# Ours: the text sets no time in which a recommendation is considered (6.3).
MONTH = timedelta(days=30)


@reminder(deed="give_assignment")
def assignments_overdue(account: Account, on: date) -> list[Notice]:
    """Assignments past their deadline, once a week while they are (5.1.8)."""
    bodies = scope(account, "give_assignment") or set()
    count = (
        Assignment.objects.overdue(on).filter(engagement__commission__in=bodies).count()
    )
    if not count:
        return []
    return [
        Notice(
            about=week_of(on),
            text=_("5.1.8: assignments past their deadline – %(count)s.")
            % {"count": count},
            url=reverse("assignments"),
        )
    ]


@reminder(deed="consider_recommendation")
def recommendations_not_considered(account: Account, on: date) -> list[Notice]:
    """Written works that wait for a result for a month, once a week (6.3)."""
    bodies = scope(account, "consider_recommendation") or set()
    count = (
        Recommendation.objects.to_consider()
        .filter(engagement__commission__in=bodies, received_on__lte=on - MONTH)
        .count()
    )
    if not count:
        return []
    return [
        Notice(
            about=week_of(on),
            text=_("6.3: written works without a result for %(days)s days – %(count)s.")
            % {"count": count, "days": MONTH.days},
            url=reverse("recommendations"),
        )
    ]
