"""The public register (1.12): what may leave the server, and how it is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from council import names
from council.models import Body, translated
from experts.models import Engagement, Expert

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One expert in one commission: all that is public of them, and nothing else."""

    public_id: str
    name: str
    commission_number: int
    commission_name: str
    field: str
    protocol_number: str
    protocol_date: date
    begins: date
    ends: date

    def is_active(self, on: date) -> bool:
        """Return whether the term holds that day, the last day included."""
        return self.begins <= on <= self.ends


@dataclass(frozen=True)
class Commission:
    """A commission of the day with the number of its experts."""

    number: int
    name: str
    experts: int


@dataclass(frozen=True)
class Decision:
    """The protocol of the Presidium that last changed the register."""

    number: int
    day: date


@dataclass(frozen=True)
class Listing:
    """A page of entries; `found` counts those on all pages."""

    page: Page[Entry]
    found: int

    @property
    def rows(self) -> Iterable[tuple[int, Entry]]:
        """Return the entries with their numbers in the whole list."""
        return enumerate(self.page.object_list, self.page.start_index())


def commissions(on: date) -> list[Commission]:
    """Return the commissions in office that day; none outside every convocation."""
    counted = dict(
        Engagement.objects.active(on)
        .order_by()
        .values_list("commission")
        .annotate(experts=Count("pk"))
    )
    return [
        Commission(body.number, body.name, counted.get(body.pk, 0))
        for body in Body.objects.on(on).commissions()
        if body.number is not None
    ]


def last_decision(on: date) -> Decision | None:
    """Return the last decision that changed the register by that day, if any."""
    found = (
        Engagement.objects.filter(begins__lte=on)
        .order_by("-begins", "-pk")
        .values_list("admitted_by__number", "admitted_by__sitting__held_on")
        .first()
    )
    return Decision(*found) if found else None


def paginator(on: date, text: str = "", commission: int | None = None) -> Paginator:
    """Return the pages of who is in the register that day, in Kazakh order."""
    found = Engagement.objects.active(on)
    if text:
        found = found.filter(expert__in=Expert.objects.search(text))
    if commission is not None:
        found = found.filter(commission__number=commission)
    return Paginator(_public(found).order_by("expert__person__sort_key", "pk"), PAGE)


def listing(pages: Paginator, number: int) -> Listing:
    """Return one page as entries; the number must be one of the pages."""
    page = pages.page(number)
    page.object_list = _entries(page.object_list)
    return Listing(page, pages.count)


def entries_of(public_id: str) -> list[Entry]:
    """Return the entries of one expert, the latest first; none for a candidate."""
    found = Engagement.objects.valid().filter(expert__public_id=public_id)
    return _entries(_public(found).order_by("-begins", "-pk"))


def _public(found: QuerySet[Engagement]) -> QuerySet[Engagement]:
    return found.select_related(
        "expert__person", "commission__convocation", "admitted_by__sitting"
    )


def _entries(engagements: Iterable[Engagement]) -> list[Entry]:
    return [
        Entry(
            public_id=engagement.expert.public_id,
            name=names.full_name(
                engagement.expert.person.surname,
                engagement.expert.person.given_name,
                engagement.expert.person.patronymic,
            ),
            commission_number=engagement.commission.number or 0,
            commission_name=engagement.commission.name,
            field=translated(engagement.expert, "field"),
            protocol_number=engagement.decision_number,
            protocol_date=engagement.decided_on,
            begins=engagement.begins,
            ends=min(engagement.ends, engagement.commission.convocation.ends),
        )
        for engagement in engagements
    ]
