"""The seven numbers of section 4 counted plainly, record by record.

Written from the clauses, not from kpi.indicators, which a test holds against it.
"""

from collections import Counter
from datetime import timedelta

from commissions.models import Breach, Participation, Publication, Recommendation
from council.dates import Quarter
from council.models import Attendance

CONTROL = {"monitoring", "hearing", "public_hearing"}
OWN = {"topic", "project", "request"}
WITHOUT = [0, 0, 0, 0, 0, 0, None]
NUMBERS = ("4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3.1", "4.5", "4.6")


def in_office(entry, day):
    """Return whether the entry was in force on that day."""
    ends = min(entry.ends, entry.commission.convocation.ends)
    is_gone = entry.left_on is not None and day >= entry.left_on
    return entry.begins <= day <= ends and not is_gone


def plain_count(entries, quarter_of):
    """Return the seven numbers by entry and quarter; WITHOUT where there is no key.

    `quarter_of` names the quarter of a day. The seventh is None without a publication.
    """
    found: Counter[tuple[int, Quarter, str]] = Counter()
    dated = [*_sittings(entries), *_events(entries), *_papers(entries)]
    for entry, clause, day in dated:
        if in_office(entry, day):
            found[entry.pk, quarter_of(day), clause] += 1
    counted = {}
    for key, quarter in {(key, quarter) for key, quarter, _clause in found}:
        numbers = [found[key, quarter, clause] for clause in NUMBERS]
        has_published = found[key, quarter, "appeared"] > 0
        counted[key, quarter] = [*numbers[:-1], numbers[-1] if has_published else None]
    return counted


def _sittings(entries):
    """Yield the sittings with a final protocol that names the expert as present."""
    rows = Attendance.objects.select_related("sitting__body")
    final = [row for row in rows if row.sitting.status == "final"]
    for entry in entries:
        for row in final:
            body = row.sitting.body
            if row.person_id != entry.expert.person_id:
                continue
            if body == entry.commission:
                yield entry, "4.2.2", row.sitting.held_on
            elif body.kind in ("assembly", "presidium"):
                yield entry, "4.2.1", row.sitting.held_on


def _events(entries):
    """Yield the last day of each event on which the expert was in office still."""
    by_key = {entry.pk: entry for entry in entries}
    for row in Participation.objects.select_related("event"):
        event, entry = row.event, by_key[row.engagement_id]
        if row.came and event.status == "held" and event.kind in CONTROL:
            length = (event.ends - event.begins).days
            days = [event.begins + timedelta(days=day) for day in range(length + 1)]
            served = [day for day in days if in_office(entry, day)]
            yield entry, "4.2.3", max(served, default=event.ends)


def _papers(entries):
    """Yield what came in writing, what was established, and what was published."""
    by_key = {entry.pk: entry for entry in entries}
    for paper in Recommendation.objects.all():
        entry = by_key[paper.engagement_id]
        if paper.kind == "recommendation":
            yield entry, "4.2.4", paper.received_on
        elif paper.kind in OWN:
            yield entry, "4.3.1", paper.received_on
    for breach in Breach.objects.all():
        if breach.lifted_on is None:
            yield by_key[breach.engagement_id], "4.5", breach.happened_on
    for said in Publication.objects.all():
        entry = by_key[said.engagement_id]
        if said.appeared_on is not None:
            yield entry, "appeared", said.appeared_on
            if said.approved_by and said.is_open:
                yield entry, "4.6", said.appeared_on
