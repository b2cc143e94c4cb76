"""The rows as they stood at a moment, read from their versions by the same queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

from council.audit import Tracked, tracked_models, versions

TABLE = re.compile(r'"(\w+)"')

_is_live: ContextVar[bool] = ContextVar("is_live", default=False)


class _LastVersions(models.Func):
    """The key of each row's last version no later than a moment.

    The index (id, latest first) gives the ids one by one, so that rows deleted since
    are among them, and then the version of each: this takes a step a row, however
    many versions the rows have. Of versions at one instant the last written counts.
    """

    template = """
        WITH RECURSIVE "row" ("id") AS (
            SELECT MIN("id") FROM %(table)s
            UNION ALL
            SELECT (SELECT MIN("next"."id") FROM %(table)s "next"
                    WHERE "next"."id" > "row"."id")
            FROM "row" WHERE "row"."id" IS NOT NULL
        )
        SELECT (SELECT "last"."history_id" FROM %(table)s "last"
                WHERE "last"."id" = "row"."id"
                    AND "last"."history_date" <= %(expressions)s
                ORDER BY "last"."history_date" DESC, "last"."history_id" DESC LIMIT 1)
        FROM "row"
    """
    output_field = models.BigAutoField()


def as_recorded(model: type[Tracked], moment: datetime) -> models.QuerySet[Any]:
    """Return the versions that were the model's rows at that moment.

    Of each row the last one no later than the moment; none where that is the row's
    deletion. It may be filtered further by the columns of the row.
    """
    found = versions(model)
    last = _LastVersions(
        models.Value(moment, output_field=models.DateTimeField()),
        table=connection.ops.quote_name(found.model._meta.db_table),
    )
    return found.filter(history_id__in=last).exclude(history_type="-")


@contextmanager
def reading(moment: datetime | None) -> Iterator[None]:
    """Let every query inside read the rows as recorded at the moment; None: as now.

    So what the public register said is found by what finds it today. Querysets are
    lazy: what is to be read in the past must be read inside.
    """
    if moment is None:
        yield
        return
    with connection.execute_wrapper(_Past(moment)):
        yield


@contextmanager
def live() -> Iterator[None]:
    """Let every query inside read the rows as they are, even inside `reading`."""
    token = _is_live.set(True)
    try:
        yield
    finally:
        _is_live.reset(token)


class _Past:
    """Puts the rows of a moment before the tables of the same names.

    For SQL the name of a WITH clause hides the table. Each is made once a query:
    merged into it, the versions of a row would be looked through again and again.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.models = {model._meta.db_table: model for model in tracked_models()}
        self.clause = cache(self._clause)

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Sequence[Any] | None,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        """Execute a SELECT upon the rows of the moment, and anything else as it is."""
        tables = [name for name in dict.fromkeys(TABLE.findall(sql)) if name in self]
        is_past = tables and not _is_live.get()
        if is_past and sql.lstrip("(").startswith("SELECT"):
            clauses = [self.clause(name) for name in tables]
            sql = f"WITH {', '.join(clause for clause, _params in clauses)} {sql}"
            params = [
                *(param for _clause, own in clauses for param in own),
                *(params or ()),
            ]
        return execute(sql, params, many, context)

    def __contains__(self, table: str) -> bool:
        return table in self.models

    def _clause(self, table: str) -> tuple[str, tuple[Any, ...]]:
        """Return what a WITH clause says of one table, with its parameters."""
        model = self.models[table]
        fields = model._meta.local_concrete_fields
        rows = as_recorded(model, self.moment)
        sql, params = rows.values_list(
            *(field.attname for field in fields)
        ).query.sql_with_params()
        columns = ", ".join(f'"{field.column}"' for field in fields)
        return f'"{table}" ({columns}) AS MATERIALIZED ({sql})', params
