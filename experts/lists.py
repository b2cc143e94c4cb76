"""Editions of the list (1.12): what one holds, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from council.chain import fingerprint, sealed_facts
from council.kept_facts import while_it_stands
from experts.models import ListEdition, ListEntry
from experts.open_data import Record, records

SHOWN = 12
DAYS = ("protocol_date", "begins", "ends")


@dataclass(frozen=True)
class Correction:
    """An entry that was published otherwise than the register says it today."""

    before: Record
    after: Record


@dataclass(frozen=True)
class Part:
    """What differs in one way: a heading, and each name with its commission."""

    label: str
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """What one list has that an earlier one has not; withdrawn entries are in none.

    `seen` tells the later list, published or not, from every other one.
    """

    admitted: list[Record]
    left: list[Record]
    moved: list[Correction]
    corrected: list[Correction]
    count: int
    seen: str

    @property
    def is_empty(self) -> bool:
        """Return whether both lists say the same."""
        return not self.changes

    @property
    def parts(self) -> list[Part]:
        """Return what differs by kind, in words; kinds without rows are left out."""
        found = [
            Part(_("New in the list"), [_line(row) for row in self.admitted]),
            Part(_("No longer in the list"), [_line(row) for row in self.left]),
            Part(
                _("In another commission"),
                [_line(pair.before, pair.after) for pair in self.moved],
            ),
            Part(_("Corrected"), [_line(pair.after) for pair in self.corrected]),
        ]
        return [part for part in found if part.rows]

    @property
    def is_short(self) -> bool:
        """Return whether all of it can be shown at once."""
        return self.changes <= SHOWN

    @property
    def changes(self) -> int:
        """Return in how many entries the lists differ."""
        parts = (self.admitted, self.left, self.moved, self.corrected)
        return sum(len(part) for part in parts)


def text_of(record: Record) -> dict[str, Any]:
    """Return an entry as it is frozen: strings and numbers only."""
    return vars(record) | {name: getattr(record, name).isoformat() for name in DAYS}


def record_of(text: dict[str, Any]) -> Record:
    """Return a frozen entry as a record again."""
    known = {field.name: text[field.name] for field in fields(Record)}
    return Record(**known | {name: date.fromisoformat(text[name]) for name in DAYS})


def commitment(salt: str, text: dict[str, Any]) -> str:
    """Return what stands for an entry for good, and tells nothing without the salt."""
    return fingerprint([salt, text])


def listed(edition: ListEdition) -> list[Record]:
    """Return the entries of an edition that were not withdrawn."""
    texts = edition.entries.values_list("text", flat=True)
    return [record_of(text) for text in texts if text is not None]


def content_of(edition: ListEdition, entries: Iterable[ListEntry]) -> dict[str, Any]:
    """Return what the edition's fingerprint is taken from."""
    return {
        "number": edition.number,
        "day": edition.day,
        "published_at": edition.published_at,
        "count": edition.count,
        "commitments": [entry.commitment for entry in entries],
    }


def proof_of(edition: ListEdition, site: str) -> dict[str, Any]:
    """Return all that anybody needs to compute the edition's fingerprints again."""
    entries = list(edition.entries.all())
    link = edition.link
    return {
        "edition": content_of(edition, entries) | {"sha256": edition.sha256},
        "entries": [entry.facts for entry in entries],
        "link": sealed_facts(link) | {"sha256": link.sha256, "code": link.code},
        "source": f"{site}/register/editions/{edition.number}.json",
    }


def edition_saying(found: list[Record]) -> ListEdition | None:
    """Return the last edition if it holds exactly this list, nothing withdrawn."""
    last = ListEdition.objects.first()
    return last if last and listed(last) == found else None


def unpublished(on: date) -> Difference:
    """Return what the register of the day has that the last edition has not."""
    return while_it_stands(f"unpublished on {on}", partial(_unpublished, on))


def _unpublished(on: date) -> Difference:
    last = ListEdition.objects.first()
    return _difference(listed(last) if last else [], records(on))


def published_by(edition: ListEdition) -> Difference:
    """Return what an edition has that the one before it has not."""
    last = ListEdition.objects.filter(number__lt=edition.number).first()
    return _difference(listed(last) if last else [], listed(edition))


def _difference(published: list[Record], found: list[Record]) -> Difference:
    before = {_place(row): row for row in published}
    now = {_place(row): row for row in found}
    admitted = [row for key, row in now.items() if key not in before]
    left = [row for key, row in before.items() if key not in now]
    former = {row.public_id: row for row in left}
    moved = [
        Correction(former[row.public_id], row)
        for row in admitted
        if row.public_id in former
    ]
    gone = {pair.after.public_id for pair in moved}
    return Difference(
        admitted=[row for row in admitted if row.public_id not in gone],
        left=[row for row in left if row.public_id not in gone],
        moved=moved,
        corrected=[
            Correction(before[key], row)
            for key, row in now.items()
            if key in before and before[key] != row
        ],
        count=len(found),
        seen=fingerprint(
            [[text_of(row) for row in each] for each in (published, found)]
        ),
    )


def _line(*rows: Record) -> tuple[str, str]:
    """Return the name as it last is, and the commission or the way between two."""
    places = (f"№\N{NO-BREAK SPACE}{row.commission}" for row in rows)
    return rows[-1].name, " → ".join(places)


def _place(row: Record) -> tuple[str, int, int]:
    return row.public_id, row.convocation, row.commission
