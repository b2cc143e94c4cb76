"""Which reports an account may read, and what they are called."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from council.dates import Quarter
from council.models import Account
from council.roles import roles_of, scope
from kpi.models import Report


def reports_for(account: Account, deed: str) -> QuerySet[Report]:
    """Return the reports within scope: those of the own commission, and what was sent.

    What is on an agenda of the Presidium its members read.
    """
    found = Report.objects.select_related(
        "convocation", "commission", "expert__person", "author"
    )
    bodies = scope(account, deed)
    if bodies is None:
        return found
    mine = Q(commission__in=roles_of(account).chaired & bodies)
    sent = Q(items__item__sitting__body__in=bodies)
    return found.filter(mine | sent).distinct()


def period_in_words(report: Report, language: str) -> str:
    """Return the quarters of a report: one, or the first and the last."""
    first, last = Quarter.of(report.begins), Quarter.of(report.ends)
    if first == last:
        return first.label(language)
    return f"{first.label(language)} – {last.label(language)}"
