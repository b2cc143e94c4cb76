"""A chair signs off a quarter of forty-five experts on a telephone."""

import re

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

from kpi.models import Evaluation
from tests import factories as make
from tests.flows.desk import by_any_hand
from tests.kpi.world import LAST, NOW, Round

pytestmark = pytest.mark.django_db(transaction=True)
EXPERTS = 45
NOTED, STATED = 4, 1


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=True):
        yield


def fits(page):
    """Say whether nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def is_sound(page, beside=".evaluee ~ .evaluee ~ .evaluee"):
    """Say that it fits and that axe finds nothing; of what repeats, it looks at two."""
    found = Axe().run(page, {"exclude": [[beside]]}).response["violations"]
    assert (fits(page), [violation["id"] for violation in found]) == (True, [])


@pytest.mark.clause("4.1")
@by_any_hand
def test_a_round_of_forty_five_on_a_telephone(desk):
    council = make.a_council(members=14, per_commission=7)
    world = Round(experts=EXPERTS, council=council)
    entries = world.entries
    page = desk.page
    page.set_viewport_size({"width": 320, "height": 700})
    desk.sign_in("chair-1")
    desk.follow_menu("/evaluations/")
    assert page.locator(".evaluee").count() == EXPERTS
    assert fits(page)

    with desk.job("Evaluate a round of 45"):
        desk.follow("form a[href*='open=1']")
        assert desk.shows("details[open]")
        for entry in entries[:NOTED]:
            desk.fill(**{f"{entry.pk}-note": "Тоқсан бойы белсенді болды."})
        for entry in entries[NOTED : NOTED + STATED]:
            desk.fill(
                **{
                    f"{entry.pk}-value_4_2_1": "2",
                    f"{entry.pk}-because_4_2_1": "Хаттама әлі ресімделмеген.",
                }
            )
        is_sound(page)
        desk.follow("button[name=all]")
        assert desk.shows(".notice--good")
    assert Evaluation.objects.signed().filter(begins=LAST.begins).count() == EXPERTS
    assert fits(page)
    desk.follow(f"#e{entries[NOTED].pk} .is-stated a")
    assert re.search(r"/desk/evaluations/\d+/#d4_2_1$", page.url)
    assert fits(page)
