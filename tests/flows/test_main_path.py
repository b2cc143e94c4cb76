"""The whole path in a browser: from a candidate's papers to the public register."""

import re
from datetime import date

import pytest
import time_machine

from experts.models import Engagement
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
CLEAR_CERTIFICATES = ("criminal_record", "mental_health", "narcology")
PAPERS = ("application", "diploma", *CLEAR_CERTIFICATES, "resume")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2025-11-20 12:00+05:00", tick=True):
        yield


@pytest.fixture
def council():
    return make.a_council(per_commission=2)


class Desk:
    """A secretary at the browser, in Kazakh."""

    def __init__(self, page, live_server):
        self.page = page
        self.home = live_server.url

    def go(self, path):
        self.page.goto(f"{self.home}{path}")

    def press(self, selector="main form .actions button.button--primary"):
        self.page.locator(selector).first.click()

    def fill(self, **values):
        for name, value in values.items():
            self.page.fill(f"[name='{name}']", value)

    def check(self, *names):
        for name in names:
            self.page.check(f"[name='{name}']")

    def sign_in(self, username):
        self.go("/kk/sign-in/")
        self.fill(login=username, password="x")
        self.press()
        self.page.wait_for_url("**/kk/desk/")

    def enter_candidate(self, commission):
        self.go("/kk/desk/candidates/new/")
        self.page.select_option("[name=commission]", str(commission.pk))
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
            self.page.fill(f"[name='{kind}-issued_on']", "25.10.2025")
        for kind in CLEAR_CERTIFICATES:
            self.page.select_option(f"[name='{kind}-result']", "clear")
        self.page.check("[name=corruption][value=none]")
        self.press()
        self.page.wait_for_url(re.compile(r"/kk/desk/candidates/\d+/$"))

    def plan(self, body, day, secretary):
        self.go(f"/kk/desk/bodies/{body.pk}/sittings/")
        self.fill(held_on=day)
        self.page.select_option("[name=secretary]", str(secretary.pk))
        self.press()
        self.page.wait_for_url(re.compile(r"/kk/desk/sittings/\d+/$"))
        return self.page.url

    def put_on_agenda(self, sitting_url, page):
        self.page.goto(f"{sitting_url}{page}/")
        self.page.check("[name=candidates]")
        self.press()

    def hold(self, sitting_url):
        """Everybody came and voted for everything."""
        self.page.goto(f"{sitting_url}attendance/")
        self.press()
        self.page.wait_for_url(sitting_url)
        self.page.goto(f"{sitting_url}votes/")
        self.page.click("[name=all_in_favour]")
        self.page.wait_for_url(sitting_url)

    def finalise(self):
        self.press("form[action$='/finalise/'] button")


@pytest.fixture
def desk(page, live_server):
    page.set_default_timeout(15_000)
    return Desk(page, live_server)


@pytest.mark.clause("1.8")
@pytest.mark.clause("1.12")
def test_a_candidate_becomes_a_public_expert(desk, council):
    desk.sign_in("secretariat")
    desk.enter_candidate(council.commissions[0])
    dossier = desk.page.url
    assert desk.page.locator(".task:not(.task--done)").count() == 0

    commission = desk.plan(council.commissions[0], "17.11.2025", council.secretary)
    desk.put_on_agenda(commission, "discuss")
    desk.page.wait_for_url(commission)
    desk.hold(commission)

    presidium = desk.plan(council.presidium, "19.11.2025", council.secretary)
    desk.put_on_agenda(presidium, "propose")
    desk.hold(presidium)
    assert Engagement.objects.count() == 0
    desk.finalise()
    desk.page.wait_for_selector(".fingerprint")
    assert Engagement.objects.get().begins == date(2025, 11, 19)

    desk.page.goto(f"{dossier}path/")
    assert desk.page.locator(".candidate-path .is-done").count() == 4

    desk.page.context.clear_cookies()
    for language, field in (("kk", "Қала экологиясы"), ("ru", "Экология города")):
        desk.go(f"/{language}/register/")
        assert desk.page.locator("html").get_attribute("lang") == language
        desk.fill(q="кудайбергенулы адил")
        desk.press(".filters button")
        rows = desk.page.locator("main table tbody tr")
        assert rows.count() == 1
        assert "Құдайбергенұлы Әділ Ұланұлы" in rows.first.inner_text()
        assert field in rows.first.inner_text()
        rows.first.locator("a").click()
        assert "Құдайбергенұлы" in desk.page.locator("h1").inner_text()
        assert "№ 1" in desk.page.locator("main").inner_text()


def test_a_chair_proposes_from_a_telephone(desk, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    desk.page.set_viewport_size({"width": 320, "height": 640})
    desk.sign_in("chair-1")
    desk.page.locator(".panel a", has_text=str(candidate)).click()
    desk.page.locator("a.button--primary").click()
    desk.page.check("[name=candidates]")
    desk.press()
    desk.page.wait_for_selector(".notice--good")
    submission = sitting.submissions.get()
    assert (submission.place, submission.proposal.is_on_behalf) == (1, False)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_is_lost_when_two_windows_are_open(desk, council, page):
    """A stale page is refused with its typing kept."""
    sitting = make.a_presidium_sitting(council)
    desk.sign_in("secretariat")
    desk.go(f"/en/desk/sittings/{sitting.pk}/attendance/")
    second = page.context.new_page()
    second.goto(f"{desk.home}/en/desk/sittings/{sitting.pk}/attendance/")
    second.locator("main form .actions button.button--primary").click()
    second.wait_for_url(f"**/sittings/{sitting.pk}/")
    first_box = desk.page.locator("[name=voters]").first
    first_box.uncheck()
    desk.press()
    assert "Somebody changed this record" in desk.page.locator("main").inner_text()
    assert not first_box.is_checked()
    assert sitting.attendances.count() == 4
