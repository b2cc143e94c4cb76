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
