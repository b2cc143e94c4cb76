"""A line in the log for each question to the database that took too long."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

LONGEST = 2_000  # characters of a statement
# What is typed goes to the database beside the statement; numbers and texts that stand
# in it are the code's own, and left out all the same.
_VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b")

logger = logging.getLogger(__name__)


def timed(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Execute a statement; log it without its values when it took SLOW_QUERY_MS."""
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = round((perf_counter() - begun) * 1000)
        if took >= settings.SLOW_QUERY_MS:
            logger.warning(
                "slow query",
                extra={"milliseconds": took, "statement": without_values(str(sql))},
            )


def without_values(sql: str) -> str:
    """Return a statement with a mark in the place of each number and text."""
    return _VALUES.sub("…", sql)[:LONGEST]


def time_queries(
    sender: object, connection: BaseDatabaseWrapper, **kwargs: Any
) -> None:
    """Time whatever a new connection executes."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def watch() -> None:
    """Time the statements of every connection; 0 as SLOW_QUERY_MS times none."""
    if settings.SLOW_QUERY_MS:
        connection_created.connect(time_queries)
