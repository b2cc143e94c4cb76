"""What the experts' app reminds of: terms that end early, a list not published."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.models import Account
from council.notices import DAYS_TO_PUBLISH
from council.reminders import Notice, reminder, week_of, working_days_after
from council.roles import scope
from experts.lists import unpublished
from experts.models import Engagement, Expert, ListEdition
from experts.panels import SOON
from experts.register_changes import before, changes


@reminder(deed="candidates")
def engagements_ending(account: Account, on: date) -> list[Notice]:
    """Days on which terms end soon, each said once; not the convocation's last day."""
    bodies = scope(account, "candidates")
    serving = Engagement.objects.active(on).filter(
        ends__lte=on + SOON, ends__lt=F("commission__convocation__ends")
    )
    if bodies is not None:
        serving = serving.filter(commission__in=bodies)
    days = serving.order_by("ends").values_list("ends").annotate(experts=Count("pk"))
    return [
        Notice(
            about=str(ends),
            text=_("1.9: the term ends on %(day)s; experts – %(count)s.")
            % {"day": numeric_date(ends), "count": count},
            url=f"{reverse('candidates')}?status={Expert.Status.ENGAGED}",
        )
        for ends, count in days
    ]


@reminder(deed="publish_list")
def list_not_published(account: Account, on: date) -> list[Notice]:
    """A list that is another one than the last edition says, for three working days.

    The days are counted from the oldest change that no edition shows (1.12).
    """
    change = unpublished(on)
    if change.is_empty:
        return []
    last = ListEdition.objects.first()
    since = last.day if last else before(on)
    days = [row.day for row in changes(since, on) if row.day > since or not last]
    if working_days_after(min(days, default=since), DAYS_TO_PUBLISH) > on:
        return []
    return [
        Notice(
            about=f"{last.number if last else 0}/{week_of(on)}",
            text=_(
                "1.12: the list is not published as it stands; differences from the "
                "last edition – %(count)s."
            )
            % {"count": change.changes},
            url=reverse("publish_list"),
        )
    ]
