"""The desk as somebody at a browser uses it."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
PATIENCE = 60_000  # milliseconds; a slow machine draws a page in many seconds
MOST_STOPS = 800  # of Tab on the longest page
CLEAR_CERTIFICATES = ("criminal_record", "mental_health", "narcology")
PAPERS = ("application", "diploma", *CLEAR_CERTIFICATES, "resume")


class Desk:
    """A secretary at the browser, in Kazakh.

    What leads to another page has brought it, whole, before the next move: whoever
    went on sooner could take back what was just pressed. Every move of the hand counts
    as an action: a link or button pressed, a field filled, a choice made.
    """

    actions = 0

    def __init__(self, page, live_server):
        page.set_default_timeout(PATIENCE)
        self.page = page
        self.home = live_server.url

    def go(self, path):
        self.page.goto(f"{self.home}{path}")

    @contextmanager
    def another_page(self):
        """Wait for the page to which leads what is done meanwhile."""
        with self.page.expect_navigation(wait_until="load"):
            yield

    def follow(self, selector, **narrower):
        """Press the first such link or button and wait for the page it leads to."""
        self.actions += 1
        with self.another_page():
            self._press(self.page.locator(selector, **narrower).first)

    def follow_menu(self, address):
        """Go to a page of the main menu, which a telephone has behind a button."""
        button = ".site-header__row .menu-button"
        if self.page.locator(button).is_visible():
            self.unfold(button)
        self.follow(f".site-nav a[href$='{address}']")

    def press(self, selector="main form .actions button.button--primary"):
        self.follow(selector)

    def shows(self, selector):
        """Say whether such a thing is on the page."""
        return self.page.locator(selector).count() > 0

    def fill(self, **values):
        for name, value in values.items():
            self.actions += 1
            self._type(self.page.locator(f"[name='{name}']"), value)

    def check(self, *names):
        for name in names:
            self.choose(f"[name='{name}']")

    def choose(self, selector):
        """Tick the first such box, or choose the first such answer."""
        self.actions += 1
        self._tick(self.page.locator(selector).first, is_ticked=True)

    def uncheck(self, label):
        self.actions += 1
        self._tick(self.page.get_by_label(label), is_ticked=False)

    def select(self, name, value):
        self.actions += 1
        self._select(self.page.locator(f"[name='{name}']"), value)

    def unfold(self, selector):
        self.actions += 1
        self._press(self.page.locator(selector).first)

    def _press(self, target):
        target.click()

    def _type(self, target, text):
        target.fill(text)

    def _tick(self, target, is_ticked):
        target.set_checked(is_ticked)

    def _select(self, target, value):
        target.select_option(value)

    @contextmanager
    def job(self, name):
        """Count the actions of a main job, and say that README tells the same."""
        self.actions = 0
        yield
        print(f"{name}: {self.actions} actions")
        told = re.findall(rf"\n\| {name} \|.*\| (\d+) \|\n", README.read_text())
        assert told == [str(self.actions)]

    def sign_in(self, username):
        self.go("/kk/sign-in/")
        self.fill(login=username, password="x")
        self.press()
        assert self.page.url == f"{self.home}/kk/desk/"

    def enter_candidate(self, commission):
        self.go("/kk/desk/candidates/new/")
        self.fill_in_and_save(commission)

    def fill_in_and_save(self, commission):
        self.select("commission", str(commission.pk))
        self.fill(
            surname="Құдайбергенұлы",
            given_name="Әділ",
            patronymic="Ұланұлы",
            field_kk="Қала экологиясы",
            field_ru="Экология города",
            education="ҚазҰУ, экология, 2009",
            acknowledged_on="01.11.2025",
            consent_on="01.11.25",
        )
        self.check("has_higher_education", "is_ready", "no_memberships")
        for kind in PAPERS:
            self.check(f"{kind}-is_seen")
            self.fill(**{f"{kind}-issued_on": "25.10.2025"})
        for kind in CLEAR_CERTIFICATES:
            self.select(f"{kind}-result", "clear")
        self.choose("[name=corruption][value=none]")
        self.press()
        assert re.search(r"/kk/desk/candidates/\d+/$", self.page.url)

    def plan(self, body, day, secretary):
        self.go(f"/kk/desk/bodies/{body.pk}/sittings/")
        self.fill(held_on=day)
        self.select("secretary", str(secretary.pk))
        self.press()
        assert re.search(r"/kk/desk/sittings/\d+/$", self.page.url)
        return self.page.url

    def put_on_agenda(self, sitting_url, page):
        self.page.goto(f"{sitting_url}{page}/")
        self.check("candidates")
        self.press()
        assert self.shows(".notice--good")

    def hold(self, sitting_url):
        """Everybody came and voted for everything."""
        self.page.goto(f"{sitting_url}attendance/")
        self.press()
        assert self.page.url == sitting_url
        self.page.goto(f"{sitting_url}votes/")
        self.press("[name=all_in_favour]")
        assert self.page.url == sitting_url

    def finalise(self):
        self.press("form[action$='/finalise/'] button")
        assert self.shows(".fingerprint")


class Keyboard(Desk):
    """The same secretary without a mouse: goes on by Tab, never points.

    Whatever Tab does not reach, or a key does not do, ends the work.
    """

    def tab_to(self, target):
        """Press Tab until the thing has the focus; return how often."""
        wanted = target.element_handle()
        for number in range(MOST_STOPS):
            if wanted.evaluate("wanted => wanted === document.activeElement"):
                return number
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {target}")

    def _press(self, target):
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def _type(self, target, text):
        self.tab_to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _tick(self, target, is_ticked):
        if target.get_attribute("type") == "radio":
            self._choose(target)
            return
        self.tab_to(target)
        if target.is_checked() != is_ticked:
            self.page.keyboard.press("Space")
        assert target.is_checked() == is_ticked

    def _choose(self, target):
        """Go to the answers, of which Tab stops at one, and through them by arrows."""
        answers = self.page.locator(f"[name='{target.get_attribute('name')}']")
        chosen = [answer for answer in answers.all() if answer.is_checked()]
        self.tab_to((chosen or answers.all())[0])
        self.page.keyboard.press("Space")
        for _answer in range(answers.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not chosen by arrows: {target}")

    def _select(self, target, value):
        self.tab_to(target)
        self.page.keyboard.press("Home")
        for _option in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"not chosen by arrows: {value} of {target}")


# A test that takes the desk with a mouse, and once more without.
by_any_hand = pytest.mark.parametrize("desk", [Desk, Keyboard], indirect=True)
