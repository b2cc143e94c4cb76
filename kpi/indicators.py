"""The indicators of section 4: counts over what is on record, never entered twice.

No weights, totals, ranks or thresholds: the text has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models import (
    Breach,
    Event,
    Participation,
    Publication,
    Recommendation,
)
from council.dates import Quarter
from council.models import Attendance, Body, Sitting
from experts.models import Engagement

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Period(NamedTuple):
    """The days that are looked at, both included."""

    begins: date
    ends: date

    @classmethod
    def of(cls, quarter: Quarter) -> Period:
        """Return the days of a quarter."""
        return cls(quarter.begins, quarter.ends)

    def holds(self, day: date) -> bool:
        """Return whether the day is one of them."""
        return self.begins <= day <= self.ends


LABELS: dict[str, dict[str, StrOrPromise]] = {
    "sitting": dict(Body.Kind.choices),
    "event": dict(Event.Kind.choices),
    "recommendation": dict(Recommendation.Kind.choices),
    "breach": dict(Breach.Kind.choices),
    "publication": dict(Publication.Kind.choices),
}


@dataclass(frozen=True, order=True)
class Record:
    """One thing behind a number; frozen as it is, it reads in every language.

    `kind` and `key` find the row; `sort` is its kind among its like, `title` what
    people typed; `body` is the key of the body that sat.
    """

    on: date
    kind: str
    key: int
    sort: str = ""
    title: str = ""
    body: int = 0

    @property
    def label(self) -> str:
        """Return what it is, in the reader's language."""
        if self.sort == Body.Kind.COMMISSION:
            return _("Commission № %(number)s") % {"number": self.title}
        sort = capfirst(str(LABELS[self.kind].get(self.sort, self.sort)))
        return f"{sort}: {self.title}" if self.title else sort

    def frozen(self) -> dict[str, Any]:
        """Return it as it is kept in a version."""
        return {
            "kind": self.kind,
            "key": self.key,
            "on": self.on.isoformat(),
            "sort": self.sort,
            "title": self.title,
            "body": self.body,
        }

    @classmethod
    def thawed(cls, kept: dict[str, Any]) -> Record:
        """Return it as a version keeps it."""
        return cls(**kept | {"on": date.fromisoformat(kept["on"])})


Records = tuple[Record, ...]
Key = tuple[int, Period]
Found = dict[Key, Records | None]
Finder = Callable[[Sequence[Engagement], Sequence[Period]], Found]


def council_sittings(
    engagements: Sequence[Engagement], periods: Sequence[Period]
) -> Found:
    """4.2.1, 5.1.14: sittings of the general assembly and the Presidium attended."""
    return _attended(
        engagements, periods, Q(kind__in=(Body.Kind.ASSEMBLY, Body.Kind.PRESIDIUM))
    )


def commission_sittings(
    engagements: Sequence[Engagement], periods: Sequence[Period]
) -> Found:
    """4.2.2, 5.1.14: sittings of the own commission attended."""
    own = {engagement.commission_id for engagement in engagements}
    return _attended(engagements, periods, Q(pk__in=own))


def _attended(
    engagements: Sequence[Engagement], periods: Sequence[Period], bodies: Q
) -> Found:
    """Count what a final protocol says of the person; a draft may still change."""
    attended = Attendance.objects.filter(
        person__in={engagement.expert.person_id for engagement in engagements},
        sitting__status=Sitting.Status.FINAL,
        sitting__body__in=Body.objects.filter(bodies),
        **_within("sitting__held_on", periods),
    )
    by_person: dict[int, list[tuple[int, Record]]] = defaultdict(list)
    for person, sitting, day, body, kind, number, convocation in attended.values_list(
        "person",
        "sitting",
        "sitting__held_on",
        "sitting__body",
        "sitting__body__kind",
        "sitting__body__number",
        "sitting__body__convocation",
    ):
        record = Record(day, "sitting", sitting, kind, str(number or ""), body)
        by_person[person].append((convocation, record))
    return _shared_out(
        engagements,
        periods,
        {
            engagement.pk: [
                (record.on, record)
                for convocation, record in by_person[engagement.expert.person_id]
                if convocation == engagement.commission.convocation_id
                and (
                    record.sort != Body.Kind.COMMISSION
                    or record.body == engagement.commission_id
                )
            ]
            for engagement in engagements
        },
    )


def control_events(
    engagements: Sequence[Engagement], periods: Sequence[Period]
) -> Found:
    """4.2.3: monitoring, hearings and public hearings that the expert came to.

    An event counts on its last day; one that the engagement did not outlast, on the
    last day of the engagement.
    """
    came = Participation.objects.done().filter(
        engagement__in=engagements, event__kind__in=Event.COUNTED
    )
    last_days = {engagement.pk: engagement.last_day for engagement in engagements}
    days: dict[int, list[tuple[date, Record]]] = defaultdict(list)
    for engagement, key, begins, ends, kind, title in came.values_list(
        "engagement",
        "event",
        "event__begins",
        "event__ends",
        "event__kind",
        "event__title",
    ):
        day = max(begins, min(ends, last_days[engagement]))
        days[engagement].append((day, Record(day, "event", key, kind, title)))
    return _shared_out(engagements, periods, days)


def recommendations(
    engagements: Sequence[Engagement], periods: Sequence[Period]
) -> Found:
    """4.2.4: written recommendations received; versions of one are one."""
    rows = Recommendation.objects.written()
    return _dated(engagements, periods, rows, "recommendation", "received_on", "title")


def initiatives(engagements: Sequence[Engagement], periods: Sequence[Period]) -> Found:
    """4.3.1: topics, projects and analytical requests that the expert started."""
    rows = Recommendation.objects.initiatives()
    return _dated(engagements, periods, rows, "recommendation", "received_on", "title")


def breaches(engagements: Sequence[Engagement], periods: Sequence[Period]) -> Found:
    """4.5: breaches that the chair established and that stand; none is good."""
    rows = Breach.objects.standing()
    return _dated(engagements, periods, rows, "breach", "happened_on")


def publications(engagements: Sequence[Engagement], periods: Sequence[Period]) -> Found:
    """4.6: publications agreed and open to everybody.

    None where the expert had no activity in the media, which is not the same as 0.
    """
    kinds = ("publication", "appeared_on", "title")
    active = _dated(engagements, periods, Publication.objects.appeared(), *kinds)
    counted = _dated(engagements, periods, Publication.objects.counted(), *kinds)
    return {key: counted[key] if active[key] else None for key in counted}


def _dated(
    engagements: Sequence[Engagement],
    periods: Sequence[Period],
    rows: Any,
    kind: str,
    day: str,
    *title: str,
) -> Found:
    """Count rows of an engagement by their day."""
    found = rows.filter(engagement__in=engagements, **_within(day, periods))
    days: dict[int, list[tuple[date, Record]]] = defaultdict(list)
    for engagement, key, on, sort, *words in found.values_list(
        "engagement", "pk", day, "kind", *title
    ):
        days[engagement].append((on, Record(on, kind, key, sort, "".join(words))))
    return _shared_out(engagements, periods, days)


def _within(day: str, periods: Sequence[Period]) -> dict[str, Any]:
    """Return the condition that a day lies in the span of all periods."""
    return {
        f"{day}__gte": min(period.begins for period in periods),
        f"{day}__lte": max(period.ends for period in periods),
    }


def _shared_out(
    engagements: Sequence[Engagement],
    periods: Sequence[Period],
    days: dict[int, list[tuple[date, Record]]],
) -> Found:
    """Return the records of each engagement by period, those of its own days only."""
    return {
        (engagement.pk, period): tuple(
            sorted(
                record
                for day, record in days.get(engagement.pk, ())
                if period.holds(day) and engagement.begins <= day <= engagement.last_day
            )
        )
        for engagement in engagements
        for period in periods
    }


@dataclass(frozen=True)
class Indicator:
    """One direction of section 4: its clause, its names, and what finds it."""

    clause: str
    name: StrOrPromise
    short_name: StrOrPromise
    find: Finder

    @property
    def code(self) -> str:
        """Return the clause as names of fields and anchors carry it."""
        return self.clause.replace(".", "_")


INDICATORS = (
    Indicator(
        "4.2.1",
        gettext_lazy("Sittings of the council and the Presidium attended"),
        gettext_lazy("Sittings of council, Presidium"),
        council_sittings,
    ),
    Indicator(
        "4.2.2",
        gettext_lazy("Sittings of the own commission attended"),
        gettext_lazy("Sittings of the commission"),
        commission_sittings,
    ),
    Indicator(
        "4.2.3",
        gettext_lazy("Events of public control taken part in"),
        gettext_lazy("Public control"),
        control_events,
    ),
    Indicator(
        "4.2.4",
        gettext_lazy("Written recommendations submitted"),
        gettext_lazy("Recommendations"),
        recommendations,
    ),
    Indicator(
        "4.3.1",
        gettext_lazy("Topics, projects and analytical requests of the expert's own"),
        gettext_lazy("Initiatives"),
        initiatives,
    ),
    Indicator(
        "4.5",
        gettext_lazy("Breaches of confidentiality or agreement (there should be none)"),
        gettext_lazy("Breaches"),
        breaches,
    ),
    Indicator(
        "4.6",
        gettext_lazy("Publications agreed and open to everybody"),
        gettext_lazy("Agreed publications"),
        publications,
    ),
)
CLAUSES = tuple(indicator.clause for indicator in INDICATORS)


@dataclass(frozen=True)
class Count:
    """What one indicator comes to; `records` is None where it does not apply."""

    indicator: Indicator
    records: Records | None

    @property
    def number(self) -> int | None:
        """Return how many there are; None where the indicator does not apply."""
        return None if self.records is None else len(self.records)


Counts = tuple[Count, ...]


def counts_of(
    engagements: Iterable[Engagement], periods: Iterable[Period]
) -> dict[Key, Counts]:
    """Return all indicators of all engagements in all periods, in eight queries.

    Engagements come with expert and commission.convocation, as `with_facts` does.
    """
    listed, days = list(engagements), list(periods)
    if not listed or not days:
        return {}
    found = [(indicator, indicator.find(listed, days)) for indicator in INDICATORS]
    return {
        (engagement.pk, period): tuple(
            Count(indicator, each[engagement.pk, period]) for indicator, each in found
        )
        for engagement in listed
        for period in days
    }


def touching(period: Period) -> Any:
    """Return the engagements in force on a day of the period, with their facts."""
    found = Engagement.objects.from_day(period.begins).filter(begins__lte=period.ends)
    return with_facts(found).order_by("expert__person__sort_key", "begins", "pk")


def with_facts(engagements: Any) -> Any:
    """Fetch along what the indicators ask of an engagement."""
    return engagements.select_related("expert__person", "commission__convocation")
