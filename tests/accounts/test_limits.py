"""Guessing is slow for strangers, whatever they vary, and the owner gets in."""

from __future__ import annotations

import itertools
import statistics
import time

import pytest
from allauth.account import auth_backends
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache, caches

from council.models import AuditEvent
from tests.accounts.people import (
    SECOND,
    SIGN_IN,
    browser,
    code,
    errors,
    first_step,
    is_signed_in,
    recovery_codes,
    signed_in,
    somebody,
)

pytestmark = pytest.mark.django_db
WRONG = "The username and/or password you specified are not correct."
TOO_MANY = "Too many failed login attempts. Try again later."
FORGOTTEN, CHOOSE = "/en/sign-in/forgotten/", "/en/invitation/"


def guess(client, name, **headers):
    """Type a wrong password; return what the page says, else its status.

    Read from the page's text: contexts of threads that ask at once are mixed up.
    """
    typed = {"login": name, "password": "wrong"}
    answer = client.post(SIGN_IN, typed, **headers)
    said = [sentence for sentence in (WRONG, TOO_MANY) if sentence in answer.text]
    return said[0] if said else answer.status_code


def from_addresses(start=1):
    """Give address after address."""
    for number in itertools.count(start):
        yield {
            "REMOTE_ADDR": f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        }


def tried(name, count, vary=lambda number: {}):
    """Guess from ever new addresses; return how many guesses were compared."""
    told = [
        guess(browser(), name, **headers, **vary(number))
        for number, headers in zip(range(count), from_addresses(), strict=False)
    ]
    assert set(told) <= {WRONG, TOO_MANY}
    return told.count(WRONG)


def test_five_tries_of_an_account_from_any_number_of_addresses():
    assert tried(somebody(username="aliya").username, 8) == 5


@pytest.mark.parametrize("name", ["aliya", "nobody"])
def test_no_spelling_of_the_name_is_another_account(name):
    if name == "aliya":
        somebody(username=name)
    spellings = (name, name.upper(), f" {name} ", name.title(), f"{name}\t")
    told = [
        guess(browser(), spelling, **headers)
        for spelling, headers in zip(spellings * 2, from_addresses(), strict=False)
    ]
    assert told.count(WRONG) == 5


def test_what_the_browser_says_of_itself_changes_nothing(settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    name = somebody().username
    varied = (
        {"HTTP_HOST": "localhost:1"},
        {"HTTP_HOST": "testserver:2"},
        {"HTTP_X_FORWARDED_FOR": "198.51.100.7"},
        {"HTTP_X_REAL_IP": "198.51.100.8"},
        {"HTTP_FORWARDED": "for=198.51.100.9"},
        {"HTTP_USER_AGENT": "another"},
        {"HTTP_ACCEPT_LANGUAGE": "kk"},
        {"HTTP_COOKIE": "known_browser=1:forged"},
    )
    assert tried(name, 8, varied.__getitem__) == 5


def test_the_library_alone_counts_each_port_of_the_host_apart(settings):
    settings.ACCOUNT_ADAPTER = "allauth.account.adapter.DefaultAccountAdapter"
    name = somebody().username
    ports = ({"HTTP_HOST": f"testserver:{number}"} for number in itertools.count(1))
    assert tried(name, 8, lambda _number: next(ports)) == 8


def test_an_address_tries_thirty_times_whatever_it_claims_to_be():
    told = [
        guess(browser(), f"name-{number}", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        for number in range(32)
    ]
    assert told == [WRONG] * 30 + [429] * 2


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_as_many_proxies_are_believed_as_the_setting_says(settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for _number in range(30):
        guess(browser(), "x", HTTP_X_FORWARDED_FOR="1.1.1.1, 192.0.2.1, 192.0.2.9")
    other = "192.0.2.2, 192.0.2.10"
    told = guess(browser(), "y", HTTP_X_FORWARDED_FOR=f"1.1.1.1, {other}")
    assert told == (429 if proxies == 0 else WRONG)
    same = guess(browser(), "z", HTTP_X_FORWARDED_FOR="9.9.9.9, 192.0.2.1, 192.0.2.9")
    assert same == 429


def test_a_whole_network_of_the_sixth_version_is_one_address():
    told = [
        guess(browser(), f"name-{number}", REMOTE_ADDR=f"2001:db8::{number:x}")
        for number in range(1, 32)
    ]
    assert told.count(429) == 1


def test_filling_the_cache_forgets_no_try():
    name = somebody().username
    assert tried(name, 5) == 5
    for number in range(400):
        cache.set(f"another-{number}", number, 300)
    assert tried(name, 1) == 0


def test_a_small_cache_would_forget_them(monkeypatch):
    assert caches["default"]._max_entries >= 100_000
    name = somebody().username
    assert tried(name, 5) == 5
    monkeypatch.setattr(caches["default"], "_max_entries", 100)
    for number in range(400):
        cache.set(f"zz-{number}", number, 300)
    assert tried(name, 1) == 1


def test_a_stranger_locks_out_strangers_not_the_owner():
    account = somebody(factor=True)
    own = signed_in(account)
    own.post("/en/sign-out/")
    assert tried(account.username, 8) == 5
    assert errors(first_step(browser(), account)) == [TOO_MANY]
    assert first_step(own, account).status_code == 302
    own.post(SECOND, {"code": code()})
    assert is_signed_in(own)


def test_a_browser_known_to_one_account_is_a_stranger_to_another():
    mine, theirs = somebody(factor=True), somebody(factor=True)
    client = signed_in(mine)
    client.post("/en/sign-out/")
    assert tried(theirs.username, 5) == 5
    assert guess(client, theirs.username) == TOO_MANY


def test_a_known_browser_guesses_five_times_too():
    account = somebody(factor=True)
    client = signed_in(account)
    client.post("/en/sign-out/")
    told = [guess(client, account.username) for _number in range(6)]
    assert told == [WRONG] * 5 + [TOO_MANY]


def test_the_owner_gets_in_anywhere_when_the_guessing_stops(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00", tick=False)
    account = somebody(factor=True)
    assert tried(account.username, 8) == 5
    time_machine.move_to("2025-11-20 12:04:59+05:00", tick=False)
    assert errors(first_step(browser(), account)) == [TOO_MANY]
    time_machine.move_to("2025-11-20 12:05:01+05:00", tick=False)
    assert is_signed_in(signed_in(account))


def test_signing_in_clears_nobody_elses_tries():
    account = somebody(factor=True)
    assert tried(account.username, 4) == 4
    client = browser()
    first_step(client, account)
    client.post(SECOND, {"code": code()})
    assert is_signed_in(client)
    assert tried(account.username, 3) == 1


def test_five_codes_then_no_more_even_the_right_one():
    account = somebody(factor=True)
    client = browser()
    first_step(client, account)
    before = AuditEvent.objects.filter(name="fail_second_factor").count()
    told = [errors(client.post(SECOND, {"code": "0" * 6}))[0] for _number in range(6)]
    assert told[5] == TOO_MANY
    assert TOO_MANY not in told[:5]
    other = browser()
    first_step(other, account, REMOTE_ADDR="10.9.9.9")
    for right in (code(), recovery_codes(account)[0]):
        assert errors(other.post(SECOND, {"code": right})) == [TOO_MANY]
    noted = AuditEvent.objects.filter(name="fail_second_factor").count()
    assert noted - before == 5


def test_each_limit_is_tripped_alone(django_capture_on_commit_callbacks):
    account = somebody(factor=True)
    client = signed_in(account)
    again = "/en/sign-in/again/"
    told = [
        client.post(again, {"password": "wrong"}).status_code for _number in range(6)
    ]
    assert told == [200] * 5 + [429]
    typed = {"oldpassword": "wrong", "password1": "a", "password2": "b"}
    told = [client.post("/en/password/", typed).status_code for _number in range(6)]
    assert told == [200] * 5 + [429]
    asked = {"email": "own@example.org"}
    told = [
        browser().post(FORGOTTEN, asked, **headers).status_code
        for _number, headers in zip(range(4), from_addresses(), strict=False)
    ]
    assert told == [200] * 3 + [429]
    told = [
        browser()
        .post(FORGOTTEN, {"email": f"{number}@example.org"}, REMOTE_ADDR="10.8.8.8")
        .status_code
        for number in range(21)
    ]
    assert told == [200] * 20 + [429]
    assert is_signed_in(client)


def test_a_link_is_tried_twenty_times_in_five_minutes(time_machine):
    for moment, answer in (("12:00", 410), ("12:04", 429), ("12:06", 410)):
        time_machine.move_to(f"2025-11-20 {moment}+05:00", tick=False)
        told = [browser().post(CHOOSE).status_code for _number in range(20)]
        assert set(told) == {answer}
    assert browser().post(CHOOSE).status_code == 429


def test_known_and_unknown_names_are_answered_alike():
    somebody(username="aliya")
    somebody(username="closed", is_active=False)
    told = []
    for name in ("aliya", "closed", "nobody"):
        client = browser()
        pages = [
            client.post(SIGN_IN, {"login": name, "password": "wrong"})
            for _number in range(6)
        ]
        told.append(
            [
                (page.status_code, without_token(page.text).replace(name, ""))
                for page in pages
            ]
        )
    assert told[0] == told[1] == told[2]
    assert len(set(told[0])) == 2


def without_token(text):
    """Return a page without what is random in it."""
    before, _name, after = text.partition('name="csrfmiddlewaretoken" value="')
    return before + after[64:]


@pytest.fixture
def _slow_hashes(settings):
    """Hash as in production, a tenth as long."""
    settings.PASSWORD_HASHERS = ["tests.accounts.test_limits.Slow"]
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}


class Slow(PBKDF2PasswordHasher):
    """Production's hasher, less patient."""

    iterations = 100_000


def times(names, rounds, clock=time.thread_time):
    """Return the times that a wrong password took for each name, asked in turns."""
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 2):
        for name in names:
            client = browser()
            began = clock()
            guess(client, name)
            if number > 1:
                taken[name].append(clock() - began)
    return [taken[name] for name in names]


def apart(taken):
    """Return what differs by a tenth or more from the times of the first name.

    Compared within one turn: what else the machine does meanwhile weighs on both.
    """
    known, *others = taken
    tenth = 0.1 * statistics.median(known)
    found = [statistics.median(map(float.__sub__, known, other)) for other in others]
    return [difference for difference in found if abs(difference) >= tenth]


@pytest.mark.usefixtures("_slow_hashes")
def test_known_and_unknown_names_take_the_same_time():
    name = somebody(username="aliya").username
    assert apart(times([name, "nobody", "noone"], 21)) == []


@pytest.mark.long
def test_they_take_the_same_time_by_the_clock_on_the_wall(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
    name = somebody(username="aliya").username
    closed = somebody(username="closed", is_active=False).username
    names = [name, "nobody", "noone", closed]
    assert apart(times(names, 40, clock=time.perf_counter)) == []


@pytest.mark.usefixtures("_slow_hashes")
def test_without_a_hash_for_nobody_the_time_would_tell(monkeypatch):
    monkeypatch.setattr(
        auth_backends.AuthenticationBackend,
        "_mitigate_timing_attack",
        lambda self, password: None,
    )
    name = somebody(username="aliya").username
    known, unknown = times([name, "nobody"], 3)
    assert statistics.median(known) > 2 * statistics.median(unknown)
    assert len(apart([known, unknown])) == 1
