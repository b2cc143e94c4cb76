"""What the commissions put on the desk and on a person's page."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.selection import candidates_to_propose, places
from council.dates import numeric_date
from council.desk import Panel, Row, offer_sitting_link, offer_tab, panel
from council.models import Account, Body, Sitting
from council.roles import scope

SHOWN = 6

offer_tab(order=20, url_name="path", label=gettext_lazy("Path"))
offer_sitting_link(
    order=10,
    url_name="discuss",
    label=gettext_lazy("Candidates to discuss"),
    kind=Body.Kind.COMMISSION,
)
offer_sitting_link(
    order=10,
    url_name="propose",
    label=gettext_lazy("Candidates to propose"),
    kind=Body.Kind.PRESIDIUM,
)


@panel(order=20, deed="propose")
def candidates_ready(account: Account, on: date) -> Panel:
    """Candidates discussed and not yet proposed, with the next sitting's places."""
    sitting = (
        Sitting.objects.open()
        .presidium()
        .filter(held_on__gte=on)
        .select_related("body")
        .order_by("held_on")
        .first()
    )
    if sitting is None:
        return Panel(
            title=_("To propose to the Presidium"),
            rows=[],
            count=0,
            url=reverse("sittings"),
            empty=_("No sitting of the Presidium is planned."),
        )
    bodies = scope(account, "propose")
    commissions = Body.objects.filter(
        convocation=sitting.body.convocation_id
    ).commissions()
    if bodies is not None:
        commissions = commissions.filter(pk__in=bodies)
    ready = candidates_to_propose(sitting, commissions)
    url = reverse("propose", args=[sitting.pk])
    return Panel(
        title=_("To propose to the Presidium on %(day)s")
        % {"day": numeric_date(sitting.held_on)},
        rows=[
            Row(
                label=str(choice.expert),
                url=reverse("path", args=[choice.expert.pk]),
                note=_("dossier incomplete") if choice.objections else _("ready"),
                tone="neutral" if choice.objections else "warm",
            )
            for choice in ready[:SHOWN]
        ],
        count=len(ready),
        url=url,
        empty=_("Nobody waits to be proposed."),
        meters=[
            {
                "label": place["commission"].short_name,
                "taken": place["taken"],
                "limit": place["limit"],
                "clause": "1.7",
            }
            for place in places(sitting, commissions)
        ],
    )
