"""What the experts' app puts on the desk and on a person's page."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.desk import Panel, Row, guest_list, offer_tab, panel
from council.models import Account, Body, Person, Sitting
from experts.models import Engagement, Expert
from experts.overview import Completeness, completeness, edition_on, with_papers

SHOWN = 5

offer_tab(order=10, url_name="dossier", label=gettext_lazy("Dossier"))


@guest_list
def experts_and_own_candidates(sitting: Sitting) -> QuerySet[Person]:
    """A commission's own experts and candidates; elsewhere everybody in office."""
    if sitting.body.kind == Body.Kind.COMMISSION:
        return Person.objects.filter(dossiers__commission=sitting.body)
    serving = Engagement.objects.active(sitting.held_on)
    return Person.objects.filter(pk__in=serving.values("expert__person"))


def _lacking(state: Completeness) -> str:
    """Return the first thing to do, short enough for a mark beside the name."""
    if state.papers_seen < state.papers_needed:
        return _("%(seen)s of %(needed)s papers seen") % {
            "seen": state.papers_seen,
            "needed": state.papers_needed,
        }
    return (state.also_open or state.objections)[0]


@panel(order=10, deed="change_dossier")
def dossiers_to_complete(account: Account, on: date) -> Panel:
    """Candidates under consideration whose dossiers are not fit for an agenda."""
    edition = edition_on(on)
    waiting = with_papers(
        Expert.objects.filter(
            status=Expert.Status.CANDIDATE,
            convocation__begins__lte=on,
            convocation__ends__gte=on,
        )
    )
    states = [completeness(row, on, edition, is_full=True) for row in waiting]
    incomplete = [state for state in states if not state.is_complete]
    return Panel(
        title=_("Dossiers to complete"),
        rows=[
            Row(
                label=str(state.expert),
                url=reverse("dossier", args=[state.expert.pk]),
                note=_lacking(state),
                tone="warm",
            )
            for state in incomplete[:SHOWN]
        ],
        count=len(incomplete),
        url=f"{reverse('candidates')}?status={Expert.Status.CANDIDATE}",
        empty=_("Every candidate's dossier is complete."),
    )
