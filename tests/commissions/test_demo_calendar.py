"""The days and the names of the demonstration, which hold together on any day."""

from datetime import date, timedelta

import pytest

from commissions.demo.calendar import calendar, is_working
from commissions.demo.names import feminine


@pytest.mark.parametrize(
    ("day", "adopted"),
    [
        (date(2024, 2, 29), date(2022, 10, 13)),
        (date(2025, 12, 1), date(2024, 10, 13)),
        (date(2026, 7, 13), date(2025, 10, 13)),
        (date(2028, 4, 19), date(2025, 10, 13)),
        (date(2028, 4, 20), date(2026, 10, 13)),
        (date(2031, 1, 1), date(2029, 10, 13)),
    ],
)
def test_calendar_moves_by_whole_years(day, adopted):
    assert calendar(day).adopted_on == adopted


def test_calendar_holds_together_on_any_day():
    for step in range(366 * 6):
        days = calendar(date(2024, 1, 1) + timedelta(days=step))
        presidium = [*days.formalised, days.held, days.planned]
        before = {
            day: [days.commission_day(number, day) for number in range(1, 7)]
            for day in presidium
        }

        assert presidium == sorted(set(presidium))
        assert days.begins < days.adopted_on <= min(before[presidium[0]])
        assert all(max(sittings) <= day for day, sittings in before.items())
        assert days.held < days.today < min(before[days.planned])
        assert days.latest < days.today
        assert days.planned < days.ends
        assert all(map(is_working, [*presidium, *sum(before.values(), [])]))


def test_surnames_agree():
    assert [feminine(name) for name in ("Әбенов", "Горский", "Жанбай")] == [
        *("Әбенова", "Горская", "Жанбай")
    ]
