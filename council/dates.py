"""Dates as papers and pages write them, and the day it is in Almaty."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from council.names import fold

MONTHS = {
    "kk": (
        *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
        *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    ),
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
LONG = {
    "kk": "{day.year} жылғы {day.day} {month}",
    "ru": "{day.day} {month} {day.year} года",
    "en": "{day.day} {month} {day.year}",
}
QUARTER = {
    "kk": "{year} жылғы {roman} тоқсан",
    "ru": "{roman} квартал {year} года",
    "en": "quarter {roman} of {year}",
}
ROMAN = ("I", "II", "III", "IV")
MONTHS_A_QUARTER = 3
LONGEST_MOMENT = 40
LONGEST_DAY = 60
# What parts the day, the month and the year, and what is said beside them.
BETWEEN = re.compile(r"[\s.,/\u2010-\u2015«»\"-]+|(?<=[0-9])(?=[^\W\d_])")
BESIDE = frozenset(
    map(fold, ("", "ж", "жыл", "жылы", "жылғы", "жылдың", "г", "год", "года"))
)
DAY_FIRST = re.compile(r"([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{2}|[0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})")
# Three letters tell the months of all three languages apart.
MONTH_LETTERS = 3
MONTH_NUMBERS = {
    fold(name)[:MONTH_LETTERS]: number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
} | {fold("май"): 5}
CENTURY = 100
THIS_CENTURY = 2000
# An offset whose "+" an address has turned into a space, after a time.
SPACED_OFFSET = re.compile(r"([T:][\d:.,]*\d) (\d\d:?\d\d)$")
NUMERIC_MOMENT = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})(?:,? (\d\d?)(:.+))?")
SHORT = {"kk": "{day:%d.%m.%Y} ж.", "ru": "{day:%d.%m.%Y} г.", "en": "{day:%d.%m.%Y}"}


def long_date(day: date, language: str) -> str:
    """Return «2025 жылғы 13 қазан», «13 октября 2025 года» or "13 October 2025".

    Our own, because ICU writes «2025 ж. 13 қазан», which no Kazakh paper does.
    KeyError for a language that is not kk, ru or en.
    """
    return LONG[language].format(day=day, month=MONTHS[language][day.month - 1])


def short_date(day: date, language: str) -> str:
    """Return «13.10.2025 ж.», «13.10.2025 г.» or "13.10.2025"; KeyError as above."""
    return SHORT[language].format(day=day)


def long_moment(moment: datetime, language: str) -> str:
    """Return «2025 жылғы 13 қазан, 09:30», in Almaty; KeyError as above.

    Seconds are said where there are any.
    """
    local = timezone.localtime(moment)
    precision = "seconds" if local.second or local.microsecond else "minutes"
    clock = local.time().isoformat(precision)
    return f"{long_date(local.date(), language)}, {clock}"


def read_moment(text: str) -> datetime:
    """Return the moment that a person or a program wrote; ValueError for none.

    ISO 8601, or 13.10.2025 09:30. Without an offset it is Almaty's time; a day alone
    is its last moment. A "+" may have come as a space, as addresses have it.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST_MOMENT:
        raise ValueError(text)
    text = SPACED_OFFSET.sub(r"\1+\2", text)
    if found := NUMERIC_MOMENT.fullmatch(text):
        day, month, year, hour, rest = found.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
        text += f"T{hour:0>2}{rest}" if hour else ""
    try:
        moment = datetime.combine(date.fromisoformat(text), time.max)
    except ValueError:
        moment = datetime.fromisoformat(text)
    try:
        aware = moment if moment.tzinfo else timezone.make_aware(moment)
        return aware.astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


class ImpossibleDayError(ValueError):
    """What was written has the form of a day, but the calendar has none such."""


def read_day(text: str, latest: date | None = None) -> date:
    """Return the day that a person wrote; ValueError for none.

    ImpossibleDayError for the 31st of February. The day comes before the month,
    unless the year comes first; the month may be a word of any of the three
    languages. Two digits are a year of this century, or of the one before where that
    would be after `latest`.
    """
    if len(text) > LONGEST_DAY:
        raise ValueError(text)
    words = [word for word in BETWEEN.split(fold(text)) if word not in BESIDE]
    named = [word for word in words if word[:MONTH_LETTERS] in MONTH_NUMBERS]
    if len(named) == 1:
        # The shorter of two figures is the day: Kazakh puts the year first.
        day_and_year = sorted((word for word in words if word not in named), key=len)
        number = MONTH_NUMBERS[named[0][:MONTH_LETTERS]]
        words = [*day_and_year[:1], str(number), *day_and_year[1:]]
    written = " ".join(words)
    if read := YEAR_FIRST.fullmatch(written):
        return _existing(*map(int, read.groups()))
    if read := DAY_FIRST.fullmatch(written):
        day, month, year = map(int, read.groups())
        if len(read[3]) == len("2025"):
            return _existing(year, month, day)
        typed = _existing(THIS_CENTURY + year, month, day)
        is_possible = latest is None or typed <= latest
        return typed if is_possible else _existing(typed.year - CENTURY, month, day)
    raise ValueError(text)


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDayError((year, month, day)) from None


def today() -> date:
    """Return the day it is in Almaty, whatever the server's clock is set to."""
    return timezone.localdate()


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def numeric_date(day: date) -> str:
    """Return "13.10.2025", which reads alike in all three languages."""
    return f"{day:%d.%m.%Y}"


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year, by which experts are evaluated (4.1)."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that holds the day."""
        return cls(day.year, (day.month - 1) // MONTHS_A_QUARTER + 1)

    @classmethod
    def coded(cls, code: str) -> Quarter:
        """Return the quarter that `code` writes as "2025-4"; ValueError for none."""
        year, number = (int(part) for part in code.split("-"))
        return cls(year, number)

    @property
    def begins(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * MONTHS_A_QUARTER + 1, 1)

    @property
    def ends(self) -> date:
        """Return its last day."""
        return self.next.begins - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """Return the one after it."""
        last = self.number == len(ROMAN)
        return Quarter(self.year + last, 1 if last else self.number + 1)

    @property
    def previous(self) -> Quarter:
        """Return the one before it."""
        return Quarter.of(self.begins - timedelta(days=1))

    def is_over(self, on: date) -> bool:
        """Return whether its last day is past on that day."""
        return self.ends < on

    def label(self, language: str) -> str:
        """Return «2025 жылғы IV тоқсан»; KeyError unless kk, ru or en."""
        return QUARTER[language].format(year=self.year, roman=ROMAN[self.number - 1])

    @property
    def code(self) -> str:
        """Return "2025-4", as addresses carry it."""
        return f"{self.year}-{self.number}"
