"""Places of the commissions, and who came and left by month, as the public sees it."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from commissions import actions as commissions
from council import actions
from council.models import Edition
from council.regulation import Ground
from experts import actions as experts
from experts.models import Engagement
from experts.register_pictures import years_until
from tests.experts.conftest import TODAY, engage, named
from tests.experts.test_any_day import decided, reassigned
from tests.experts.test_public_pages import flat

MOST_BYTES = 60_000


@pytest.fixture
def home(client):
    """Give a way to open the front page."""

    def ask(**query):
        return client.get(reverse("home"), query)

    return ask


def by_month(on):
    """Return the months in which somebody came or left, with the numbers of both."""
    return [
        (f"{month.first:%m.%Y}", month.came, month.left)
        for year in years_until(on)
        for month in year.told
    ]


def levels_on(answer):
    return [
        (row.label, row.taken, row.limit) for row in answer.context["levels"].levels
    ]


@pytest.mark.clause("1.7")
def test_the_front_page_draws_how_full_each_commission_is(council, home):
    engage(council, named("Асанов"), named("Болатов"))
    answer = home()
    capacities = [7 * council.commissions[place].seats.count() for place in range(2)]
    assert levels_on(answer) == [("№ 1", 2, capacities[0]), ("№ 2", 0, capacities[1])]
    words = f"№ 1 – 2 of {capacities[0]}; № 2 – 0 of {capacities[1]}"
    assert f'role="img" aria-label="{words}"' in " ".join(answer.text.split())
    assert f"Название COMMISSION 1 2 {capacities[0]}" in flat(answer)


@pytest.mark.clause("1.7")
def test_what_stands_above_the_cap_is_drawn_beyond_the_frame(council, home):
    engage(council, named("Асанов"))
    for seat in council.commissions[0].seats.all():
        actions.end_seat(seat=seat, ends=date(2025, 11, 30), by=council.secretariat)
    assert levels_on(home())[0] == ("№ 1", 1, 0)
    assert "1 of 0, above it 1" in flat(home())
    assert 'fill="url(#over)"' in home().text
    assert 'fill="url(#over)"' not in home(on="2025-11-30").text


def test_who_withdrew_the_consent_takes_a_place_and_is_counted_only(council, home):
    gone, _stays = engage(council, named("Асанов"), named("Болатов"))
    experts.withdraw_consent(expert=gone, on=TODAY, by=council.secretariat)
    answer = home()
    assert (answer.context["experts"], levels_on(answer)[0][1]) == (1, 2)
    assert "consent to publication was withdrawn (law № 94-V) – 1." in flat(answer)
    assert by_month(TODAY) == [("11.2025", 1, 0)]


def test_a_day_before_the_regulation_has_a_table_and_no_cap(council, home):
    Edition.objects.update(effective_on=date(2026, 1, 1))
    answer = home()
    assert answer.context["levels"] is None
    assert "Название COMMISSION 1 0 –" in flat(answer)


def test_months_count_who_came_and_who_left_but_no_move(council):
    moved, left, shorter = engage(
        council, named("Асанов"), named("Болатов"), named("Ғабитов")
    )
    reassigned(council, moved)
    Engagement.objects.filter(expert=shorter).update(ends=date(2026, 1, 31))
    release = {"expert": left, "ground": Ground.ETHICS}
    decided(council, commissions.propose_release, on=date(2025, 12, 2), **release)
    assert by_month(date(2025, 12, 1)) == [("11.2025", 3, 0)]
    assert by_month(date(2025, 12, 2)) == [("11.2025", 3, 0), ("12.2025", 0, 1)]
    assert by_month(date(2027, 1, 1)) == [
        ("11.2025", 3, 0),
        ("12.2025", 0, 1),
        ("01.2026", 0, 1),
    ]
    assert by_month(date(2028, 5, 20)) == []


def test_the_months_begin_with_the_convocation_and_end_with_the_day(council):
    engage(council, named("Асанов"))
    begins = council.convocation.begins
    (year,) = years_until(date(2025, 12, 10))
    assert (year.months[0].first, year.months[-1].first) == (
        begins.replace(day=1),
        date(2025, 12, 1),
    )


def test_nobody_engaged_yet_has_no_picture_of_months(council, home):
    assert years_until(TODAY) == []
    assert 'id="months"' not in home().text


def test_the_first_visit_weighs_little(council, home, client):
    engage(council, *(named(f"Асанов{letter}") for letter in "абвгд"))
    answer = home()
    files = re.findall(
        r'<(?:link|script|img)[^>]*(?:href|src)="/static/([^"?]+)"', answer.text
    )
    sent = [
        answer.content,
        *(Path(settings.BASE_DIR, "static", file).read_bytes() for file in files),
    ]
    assert sum(len(gzip.compress(each)) for each in sent) < MOST_BYTES
    assert len(files) > 4


def test_the_desk_of_the_secretariat_has_them_beside_each_other(
    council, secretariat, chairs
):
    engage(council, named("Асанов"))
    panels = {
        panel.title: panel.levels
        for panel in secretariat.get(reverse("desk")).context["panels"]
        if panel.levels
    }
    assert [
        (title, [row.taken for row in levels.levels])
        for title, levels in panels.items()
    ] == [("Places in the commissions", [1, 0])]
    assert "Places in the commissions" not in chairs[0].get(reverse("desk")).text
