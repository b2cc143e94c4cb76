"""Everybody can read every page: axe finds nothing, in any size and language.

The short form looks at each page once, in turn in Kazakh and Russian, narrow and wide;
the long one in all four, of a new council too, and with wrong typing.
"""

from itertools import product

import hypothesis
import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests import factories as make
from tests.kpi.world import NOW
from tests.test_public_leaks import everything
from tests.tour import stops

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES, WIDTHS = ("kk", "ru"), (320, 1280)
PLACES = list(product(LANGUAGES, WIDTHS))
FEWEST = {"empty": 50, "filled": 100, "wrong": 30}
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
IS_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
ZOOMED = 640  # what 200 % leave of a window of 1280 pixels; 400 % leave 320
FORM = """
[...document.querySelectorAll("main form[method=post]")].find(form =>
    form.querySelector("input:not([type=hidden]), select, textarea"))
"""
HAS_FORM = f"Boolean({FORM})"
SEND_WRONG = f"""
(form => {{
    const typed = ["text", "textarea", "select-one", "email", "url", "number"];
    for (const field of form.elements) {{
        if (typed.includes(field.type)) field.value = "";
        if (field.inputMode === "numeric") field.value = "31.02.2026";
    }}
    form.noValidate = true;
    form.requestSubmit();
}})({FORM.strip()})
"""


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def places():
    """Give for each number the languages and widths in which to look at a page."""
    if hypothesis.settings.get_current_profile_name() == "long":
        return lambda _number: PLACES
    return lambda number: [PLACES[number % len(PLACES)]]


def readers(council):
    """Give the browsers of the public, the secretariat, a chair, an administrator."""
    administrator = make.an_account(role="administrator")
    yield Client()
    for account in (council.secretariat, council.chair_accounts[0], administrator):
        client = Client()
        client.force_login(account)
        yield client


def windows(browser, home, client):
    """Return a page for each language and width, in which the client is signed in."""
    kept = [
        {"name": name, "value": cookie.value, "url": home}
        for name, cookie in client.cookies.items()
    ]
    made = {}
    for place in PLACES:
        made[place] = browser.new_page(viewport={"width": place[1], "height": 900})
        made[place].set_default_timeout(60_000)
        made[place].context.add_cookies(kept)
    return made


def problems(page):
    """Say what axe finds, and whether the page is wider than its window, zoomed too."""
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [
        f"{each['id']}: {node['html'][:200]}"
        for each in violations
        for node in each["nodes"]
    ]
    if page.evaluate(IS_WIDE):
        found.append("wide")
    usual = page.viewport_size
    page.set_viewport_size(usual | {"width": ZOOMED})
    if page.evaluate(IS_WIDE):
        found.append("wide at 200 %")
    page.set_viewport_size(usual)
    return found


def is_refused(page):
    """Send the form of the page filled in wrongly; say whether errors came of it."""
    if not page.evaluate(HAS_FORM):
        return False
    with page.expect_navigation():
        page.evaluate(SEND_WRONG)
    return page.locator(".error-summary").count() == 1


def look(browser, home, council, places, state):
    """Return how many pages were looked at, and what was wrong with each."""
    wrong: dict[tuple[str, str, int], list[str]] = {}
    seen: set[str] = set()
    number = 0
    for client in readers(council):
        by_place = windows(browser, home, client)
        found = {language: dict(stops(client, language)) for language in LANGUAGES}
        for route in [each for each in found["kk"] if each not in seen]:
            for language, width in places(number):
                page = by_place[language, width]
                page.goto(home + found[language][route])
                if state == "wrong" and not is_refused(page):
                    continue
                seen.add(route)
                if faults := problems(page):
                    wrong[route, language, width] = faults
            number += 1
        for page in by_place.values():
            page.close()
    return len(seen), wrong


@pytest.mark.parametrize(
    "state",
    [
        "filled",
        pytest.param("empty", marks=pytest.mark.long),
        pytest.param("wrong", marks=pytest.mark.long),
    ],
)
def test_every_page_is_for_everybody(browser, live_server, places, state):
    council = make.a_council(per_commission=2) if state == "empty" else everything()
    count, wrong = look(browser, live_server.url, council, places, state)
    assert wrong == {}
    assert count > FEWEST[state]
