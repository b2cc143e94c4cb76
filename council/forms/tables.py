"""What is asked of a table: which rows, in which order, which page, or all as a file.

All of it stands in the address, so such a form is always bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council.forms.base import CleanForm, day_field
from council.tables import DOWNWARDS, Column, Heading, Rows, ordered

PAGE = 50
MOST_ROWS = 10_000  # of a file
FILES = (("csv", "CSV"), ("xlsx", "XLSX"))
DIRECTIONS = {
    "ascending": _("%(column)s, ascending"),
    "descending": _("%(column)s, descending"),
}
# What tells apart the parts of one table, and the table from its file.
PLACES = ("page", "before", "after", "file")


class PageForm(CleanForm):
    """Which page of a list."""

    page = forms.IntegerField(
        label=_("Page"), min_value=1, required=False, widget=forms.HiddenInput
    )

    def page_of(self, pages: Paginator) -> int | None:
        """Return the number asked for; None, with the reason, beyond the last page."""
        number: int = self.cleaned_data["page"] or 1
        if number <= pages.num_pages:
            return number
        self.add_error(
            "page",
            _("there is no page %(number)s, the last one is %(last)s.")
            % {"number": number, "last": pages.num_pages},
        )
        return None

    @property
    def sentences(self) -> list[str]:
        """Return what is wrong with the question, each with its field."""
        return [
            f"{self[name].label}: {sentence}"
            for name, listed in self.errors.items()
            for sentence in listed
        ]

    @property
    def has_question(self) -> bool:
        """Return whether anything was asked for besides the order and the page."""
        return any(
            value
            for name, value in self.data.items()
            if name not in (*PLACES, "sort", "lang")
        )


class SortForm(PageForm):
    """In which order besides: by a column, downwards after a minus."""

    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("the list cannot be sorted by “%(value)s”.")
        },
    )

    def __init__(
        self, *args: Any, columns: Sequence[Column], usual: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.usual = columns, usual
        cast("forms.ChoiceField", self.fields["sort"]).choices = [
            (f"{sign}{column.key}", str(column.label))
            for column in columns
            if column.by
            for sign in ("", DOWNWARDS)
        ]

    @property
    def order(self) -> str:
        """Return the order that was asked for, or else the usual one; '' if neither."""
        return self.asked_order or self.usual

    @property
    def asked_order(self) -> str:
        """Return the order that was asked for; '' without one, or where it is none."""
        return getattr(self, "cleaned_data", {}).get("sort") or ""

    @property
    def headings(self) -> list[Heading]:
        """Return the heads of the columns, each with the address that sorts by it."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        direction, query = "", ""
        if column.by:
            if self.order == column.key:
                direction = "ascending"
            elif self.order == f"{DOWNWARDS}{column.key}":
                direction = "descending"
            sign = DOWNWARDS if direction == "ascending" else ""
            query = self.query_with(sort=f"{sign}{column.key}")
        label = capfirst(str(column.label))
        return Heading(label, column.is_number, query, direction)

    @property
    def order_is_offered(self) -> bool:
        """Return whether any column is sorted."""
        return any(column.by for column in self.columns)

    @property
    def order_in_words(self) -> str:
        """Return by which column the rows stand in which direction; '' if by none."""
        for heading in self.headings:
            if heading.direction:
                return DIRECTIONS[heading.direction] % {"column": heading.label}
        return ""

    def query_with(self, **changes: object) -> str:
        """Return the question with these changes, from the first page on.

        What is changed to nothing is asked no more.
        """
        query = cast("QueryDict", self.data).copy()
        for name in (*PLACES, *changes):
            query.pop(name, None)
        for name, value in changes.items():
            if value:
                query[name] = str(value)
        return query.urlencode()

    @property
    def query(self) -> str:
        """Return the question without the page."""
        return self.query_with()


class TableForm(SortForm):
    """A table of the desk: `rows` are those that its reader may see.

    `asked` says what the address asks for besides the fields, each with its label.
    """

    file = forms.ChoiceField(
        label=_("File"), choices=FILES, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        rows: Rows,
        asked: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.asked = rows, asked

    def found(self) -> Rows:
        """Return the rows that were asked for; asked of a valid form only."""
        return self.rows

    def rows_page(self) -> Page[Any] | None:
        """Return the page that was asked for; None, with the reason, if it is none."""
        if not self.is_valid():
            return None
        pages = Paginator(self._in_order(), PAGE)
        number = self.page_of(pages)
        return pages.page(number) if number else None

    def all_rows(self) -> Rows | None:
        """Return the rows of all pages; None, with the reason, if they are too many."""
        found = self._in_order()[: MOST_ROWS + 1]
        if len(found) <= MOST_ROWS:
            return found
        self.add_error(
            "file",
            _("there are more than %(most)s rows: ask for fewer of them.")
            % {"most": MOST_ROWS},
        )
        return None

    def _in_order(self) -> Rows:
        return ordered(self.found(), self.columns, self.order)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what the address asks for besides the fields that a reader sees."""
        seen = {bound.name for bound in self.visible_fields()}
        return [
            (name, str(value))
            for name, value in self.data.items()
            if name not in (*PLACES, *seen) and (name != "sort" or self.asked_order)
        ]

    @property
    def is_filtered(self) -> bool:
        """Return whether a field that a reader sees asks for something."""
        return any(self.data.get(bound.name) for bound in self.visible_fields())

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return what was asked for, each with its label, as a print says it."""
        said = list(self.asked)
        for bound in self.visible_fields():
            value = bound.value()
            if value in (None, ""):
                continue
            choices = getattr(bound.field, "choices", None)
            words = {str(key): str(label) for key, label in choices or ()}
            said.append((str(bound.label), words.get(str(value), str(value))))
        return said

    @property
    def said(self) -> list[tuple[str, str]]:
        """Return what was asked for and the order, each with its label."""
        if not self.order_in_words:
            return self.in_words
        return [*self.in_words, (str(self["sort"].label), self.order_in_words)]

    @property
    def file_links(self) -> list[tuple[str, str]]:
        """Return the addresses of all these rows as files, with their names."""
        return [(name, self.query_with(file=kind)) for kind, name in FILES]


class PeriodForm(TableForm):
    """A table whose rows have their days: from one to another, both included."""

    since = day_field(label=_("From the day"), required=False)
    until = day_field(label=_("Until the day"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned
