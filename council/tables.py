"""Tables of the desk: columns, what they are sorted by, how a file holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Case, Choices, F, Model, QuerySet, Value, When
from django.db.models.expressions import Expression, OrderBy
from django.utils.text import capfirst

from council.sheets import Cell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DOWNWARDS = "-"
WIDTH = 28  # of a column in a workbook, in letters

M = TypeVar("M", bound=Model)
Rows = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class Column:
    """A column of a table: its word in the address, its heading, what its cells say.

    `by` is what it is sorted by: columns or expressions of a query; of a list, a
    function of its row. Without it the column is not sorted.
    """

    key: str
    label: StrOrPromise
    cell: Callable[[Any], Cell] = str
    by: Sequence[str | Expression] | Callable[[Any], Any] = ()
    is_number: bool = False
    width: int = WIDTH


@dataclass(frozen=True)
class Heading:
    """The head of a column: how it is sorted now, and the address that sorts it."""

    label: str
    is_number: bool
    query: str
    direction: str = ""


def in_order_of(field: str, kinds: type[Choices]) -> Case:
    """Return what sorts by a choice in the order in which its model names them."""
    return Case(
        *(
            When(**{field: value}, then=Value(place))
            for place, value in enumerate(kinds.values)
        ),
        default=Value(len(kinds.values)),
    )


def ordered(rows: Rows, columns: Iterable[Column], order: str) -> Rows:
    """Return the rows sorted by the column of that key, downwards after a minus.

    What a column does not tell stands last either way. Rows that are alike keep the
    order they came in.
    """
    if isinstance(rows, QuerySet):
        return ordered_query(rows, columns, order)
    column, is_downwards = _asked(columns, order)
    if column is None or not callable(column.by):
        return rows
    told = [(value, row) for row in rows if (value := column.by(row)) is not None]
    untold = [row for row in rows if column.by(row) is None]
    told.sort(key=lambda pair: pair[0], reverse=is_downwards)
    return [*(row for _value, row in told), *untold]


def ordered_query(
    rows: QuerySet[M], columns: Iterable[Column], order: str
) -> QuerySet[M]:
    """Return the query so sorted; the key ends it.

    So no page of it loses a row or shows it twice.
    """
    column, is_downwards = _asked(columns, order)
    before = rows.query.order_by or rows.model._meta.ordering or ()
    if column is None or callable(column.by):
        return rows.order_by(*before, "pk")
    by = [
        OrderBy(
            F(each) if isinstance(each, str) else each,
            descending=is_downwards,
            nulls_last=True,
        )
        for each in column.by
    ]
    return rows.order_by(*by, *before, "pk")


def _asked(columns: Iterable[Column], order: str) -> tuple[Column | None, bool]:
    """Return the column that the order names, and whether it runs downwards."""
    key = order.removeprefix(DOWNWARDS)
    column = next((column for column in columns if column.key == key), None)
    return column, order.startswith(DOWNWARDS)


def lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[list[Cell]]:
    """Return the headings, then the cells of every row, as a file holds them."""
    yield [capfirst(str(column.label)) for column in columns]
    for row in rows:
        yield [column.cell(row) for column in columns]
