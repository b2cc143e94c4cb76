"""From a letter to the desk, and in again: with the app, with a recovery code."""

import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail

from council.letters import WRITING
from council.models import Account
from tests.accounts.people import (
    SECRET,
    WORD,
    code,
    link_in,
    recovery_codes,
    somebody,
)
from tests.flows.desk import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "Жаңа-құпиясөз-2027"


@pytest.fixture(autouse=True)
def _second_factor_required(settings, live_server):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SITE_URL = live_server.url


class Telephone(Keyboard):
    """Somebody who uses the keyboard alone, on a telephone's width."""

    def enter(self):
        """Press Enter and wait for the page it leads to."""
        with self.another_page():
            self.page.keyboard.press("Enter")

    def is_sound(self):
        """Check that nothing scrolls sideways and that axe finds nothing."""
        width = "document.documentElement.scrollWidth <= window.innerWidth"
        found = Axe().run(self.page).response["violations"]
        assert (self.page.evaluate(width), found) == (True, []), self.page.url


@pytest.fixture
def desk(page, live_server):
    page.set_viewport_size({"width": 320, "height": 700})
    return Telephone(page, live_server)


def first_step(desk, username, password=WORD):
    desk.go("/kk/sign-in/")
    desk.is_sound()
    desk.fill(login=username)
    desk.fill(password=password)
    desk.enter()


def test_from_the_letter_to_the_desk(desk, browser, live_server):
    administrator = somebody("administrator", "first", factor=True)
    first_step(desk, "first")
    desk.is_sound()
    desk.fill(code=code(SECRET))
    desk.enter()
    assert desk.page.url == f"{desk.home}/kk/desk/"
    desk.unfold(".site-header__row .menu-button")
    desk.is_sound()
    desk.follow(".site-nav a[href$='/accounts/']")
    desk.is_sound()
    desk.follow("a[href$='/accounts/new/']")
    desk.is_sound()
    desk.fill(last_name="Сейіт")
    desk.fill(email="aliya@example.org")
    desk.select("role", "secretariat")
    desk.press()
    assert desk.shows(".notice--good")
    desk.is_sound()
    account = Account.objects.exclude(pk=administrator.pk).get()

    invited = Telephone(browser.new_page(), live_server)
    invited.page.set_viewport_size({"width": 320, "height": 700})
    invited.go(link_in(mail.outbox[0]))
    assert invited.page.url == f"{invited.home}/kk/invitation/"
    invited.is_sound()
    invited.fill(password1=NEW)
    invited.fill(password2=NEW)
    invited.enter()
    assert invited.page.url == f"{invited.home}/kk/second-factor/set-up/"
    invited.is_sound()
    key = invited.page.inner_text(".fingerprint").replace(" ", "")
    invited.fill(code=code(key))
    invited.enter()
    assert invited.page.url == f"{invited.home}/kk/second-factor/codes/"
    invited.is_sound()
    shown = re.findall(r"\d{8}", invited.page.inner_text(".codes"))
    assert shown == recovery_codes(account)
    invited.follow(".actions .button--primary")
    assert invited.page.url == f"{invited.home}/kk/desk/"
    invited.page.close()


def test_a_recovery_code_instead_of_the_telephone(desk):
    account = somebody("secretariat", "aliya", factor=True)
    first_step(desk, "aliya")
    desk.fill(code="000000")
    desk.enter()
    desk.is_sound()
    assert desk.shows(".field--error")
    desk.fill(code=recovery_codes(account)[0])
    desk.enter()
    assert desk.page.url == f"{desk.home}/kk/desk/"
    desk.go("/kk/second-factor/")
    desk.is_sound()
    assert "9" in desk.page.inner_text(".summary-list")


def test_a_forgotten_password(desk):
    somebody("secretariat", "aliya", email="aliya@example.org", factor=True)
    desk.go("/kk/sign-in/")
    desk.follow("main a[href$='/sign-in/forgotten/']")
    desk.is_sound()
    desk.fill(email="aliya@example.org")
    desk.enter()
    desk.is_sound()
    for thread in threading.enumerate():
        if thread.name == WRITING:
            thread.join()
    desk.go(link_in(mail.outbox[0]))
    desk.fill(password1=NEW)
    desk.fill(password2=NEW)
    desk.enter()
    assert desk.page.url == f"{desk.home}/kk/sign-in/second/"
    desk.fill(code=code(SECRET))
    desk.enter()
    assert desk.page.url == f"{desk.home}/kk/desk/"
    desk.go("/kk/invitation/")
    desk.is_sound()
