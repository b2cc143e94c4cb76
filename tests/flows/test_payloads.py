"""What people type in a real browser: no dialog opens, no policy is broken."""

import pytest
import time_machine

from tests.flows.desk import Desk
from tests.kpi.world import NOW
from tests.test_public_leaks import everything
from tests.test_xss import PAYLOADS, type_everywhere

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
PUBLIC = (
    *("/kk/", "/kk/register/", "/kk/register/changes/?since=2025-01-01", "/kk/rules/"),
    *("/kk/contact/", "/kk/register/editions/", "/kk/register/?q=%3Cscript%3E"),
)
OF_DESK = (
    *("/kk/desk/", "/kk/desk/candidates/", "/kk/desk/history/", "/kk/desk/sittings/"),
    *("/kk/desk/events/", "/kk/desk/assignments/", "/kk/desk/recommendations/"),
    *("/kk/desk/publications/", "/kk/desk/commendations/", "/kk/desk/council/"),
    *("/kk/desk/evaluations/", "/kk/desk/reports/", "/kk/desk/sittings/1/"),
)
LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", event => {
    window.broken.push(event.violatedDirective + " " + event.blockedURI);
});
"""
INLINE = """
() => new Promise(seen => {
    document.addEventListener("securitypolicyviolation", () => seen(1), {once: true});
    const made = document.createElement("script");
    made.textContent = "window.ran = true";
    document.body.append(made);
})
"""


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server)


def test_no_payload_runs_in_a_browser(desk):
    council = everything()
    type_everywhere(lambda column: PAYLOADS[column % len(PAYLOADS)])
    opened, wrong = [], []
    page = desk.page

    def close(dialog):
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", close)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.add_init_script(LISTEN)

    def visit(addresses):
        for address in addresses:
            desk.go(address)
            page.mouse.move(200, 300)
            page.keyboard.press("Tab")
            found = page.evaluate("window.broken")
            wrong.extend(f"{address}: {each}" for each in found)

    visit(PUBLIC)
    desk.sign_in(council.secretariat.username)
    visit(OF_DESK)
    assert (opened, wrong) == ([], [])
    # What would run is stopped, and seen.
    assert page.evaluate(INLINE) == 1
    assert page.evaluate("window.ran") is None
    assert page.evaluate("window.broken").pop().startswith("script-src")
