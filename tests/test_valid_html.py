"""Every page is valid HTML: empty, filled and with errors, in Kazakh and Russian."""

import pytest
import time_machine
from django.test import Client

from tests import factories as make
from tests.kpi.world import NOW
from tests.permissions.world import undone
from tests.test_public_leaks import everything
from tests.tour import stops
from tests.valid_html import faults
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
# Routes that a walk must reach, so that it does not end at the first page unnoticed.
FEWEST, FEWEST_WITH_ERRORS, FEWEST_OF_A_NEW_COUNCIL = 100, 30, 50
NOTHING = {"csrfmiddlewaretoken": "x"}  # without which nothing was sent
FORM = b'method="post"'


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def filled():
    return everything()


@built_once(NOW)
def empty():
    return make.a_council(per_commission=2)


def readers(council):
    """Give the browsers of the public, the secretariat, a chair, an administrator."""
    administrator = make.an_account(role="administrator")
    yield Client()
    for account in (council.secretariat, council.chair_accounts[0], administrator):
        client = Client()
        client.force_login(account)
        yield client


def looked_at(council, language):
    """Return the routes seen, those that refused nothing typed, and what is wrong."""
    routes, refused, wrong = set(), set(), {}
    for client in readers(council):
        for stop in stops(client, language):
            page = client.get(stop.address).content
            wrong[stop.address] = faults(page)
            routes.add(stop.route)
            if FORM not in page.partition(b"<main")[2]:
                continue
            with undone():
                answer = client.post(stop.address, NOTHING)
            if answer.status_code != 302 and b"error-summary" in answer.content:
                refused.add(stop.route)
                wrong[f"{stop.address} with errors"] = faults(answer.content)
    return routes, refused, {page: found for page, found in wrong.items() if found}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_page_is_valid_with_errors_too(filled, language):
    routes, refused, wrong = looked_at(filled, language)
    assert wrong == {}
    assert len(routes) > FEWEST
    assert len(refused) > FEWEST_WITH_ERRORS


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_page_of_a_new_council_is_valid(empty, language):
    routes, _refused, wrong = looked_at(empty, language)
    assert wrong == {}
    assert len(routes) > FEWEST_OF_A_NEW_COUNCIL


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("<p>a<div>b</div></p>", "unexpected-end-tag"),
        ("<b>a<i>b</b></i>", "adoption-agency"),
        ("<table><tr><td>a</td></tr><p>b</p></table>", "voodoo"),
        ('<p id="a"></p><p id="a"></p>', "id twice: a"),
        ('<label for="b">c</label>', "no such id: b"),
        ('<a href="#b">c</a>', "no such id: b"),
        ('<input aria-describedby="m n" id="m">', "no such id: n"),
        ('<p class="a" class="b"></p>', "duplicate-attribute"),
    ],
)
def test_what_is_wrong_is_found(part, fault):
    page = "<!DOCTYPE html><html lang='kk'><head><title>a</title></head><body>{}</body>"
    assert faults(page.format("a").encode()) == []
    assert fault in " ".join(faults(page.format(part).encode()))
