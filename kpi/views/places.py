"""Which round, entry of the register or evaluation an address means, within scope."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from council.dates import Quarter
from council.models import Account, Body
from council.roles import DeskRequest, scope
from experts.models import Engagement
from kpi.indicators import with_facts
from kpi.models import Evaluation
from kpi.round import with_versions

CODE = re.compile(r"(20\d\d)-([1-4])", re.ASCII)
NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)


def quarter_asked(values: Mapping[str, Any], on: date) -> Quarter | None:
    """Return the quarter an address names; None without one, 404 for none begun."""
    code = values.get("quarter", "")
    if not code:
        return None
    named = CODE.fullmatch(code)
    if not named:
        raise Http404
    quarter = Quarter(int(named[1]), int(named[2]))
    if quarter.begins > on:
        raise Http404
    return quarter


def round_asked(request: DeskRequest, deed: str, on: date) -> tuple[Body, Quarter]:
    """Return the commission and the quarter, within scope; or 404.

    Without a quarter the last one that is over, or the one under way where the
    convocation is younger; without a commission the first.
    """
    values = request.POST if request.method == "POST" else request.GET
    asked = quarter_asked(values, on)
    running = Quarter.of(on)
    for quarter in [asked] if asked else [running.previous, running]:
        bodies = commissions_in(request.user, deed, quarter)
        if number := values.get("commission", ""):
            if not NUMBER.fullmatch(number):
                raise Http404
            bodies = bodies.filter(number=number)
        if body := bodies.first():
            return body, quarter
    raise Http404


def commissions_in(account: Account, deed: str, quarter: Quarter) -> QuerySet[Body]:
    """Return the commissions of the convocation in office in that quarter, in scope."""
    found = (
        Body.objects.commissions()
        .filter(
            convocation__begins__lte=quarter.ends,
            convocation__ends__gte=quarter.begins,
        )
        .select_related("convocation")
        .order_by("-convocation__begins", "number", "pk")
    )
    bodies = scope(account, deed)
    return found if bodies is None else found.filter(pk__in=bodies)


def engagements_for(request: DeskRequest, deed: str) -> QuerySet[Engagement]:
    """Return the entries of the register whose commission the reader looks after."""
    found: QuerySet[Engagement] = with_facts(Engagement.objects.valid())
    bodies = scope(request.user, deed)
    return found if bodies is None else found.filter(commission__in=bodies)


def evaluation_for(request: DeskRequest, deed: str, pk: int) -> Evaluation:
    """Return the evaluation within scope, or 404; a draft is its chair's alone."""
    bodies = scope(request.user, deed)
    found = Evaluation.objects.select_related(
        "engagement__expert__person",
        "engagement__commission__convocation",
        "event",
        "assignment",
    ).prefetch_related(with_versions())
    if bodies is None:
        found = found.filter(versions__isnull=False).distinct()
    else:
        found = found.filter(engagement__commission__in=bodies)
    return get_object_or_404(found, pk=pk)
