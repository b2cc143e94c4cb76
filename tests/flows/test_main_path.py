"""The whole path in a browser: from a candidate's papers to the public register."""

from datetime import date

import pytest
import time_machine

from experts.models import Engagement, Expert, ListEdition
from tests import factories as make
from tests.flows.desk import Desk, by_any_hand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2025-11-20 12:00+05:00", tick=True):
        yield


@pytest.mark.clause("1.8")
@pytest.mark.clause("1.12")
def test_a_candidate_becomes_a_public_expert(desk, council):
    desk.sign_in("secretariat")
    desk.enter_candidate(council.commissions[0])
    dossier = desk.page.url
    assert desk.page.locator(".task:not(.task--done)").count() == 0

    commission = desk.plan(council.commissions[0], "17.11.2025", council.secretary)
    desk.put_on_agenda(commission, "discuss")
    desk.hold(commission)

    presidium = desk.plan(council.presidium, "19.11.2025", council.secretary)
    desk.put_on_agenda(presidium, "propose")
    desk.hold(presidium)
    assert Engagement.objects.count() == 0
    desk.finalise()
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
        desk.follow("main table tbody tr a")
        assert "Құдайбергенұлы" in desk.page.locator("h1").inner_text()
        assert "№ 1" in desk.page.locator("main").inner_text()


def test_a_chair_proposes_from_a_telephone(desk, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 25))
    desk.page.set_viewport_size({"width": 320, "height": 640})
    desk.sign_in("chair-1")
    desk.follow(".panel a", has_text=str(candidate))
    desk.follow("a.button--primary")
    desk.page.check("[name=candidates]")
    desk.press()
    assert desk.shows(".notice--good")
    submission = sitting.submissions.get()
    assert (submission.place, submission.proposal.is_on_behalf) == (1, False)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_is_lost_when_two_windows_are_open(desk, council, live_server):
    """A stale page is refused with its typing kept, and can be saved again."""
    sitting = make.a_presidium_sitting(council)
    desk.sign_in("secretariat")
    desk.go(f"/en/desk/sittings/{sitting.pk}/attendance/")
    second = Desk(desk.page.context.new_page(), live_server)
    second.go(f"/en/desk/sittings/{sitting.pk}/attendance/")
    second.press()
    assert second.page.url == f"{desk.home}/en/desk/sittings/{sitting.pk}/"
    first_box = desk.page.locator("[name=voters]").first
    first_box.uncheck()
    desk.press()
    assert "Somebody changed this record" in desk.page.locator("main").inner_text()
    assert not first_box.is_checked()
    assert sitting.attendances.count() == 4
    assert "On record now" in desk.page.locator("main").inner_text()
    desk.press()
    assert desk.page.url == f"{desk.home}/en/desk/sittings/{sitting.pk}/"
    assert sitting.attendances.count() == 3


@by_any_hand
def test_entering_proposing_and_publishing_take_as_many_actions_as_told(desk, council):
    """Beginning at the desk, with what the papers say at hand."""
    desk.sign_in("secretariat")
    with desk.job("Enter a candidate"):
        desk.follow_menu("/candidates/")
        desk.follow("main a[href$='/candidates/new/']")
        desk.fill_in_and_save(council.commissions[0])
        assert desk.page.locator(".task:not(.task--done)").count() == 0

    make.discussed(Expert.objects.get(), on=date(2025, 11, 17))
    sitting = make.a_presidium_sitting(council, date(2025, 11, 20))
    desk.go("/kk/desk/")
    with desk.job("Propose"):
        desk.follow("main a[href$='/propose/']")
        desk.check("candidates")
        desk.press()
        assert sitting.items.count() == 1

    make.decided(sitting)
    desk.go("/kk/desk/")
    with desk.job("Publish the list"):
        desk.follow("main a[href$='/candidates/list/']")
        desk.press("main form button.button--primary")
    assert ListEdition.objects.count() == 1
