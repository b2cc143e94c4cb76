"""What experts handed in and said, in the story of their work."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commissions.models import (
    Breach,
    Commendation,
    Publication,
    Recommendation,
    RiskNotice,
)
from council.desk import Moment, teller
from council.models import Account
from council.roles import may, scope


def _own(rows: QuerySet[Any], dossier: Any, account: Account, deed: str) -> Any:
    """Return this dossier's rows that the account may read; none where it may not."""
    if not may(account, deed):
        return rows.none()
    bodies = scope(account, deed)
    found = rows.filter(engagement__expert=dossier)
    return found if bodies is None else found.filter(engagement__commission__in=bodies)


@teller
def written_works(dossier: Any, account: Account) -> list[Moment]:
    """Tell of the papers handed in and where each stands."""
    rows = Recommendation.objects.prefetch_related("versions")
    return [
        Moment(
            day=work.received_on,
            label=f"{capfirst(str(work.get_kind_display()))}: {work.title}",
            url=reverse("recommendation", args=[work.pk]),
            note=work.state_in_words,
            tone=work.tone,
        )
        for work in _own(rows, dossier, account, "recommendation")
    ]


@teller
def publications(dossier: Any, account: Account) -> list[Moment]:
    """Tell of what was to be said in public, by its first day."""
    return [
        Moment(
            day=publication.asked_on or publication.appeared_on,
            label=_("Publication: %(title)s") % {"title": publication.title},
            url=reverse("publication", args=[publication.pk]),
            note=publication.state_in_words,
            tone=publication.tone,
        )
        for publication in _own(
            Publication.objects.all(), dossier, account, "publication"
        )
    ]


@teller
def breaches(dossier: Any, account: Account) -> list[Moment]:
    """Tell of what the chair established (4.5)."""
    return [
        Moment(
            day=breach.happened_on,
            label=capfirst(str(breach.get_kind_display())),
            url=reverse("breaches"),
            note=_("taken back, not counted") if breach.lifted_on else _("stands"),
            tone="neutral" if breach.lifted_on else "bad",
        )
        for breach in _own(Breach.objects.all(), dossier, account, "breaches")
    ]


@teller
def risk_notices(dossier: Any, account: Account) -> list[Moment]:
    """Tell that a corruption risk was noticed, to the chair alone (5.1.5)."""
    return [
        Moment(
            day=notice.received_on,
            label=_("Notice of a corruption risk"),
            url=reverse("risk_notice", args=[notice.pk]),
        )
        for notice in _own(RiskNotice.objects.all(), dossier, account, "risk_notice")
    ]


@teller
def commendations(dossier: Any, account: Account) -> list[Moment]:
    """Tell for what the expert was honoured (6.3)."""
    return [
        Moment(
            day=commendation.awarded_on or commendation.proposed_on,
            label=capfirst(str(commendation.get_form_display())),
            url=reverse("commendations"),
            note=_("awarded") if commendation.awarded_on else _("proposed"),
            tone="good" if commendation.awarded_on else "neutral",
        )
        for commendation in _own(
            Commendation.objects.all(), dossier, account, "commendations"
        )
    ]
