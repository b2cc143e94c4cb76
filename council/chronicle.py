"""The chronicle: who changed what, when and why, read from the versions of all rows.

Besides `audit.py` the only reader of versions, with `belonging.py`, `changes.py` and
`readable.py`.
One deed is one entry, told by the key that all its versions keep (`history_deed`);
versions from before there was one are told by deed, author and second. A page is found
by a cursor: each model's versions are read by their date, newest first, and merged; no
page counts or skips rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import (
    IntegerField,
    Q,
    Value,
)

from council.audit import Tracked, tracked_models, versions
from council.belonging import Selection
from council.changes import Change, change_of, versions_with_previous, whole_rows
from council.deed_names import deed_in_words
from council.models import Account
from council.readable import (
    NOTHING,
    attach,
    moment_in_words,
)

ENTRIES = 20
ROWS = 100
WINDOW = 600
FIRST_ROWS = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST_KEY = 2**31 - 1
LARGEST_MOMENT = 10**17  # in the year 5138


class Place(NamedTuple):
    """Where a version stands among all: by moment, then kind of row, then key."""

    moment: datetime
    ordinal: int
    version: int

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // MICROSECOND}-{self.ordinal}-{self.version}"

    @classmethod
    def read(cls, text: str) -> Place:
        """Return the place that an address names; ValueError when it names none."""
        moment, ordinal, version = (int(part) for part in text.split("-"))
        if moment > LARGEST_MOMENT or version > LARGEST_KEY:
            raise ValueError(text)
        return cls(EPOCH + moment * MICROSECOND, ordinal, version)


class Found(NamedTuple):
    """A version as the search finds it, before it is read."""

    moment: datetime
    ordinal: int
    version: int
    deed: str | None
    account: int | None
    key: UUID | None

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(*self[:3])


@dataclass(frozen=True)
class Question:
    """What is asked of the chronicle; `selection` says of which rows."""

    selection: Selection
    account: Account | None = None
    deeds: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def condition(self) -> Q:
        """Return what every version must meet."""
        asked = {
            "history_user": self.account,
            "history_change_reason__in": self.deeds,
            "history_date__gte": self.since,
            "history_date__lt": self.until,
        }
        return Q(**{name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class Entry:
    """One deed: when, who, which, and what it did to which rows."""

    moment: datetime
    who: str
    deed: str
    changes: list[Change] = field(default_factory=list)

    @property
    def when(self) -> str:
        """Return day and time as people write them."""
        return moment_in_words(self.moment)

    @property
    def first_changes(self) -> list[Change]:
        """Return the rows shown at once: all of a short entry, the first of a long."""
        return self.changes[:FIRST_ROWS]

    @property
    def other_changes(self) -> list[Change]:
        """Return the rows that are folded away."""
        return self.changes[FIRST_ROWS:]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many of the rows folded away are of each kind, the most first."""
        return Counter(change.model for change in self.other_changes).most_common()


@dataclass(frozen=True)
class Page:
    """Entries, newest first, and the places where the older and newer ones begin."""

    entries: list[Entry]
    older: Place | None
    newer: Place | None


def page(
    question: Question,
    before: Place | None = None,
    after: Place | None = None,
    subject: Tracked | None = None,
) -> Page:
    """Return the entries before a place, or those next after it; newest without one.

    `subject` is the row whose story it is: it gets what its own words need along.
    """
    is_back = after is not None
    found = _search(question, before, after)
    deeds = [list(group) for _key, group in groupby(found, key=_deed_of)]
    if len(found) > WINDOW and len(deeds) > 1:
        deeds.pop()  # perhaps not whole: it begins the next page
    shown: list[list[Found]] = []
    rows = 0
    for deed in deeds:
        if len(shown) == ENTRIES or (shown and rows + len(deed) > ROWS):
            break
        shown.append(deed)
        rows += len(deed)
    is_more = rows < len(found) or len(found) > WINDOW
    if is_back:
        shown = [deed[::-1] for deed in shown[::-1]]
    return Page(
        _read(shown, [subject] if subject else []),
        older=shown[-1][-1].place if shown and (is_more or is_back) else None,
        newer=shown[0][0].place if shown and (is_more if is_back else before) else None,
    )


def _deed_of(found: Found) -> object:
    """Return what one deed's versions share; older ones have no key of it."""
    second = found.moment.replace(microsecond=0)
    return found.key or (found.deed, found.account, second)


def _search(
    question: Question, before: Place | None, after: Place | None
) -> list[Found]:
    """Return one window of versions, newest first, or oldest first after a place."""
    sign = "" if after else "-"
    place = after or before
    parts = []
    for ordinal, model in enumerate(tracked_models()):
        if model in question.selection:
            condition = question.selection[model] & question.condition
            if place:
                condition &= _beyond(place, ordinal, "gt" if after else "lt")
            parts.append(
                versions(model)
                .filter(condition)
                .annotate(ordinal=Value(ordinal, output_field=IntegerField()))
                .values_list(
                    "history_date",
                    "ordinal",
                    "history_id",
                    "history_change_reason",
                    "history_user",
                    "history_deed",
                )
            )
    if not parts:
        return []
    union = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    order = [f"{sign}{name}" for name in ("history_date", "ordinal", "history_id")]
    return [Found(*row) for row in union.order_by(*order)[: WINDOW + 1]]


def _beyond(place: Place, ordinal: int, comparison: str) -> Q:
    """Return the versions of one model that stand beyond the place."""
    beyond = Q(**{f"history_date__{comparison}": place.moment})
    same = Q(history_date=place.moment)
    if ordinal == place.ordinal:
        return beyond | same & Q(**{f"history_id__{comparison}": place.version})
    is_beyond = (
        ordinal > place.ordinal if comparison == "gt" else ordinal < place.ordinal
    )
    return beyond | same if is_beyond else beyond


def _read(deeds: Sequence[Sequence[Found]], subjects: Sequence[Tracked]) -> list[Entry]:
    """Return the deeds in words: a fixed number of queries a kind of row."""
    found = [version for deed in deeds for version in deed]
    models = tracked_models()
    by_model: dict[type[Tracked], set[int]] = defaultdict(set)
    for version in found:
        by_model[models[version.ordinal]].add(version.version)
    read = {model: versions_with_previous(model, by_model[model]) for model in by_model}
    pairs = [pair for by_key in read.values() for pair in by_key.values()]
    rows = [row for _kind, *both in pairs for row in both if row is not None]
    authors = {version.account for version in found if version.account}
    accounts = attach([*subjects, *rows], authors)
    return [
        Entry(
            moment=deed[0].moment,
            who=str(accounts.get(deed[0].account or 0, NOTHING)),
            deed=deed_in_words(deed[0].deed),
            changes=[
                change
                for pair in whole_rows(
                    read[models[version.ordinal]][version.version]
                    for version in reversed(deed)
                )
                if (change := change_of(*pair))
            ],
        )
        for deed in deeds
    ]
