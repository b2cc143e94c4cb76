"""A chair signs off a quarter of forty-five experts on a telephone."""

import re
from collections import Counter

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

from kpi.models import Evaluation
from tests import factories as make
from tests.flows.desk import Desk
from tests.kpi.world import LAST, NOW, Round

pytestmark = pytest.mark.django_db(transaction=True)
EXPERTS = 45
NOTED, STATED = 4, 1


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=True):
        yield


class CountingDesk(Desk):
    """A chair whose every move of the hand is counted: for whom, "" for all."""

    actions: Counter[str]

    def __init__(self, page, live_server):
        super().__init__(page, live_server)
        self.actions = Counter()

    def follow(self, selector, **narrower):
        self.actions[""] += 1
        super().follow(selector, **narrower)

    def type(self, name, text):
        self.actions[name.partition("-")[0]] += 1
        self.page.fill(f"[name='{name}']", text)

    @property
    def report(self):
        """Return how many moves each took, as counted."""
        each = Counter(count for key, count in self.actions.items() if key)
        return f"for all – {self.actions['']}, then moves: experts – {dict(each)}"


def fits(page):
    """Say whether nothing scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def is_sound(page, beside=".evaluee ~ .evaluee ~ .evaluee"):
    """Say that it fits and that axe finds nothing; of what repeats, it looks at two."""
    found = Axe().run(page, {"exclude": [[beside]]}).response["violations"]
    assert (fits(page), [violation["id"] for violation in found]) == (True, [])


@pytest.mark.clause("4.1")
def test_a_round_of_forty_five_on_a_telephone(page, live_server):
    council = make.a_council(members=14, per_commission=7)
    world = Round(experts=EXPERTS, council=council)
    entries = world.entries
    page.set_viewport_size({"width": 320, "height": 700})
    desk = CountingDesk(page, live_server)
    desk.sign_in("chair-1")
    desk.follow("nav a[href$='/evaluations/']")
    assert page.locator(".evaluee").count() == EXPERTS
    assert fits(page)

    desk.actions.clear()
    desk.follow("form a[href*='open=1']")
    assert desk.shows("details[open]")
    for entry in entries[:NOTED]:
        desk.type(f"{entry.pk}-note", "Тоқсан бойы белсенді болды.")
    for entry in entries[NOTED : NOTED + STATED]:
        desk.type(f"{entry.pk}-value_4_2_1", "2")
        desk.type(f"{entry.pk}-because_4_2_1", "Хаттама әлі ресімделмеген.")
    is_sound(page)
    desk.follow("button[name=all]")
    assert desk.shows(".notice--good")
    print(f"a round of {EXPERTS}: {desk.report}")
    shared = desk.actions.pop("")
    assert (shared, max(desk.actions.values())) == (2, 2)
    assert set(desk.actions) == {str(entry.pk) for entry in entries[: NOTED + STATED]}
    assert Evaluation.objects.signed().filter(begins=LAST.begins).count() == EXPERTS
    assert fits(page)
    desk.follow(f"#e{entries[NOTED].pk} .is-stated a")
    assert re.search(r"/desk/evaluations/\d+/#d4_2_1$", page.url)
    assert fits(page)
