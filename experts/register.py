"""The public register (1.12): what may leave the server, and how it is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy

from council import names
from council.models import Body, Edition, Protocol, translated
from council.tables import Column, ordered_query
from experts.models import Consent, Engagement
from experts.models.engagement import DECIDED_ON

PAGE = 50
COLUMNS = (
    Column("number", "№", is_number=True),
    Column("name", gettext_lazy("Expert"), by=["expert__person__sort_key"]),
    Column("commission", gettext_lazy("Commission"), by=["commission__number"]),
    Column("field", gettext_lazy("Field")),
    Column(
        "decided",
        gettext_lazy("Protocol"),
        by=[DECIDED_ON],
    ),
    Column("term", gettext_lazy("Term of office")),
)
REASSIGNED = Engagement.Left.REASSIGNED
# The columns of which an entry is made.
SAID = (
    *("begins", "ends", "left_on", "left_how", "imported_number", "imported_on"),
    *("expert__public_id", "expert__field_kk", "expert__field_ru"),
    *("expert__person__surname", "expert__person__given_name"),
    "expert__person__patronymic",
    *("commission", "admitted_by", "left_by"),
)


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
    left_how: str
    left_on: date | None
    left_number: str

    @property
    def until(self) -> date:
        """Return the last day in office: of the term, or before leaving it early."""
        if self.left_on is None:
            return self.ends
        return min(self.ends, self.left_on - timedelta(days=1))

    def is_active(self, on: date) -> bool:
        """Return whether the expert was in office there that day."""
        return self.begins <= on <= self.until


@dataclass(frozen=True)
class Period:
    """An entry as the page of one expert shows it, on the day that is asked for."""

    entry: Entry
    is_active: bool
    is_reassignment: bool


@dataclass(frozen=True)
class Commission:
    """A commission of the day with the number of its experts.

    `withheld` is how many more are in office who withdrew the consent to be published.
    `capacity` is how many there may be in all (1.7), None where it was not asked for.
    """

    number: int
    name: str
    experts: int
    withheld: int
    capacity: int | None = None

    @property
    def taken(self) -> int:
        """Return how many are in office, those withheld from the public too."""
        return self.experts + self.withheld


@dataclass(frozen=True)
class Decision:
    """The protocol of the Presidium that last changed the register."""

    number: str
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


def commissions(on: date, edition: Edition | None = None) -> list[Commission]:
    """Return the commissions in office that day; none outside every convocation.

    With the edition of that day also how many experts each may have, for a query more.
    """
    bodies = list(Body.objects.on(on).commissions())
    members = Body.council_members(bodies, on) if edition else {}
    capacities = {
        pk: edition.experts_per_member.capacity(number) if edition else None
        for pk, number in members.items()
    }
    hidden = Q(expert__person__in=Consent.objects.withheld_persons())
    counted = {
        commission: (shown, withheld)
        for commission, shown, withheld in Engagement.objects.active(on)
        .order_by()
        .values_list("commission")
        .annotate(shown=Count("pk", filter=~hidden), hidden=Count("pk", filter=hidden))
    }
    return [
        Commission(body.number, body.name, shown, withheld, capacities.get(body.pk))
        for body in bodies
        for shown, withheld in [counted.get(body.pk, (0, 0))]
        if body.number is not None
    ]


def last_decision(on: date) -> Decision | None:
    """Return the last decision that changed the register by that day, if any."""
    known = Engagement.objects.valid()
    admitted = (
        known.filter(begins__lte=on)
        .select_related("admitted_by__sitting")
        .order_by("-begins", "-pk")
        .first()
    )
    left = (
        known.filter(left_by__isnull=False, left_on__lte=on)
        .select_related("left_by__sitting")
        .order_by("-left_on", "-pk")
        .first()
    )
    decisions = []
    if admitted is not None:
        decisions.append(Decision(admitted.decision_number, admitted.decided_on))
    if left is not None and left.left_by is not None:
        day = left.left_by.sitting.held_on
        decisions.append(Decision(str(left.left_by.number), day))
    return max(decisions, key=lambda decision: decision.day, default=None)


def in_office(on: date) -> QuerySet[Engagement]:
    """Return whoever is in office that day, those withheld from the public too."""
    return _with_decisions(Engagement.objects.active(on))


def in_register(
    on: date, text: str = "", commission: int | None = None, order: str = ""
) -> QuerySet[Engagement]:
    """Return who is in the public register that day, in Kazakh order by default.

    `order` is the key of one of COLUMNS, downwards after a minus.
    """
    found = Engagement.objects.active(on).public()
    if text:
        found = found.search(text)
    if commission is not None:
        found = found.filter(commission__number=commission)
    by_name = _with_decisions(found).order_by("expert__person__sort_key", "pk")
    return ordered_query(by_name, COLUMNS, order) if order else by_name


class Pages(Paginator):
    """Pages of a list; what was counted already is not counted again."""

    def __init__(self, rows: QuerySet[Engagement], found: int | None) -> None:
        super().__init__(rows, PAGE)
        self.found = found

    @cached_property
    def count(self) -> int:
        """Return how many there are on all pages."""
        return super().count if self.found is None else self.found


def paginator(
    on: date,
    text: str = "",
    commission: int | None = None,
    order: str = "",
    *,
    found: int | None = None,
) -> Pages:
    """Return the pages of who is in the register that day, `found` in all."""
    return Pages(in_register(on, text, commission, order), found)


def listing(pages: Paginator, number: int) -> Listing:
    """Return one page as entries; the number must be one of the pages."""
    page = pages.page(number)
    page.object_list = _entries(page.object_list)
    return Listing(page, pages.count)


def entries_of(public_id: str) -> list[Entry]:
    """Return the entries of one expert, the latest first; none for a candidate."""
    found = Engagement.objects.valid().public().filter(expert__public_id=public_id)
    return _entries(_with_decisions(found).order_by("-begins", "-pk"))


def periods(entries: list[Entry], on: date) -> list[Period]:
    """Return an expert's entries as of that day; a move between commissions as one."""
    moves = {entry.left_on for entry in entries if entry.left_how == REASSIGNED}
    return [
        Period(entry, entry.is_active(on), is_reassignment=entry.begins in moves)
        for entry in entries
    ]


def _with_decisions(found: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """Fetch along what an entry says, and none of the dossier's other columns.

    Commissions and protocols are few: joined to each row they cost a database more to
    plan than all the rows to find.
    """
    protocols = Protocol.objects.select_related("sitting").only(
        "number", "sitting__held_on"
    )
    bodies = Body.objects.select_related("convocation").only(
        *("number", "name_kk", "name_ru", "convocation__number", "convocation__ends")
    )
    return (
        found.select_related("expert__person")
        .only(*SAID)
        .prefetch_related(
            Prefetch("commission", bodies),
            Prefetch("admitted_by", protocols),
            Prefetch("left_by", protocols),
        )
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
            left_how=engagement.left_how,
            left_on=engagement.left_on,
            left_number=str(engagement.left_by.number) if engagement.left_by else "",
        )
        for engagement in engagements
    ]
