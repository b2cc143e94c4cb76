"""Pages for people with low vision: a cookie of one word, set by a button."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from council.display import display_mode

ATTRIBUTE = 'data-display="low-vision"'


def choose(client, **fields):
    return client.post(reverse("choose_display"), fields)


def test_the_button_sets_the_cookie_and_leads_back(db):
    client = Client(enforce_csrf_checks=True)
    with translation.override("ru"):
        address = reverse("register") + "?q=%D0%90&page=1"
        usual = client.get(address)
        assert ATTRIBUTE not in usual.text
        assert "low-vision.css" not in usual.text
        assert "Cookie" not in usual.get("Vary", "")
        answer = choose(client, display="low-vision", next=address)
        assert (answer.status_code, answer.url) == (302, address)
        (cookie,) = answer.cookies.values()
        assert (cookie.key, cookie.value) == ("display", "low-vision")
        assert cookie["max-age"] == 365 * 24 * 60 * 60
        assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
        large = client.get(address)
        assert ATTRIBUTE in large.text
        assert "low-vision.css" in large.text
        assert not large.cookies
        assert "Cookie" not in large.get("Vary", "")
        back = choose(client, next=address)
        assert back.cookies["display"]["max-age"] == 0
        assert ATTRIBUTE not in client.get(address).text


def test_the_desk_and_the_sign_in_have_it_too(db):
    client = Client()
    choose(client, display="low-vision")
    assert ATTRIBUTE in client.get(reverse("account_login")).text


@pytest.mark.parametrize(
    "back",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:x", "x/"]
    + ["", "/kk/\x00", "/kk/\r\nSet-Cookie: a=b"],
)
def test_nobody_is_led_elsewhere(db, back):
    answer = choose(Client(), display="low-vision", next=back)
    assert answer.status_code == 302
    assert answer.url.startswith(("/en/", "/kk/"))
    assert "\n" not in answer.url
    assert [*answer.cookies] == ["display"]


def test_only_the_one_word_counts(db, rf: RequestFactory):
    client = Client()
    assert client.get(reverse("choose_display")).status_code == 405
    for value in ("", "low", "LOW-VISION", "low-vision ", "x" * 10_000):
        rf.cookies["display"] = value
        assert display_mode(rf.get("/")) == ""
        assert not choose(client, display=value).cookies["display"].value
    rf.cookies["display"] = "low-vision"
    assert display_mode(rf.get("/")) == "low-vision"
