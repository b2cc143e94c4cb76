"""Sessions: a new key at sign-in, over by POST only, no write without a token."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.people import (
    DESK,
    SECOND,
    SIGN_IN,
    browser,
    code,
    first_step,
    is_signed_in,
    signed_in,
    somebody,
)
from tests.test_consistency import ROUTES

pytestmark = pytest.mark.django_db
# Its forged request could only change the size of letters.
EXEMPT = {"choose_display"}


def address(route):
    given = {"language": "kk", "record": "council.body", "token": "x", "code": "x"}
    wanted = [given.get(name, 1) for name in route.pattern.converters]
    return reverse(route.name or route.callback, args=wanted)


def test_the_key_of_a_session_changes_at_each_step():
    client = browser()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    keys = [session.session_key]
    account = somebody(factor=True)
    first_step(client, account)
    client.post(SECOND, {"code": code()})
    keys.append(client.session.session_key)
    assert is_signed_in(client)
    assert len(set(keys)) == 2
    stale = browser()
    stale.cookies["sessionid"] = keys[0]
    assert not is_signed_in(stale)


def test_a_session_of_somebody_else_is_emptied():
    client = signed_in(somebody(factor=True))
    session = client.session
    session["left_behind"] = True
    session.save()
    other = somebody(factor=True)
    client.get("/en/invitation/x/")
    client.post("/en/sign-out/")
    first_step(client, other)
    assert "left_behind" not in client.session


def test_signing_out_is_done_by_post_alone():
    client = signed_in(somebody(factor=True))
    for method in ("get", "head", "put", "patch", "delete", "options"):
        getattr(client, method)("/en/sign-out/")
        assert is_signed_in(client), method
    kept = client.cookies["sessionid"].value
    client.post("/en/sign-out/")
    assert not is_signed_in(client)
    again = browser()
    again.cookies["sessionid"] = kept
    assert not is_signed_in(again)


def test_a_session_is_not_remembered_beyond_the_browser():
    client = signed_in(somebody(factor=True))
    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_nothing_is_written_without_a_token():
    account = somebody("administrator", factor=True)
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = client.get(SIGN_IN)
    first_step(
        client, account, headers={"x-csrftoken": page.cookies["csrftoken"].value}
    )
    token = client.cookies["csrftoken"].value
    client.post(SECOND, {"code": code()}, headers={"x-csrftoken": token})
    assert client.get(DESK).status_code == 200
    token = client.cookies["csrftoken"].value
    open_to_it, refused_with_it = set(), set()
    for route in ROUTES:
        url = address(route)
        if route.name != "account_logout":
            told = client.post(url, headers={"x-csrftoken": token})
            if is_csrf_refusal(told):
                refused_with_it.add(route.name)
        if not is_csrf_refusal(client.post(url)):
            open_to_it.add(route.name)
        for method in ("put", "patch", "delete"):
            assert getattr(client, method)(url).status_code == 405, route.name
    assert open_to_it == EXEMPT
    assert refused_with_it == set()
    assert len(ROUTES) > 150


def is_csrf_refusal(response):
    """Say whether it is the page of a missing token, not another refusal."""
    return response.status_code == 403 and bool(
        re.search("403_csrf", " ".join(map(str, (t.name for t in response.templates))))
    )
