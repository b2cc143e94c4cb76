"""Sealing: final protocols and editions of the list form a chain (1.8, 1.12).

Whoever holds a printed head can find out later whether anything before it was
rewritten. The recipe of every fingerprint is `canonical` in SHA-256; council/proof.py
recomputes them all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, Q, QuerySet

from council.audit import deed_moment, tracked_models, versions
from council.models import Account, Link, Redaction
from council.record import ONLY, AuditEvent, LastDeed

CODE_BYTES = 10
CODE_LENGTH = 16  # five bits a character


def canonical(facts: Any) -> str:
    """Return facts as JSON that is always the same: keys sorted, no spaces, UTF-8.

    Days are ISO dates; moments are in UTC with six digits after the second.
    """
    return json.dumps(
        facts,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_in_words,
    )


def fingerprint(facts: Any) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def _in_words(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def seal(kind: Link.Kind, content: str, by: Account) -> Link:
    """Add a link for what has this fingerprint; return it.

    Called inside the deed that makes the thing; deeds follow one another, so the chain
    never forks. What the deed itself writes is covered by the next link.
    """
    last = Link.objects.last()
    since, at = last.at if last else None, deed_moment()
    link = Link(
        number=last.number + 1 if last else 1,
        kind=kind,
        content=content,
        since=since,
        at=at,
        covers=covered(since, at),
        by=by,
        previous=last.sha256 if last else "",
    )
    link.sha256 = fingerprint(sealed_facts(link))
    link.code = code_of(link.sha256)
    link.save(force_insert=True)
    LastDeed.objects.filter(pk=ONLY).update(links=link.number, head=link.sha256)
    return link


def sealed_facts(link: Link) -> dict[str, Any]:
    """Return what the link's fingerprint is taken from."""
    return {
        "number": link.number,
        "kind": link.kind,
        "content": link.content,
        "since": link.since,
        "at": link.at,
        "covers": link.covers,
        "by": link.by_id,
        "previous": link.previous,
    }


def code_of(sha256: str) -> str:
    """Return the first 80 bits of a fingerprint in letters and digits 2 to 7."""
    return base64.b32encode(bytes.fromhex(sha256)[:CODE_BYTES]).decode().lower()


@dataclass(frozen=True)
class Ledger:
    """Rows that are only ever added: the versions of one model, or the record.

    `moment` is the column that says when.
    """

    label: str
    rows: QuerySet[Any]
    moment: str

    def between(self, since: datetime | None, at: datetime | None) -> QuerySet[Any]:
        """Return the rows from `since` on and before `at`; None leaves an end open."""
        window = Q()
        if since:
            window &= Q((f"{self.moment}__gte", since))
        if at:
            window &= Q((f"{self.moment}__lt", at))
        return self.rows.filter(window)

    @property
    def columns(self) -> list[str]:
        """Return the names of all columns, author, moment and salt included."""
        return sorted(field.attname for field in self.rows.model._meta.concrete_fields)


def ledgers() -> dict[str, Ledger]:
    """Return all that the chain covers, by label."""
    found = [
        Ledger(model._meta.label_lower, versions(model), "history_date")
        for model in tracked_models()
    ]
    added = [
        Ledger(model._meta.label_lower, model._default_manager.order_by(), "at")
        for model in (AuditEvent, Redaction)
    ]
    return {ledger.label: ledger for ledger in found + added}


def covered(since: datetime | None, at: datetime) -> dict[str, dict[str, Any]]:
    """Return, by kind of row, what was written from `since` on and before `at`.

    Columns are named, so that those added later leave the fingerprint as it was.
    """
    kinds = ledgers().values()
    written = LastDeed.objects.values_list(
        *(Exists(ledger.between(since, at)) for ledger in kinds)
    ).get(pk=ONLY)
    return {
        ledger.label: digest(ledger, since, at, ledger.columns)
        for ledger, is_written in zip(kinds, written, strict=True)
        if is_written
    }


def digest(
    ledger: Ledger,
    since: datetime | None,
    at: datetime,
    columns: list[str],
    redacted: dict[int, str] | None = None,
) -> dict[str, Any]:
    """Return columns, count and fingerprint of the rows of one kind between two links.

    `redacted` has, by key, the commitments of rows that are no longer what was sealed.
    """
    rows = ledger.between(since, at).order_by("pk").values_list("pk", *columns)
    kept = redacted or {}
    commitments = [kept.get(key) or fingerprint(row) for key, *row in rows.iterator()]
    return {
        "columns": columns,
        "count": len(commitments),
        "sha256": fingerprint(commitments),
    }


def redacted_rows() -> dict[str, dict[int, str]]:
    """Return the commitments of all redacted versions, by label and key."""
    found: dict[str, dict[int, str]] = {}
    rows = Redaction.objects.exclude(commitment="")
    for label, version, commitment in rows.values_list(
        "label", "version", "commitment"
    ):
        found.setdefault(label, {})[version] = commitment
    return found
