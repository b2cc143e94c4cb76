"""What the council reminds of: decisions that are not public yet, the last day."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.models import Account, Convocation, Sitting
from council.reminders import Notice, reminder, week_of, working_days_after
from council.roles import scope

# 1.12 sets no deadline; three working days is what state sites are held to.
DAYS_TO_PUBLISH = 3
# A new composition is formed from two months before the last day (the law, art. 9).
BEFORE_THE_LAST_DAY = timedelta(days=60)


@reminder(deed="finalise_protocol")
def decisions_not_published(account: Account, on: date) -> list[Notice]:
    """Sittings of the Presidium whose decisions the register does not show (1.12)."""
    if scope(account, "finalise_protocol") is not None:
        return []
    held = Sitting.objects.open().presidium().filter(held_on__lt=on)
    return [
        Notice(
            about=f"{sitting.pk}/{week_of(on)}",
            text=_(
                "1.12: the Presidium's sitting of %(day)s has no final protocol; its "
                "decisions are not published."
            )
            % {"day": numeric_date(sitting.held_on)},
            url=reverse("sitting", args=[sitting.pk]),
        )
        for sitting in held.order_by("held_on", "pk")
        if working_days_after(sitting.held_on, DAYS_TO_PUBLISH) <= on
    ]


@reminder(deed="the_council")
def convocation_ending(account: Account, on: date) -> list[Notice]:
    """The convocation whose last day is near: every expert's term ends then (1.11)."""
    return [
        Notice(
            about=f"{convocation.pk}/{convocation.ends}",
            text=_(
                "1.11: the convocation ends on %(day)s, and every expert's term "
                "with it."
            )
            % {"day": numeric_date(convocation.ends)},
            url=reverse("the_council"),
        )
        for convocation in Convocation.objects.on(on)
        if convocation.ends - BEFORE_THE_LAST_DAY <= on
    ]
