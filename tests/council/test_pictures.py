"""Where bars stand and how long they are."""

from datetime import date

import pytest

from council.pictures import Level, Levels, Month, years


def month(number, came=0, left=0, year=2026):
    return Month(date(year, number, 1), came, left)


def test_levels_share_a_scale_and_what_is_over_begins_at_the_limit():
    drawn = list(Levels([Level("№ 1", 50, 40), Level("№ 2", 10, 40)]).drawn)
    assert [(row.top, row.taken, row.over, row.limit) for row in drawn] == [
        ("0.000em", "80.00%", "20.00%", "80.00%"),
        ("2.750em", "20.00%", "0.00%", "80.00%"),
    ]


def test_a_commission_without_members_and_experts_has_an_empty_bar():
    (row,) = Levels([Level("№ 1", 0, 0)]).drawn
    assert (row.taken, row.over, row.limit) == ("0.00%", "0.00%", "0.00%")


def test_levels_are_told_to_who_cannot_see_them():
    levels = Levels([Level("№ 1", 50, 40), Level("№ 2", 0, 7)])
    assert levels.in_words == "№ 1 – 50 of 40; № 2 – 0 of 7"
    assert levels.height == "5.500em"


def test_all_years_have_one_scale_and_the_smallest_bar_is_seen():
    earlier, later = years([month(12, 100, 0, 2025), month(1, 50, 1)])
    (december,), (january,) = earlier.drawn, later.drawn
    assert [december.came_height, january.came_height] == ["5.000em", "2.500em"]
    assert [december.left_height, january.left_height] == ["0.000em", "0.250em"]
    assert [december.middle, january.middle] == ["95.83%", "4.17%"]
    assert earlier.height == later.height


@pytest.mark.parametrize(("came", "left"), [(0, 0), (3, 0), (0, 3), (3, 3)])
def test_nothing_is_drawn_outside_the_drawing(came, left):
    (year,) = years([month(number, came, left) for number in range(1, 13)])
    inside = [float(year.height.removesuffix("em")), 0]
    for drawn in year.drawn:
        for place in (
            drawn.came_top,
            drawn.came_letters,
            drawn.left_letters,
            year.foot,
        ):
            assert inside[1] < float(place.removesuffix("em")) < inside[0]


def test_months_without_anybody_are_drawn_and_not_told():
    (year,) = years([month(1), month(2, 3, 1)])
    assert [row.month.first.month for row in year.drawn] == [1, 2]
    assert [row.first.month for row in year.told] == [2]
    assert year.in_words == "2026. 02.2026: +3 −1"


def test_no_months_are_no_years():
    assert years([]) == []
