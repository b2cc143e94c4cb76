"""What waits on the desk of what experts handed in and said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from commissions.models import Publication, Recommendation
from council.dates import numeric_date
from council.desk import Panel, Row, panel
from council.models import Account, Body
from council.roles import may, scope

SHOWN = 5


def _first(
    rows: QuerySet[Any], account: Account, deed: str, on: date, *order: str
) -> tuple[list[Any], int]:
    """Return the first rows of the account's commissions today, and how many wait."""
    bodies = scope(account, deed)
    found = rows.filter(engagement__commission__in=Body.objects.on(on))
    if bodies is not None:
        found = found.filter(engagement__commission__in=bodies)
    first = list(
        found.select_related("engagement__expert__person")
        .annotate(waiting=Window(Count("pk")))
        .order_by(*order)[:SHOWN]
    )
    return first, first[0].waiting if first else 0


def _tone(account: Account, deed: str) -> str:
    """Return how urgent a row looks: to those who only read it, not at all."""
    return "warm" if may(account, deed) else "neutral"


@panel(order=25, deed="recommendations")
def works_to_consider(account: Account, on: date) -> Panel:
    """Written works without a result, the oldest first (6.3)."""
    rows = Recommendation.objects.to_consider().prefetch_related("versions")
    found, count = _first(rows, account, "recommendations", on, "received_on", "pk")
    tone = _tone(account, "consider_recommendation")
    return Panel(
        title=_("Written works to consider"),
        rows=[
            Row(
                label=f"{work.engagement.expert.person.short_name} – {work.title}",
                url=reverse("recommendation", args=[work.pk]),
                note=work.state_in_words
                if work.is_unclear
                else _("received on %(day)s") % {"day": numeric_date(work.received_on)},
                tone="neutral" if work.is_unclear else tone,
            )
            for work in found
        ],
        count=count,
        url=f"{reverse('recommendations')}?state=waiting",
        empty=_("Every written work is considered."),
    )


@panel(order=26, deed="publications")
def publications_to_decide(account: Account, on: date) -> Panel:
    """Publications asked for and not decided, the oldest first (5.1.9)."""
    rows = Publication.objects.to_decide()
    found, count = _first(rows, account, "publications", on, "asked_on", "pk")
    tone = _tone(account, "approve_publication")
    return Panel(
        title=_("Publications to decide"),
        rows=[
            Row(
                label=f"{row.engagement.expert.person.short_name} – {row.title}",
                url=reverse("publication", args=[row.pk]),
                note=_("asked on %(day)s") % {"day": numeric_date(row.asked_on)},
                tone=tone,
            )
            for row in found
        ],
        count=count,
        url=f"{reverse('publications')}?state=to_decide",
        empty=_("No publication waits for an answer."),
    )


@panel(order=27, deed="publications")
def unagreed_publications(account: Account, on: date) -> Panel:
    """What came out without being agreed; no breach by itself (4.5)."""
    rows = Publication.objects.appeared().filter(approved_by="", breaches__isnull=True)
    found, count = _first(rows, account, "publications", on, "-appeared_on", "-pk")
    tone = _tone(account, "establish_breach")
    return Panel(
        title=_("Publications without agreement"),
        rows=[
            Row(
                label=f"{row.engagement.expert.person.short_name} – {row.title}",
                url=reverse("publication", args=[row.pk]),
                note=_("appeared on %(day)s") % {"day": numeric_date(row.appeared_on)},
                tone=tone,
            )
            for row in found
        ],
        count=count,
        url=f"{reverse('publications')}?state=unagreed",
        empty=_("Nothing came out without being agreed."),
    )
