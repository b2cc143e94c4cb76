"""What is on record of tables that somebody takes along as a file."""

from __future__ import annotations

from django.db.models import Model

from council.audit import note, noted
from council.models import Account


@noted
def save_table(*, kind: type[Model], by: Account) -> None:
    """Note that somebody took a table along; only of what kind its rows are."""
    note("save_table", by=by, about=kind())
