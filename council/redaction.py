"""Emptying columns of versions for good (law № 94-V), so that the chain still verifies.

Of a version that a link covers, the commitment stays which the link was taken from; of
what remains of it a fingerprint, so that nothing else is changed in its shadow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from council.audit import Tracked, deed_key, deed_moment, versions
from council.chain import fingerprint, ledgers, redacted_rows
from council.models import Link, Redaction

SALT = "history_salt"


def redact(model: type[Tracked], rows: Collection[int], instead: dict[str, Any]) -> int:
    """Write something else, an empty text mostly, into columns of all versions of rows.

    Returns in how many versions; one that says so already stays as it is. The deed has
    written the rows themselves before, since a row must be its last version. Raises
    RuntimeError outside a deed, TypeError for columns that are not `redactable`.
    """
    if not set(instead) <= set(model.redactable):
        raise TypeError(f"not redactable: {model._meta.label_lower} {sorted(instead)}")
    moment, key = deed_moment(), deed_key()
    found = list(
        holding(model, rows, instead)
        .order_by("history_id")
        .values_list("history_id", "history_date")
    )
    label = model._meta.label_lower
    columns = ledgers()[label].columns
    sealed = _Sealed(label)
    for version, written_at in found:
        row = versions(model).filter(history_id=version)
        commitment = sealed.commitment(row, version, written_at)
        row.update(**instead, **{SALT: ""})
        Redaction(
            at=moment,
            key=key,
            label=label,
            version=version,
            emptied=sorted(instead),
            columns=columns,
            commitment=commitment,
            remains=fingerprint(row.values_list(*columns).get()),
        ).save(force_insert=True)
    return len(found)


def holding(
    model: type[Tracked], rows: Collection[int], instead: dict[str, Any]
) -> QuerySet[Any]:
    """Return the versions of rows that say anything else in these columns."""
    says_so = Q()
    for name, value in instead.items():
        says_so &= Q((f"{name}__isnull", True) if value is None else (name, value))
    return versions(model).filter(id__in=rows).exclude(says_so)


class _Sealed:
    """What the links were taken from, of the versions of one kind of row."""

    def __init__(self, label: str) -> None:
        self.links = list(Link.objects.values_list("at", "covers"))
        self.label = label
        self.known = redacted_rows().get(label, {})

    def commitment(self, row: Any, version: int, written_at: Any) -> str:
        """Return what a link was taken from; empty for what none covers so far."""
        place = bisect_right(self.links, written_at, key=lambda link: link[0])
        covers = self.links[place][1].get(self.label) if place < len(self.links) else {}
        if not covers or version in self.known:
            return ""
        return fingerprint(row.values_list(*covers["columns"]).get())
