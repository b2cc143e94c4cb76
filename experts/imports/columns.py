"""The columns of the list: what each is called, and how they are recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council import names
from council.regulation import RuleViolation

NAME_COLUMNS = ("surname", "given_name", "patronymic")
DATE_COLUMNS = ("protocol_date", "ends", "birth_date")
ALIKE = 2

_SEPARATORS = re.compile(r"[^\w]+|_")
_ASIDES = re.compile(
    r"\b(при наличии|если есть|бар болса|бар болган жагдайда|болса|optional|if any)\b"
)


@dataclass(frozen=True)
class Column:
    """One column by its headings, the first of each language being its label."""

    key: str
    kk: tuple[str, ...]
    ru: tuple[str, ...]
    en: tuple[str, ...]
    example: str
    is_needed: bool = True

    @property
    def label(self) -> str:
        """Return the heading in the reader's language."""
        return str(getattr(self, get_language() or "kk")[0])

    @property
    def hint(self) -> str:
        """Return what to know before filling the column."""
        return _HINTS[self.key]() if self.key in _HINTS else ""


COLUMNS = (
    Column(
        "surname",
        kk=("Тегі",),
        ru=("Фамилия",),
        en=("Surname", "Last name", "Family name"),
        example="Сейітов",
    ),
    Column(
        "given_name",
        kk=("Аты",),
        ru=("Имя",),
        en=("Given name", "First name"),
        example="Әлихан",
    ),
    Column(
        "patronymic",
        kk=("Әкесінің аты",),
        ru=("Отчество",),
        en=("Patronymic", "Middle name"),
        example="Серікұлы",
        is_needed=False,
    ),
    Column(
        "full_name",
        kk=("Тегі, аты, әкесінің аты", "Аты-жөні", "Т.А.Ә.", "ТАӘ", "Эксперт"),
        ru=("Фамилия, имя, отчество", "ФИО", "Ф.И.О.", "ФИО эксперта"),
        en=("Full name", "Expert"),
        example="",
        is_needed=False,
    ),
    Column(
        "commission",
        kk=("Комиссия №", "Комиссия нөмірі", "Комиссияның нөмірі", "Комиссияның №"),
        ru=("Комиссия №", "№ комиссии", "Номер комиссии"),
        en=("Commission №", "Commission number"),
        example="2",
    ),
    Column(
        "field_kk",
        kk=("Қызмет саласы, қазақша", "Қызмет саласы", "Саласы"),
        ru=(
            "Сфера деятельности на казахском",
            "Сфера деятельности, каз",
            "Сфера деятельности на казахском языке",
        ),
        en=("Field in Kazakh", "Field, kk", "Field"),
        example="Қала экологиясы",
    ),
    Column(
        "field_ru",
        kk=("Қызмет саласы, орысша",),
        ru=(
            "Сфера деятельности на русском",
            "Сфера деятельности, рус",
            "Сфера деятельности на русском языке",
            "Сфера деятельности",
        ),
        en=("Field in Russian", "Field, ru"),
        example="Городская экология",
        is_needed=False,
    ),
    Column(
        "protocol_number",
        kk=("Хаттама №", "Хаттама нөмірі", "Хаттаманың нөмірі", "Хаттаманың №"),
        ru=("Протокол №", "№ протокола", "Номер протокола"),
        en=("Protocol №", "Protocol number", "Protocol no"),
        example="5",
    ),
    Column(
        "protocol_date",
        kk=("Хаттама күні", "Хаттаманың күні", "Отырыс күні", "Отырыстың күні"),
        ru=("Дата протокола", "Дата заседания", "День заседания"),
        en=("Protocol date", "Date of the protocol", "Day of the sitting"),
        example="10.11.2025",
    ),
    Column(
        "ends",
        kk=(
            "Өкілеттігінің соңғы күні",
            "Өкілеттік мерзімінің соңғы күні",
            "Өкілеттік мерзімі",
        ),
        ru=("Последний день полномочий", "Последний день срока", "Срок полномочий до"),
        en=("Last day of the term", "Last day of term", "Term ends"),
        example="",
        is_needed=False,
    ),
    Column(
        "birth_date",
        kk=("Туған күні",),
        ru=("Дата рождения",),
        en=("Birth date", "Date of birth"),
        example="",
        is_needed=False,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
TEMPLATE = tuple(column for column in COLUMNS if column.key != "full_name")
_HINTS = {
    "full_name": lambda: _(
        "instead of the three columns before: surname first, then given name"
    ),
    "protocol_date": lambda: _("the day of the Presidium's sitting"),
    "ends": lambda: _("left empty: the end of the convocation"),
    "birth_date": lambda: _("only to tell namesakes apart; never published"),
}


def label(key: str) -> str:
    """Return a column's heading in the reader's language."""
    return BY_KEY[key].label


def _plain(heading: str) -> str:
    """Return a heading without case, spacing, signs and asides."""
    plain = _SEPARATORS.sub(" ", names.fold(heading).replace("№", " "))
    return " ".join(_ASIDES.sub(" ", plain).split())


_KEYS = {
    _plain(heading): column.key
    for column in COLUMNS
    for heading in (*column.kk, *column.ru, *column.en)
}


@dataclass(frozen=True)
class Headings:
    """A row of headings: where each column stands, and which are not known."""

    row: int
    places: dict[str, list[int]]
    unknown: list[str]

    @property
    def missing(self) -> list[str]:
        """Return the keys of the needed columns that are not there."""
        needed = {column.key for column in COLUMNS if column.is_needed}
        if "full_name" in self.places:
            needed -= set(NAME_COLUMNS)
        return [
            column.key for column in COLUMNS if column.key in needed - {*self.places}
        ]

    def columns(self) -> dict[str, int]:
        """Return the place of each column; RuleViolation for every thing amiss."""
        problems = []
        if self.missing:
            listed = ", ".join(f"“{label(key)}”" for key in self.missing)
            problems.append(
                _("Columns are missing: %(columns)s.") % {"columns": listed}
            )
        problems += [
            _("Two columns mean the same, “%(column)s”: %(letters)s. Leave one.")
            % {
                "column": label(key),
                "letters": ", ".join(letters(place) for place in places),
            }
            for key, places in self.places.items()
            if len(places) > 1
        ]
        if "full_name" in self.places and {"surname", "given_name"} & {*self.places}:
            problems.append(
                _(
                    "The names stand both in one column and in separate ones. "
                    "Leave one way."
                )
            )
        if problems:
            raise RuleViolation(*problems)
        return {key: places[0] for key, places in self.places.items()}


def headings(row: int, texts: Sequence[str]) -> Headings | None:
    """Return the headings of a row; None when it does not look like headings."""
    places: dict[str, list[int]] = {}
    unknown = []
    for place, text in enumerate(texts):
        key = _KEYS.get(_plain(text))
        if key:
            places.setdefault(key, []).append(place)
        elif text.strip():
            unknown.append(" ".join(text.split()))
    return Headings(row, places, unknown) if len(places) >= ALIKE else None


def letters(place: int) -> str:
    """Return the letters that Excel shows above a column; the first place is 0."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)
