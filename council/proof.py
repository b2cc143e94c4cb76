"""The history's proof: everything that was sealed is computed again and compared.

Each app says in its `proofs.py` what it adds; every finding is a sentence that names
the thing. The reader is whoever runs the server: plain English.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from council.audit import Tracked, tracked_models, versions
from council.chain import (
    Ledger,
    code_of,
    covered,
    digest,
    fingerprint,
    ledgers,
    redacted_rows,
    sealed_facts,
)
from council.models import LastDeed, Link
from council.storage import UnreadableFile

SHORTEST_HEAD = 16

Proof = Callable[[], Iterable[str]]

_proofs: list[Proof] = []


@dataclass(frozen=True)
class Head:
    """The end of the chain as a paper printed it; perhaps only its first signs."""

    number: int
    sha256: str

    @classmethod
    def read(cls, text: str) -> Head:
        """Return the head that "17:3fa9…" writes; ValueError for anything else."""
        number, _colon, sha256 = text.replace(" ", "").partition(":")
        if len(sha256) < SHORTEST_HEAD or set(sha256) - set("0123456789abcdef"):
            raise ValueError(f"a head is NUMBER:FINGERPRINT, not {text!r}")
        return cls(int(number), sha256)


@dataclass(frozen=True)
class Extent:
    """How much was verified: links, rows under them, rows after the last."""

    links: int
    sealed: int
    unsealed: int
    head: str


def proof(function: Proof) -> Proof:
    """Offer a check; it yields a sentence for everything that does not fit."""
    _proofs.append(function)
    return function


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as it stands at one moment, whatever is written meanwhile.

    SQLite gives that by itself, for writers wait; PostgreSQL has to be asked.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                )
        yield


def misfits(heads: Iterable[Head] = ()) -> Iterator[str]:
    """Yield what does not fit, the chain first; call it inside `snapshot`.

    Heads that papers printed also find a chain that was rewritten as a whole.
    """
    yield from _chain()
    yield from _printed(heads)
    for each in _proofs:
        yield from each()
    for model in tracked_models():
        yield from _rows(model)


def extent() -> Extent:
    """Return how much there was to verify."""
    last = Link.objects.last()
    links = Link.objects.values_list("covers", flat=True)
    return Extent(
        links=len(links),
        sealed=sum(part["count"] for covers in links for part in covers.values()),
        unsealed=sum(
            ledger.between(last.at if last else None, None).count()
            for ledger in ledgers().values()
        ),
        head=f"{last.number}:{last.sha256}" if last else "",
    )


def _chain() -> Iterator[str]:
    before: Link | None = None
    kinds, redacted = ledgers(), redacted_rows()
    for place, link in enumerate(Link.objects.all(), start=1):
        if link.number != place:
            yield f"link {place} is missing: the next one there is {link.number}"
            return
        yield from _link(link, before)
        yield from _covers(link, kinds, redacted)
        before = link
    end = LastDeed.objects.first()
    number, sha256 = (before.number, before.sha256) if before else (0, "")
    if end and (end.links, end.head) != (number, sha256):
        yield f"the chain ends with link {number}, not with {end.links} as noted"


def _link(link: Link, before: Link | None) -> Iterator[str]:
    name = f"link {link.number}"
    if link.previous != (before.sha256 if before else ""):
        yield f"{name} does not follow the link before it"
    if link.since != (before.at if before else None) or (
        before and link.at <= before.at
    ):
        yield f"{name} does not begin at the moment of the link before it"
    if link.sha256 != fingerprint(sealed_facts(link)):
        yield f"{name} is not what its fingerprint was taken from"
    if link.code != code_of(link.sha256):
        yield f"{name} has a code that is not its own"


def _covers(
    link: Link, kinds: dict[str, Ledger], redacted: dict[str, dict[int, str]]
) -> Iterator[str]:
    for label, said in link.covers.items():
        found = digest(
            *(kinds[label], link.since, link.at, said["columns"]),
            redacted.get(label),
        )
        if found["count"] != said["count"]:
            yield (
                f"link {link.number} covers {said['count']} versions of {label}, "
                f"{found['count']} are there"
            )
        elif found != said:
            yield f"link {link.number}: versions of {label} are not what was sealed"
    for label in covered(link.since, link.at).keys() - link.covers.keys():
        yield f"link {link.number} covers no version of {label}, but there are some"


def _printed(heads: Iterable[Head]) -> Iterator[str]:
    for head in heads:
        link = Link.objects.filter(number=head.number).first()
        if link is None:
            yield f"a paper prints link {head.number}, which is not there"
        elif not link.sha256.startswith(head.sha256):
            yield f"link {head.number} is not the one that a paper prints"


def _rows(model: type[Tracked]) -> Iterator[str]:
    """Compare every row with its last version."""
    label = model._meta.label_lower
    columns = [field.attname for field in model._meta.concrete_fields]
    key = columns.index(model._meta.pk.attname)
    last: dict[Any, tuple[Any, ...]] = {}
    kept = versions(model).order_by("id", "history_date", "history_id")
    for kind, *values in kept.values_list("history_type", *columns).iterator():
        last[values[key]] = (kind, *values)
    rows = {
        values[key]: values
        for values in model._default_manager.order_by().values_list(*columns)
    }
    for pk in sorted(rows.keys() | last.keys()):
        if pk not in last:
            yield f"{label} {pk} has no history"
        elif pk not in rows and last[pk][0] != "-":
            yield f"{label} {pk} is gone without a deed"
        elif pk in rows and last[pk][0] == "-":
            yield f"{label} {pk} is there, but a deed deleted it"
        elif pk in rows and last[pk][1:] != rows[pk]:
            changed = (
                name
                for name, now, then in zip(columns, rows[pk], last[pk][1:], strict=True)
                if now != then
            )
            yield f"{label} {pk} is not its last version: {', '.join(changed)}"


def file_misfit(name: str, file: Any, sha256: str) -> Iterator[str]:
    """Yield whether a file is not the one whose fingerprint was noted, or is gone."""
    if not file.storage.exists(str(file.name)):
        yield f"{name}: the file is gone"
        return
    try:
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except UnreadableFile:
        yield f"{name}: the file was changed, or no key opens it"
        return
    if found != sha256:
        yield f"{name}: the file is not the one that was kept"
