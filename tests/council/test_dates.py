"""Dates in words and in figures."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from council import dates

DAY = date(2025, 10, 13)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("kk", "2025 жылғы 13 қазан", "13.10.2025 ж."),
        ("ru", "13 октября 2025 года", "13.10.2025 г."),
        ("en", "13 October 2025", "13.10.2025"),
    ],
)
def test_dates_are_written_as_papers_do(language: str, long: str, short: str) -> None:
    assert dates.long_date(DAY, language) == long
    assert dates.short_date(DAY, language) == short


def test_each_month_has_its_own_name() -> None:
    for language in ("kk", "ru", "en"):
        written = {
            dates.long_date(date(2026, month, 1), language) for month in range(1, 13)
        }
        assert len(written) == 12


def test_a_short_date_keeps_its_zeros() -> None:
    assert dates.short_date(date(2026, 3, 1), "kk") == "01.03.2026 ж."


def test_a_language_that_is_not_ours_is_refused() -> None:
    with pytest.raises(KeyError):
        dates.long_date(DAY, "de")


def test_today_is_the_day_in_almaty(monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 2, 28, 19, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert dates.today() == date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        *("13.10.2025", "13.10.25", "2025-10-13", "13/10/2025", "13 10 2025"),
        *("13,10,2025", "13-10-2025", " 13. 10. 2025 ", "13.10.2025 ж.", "13.10.25г"),
        *("13 қазан 2025", "2025 жылғы 13 қазан", "2025 ж. 13 қазандағы"),
        *("13 казан 2025", "13 ҚАЗАН 25", "13 октября 2025 г.", "«13» октября 2025"),
        *("13 окт. 2025 года", "13 October 2025", "October 13, 2025"),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert dates.read_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1.9.25", date(2025, 9, 1)),
        ("01/02/2026", date(2026, 2, 1)),
        ("2026/02/01", date(2026, 2, 1)),
        ("1 мая 2026", date(2026, 5, 1)),
        ("1 мамыр 2026", date(2026, 5, 1)),
        ("25 жылғы 9 маусым", date(2025, 6, 9)),
        ("1.1.99", date(2099, 1, 1)),
        ("29.02.2024", date(2024, 2, 29)),
    ],
)
def test_the_day_comes_first_in_this_century(written: str, day: date) -> None:
    assert dates.read_day(written) == day


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("1.9.85", date(1985, 9, 1)),
        ("13.10.25", DAY),
        ("14.10.25", date(1925, 10, 14)),
        ("14 қазан 25", date(1925, 10, 14)),
        ("14.10.2025", date(2025, 10, 14)),
    ],
)
def test_two_digits_are_no_year_to_come_where_it_cannot_be(
    written: str, born: date
) -> None:
    assert dates.read_day(written, latest=DAY) == born


@pytest.mark.parametrize(
    "written",
    [
        *("", "кеше", "13.10", "13.10.202", "13.10.20255", "1 2 3 2025", "қазан 2025"),
        *("2026-01-01T00:00", "13.10.2025 10:00", "13 қазан қараша 2025"),
        *("١٣.١٠.٢٠٢٥", "13.10.2025" + " " * 60),
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011
        dates.read_day(written)
    assert type(refusal.value) is ValueError


@pytest.mark.parametrize(
    "written",
    ["31.02.2026", "2026-13-01", "0.1.2026", "29 февраля 2026 г.", "1.1.0000"],
)
def test_a_day_that_the_calendar_has_not_is_told_apart(written: str) -> None:
    with pytest.raises(dates.ImpossibleDayError):
        dates.read_day(written)
