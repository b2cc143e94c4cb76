"""The next step in a browser: messages lead on, drafts wait, typing is forgiven."""

from datetime import date

import pytest
import time_machine
from playwright.sync_api import expect

from council.models import Protocol
from experts.models import DossierDraft, Expert
from tests import factories as make
from tests.flows.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)
SAID = ".messages .notice--good"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2025-11-20 12:00+05:00", tick=True):
        yield


@pytest.fixture
def another_window(browser, live_server, browser_context_args):
    """Return a way to begin anew, as in a browser that was closed."""
    opened = []

    def begin():
        opened.append(browser.new_context(**browser_context_args))
        return Desk(opened[-1].new_page(), live_server)

    yield begin
    for context in opened:
        context.close()


def keeps(typed):
    """Return what tells the answer to a keeping of this from any other."""
    return lambda answer: (
        "/draft/" in answer.url and typed in (answer.request.post_data or "")
    )


@pytest.mark.clause("1.8")
@pytest.mark.parametrize("width", [1280, 320])
def test_the_messages_lead_from_the_candidate_to_the_list(desk, council, width):
    """Nothing is pressed but what a message or the page itself offers next."""
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.sign_in("secretariat")
    desk.enter_candidate(council.commissions[0])
    assert desk.page.locator(f"{SAID} a").count() == 1

    desk.follow(f"{SAID} a[href$='/sittings/']")
    desk.fill(held_on="17 қараша 2025")
    desk.page.select_option("[name=secretary]", str(council.secretary.pk))
    desk.press()
    desk.follow(f"{SAID} a[href$='/discuss/']")
    desk.page.check("[name=candidates]")
    desk.press()
    desk.follow(f"{SAID} a[href$='/attendance/']")
    desk.press()
    desk.follow(f"{SAID} a[href$='/votes/']")
    desk.press("[name=all_in_favour]")
    assert desk.shows(f"{SAID} a[href$='#protocol']")

    desk.plan(council.presidium, "19/11/25", council.secretary)
    desk.follow(f"{SAID} a[href$='/propose/']")
    desk.page.check("[name=candidates]")
    desk.press()
    desk.follow(f"{SAID} a[href*='/sittings/']")
    desk.follow("[aria-current=step] a")
    desk.press()
    desk.follow(f"{SAID} a[href$='/votes/']")
    desk.press("[name=all_in_favour]")
    desk.finalise()
    assert Protocol.objects.get().sitting.held_on == date(2025, 11, 19)
    assert desk.page.locator(f"{SAID} a").count() == 3
    desk.follow(f"{SAID} a[href$='/list/']")
    assert "Құдайбергенұлы" in desk.page.locator("main").inner_text()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == width


def test_a_list_says_how_far_each_candidate_is_and_leads_on(desk, council):
    make.a_candidate(council, expert={"is_ready": False})
    desk.page.set_viewport_size({"width": 320, "height": 700})
    desk.sign_in("secretariat")
    desk.go("/ru/desk/candidates/")
    assert "1 из 4" in desk.page.locator("main table tbody").inner_text()
    desk.follow("main table tbody a[href$='/change/#statements']")
    assert desk.page.locator("#statements").is_visible()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_button_that_would_be_refused_says_why(desk, council):
    candidate = make.a_candidate(council, expert={"is_ready": False})
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    desk.sign_in("secretariat")
    desk.go(f"/en/desk/sittings/{sitting.pk}/propose/")
    box = desk.page.locator("[name=candidates]")
    assert box.is_disabled()
    reason = desk.page.locator(f"#{box.get_attribute('aria-describedby')}")
    assert "2.4" in reason.inner_text()
    button = desk.page.locator("main form .actions button")
    assert button.is_disabled()
    reason = desk.page.locator(f"[id='{button.get_attribute('aria-describedby')}']")
    assert reason.inner_text().startswith("2.4")


def test_what_is_typed_waits_for_who_typed_it(desk, council, another_window):
    desk.sign_in("secretariat")
    desk.go("/kk/desk/candidates/new/")
    desk.page.locator("[name=surname]").press_sequentially("Жобаев")
    desk.page.locator("[name=given_name]").press_sequentially("Ерлан")
    desk.page.keyboard.press("Tab")
    desk.page.locator("#draft-state p").wait_for()
    with desk.page.expect_response(keeps("is_ready")):
        desk.check("is_ready")
    assert DossierDraft.objects.get().first("is_ready") == "on"
    assert Expert.objects.count() == 0

    later = another_window()
    later.sign_in("secretariat")
    later.follow(".panel a", has_text="Жобаев Ерлан")
    assert later.page.input_value("[name=surname]") == "Жобаев"
    assert later.page.is_checked("[name=is_ready]")
    commission = council.commissions[0]
    later.fill(field_kk="Экология")
    with later.page.expect_response(keeps("commission=")):
        later.page.select_option("[name=commission]", str(commission.pk))
    desk.fill(patronymic="Кеш")
    desk.page.locator("[name=surname]").focus()
    desk.page.locator("#draft-state .notice--warm").wait_for()
    assert DossierDraft.objects.get().first("patronymic") == ""

    later.press()
    assert str(Expert.objects.get().person) == "Жобаев Ерлан"
    assert DossierDraft.objects.count() == 0


def test_days_telephones_and_names_are_read_as_they_are_written(desk, council):
    desk.sign_in("secretariat")
    desk.go("/ru/desk/candidates/new/")
    desk.page.select_option("[name=commission]", str(council.commissions[0].pk))
    desk.fill(
        surname="ҚАСЕНОВ",
        given_name="Әлихaн",
        field_kk="Экология",
        birth_date="1.9.85",
        acknowledged_on="2025 жылғы 1 қараша",
        consent_on="1 ноября 2025 г.",
        phone="тел. 8 (701) 123-45-67",
    )
    desk.press()
    expert = Expert.objects.get()
    assert (str(expert.person), expert.phone) == ("Қасенов Әлихан", "+77011234567")
    assert expert.person.birth_date == date(1985, 9, 1)
    assert expert.consents.get().given_on == date(2025, 11, 1)
    told = desk.page.locator(".messages .notice--info").inner_text()
    assert "ҚАСЕНОВ" in told
    assert "Әлихан" in told

    desk.go(f"/ru/desk/candidates/{expert.pk}/change/")
    desk.fill(consent_on="31.02.2025")
    desk.press()
    summary = desk.page.locator(".error-summary")
    assert "13.10.2025" in summary.inner_text()
    summary.locator("a").first.click()
    expect(desk.page.locator("[name=consent_on]")).to_be_focused()
