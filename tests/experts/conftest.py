"""One day, in English, before a council in office."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from council import actions
from tests import factories as make
from tests.worlds import built_once

TODAY = date(2025, 12, 10)
NOW = "2025-12-10 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_english_in_december():
    with translation.override("en"), time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@pytest.fixture
def secretariat(council):
    """Give the browser of the secretariat."""
    return browser_of(council.secretariat)


@pytest.fixture
def chairs(council):
    """Give the browsers of the two chairs, of commissions 1 and 2."""
    return [browser_of(account) for account in council.chair_accounts]


@pytest.fixture
def member(council):
    """Give the browser of a member of the Presidium who chairs no commission."""
    account = make.an_account(username="member")
    actions.change_person(
        person=council.members[2], account=account, by=council.secretariat
    )
    return browser_of(account)


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def engage(council, *facts, commission=0, weeks=0):
    """Engage one candidate for each of the facts; return them."""
    body = council.commissions[commission]
    candidates = [make.a_candidate(council, body, **each) for each in facts]
    make.engaged(
        council,
        *candidates,
        discussed_on=make.DISCUSSED_ON + timedelta(weeks=weeks),
        decided_on=make.DECIDED_ON + timedelta(weeks=weeks),
    )
    return candidates


def named(surname, given_name="Әлихан", patronymic=""):
    return {
        "person": {
            "surname": surname,
            "given_name": given_name,
            "patronymic": patronymic,
        }
    }
