"""What the council itself puts on the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.dates import numeric_date
from council.desk import Panel, Row, guest_list, offer_sitting_link, panel
from council.models import Account, Body, Person, Seat, Sitting
from council.roles import scope

SHOWN = 6

for kind in (Body.Kind.PRESIDIUM, Body.Kind.ASSEMBLY):
    offer_sitting_link(
        url_name="propose_edition",
        label=gettext_lazy("Amend the Regulation"),
        kind=kind,
        order=90,
    )


def _planned(account: Account) -> list[Any]:
    """Return the planned sittings by day; asked of the database once an account."""
    kept: list[Any] | None = account.__dict__.get("planned_sittings")
    if kept is None:
        kept = list(
            Sitting.objects.open()
            .select_related("body")
            .annotate(
                questions=Count("items"),
                unvoted=Count(
                    "items", filter=Q(items__votes_for__isnull=True, items__put_off="")
                ),
            )
            .order_by("held_on", "pk")
        )
        account.__dict__["planned_sittings"] = kept
    return kept


def _of(bodies: set[int] | None, sittings: Iterable[Any]) -> list[Any]:
    """Return those of the bodies; None means every body."""
    return [
        sitting for sitting in sittings if bodies is None or sitting.body_id in bodies
    ]


@panel(order=40, deed="record_votes")
def sittings_to_formalise(account: Account, on: date) -> Panel:
    """Sittings that were held and have no final protocol yet."""
    held = (sitting for sitting in _planned(account) if sitting.held_on <= on)
    found = _of(scope(account, "record_votes"), held)
    rows = [
        Row(
            label=str(sitting),
            url=reverse("sitting", args=[sitting.pk]),
            note=_("%(count)s votes to record") % {"count": sitting.unvoted}
            if sitting.unvoted
            else _("protocol to finalise"),
            tone="warm",
        )
        for sitting in found[:SHOWN]
    ]
    return Panel(
        title=_("Sittings to formalise"),
        rows=rows,
        count=len(found),
        url=reverse("sittings"),
        empty=_("Every sitting held has its protocol."),
    )


@guest_list
def members_of_the_council(sitting: Sitting) -> QuerySet[Person]:
    """Members of the council who have no vote in the body that sits."""
    seats = Seat.objects.in_council().on(sitting.held_on)
    return Person.objects.filter(pk__in=seats.values("person"))


@panel(order=30, deed="sittings")
def next_sittings(account: Account, on: date) -> Panel:
    """Sittings that are planned, the nearest first."""
    ahead = (sitting for sitting in _planned(account) if sitting.held_on > on)
    found = _of(scope(account, "sittings"), ahead)
    rows = [
        Row(
            label=f"{sitting.body}, {numeric_date(sitting.held_on)}",
            url=reverse("sitting", args=[sitting.pk]),
            note=_("on the agenda: %(count)s") % {"count": sitting.questions},
        )
        for sitting in found[:SHOWN]
    ]
    return Panel(
        title=_("Next sittings"),
        rows=rows,
        count=len(found),
        url=reverse("sittings"),
        empty=_("No sitting is planned."),
    )
