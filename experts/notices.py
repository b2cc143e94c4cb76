"""What the experts' app reminds of: terms that end before the convocation does."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.models import Account
from council.reminders import Notice, reminder
from council.roles import scope
from experts.models import Engagement, Expert
from experts.panels import SOON


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
