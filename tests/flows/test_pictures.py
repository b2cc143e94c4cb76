"""Pictures in a browser: they fit a phone, and what they show is told in words too."""

from datetime import date

import pytest

from council import actions
from tests.experts.conftest import engage, named
from tests.flows.desk import Desk
from tests.flows.test_register import WIDTHS, problems

pytestmark = pytest.mark.django_db(transaction=True)
INSIDE = """
drawing => {
    const edge = document.documentElement.clientWidth;
    return [...drawing.querySelectorAll("rect, text, line")].every(part => {
        const box = part.getBoundingClientRect();
        return box.left >= -2 && box.right <= edge + 2;
    });
}
"""
OVERLAPS = """
drawing => {
    const boxes = [...drawing.querySelectorAll("text")].map(
        text => text.getBoundingClientRect()
    );
    return boxes.some((one, place) => boxes.slice(place + 1).some(other =>
        one.left < other.right && other.left < one.right &&
        one.top < other.bottom && other.top < one.bottom
    ));
}
"""


@pytest.fixture
def above_the_cap(council):
    """Give a council whose first commission has lost its members."""
    engage(council, named("Асанов"), named("Болатов"), named("Ғабитов"))
    for seat in council.commissions[0].seats.all():
        actions.end_seat(seat=seat, ends=date(2025, 11, 30), by=council.secretariat)
    return council


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_fit_any_width_in_any_display(
    above_the_cap, browser, live_server, language, scheme
):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    citizen = Desk(page, live_server)
    citizen.go(f"/{language}/")
    for display in ("usual", "low-vision"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            drawings = page.locator("figure svg[role=img]")
            assert drawings.count() >= 2
            for place in range(drawings.count()):
                drawing = drawings.nth(place)
                assert drawing.get_attribute("aria-label")
                assert drawing.evaluate(INSIDE), (display, width, place)
                assert not drawing.evaluate(OVERLAPS), (display, width, place)
            assert problems(page) == ([], False), (display, width)
        citizen.follow(".display button")
    context.close()


def test_the_numbers_stand_in_tables_beside_them_on_paper_too(above_the_cap, desk):
    desk.page.emulate_media(media="print")
    desk.go("/ru/")
    shown = [
        row.inner_text().split()
        for row in desk.page.locator("main table tbody tr:visible").all()
    ]
    assert shown[0][-2:] == ["3", "0"]
    assert shown[-1] == ["11.2025", "3", "0"]
    assert desk.page.locator("figure svg:visible").count() >= 2


def test_the_desk_draws_them_for_the_secretariat(above_the_cap, desk):
    desk.sign_in("secretariat")
    picture = desk.page.locator(".panel__picture svg[role=img]")
    assert picture.get_attribute("aria-label").startswith("№ 1 – 3 / 0; № 2 – 0 / ")
    for width in WIDTHS:
        desk.page.set_viewport_size({"width": width, "height": 900})
        assert problems(desk.page) == ([], False), width
