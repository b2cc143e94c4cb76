"""What is of one commission is not there for the chair of another, at any address."""

from datetime import date

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from council import actions
from council.models import Sitting
from council.roles import CHAIR, DEEDS
from tests import factories as make
from tests.kpi.test_bad_input import ROUTES as OF_NUMBERS
from tests.kpi.test_bad_input import addresses
from tests.kpi.world import NOW, Round
from tests.test_bad_input import DESK, a_scan, address, enter, made_keys, put_away
from tests.test_consistency import OWN_WORD

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
DONE = {200, 302, 422}
# Nobody's own: who sits in a body is everybody's to read, and the agenda of the
# Presidium takes candidates of every commission (the page offers the reader's own).
SHARED = {"body", "propose"}
# What an address names after the question mark is looked for in the same way.
ASKED = {
    "receive_recommendation": ("expert", "assignment", "event"),
    "enter_publication": ("expert",),
    "establish_breach": ("expert", "publication"),
    "enter_risk_notice": ("expert",),
    "commend": ("expert",),
    "events": ("commission",),
    "assignments": ("commission",),
    "awaited": ("commission",),
}


@pytest.fixture
def keys():
    """Return the keys of the sweep of bad input, its sittings of commission № 1."""
    with time_machine.travel("2025-11-20 12:00+05:00"):
        own, _presidium, council = made_keys()
        planned = Sitting.objects.get(pk=own["discuss"])
        held = actions.plan_sitting(
            body=council.commissions[0],
            held_on=date(2025, 11, 12),
            secretary=council.secretary,
            by=council.secretariat,
        )
        items = [
            actions.add_item(
                sitting=sitting,
                texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
                by=council.secretariat,
            )
            for sitting in (planned, held)
        ]
        final = make.decided(held).sitting
        own |= dict.fromkeys(("change_item", "remove_item"), items[0].pk)
        own |= dict.fromkeys(("correct_protocol", "excerpt_pdf"), final.pk)
        own["plan_sitting"] = council.commissions[0].pk
        own |= {"attach_scan": final.pk, "open_scan": a_scan(final).pk}
        yield own, planned.pk, council


def reader(account):
    """Return a browser in which the account is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def answers(client, url):
    """Return what reading and sending answer, and undo it."""
    with transaction.atomic():
        found = [put_away(ask(url)).status_code for ask in (client.get, client.post)]
        transaction.set_rollback(True)
    return found


def leaks(routes, url_of, own, other):
    """Return the addresses that answer the other chair as if they were the own one's.

    Each must open for its own reader, else it shows nothing; what no chair may do
    is refused whatever it is about.
    """
    found = {}
    for route in routes:
        word = OWN_WORD.get(route.name, route.name)
        url = url_of(route)
        if "pk" not in route.pattern.converters or route.name in SHARED:
            continue
        absent = 404 if CHAIR in DEEDS[word] else 403
        assert absent == 403 or DONE & set(answers(own, url)), route.name
        given = answers(other, url)
        if given not in ([absent] * 2, [405, absent], [absent, 405]):
            found[route.name] = given
    return found


def test_the_chair_of_another_commission_finds_nothing(keys):
    own, other = Client(), reader(keys[2].chair_accounts[1])
    enter(own, keys)
    assert leaks(DESK, lambda route: address(route, keys), own, other) == {}
    of_one = {
        "expert": keys[0]["work"],
        "commission": keys[2].commissions[0].pk,
        **{name: keys[0][name] for name in ("assignment", "event", "publication")},
    }
    for name, asked in ASKED.items():
        for word in asked:
            url = f"{reverse(name)}?{word}={of_one[word]}"
            assert own.get(url).status_code == 200, url
            assert other.get(url).status_code == 404, url


def test_the_numbers_of_another_commission_are_not_there(time_machine):
    time_machine.move_to(NOW)
    world = Round()
    world.sign()
    found = addresses(world)
    assert (
        leaks(OF_NUMBERS, lambda route: found[route.name], world.chair, world.other)
        == {}
    )
    for url in (
        found["a work"],
        f"{reverse('evaluations')}?commission=1",
        f"{reverse('experts_by_quarter')}?commission=1",
        f"{reverse('make_report')}?expert={world.entries[0].expert_id}",
    ):
        assert world.chair.get(url).status_code == 200, url
        assert world.other.get(url).status_code == 404, url
