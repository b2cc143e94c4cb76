"""Every clause test stands on one day, in English, before a council in office."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation

from tests import factories
from tests.worlds import built_once

NOW = datetime(2025, 12, 10, 12, tzinfo=ZoneInfo("Asia/Almaty"))


@pytest.fixture(autouse=True)
def _english():
    """Read the sentences as the code has them, on pages and from deeds alike."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _today(time_machine):
    """Let today be a day after the sittings that the tests hold."""
    time_machine.move_to(NOW)


@built_once(NOW)
def council():
    """Give a council: a Presidium of four, two commissions of their chairs alone."""
    return factories.a_council()


@pytest.fixture
def secretariat(council):
    """Give the browser of the secretariat."""
    return browser_of(council.secretariat)


@pytest.fixture
def chairs(council):
    """Give the browsers of the commissions' chairs, in the commissions' order."""
    return [browser_of(account) for account in council.chair_accounts]


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client
