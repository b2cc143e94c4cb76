"""Who is shown otherwise than before since a day (1.12): that, not what stood there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q
from django.utils import timezone

from council.audit import Tracked, versions
from council.dates import today
from council.models import Person, Protocol
from experts.models import Engagement, Expert

BEFORE_ALL = date(2000, 1, 1)  # no register was kept here then
# What the register shows of an entry, by the rows that hold it.
SHOWN: dict[type[Tracked], tuple[str, ...]] = {
    Person: ("surname", "given_name", "patronymic"),
    Expert: ("field_kk", "field_ru"),
    Protocol: ("number",),
    Engagement: ("begins", "ends", "imported_number", "imported_on"),
}


def corrected(
    since: date, until: date, moment: datetime | None = None
) -> Iterator[tuple[Engagement, date]]:
    """Yield the entries corrected from the first to the last of these days, each once
    a day, as far as it was recorded at the moment.

    What was changed before the entry was made corrects nothing.
    """
    begins = _midnight(max(since, BEFORE_ALL))
    ends = _midnight(min(until, today()) + timedelta(days=1)) - timedelta.resolution
    if moment is not None:
        ends = min(ends, moment)
    changed = {
        model: dict(_changed(model, columns, begins, ends))
        for model, columns in SHOWN.items()
    }
    entries = (
        Engagement.objects.valid()
        .public()
        .filter(
            Q(expert__person__in=changed[Person])
            | Q(expert__in=changed[Expert])
            | Q(admitted_by__in=changed[Protocol])
            | Q(pk__in=changed[Engagement])
        )
        .select_related("expert__person", "commission__convocation")
        .order_by("-begins", "-pk")
    )
    listed = list(entries) if any(changed.values()) else []
    made = dict(
        versions(Engagement)
        .filter(id__in=[row.pk for row in listed], history_type="+")
        .values_list("id", "history_date")
        if listed
        else ()
    )
    told = set()
    for row in listed:
        keys = (row.expert.person_id, row.expert_id, row.admitted_by_id, row.pk)
        for model, key in zip(SHOWN, keys, strict=True):
            for changed_at in changed[model].get(key or 0, ()):
                day = timezone.localdate(changed_at)
                if changed_at > made[row.pk] and (row.expert_id, day) not in told:
                    told.add((row.expert_id, day))
                    yield row, day


def _changed(
    model: type[Tracked], columns: tuple[str, ...], begins: datetime, ends: datetime
) -> Iterator[tuple[int, list[datetime]]]:
    """Yield the rows of which something shown was changed, and at which moments."""
    touched = versions(model).filter(
        history_date__range=(begins, ends), history_type="~"
    )
    told = versions(model).filter(id__in=touched.values("id"), history_date__lte=ends)
    by_row = defaultdict(list)
    for key, at, *values in told.order_by(
        "id", "history_date", "history_id"
    ).values_list("id", "history_date", *columns):
        by_row[key].append((at, values))
    for key, found in by_row.items():
        moments = [
            at
            for (_at, was), (at, now) in pairwise(found)
            if was != now and at >= begins
        ]
        if moments:
            yield key, moments


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
