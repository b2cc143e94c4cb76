"""Sealing: final protocols and editions of the list form a chain (1.8, 1.12).

Whoever holds a printed head can find out later whether anything before it was
rewritten. The recipe of every fingerprint is `canonical` in SHA-256; council/proof.py
recomputes them all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, Q

from council.audit import ONLY, LastDeed, Tracked, deed_moment, tracked_models, versions
from council.models import Account, Link

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


def covered(since: datetime | None, at: datetime) -> dict[str, dict[str, Any]]:
    """Return, by kind of row, what the history holds from `since` on and before `at`.

    Columns are named, so that those added later leave the fingerprint as it was.
    """
    window = Q(history_date__lt=at)
    if since:
        window &= Q(history_date__gte=since)
    models = tracked_models()
    written = LastDeed.objects.values_list(
        *(Exists(versions(model).filter(window)) for model in models)
    ).get(pk=ONLY)
    return {
        model._meta.label_lower: digest(model, window, columns_of(model))
        for model, is_written in zip(models, written, strict=True)
        if is_written
    }


def columns_of(model: type[Tracked]) -> list[str]:
    """Return the columns of a model's versions, author, moment and salt included."""
    return sorted(
        field.attname for field in versions(model).model._meta.concrete_fields
    )


def digest(model: type[Tracked], window: Q, columns: list[str]) -> dict[str, Any]:
    """Return columns, count and fingerprint of these versions of one kind of row."""
    rows = versions(model).filter(window).order_by("history_id").values_list(*columns)
    commitments = [fingerprint(row) for row in rows.iterator()]
    return {
        "columns": columns,
        "count": len(commitments),
        "sha256": fingerprint(commitments),
    }
