"""A citizen in the register: results as one types, the same without, in any size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from council.models import Council
from tests import factories as make
from tests.experts.conftest import engage, named
from tests.flows.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 1280)
TYPED = "axмет 1"


@pytest.fixture
def expert(council):
    """Give one of three experts."""
    Council.objects.update(email="secretariat@example.org")
    facts = [named("Ахметов"), named("Болатов"), named("Ғабитов")]
    return engage(council, *facts)[0]


def found(page):
    return page.locator("main table tbody th").all_inner_texts()


def problems(page):
    """Say what axe finds, and whether the page is wider than its window."""
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    violations = Axe().run(page).response["violations"]
    return [violation["id"] for violation in violations], page.evaluate(wide)


def test_results_come_as_one_types_and_the_address_follows(expert, desk):
    page = desk.page
    said = []
    page.on("console", lambda message: said.append((message.type, message.text)))
    loads = []
    page.on("load", lambda _page: loads.append(page.url))
    desk.go("/ru/register/")
    assert len(found(page)) == 3
    page.locator("[name=q]").press_sequentially("axмет")
    page.wait_for_url("**/ru/register/?q=ax*")
    expect(page.locator("#answer tbody tr")).to_have_count(1)
    page.locator("[name=q]").press_sequentially(" 1")
    page.wait_for_url("**/ru/register/?q=ax*%201&*")
    assert found(page) == ["Ахметов Әлихан"]
    expect(page.locator("[name=q]")).to_be_focused()
    assert page.input_value("[name=q]") == TYPED
    assert "1" in page.locator("[role=status]").inner_text()
    as_typed = page.locator("#found").inner_text()
    other = page.locator(".languages a[lang=kk]").get_attribute("href")
    assert other == page.url.replace(desk.home, "").replace("/ru/", "/kk/")
    assert len(loads) == 1

    page.locator("[name=q]").fill("жоқ")
    page.wait_for_selector("#found .empty")
    page.locator("[name=q]").fill("")
    expect(page.locator("#answer tbody tr")).to_have_count(3)
    page.locator("[name=on]").fill("31.02.2026")
    page.locator("[name=q]").fill("а")
    page.wait_for_selector("#problem:not([hidden]) .error-summary")
    assert len(loads) == 1
    page.locator("[name=on]").fill("")
    page.locator("[name=q]").fill(TYPED)
    with desk.another_page():
        page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text(as_typed)
    assert len(loads) == 2
    kept = page.evaluate(
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    )
    assert kept == ["htmx-current-path-for-history"]
    errors = [text for kind, text in said if kind == "error"]
    assert [text for text in errors if "status of 400" not in text] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_without_javascript_the_button_finds_the_same_in_any_size(
    browser, expert, live_server, language
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    citizen = Desk(page, live_server)
    citizen.go(f"/{language}/register/")
    citizen.fill(q=TYPED)
    citizen.follow("main form button[type=submit]")
    assert found(page) == ["Ахметов Әлихан"]
    citizen.follow(".display button")
    assert page.locator("html").get_attribute("data-display") == "low-vision"
    assert found(page) == ["Ахметов Әлихан"]
    assert [cookie["name"] for cookie in context.cookies()] == ["display"]
    kept = context.storage_state()
    context.close()

    entry = f"/register/{expert.public_id}/"
    looked_at = {"/": kept, "/register/": kept, entry: kept}
    if language == "ru":
        looked_at |= {"/register/?q=a": None, "/contact/": None}
    for path, state in looked_at.items():
        seen = browser.new_context(storage_state=state)
        page = seen.new_page()
        page.goto(f"{live_server.url}/{language}{path}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert problems(page) == ([], False), (path, width)
        seen.close()


def test_a_page_on_paper_leaves_out_what_only_a_screen_can_do(expert, desk):
    page = desk.page
    page.emulate_media(media="print")
    for path in ("/ru/", "/ru/register/", f"/ru/register/{expert.public_id}/"):
        desk.go(path)
        seen = ":visible"
        for left_out in ("nav", "form", "button", ".details", ".downloads"):
            assert page.locator(left_out + seen).count() == 0, (path, left_out)
        assert page.locator("#printed").is_visible()
        assert path in page.locator("#printed").inner_text()
    page.emulate_media(media="screen")
    assert not page.locator("#printed").is_visible()


def test_the_secretary_sees_the_desk_in_it(council, desk):
    make.in_office(council)
    desk.sign_in("secretariat")
    desk.follow(".display button")
    assert desk.page.url == f"{desk.home}/kk/desk/"
    assert desk.page.locator("html").get_attribute("data-display") == "low-vision"
