"""The rest of the path in a browser: release, a long agenda, a correction."""

import re
from datetime import date

import pytest
import time_machine

from council.models import AgendaItem, Protocol, Sitting
from experts.models import Engagement, Expert
from tests import factories as make
from tests.flows.desk import by_any_hand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2025-11-17 12:00+05:00", tick=True) as traveller:
        yield traveller


def registered(desk, day=""):
    """Return the names that anybody reads in the register, of that day."""
    desk.page.context.clear_cookies()
    desk.go(f"/kk/register/?on={day}" if day else "/kk/register/")
    return desk.page.locator("main table tbody th").all_inner_texts()


def fits(desk):
    """Say whether the page is no wider than the window."""
    return desk.page.evaluate(
        "document.documentElement.scrollWidth <= window.innerWidth"
    )


@pytest.mark.clause("1.8")
@pytest.mark.clause("1.10")
@pytest.mark.parametrize("width", [1280, 320])
def test_a_chairs_initiative_is_discussed_before_it_is_decided(
    desk, council, clock, width
):
    desk.page.set_viewport_size({"width": width, "height": 900})
    expert = make.in_office(council)
    presidium = make.a_presidium_sitting(council, date(2025, 11, 19))
    path = f"/kk/desk/candidates/{expert.pk}/path/"

    def propose():
        desk.go(path)
        desk.follow(".actions a[href$='/release/']")
        desk.page.check("[name=ground][value=chair_initiative]")
        desk.page.check("[name=further_grounds][value=low_efficiency]")
        desk.fill(note="Ескертпе")
        desk.press()

    desk.sign_in("chair-1")
    propose()
    summary = desk.page.locator(".error-summary").inner_text()
    assert "1.8, 1.10" in summary
    assert "19.11.2025" in summary
    assert desk.page.is_checked("[name=ground][value=chair_initiative]")
    assert desk.page.is_checked("[name=further_grounds][value=low_efficiency]")
    assert desk.page.input_value("[name=note]") == "Ескертпе"
    assert fits(desk)

    desk.go(path)
    desk.follow(".actions a[href$='/discuss/']")
    desk.follow("main a.button--primary")
    desk.fill(held_on="17.11.2025")
    desk.page.select_option("[name=secretary]", str(council.secretary.pk))
    desk.press()
    sitting = desk.page.url
    assert re.search(r"/kk/desk/sittings/\d+/$", sitting)
    desk.go(path)
    desk.follow(".actions a[href$='/discuss/']")
    desk.press()
    assert desk.shows(".notice--good")
    desk.hold(sitting)
    desk.finalise()
    assert fits(desk)

    propose()
    assert desk.shows(".notice--good")
    assert desk.page.locator("table tbody tr").count() == 1
    assert fits(desk)
    assert registered(desk) == [str(expert)]

    clock.move_to("2025-11-19 17:00+05:00")
    desk.sign_in("secretariat")
    sitting = f"{desk.home}/kk/desk/sittings/{presidium.pk}/"
    desk.hold(sitting)
    desk.finalise()
    assert registered(desk) == []
    assert registered(desk, "2025-11-18") == [str(expert)]
    assert Expert.objects.get().status == Expert.Status.RELEASED


@by_any_hand
def test_thirty_questions_are_recorded_in_a_dozen_actions(desk):
    """From opening the sitting to its final protocol."""
    council = make.a_council(members=14, commissions=6, presidium=9, per_commission=2)
    guest = make.in_office(council)
    sitting = make.a_presidium_sitting(council, date(2025, 11, 17))
    for commission in council.commissions:
        candidates = [make.a_candidate(council, commission) for _place in range(5)]
        make.discussed(*candidates)
        make.proposed(*candidates, sitting=sitting)
    items = list(sitting.items.all())
    assert len(items) == 30
    against, postponed, absent = items[4], items[20], council.members[1:3]
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    desk.sign_in("secretariat")
    desk.go(f"/kk/desk/sittings/{sitting.pk}/")

    with desk.job("Record a sitting of 30"):
        desk.follow("main a[href$='/attendance/']")
        for person in absent:
            desk.uncheck(str(person))
        desk.fill(invited="А. Серіков, тілші")
        desk.follow("button[name=go_on]")
        assert desk.page.url.endswith("/votes/")
        desk.unfold(f"[id='item-{against.pk}'] summary")
        desk.select(f"{against.pk}-person-{council.members[3].pk}", "against")
        desk.unfold(f"[id='item-{postponed.pk}'] summary")
        desk.select(f"{postponed.pk}-put_off", "postponed")
        desk.follow("[name=all_in_favour]")
        assert desk.page.url.endswith(f"/sittings/{sitting.pk}/")
        desk.finalise()

    protocol = Protocol.objects.get(sitting=sitting)
    said = protocol.frozen
    assert (said["head"]["present"], said["head"]["absent"]) == (7, 2)
    assert said["kk"]["without_vote"] == ["А. Серіков, тілші"]
    votes = [item["vote"] for item in said["kk"]["items"]]
    assert votes[4] == {"for": 6, "against": 1, "abstained": 0}
    assert votes[20] is None
    assert votes.count({"for": 7, "against": 0, "abstained": 0}) == 28
    assert Engagement.objects.exclude(expert=guest).count() == 29


@pytest.mark.clause("1.8")
def test_a_correction_takes_an_admission_back(desk, council):
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    expert = make.in_office(council)
    sitting = Sitting.objects.presidium().get()
    item = sitting.items.get()
    assert registered(desk, "2025-11-10") == [str(expert)]

    desk.sign_in("secretariat")
    desk.go(f"/kk/desk/sittings/{sitting.pk}/")
    desk.follow("main a[href$='/correct/']")
    desk.fill(
        explanation_kk="Дауыс саны қате жазылған.",
        explanation_ru="Голоса записаны неверно.",
        **{f"{item.pk}-for": "1", f"{item.pk}-against": "3"},
    )
    desk.press()
    assert desk.page.url.startswith(f"{desk.home}/kk/desk/sittings/{sitting.pk}/")
    protocol = desk.page.locator("#protocol")
    assert "Дауыс саны қате жазылған." in protocol.inner_text()
    first, second = Protocol.objects.get().versions.order_by("version")
    assert (second.corrects, second.version) == (first, 2)
    earlier = protocol.locator("a[href$='kk.pdf?version=1']").get_attribute("href")
    paper = desk.page.request.get(f"{desk.home}{earlier}")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert AgendaItem.objects.get(pk=item.pk).outcome == AgendaItem.Outcome.REFUSED
    for day in ("", "2025-11-10", "2025-11-16"):
        assert registered(desk, day) == []
