"""What section 4 puts on the desk, on a person's page and into the story of work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from council.dates import Quarter
from council.desk import Moment, Panel, Row, offer_tab, panel, teller
from council.models import Account, AgendaItem
from council.roles import may, scope
from kpi.models import EvaluationVersion
from kpi.reports import reports_for
from kpi.round import progress

SHOWN = 5

offer_tab(order=40, url_name="indicators", label=gettext_lazy("Indicators"))


@panel(order=25, deed="evaluations")
def evaluations_of_the_quarter(account: Account, on: date) -> Panel:
    """How many experts are evaluated for the last closed quarter (4.1)."""
    quarter = Quarter.of(on).previous
    found = progress(scope(account, "evaluations"), quarter)
    page, label = reverse("evaluations"), quarter.label(get_language() or "kk")
    return Panel(
        title=_("Evaluations: %(quarter)s") % {"quarter": label},
        rows=[
            Row(
                label=str(body),
                url=f"{page}?quarter={quarter.code}&commission={body.number}",
                note=_("signed off: %(done)s of %(of)s") % {"done": done, "of": of},
                tone="warm" if may(account, "sign_evaluations", body) else "neutral",
            )
            for body, done, of in found
            if done < of
        ],
        count=sum(of - done for _body, done, of in found),
        url=f"{page}?quarter={quarter.code}",
        empty=_("Every expert of the quarter is evaluated."),
    )


@panel(order=35, deed="reports")
def reports_to_note(account: Account, on: date) -> Panel:
    """Reports that wait on an agenda of the Presidium, and drafts (6.2)."""
    found = list(
        reports_for(account, "reports").filter(
            Q(signed_on__isnull=True) | Q(items__item__outcome=AgendaItem.Outcome.OPEN)
        )
    )
    return Panel(
        title=_("Reports to the Presidium"),
        rows=[
            Row(
                label=str(report),
                url=reverse("report", args=[report.pk]),
                note=_("on an agenda") if report.is_signed else _("draft"),
            )
            for report in found[:SHOWN]
        ],
        count=len(found),
        url=reverse("reports"),
        empty=_("No report waits."),
    )


@teller
def evaluations_signed(dossier: Any, account: Account) -> list[Moment]:
    """Tell of the evaluations that a chair signed off, corrections included."""
    if not may(account, "evaluation"):
        return []
    bodies = scope(account, "evaluation")
    versions = EvaluationVersion.objects.filter(
        evaluation__engagement__expert=dossier
    ).select_related("evaluation__event", "evaluation__assignment")
    if bodies is not None:
        versions = versions.filter(evaluation__engagement__commission__in=bodies)
    return [
        Moment(
            day=version.signed_on,
            label=capfirst(version.evaluation.told()),
            url=reverse("evaluation", args=[version.evaluation_id]),
            note=_("corrected") if version.explanation else _("signed off"),
            tone="good",
        )
        for version in versions
    ]
