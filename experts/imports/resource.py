"""Reading each row into typed values, with a sentence on every value refused."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget
from tablib import Dataset

from council import names
from council.dates import read_day, today
from council.models import Person, translated
from experts.imports.columns import NAME_COLUMNS, label
from experts.imports.sheet import Cell, Sheet, faults, missing, not_a_date, shown
from experts.models import Engagement, Expert

LARGEST_COMMISSION = 32767

_WORD = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")


def _longest(model: Any, name: str) -> int:
    return int(model._meta.get_field(name).max_length)


@dataclass
class Row:
    """One row of the list: what could be read of it, and what could not."""

    number: int
    typed_name: str = ""
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    commission: int | None = None
    field_kk: str = ""
    field_ru: str = ""
    protocol_number: str = ""
    protocol_date: date | None = None
    ends: date | None = None
    birth_date: date | None = None
    problems: list[str] = dataclasses.field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the person's name as the list has it."""
        return names.full_name(self.surname, self.given_name, self.patronymic)

    @property
    def field(self) -> str:
        """Return the field of activity in the reader's language."""
        return translated(self, "field")

    @property
    def has_name(self) -> bool:
        """Return whether the person can be looked for."""
        return bool(self.surname and self.given_name)


class TextWidget(Widget):
    """Text of a column, as long as its model allows."""

    def __init__(self, key: str, limit: int, *, is_needed: bool = True) -> None:
        super().__init__()
        self.key, self.limit, self.is_needed = key, limit, is_needed

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> str:
        """Return the text, cleaned; ValueError says what is wrong with it."""
        text = names.clean(value) if isinstance(value, str) else ""
        if not text and self.is_needed:
            raise ValueError(missing(self.key))
        if len(text) > self.limit:
            raise ValueError(
                _("%(column)s: at most %(limit)s characters.")
                % {"column": label(self.key), "limit": self.limit}
            )
        return text


class NameWidget(TextWidget):
    """A part of a name: letters of one alphabet a word."""

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> str:
        """Return the name; ValueError shows what is no part of one."""
        text = super().clean(value, row, **kwargs)
        for word in _WORD.findall(text):
            if _CYRILLIC.search(word) and (latin := _LATIN.findall(word)):
                raise ValueError(
                    _(
                        "%(column)s: Latin letters stand inside the Cyrillic word "
                        "“%(word)s”: %(letters)s."
                    )
                    % {
                        "column": label(self.key),
                        "word": word,
                        "letters": ", ".join(latin),
                    }
                )
        if text and not names.valid_name(text):
            raise ValueError(
                _(
                    "%(column)s: only letters, spaces, hyphens and apostrophes are "
                    "expected."
                )
                % {"column": label(self.key)}
            )
        return text


class CommissionWidget(TextWidget):
    """The number of a commission: 2, “№ 2”."""

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> int:  # type: ignore[override]
        """Return the number; ValueError when it is none."""
        text = super().clean(value, row, **kwargs)
        digits = text.removeprefix("№").strip()
        if not (digits.isascii() and digits.isdigit()) or (
            len(digits) > len(str(LARGEST_COMMISSION))
        ):
            raise ValueError(
                _("%(column)s: “%(text)s” is not a number of a commission.")
                % {"column": label(self.key), "text": text}
            )
        return int(digits)


class DayWidget(Widget):
    """A day: a real date of the sheet, or text as people write it."""

    def __init__(
        self, key: str, *, is_needed: bool = False, has_passed: bool = False
    ) -> None:
        super().__init__()
        self.key, self.is_needed, self.has_passed = key, is_needed, has_passed

    def clean(self, value: Cell | None, row: Any = None, **kwargs: Any) -> date | None:
        """Return the day; ValueError shows the text that cannot be read.

        Of what `has_passed`, like a birth, two digits are the latest such year.
        """
        if isinstance(value, dict):
            return date.fromisoformat(value["day"])
        if not value:
            if self.is_needed:
                raise ValueError(missing(self.key))
            return None
        try:
            return read_day(names.clean(value), today() if self.has_passed else None)
        except ValueError:
            raise ValueError(not_a_date(kwargs["address"](self.key), value)) from None


class RegisterResource(resources.Resource):
    """The rows of a list as values. It reads only: the deed writes, after all rows."""

    surname = Field(
        "surname", widget=NameWidget("surname", _longest(Person, "surname"))
    )
    given_name = Field(
        "given_name", widget=NameWidget("given_name", _longest(Person, "given_name"))
    )
    patronymic = Field(
        "patronymic",
        widget=NameWidget(
            "patronymic", _longest(Person, "patronymic"), is_needed=False
        ),
    )
    commission = Field("commission", widget=CommissionWidget("commission", 10))
    field_kk = Field(
        "field_kk", widget=TextWidget("field_kk", _longest(Expert, "field_kk"))
    )
    field_ru = Field(
        "field_ru",
        widget=TextWidget("field_ru", _longest(Expert, "field_ru"), is_needed=False),
    )
    protocol_number = Field(
        "protocol_number",
        widget=TextWidget("protocol_number", _longest(Engagement, "imported_number")),
    )
    protocol_date = Field(
        "protocol_date", widget=DayWidget("protocol_date", is_needed=True)
    )
    ends = Field("ends", widget=DayWidget("ends"))
    birth_date = Field("birth_date", widget=DayWidget("birth_date", has_passed=True))

    class Meta:
        import_id_fields: tuple[str, ...] = ()
        instance_loader_class = BaseInstanceLoader
        skip_diff = True
        store_instance = True
        use_transactions = False

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def rows(self) -> list[Row]:
        """Return every row of the sheet with its values and its problems."""
        keys = [*self.fields, "full_name"]
        dataset = Dataset(headers=["number", *keys])
        for number, cells in self.sheet.rows:
            dataset.append([number, *(cells.get(key) for key in keys)])
        result = self.import_data(dataset, raise_errors=True)
        return [found.instance for found in result.rows]

    def get_or_init_instance(
        self, instance_loader: Any, row: dict[str, Any]
    ) -> tuple[Row, bool]:
        """Return an empty row: what is on record is asked for later, of all at once."""
        return Row(number=row["number"]), True

    def import_instance(
        self, instance: Row, row: dict[str, Any], **kwargs: Any
    ) -> None:
        """Fill the row column by column; a refused value leaves its sentence."""
        cells = {key: cell for key, cell in row.items() if cell and key != "number"}
        instance.typed_name = " ".join(
            shown(cells[key]) for key in ("full_name", *NAME_COLUMNS) if key in cells
        )
        unread = faults(self.sheet, instance.number, cells)
        if "full_name" in self.sheet.columns and "full_name" not in unread:
            instance.problems += _split_name(cells)
        is_whole_name_amiss = "full_name" in self.sheet.columns and not (
            {"surname", "given_name"} <= cells.keys()
        )
        for key, own in self.fields.items():
            if key in unread or (key in NAME_COLUMNS and is_whole_name_amiss):
                continue
            try:
                value = own.widget.clean(
                    cells.get(key),
                    address=lambda name: self.sheet.address(name, instance.number),
                )
            except ValueError as refusal:
                instance.problems.append(str(refusal))
            else:
                setattr(instance, key, value)
        instance.problems += unread.values()
        self._check_birth_date(instance)

    def _check_birth_date(self, instance: Row) -> None:
        if instance.birth_date and instance.birth_date >= today():
            instance.problems.append(
                _("%(column)s: %(day)s is still to come.")
                % {
                    "column": label("birth_date"),
                    "day": f"{instance.birth_date:%d.%m.%Y}",
                }
            )

    def validate_instance(self, instance: Row, *args: Any, **kwargs: Any) -> None:
        """Leave it to the row itself, which keeps every sentence on it."""

    def save_instance(self, instance: Row, *args: Any, **kwargs: Any) -> None:
        """Write nothing: first every row has its verdict."""

    def save_m2m(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing."""


def _split_name(cells: dict[str, Cell]) -> list[str]:
    """Divide a full name, surname first, into the cells of its parts."""
    text = shown(cells.get("full_name"))
    surname, *others = text.split() or [""]
    if not surname:
        return [missing("full_name")]
    if not others:
        return [
            _(
                "%(column)s: surname and given name are expected; “%(text)s” stands "
                "there."
            )
            % {"column": label("full_name"), "text": text}
        ]
    cells |= {"surname": surname, "given_name": others[0]}
    if others[1:]:
        cells["patronymic"] = " ".join(others[1:])
    return []
