"""Rows of a dossier's page: papers, certificates, memberships, some still blank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from experts.models import Paper

BLANK_ROWS = 3
WITH_FILE = (Paper.Kind.APPLICATION, Paper.Kind.DIPLOMA, Paper.Kind.RESUME)
PAPER_FIELDS = ("is_seen", "number", "issued_on", "result", "file")
WELCOME_FIELDS = ("kind", "title", "number", "issued_on", "file")
DISCLOSURE_FIELDS = ("body", "attached_to", "kind", "begins", "ends")
REMOVED = "is_removed"


@dataclass(frozen=True)
class Group:
    """Some fields of one paper, certificate or membership, under one legend."""

    legend: str
    fields: list[forms.BoundField]
    paper: Paper | None = None
    is_new: bool = False


def keyed(rows: Iterable[Any]) -> dict[str, Any]:
    """Return rows on record by their keys, then blank ones."""
    kept = {str(row.pk): row for row in rows}
    return kept | {f"new{number}": None for number in range(1, BLANK_ROWS + 1)}
