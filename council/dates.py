"""Dates as papers and pages write them, and the day it is in Almaty."""

from datetime import date

from django.utils import timezone

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


def today() -> date:
    """Return the day it is in Almaty, whatever the server's clock is set to."""
    return timezone.localdate()


def numeric_date(day: date) -> str:
    """Return "13.10.2025", which reads alike in all three languages."""
    return f"{day:%d.%m.%Y}"
