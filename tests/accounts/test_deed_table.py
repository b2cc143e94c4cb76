"""Every cell of the tables of accounts is tried."""

import pytest
from django.db import transaction
from django.urls import reverse

from council import actions
from council.models import Account
from tests import factories as make
from tests.accounts.people import SECRET, WORD, browser, signed_in, somebody
from tests.accounts.tables import OF_ACCOUNTS, OF_SECOND_FACTOR, READERS
from tests.test_deed_table import cells
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WITHOUT_KEY = ("accounts", "invite_account")


@pytest.fixture(autouse=True)
def _second_factor_required(settings):
    """Leave it out: who has none is confined, and no cell would say more."""
    settings.SECOND_FACTOR_REQUIRED = False


class World:
    """A council, and the accounts of its readers, with passwords."""

    def __init__(self):
        self.council = council = make.a_council()
        self.by = council.secretariat
        member = make.an_account()
        actions.change_person(person=council.members[3], account=member, by=self.by)
        accounts = (
            make.an_account(role="administrator"),
            self.by,
            council.chair_accounts[0],
            member,
        )
        for account in accounts:
            account.set_password(WORD)
            account.save()
        self.accounts = (*accounts, None)

    def account(self, state, reader):
        """Return an account in that state; the reader's own for "own"."""
        if state == "own" and reader:
            return reader
        if state == "invited":
            return actions.invite_account(
                email="new@example.org", language="kk", role="none", by=None
            )[0]
        return somebody(factor=state == "factor", is_active=state != "disabled")


@built_once()
def world():
    return World()


def sign(response):
    """Return what an answer comes to."""
    if response.status_code == 302:
        return "?" if "/sign-in/" in response["Location"] else "+"
    if response.status_code in (403, 404):
        return "x" if response.status_code == 403 else "0"
    assert response.status_code in (200, 422)
    refused = (
        response.context and (form := response.context.get("form")) and form.errors
    )
    return "!" if refused else "+"


def of_account(world, deed, account):
    """Return address and data of a deed on an account."""
    data = {
        "invite_account": {"email": "q@example.org", "language": "kk", "role": "none"},
        "change_role": {"role": "secretariat"},
        "link_person": {"person": world.council.members[4].pk},
    }
    pages = ("accounts", "account")
    url = reverse(deed, args=[] if deed in WITHOUT_KEY else [account.pk])
    return url, None if deed in pages else data.get(deed, {})


@pytest.mark.parametrize("state", cells(OF_ACCOUNTS))
def test_account(world, state):
    signs = cells(OF_ACCOUNTS)[state]
    found = dict.fromkeys(signs, "")
    for reader in world.accounts:
        for deed in signs:
            with transaction.atomic():
                account = world.account(state, reader)
                url, data = of_account(world, deed, account)
                client = browser()
                if reader:
                    client.force_login(reader)
                ask = client.get(url) if data is None else client.post(url, data)
                found[deed] += sign(ask)
                transaction.set_rollback(True)
    assert found == signs


@pytest.mark.parametrize("state", cells(OF_SECOND_FACTOR))
def test_own_second_factor(world, state):
    signs = cells(OF_SECOND_FACTOR)[state]
    found = dict.fromkeys(signs, "")
    for reader in world.accounts:
        for deed in signs:
            with transaction.atomic():
                client = browser()
                if reader:
                    if state == "set_up":
                        actions.set_up_second_factor(
                            account=reader, secret=SECRET, by=reader
                        )
                    client = signed_in(Account.objects.get(pk=reader.pk))
                ask = client.post if deed.startswith("re") else client.get
                ask = client.get if deed == "recovery_codes" else ask
                found[deed] += sign(ask(reverse(deed)))
                transaction.set_rollback(True)
    assert found == signs
    assert len(READERS) == len(world.accounts)
