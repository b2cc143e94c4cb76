"""The guide, the marks of clauses and the first days of a council in a browser."""

import re

import pytest
from playwright.sync_api import expect

from council.models import Account
from tests.commissions.test_init_council import ARGUMENTS, init
from tests.flows.test_register import WIDTHS, problems

pytestmark = pytest.mark.django_db(transaction=True)
LOADED = "images => images.every(image => image.complete && image.naturalWidth > 0)"


@pytest.mark.parametrize(
    ("language", "help_", "task"),
    [
        ("kk", "Көмек", "Тоқсанды телефоннан бағалау"),
        ("ru", "Помощь", "Оценить квартал с телефона"),
    ],
)
def test_a_reader_finds_a_task_and_its_picture(council, desk, language, help_, task):
    page = desk.page
    desk.go(f"/{language}/")
    desk.follow("header a", has_text=help_)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page) == ([], False), width
    desk.follow("main a", has_text=task)
    expect(page.locator("h1")).to_have_text(task)
    picture = page.locator(".guide img")
    room = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    page.wait_for_function(f"({LOADED})([...document.images])")
    assert picture.bounding_box()["height"] == room["height"]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert problems(page) == ([], False), width
    desk.follow(".guide a", has_text="4.1")
    assert page.url == f"{desk.home}/{language}/rules/#clause-4.1"


def test_the_desk_leads_to_its_page_of_the_guide(council, desk):
    desk.sign_in("secretariat")
    desk.follow(".site-nav a", has_text="Отырыстар")
    desk.follow("header a", has_text="Көмек")
    assert desk.page.url == f"{desk.home}/kk/help/hold-presidium/"


def test_a_mark_opens_its_clause_and_the_form_keeps_what_was_typed(council, desk):
    desk.sign_in("secretariat")
    desk.go("/kk/desk/candidates/new/")
    desk.fill(surname="Құдайбергенұлы")
    with desk.page.context.expect_page() as opened:
        desk.page.locator("a.clause", has_text="2.3").first.click()
    rules = opened.value
    rules.wait_for_load_state()
    assert rules.url == f"{desk.home}/kk/rules/#clause-2.3"
    assert rules.locator(":target").inner_text().startswith("Кандидат")
    assert desk.page.input_value("[name=surname]") == "Құдайбергенұлы"


@pytest.fixture
def founded():
    """Found a council as the command does, with somebody who can sign in."""
    init(**ARGUMENTS, commissions="2")
    for name in ("secretariat", "administrator"):
        account = Account.objects.get(username=name)
        account.set_password("x")
        account.save()


@pytest.mark.parametrize(
    ("language", "heading"),
    [("kk", "Кеңестің алғашқы күндері"), ("ru", "Первые дни совета")],
)
@pytest.mark.parametrize("name", ["secretariat", "administrator"])
def test_a_new_council_is_led_through_its_first_days(
    founded, desk, name, language, heading
):
    desk.sign_in(name)
    desk.go(f"/{language}/desk/")
    steps = desk.page.locator("section", has=desk.page.locator("#first-steps"))
    expect(steps.locator("h2")).to_have_text(heading)
    expect(steps.locator(".task")).to_have_count(8)
    expect(steps.locator(".task--done")).to_have_count(2)
    for width in WIDTHS:
        desk.page.set_viewport_size({"width": width, "height": 900})
        assert problems(desk.page) == ([], False), width
    desk.follow("#first-steps ~ ul .task:first-child .task__label a")
    desk.page.fill("[name=email]", "secretariat@example.org")
    desk.press()
    desk.go(f"/{language}/desk/")
    expect(steps.locator(".task--done")).to_have_count(3)
    assert re.search(
        r"/help/first-days/$", steps.locator("p a").first.get_attribute("href")
    )
