"""Guesses all at once, and thousands of them: two processes, one shared cache."""

from __future__ import annotations

import multiprocessing
import os
import threading
from contextlib import contextmanager

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.db import connection, connections

from council import actions
from council.models import Account
from tests.accounts.people import (
    SECOND,
    browser,
    code,
    first_step,
    is_signed_in,
    recovery_codes,
    signed_in,
    somebody,
)
from tests.accounts.test_limits import WRONG, guess, tried

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 12


def at_once(*asks):
    """Let each of these run in a thread of its own; return what they gave."""
    given = []
    ready = threading.Barrier(len(asks))

    def run(ask):
        try:
            ready.wait()
            given.append(ask())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[ask]) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == len(asks)
    return given


def guesses(name):
    """Guess at once from as many addresses; return how many were compared."""
    told = at_once(
        *(
            lambda number=number: guess(
                browser(), name, REMOTE_ADDR=f"10.7.7.{number + 1}"
            )
            for number in range(AT_ONCE)
        )
    )
    return told.count(WRONG)


def test_guesses_at_once_are_five_in_all():
    name = somebody().username
    assert guesses(name) + tried(name, 6) == 5


def test_without_the_lock_each_of_them_would_count_as_the_first(monkeypatch):
    everybody, judge = threading.Barrier(AT_ONCE), ratelimit.apply_rate

    @contextmanager
    def nobody_waits(cache_key):
        yield True

    def all_have_read(history, now, rate, **options):
        if rate.per == "key":
            everybody.wait(timeout=30)
        return judge(history, now, rate, **options)

    monkeypatch.setattr(ratelimit, "cache_lock", nobody_waits)
    monkeypatch.setattr(ratelimit, "apply_rate", all_have_read)
    assert guesses(somebody().username) == AT_ONCE


@pytest.mark.parametrize("kind", ["app", "list"])
def test_one_code_given_at_once_opens_one_session(kind):
    account = somebody(factor=True)
    given = code() if kind == "app" else recovery_codes(account)[0]
    clients = [browser() for _number in range(4)]
    for client in clients:
        first_step(client, account)
    at_once(
        *(
            lambda client=client: client.post(SECOND, {"code": given})
            for client in clients
        )
    )
    assert sum(map(is_signed_in, clients)) == 1


def test_one_link_used_at_once_gives_one_password():
    account, token = actions.invite_account(
        email="a@example.org", language="en", role="none", by=None
    )
    clients = [browser() for _number in range(4)]
    for client in clients:
        client.get(f"/en/invitation/{token}/")
    words = [f"Жаңа-құпиясөз-{number}" for number in range(4)]
    told = at_once(
        *(
            lambda client=client, word=word: (
                client.post(
                    "/en/invitation/", {"password1": word, "password2": word}
                ).status_code
            )
            for client, word in zip(clients, words, strict=True)
        )
    )
    assert told.count(302) == 1
    account.refresh_from_db()
    assert sum(map(account.check_password, words)) == 1


def guess_in_a_process(name, moment, addresses, count, told):
    """Guess so often from these addresses, at one moment; send how many counted."""
    connections.close_all()
    with time_machine.travel(moment, tick=False):
        given = [
            guess(
                browser(),
                name,
                REMOTE_ADDR=addresses[number % len(addresses)],
                HTTP_X_FORWARDED_FOR=f"203.0.113.{number % 250}, 198.51.100.{number}",
            )
            for number in range(count)
        ]
    told.put(given.count(WRONG))
    connections.close_all()
    told.close()
    told.join_thread()
    os._exit(0)


def many_guesses(name, *, rounds, each):
    """Guess in two processes from a hundred addresses, every five minutes anew.

    Returns how many were compared, by round.
    """
    processes = multiprocessing.get_context("fork")
    found = []
    for number in range(rounds):
        moment = f"2025-11-20 12:{number * 5 + 1:02}:00+05:00"
        told = processes.Queue()
        connections.close_all()
        workers = [
            processes.Process(
                target=guess_in_a_process,
                args=[
                    name,
                    moment,
                    [f"10.{worker}.0.{last}" for last in range(1, 51)],
                    each,
                    told,
                ],
            )
            for worker in range(2)
        ]
        for worker in workers:
            worker.start()
        found.append(sum(told.get(timeout=300) for _worker in workers))
        for worker in workers:
            worker.join()
    return found


def test_two_processes_share_the_five_tries():
    assert many_guesses(somebody().username, rounds=2, each=20) == [5, 5]


@pytest.mark.long
def test_ten_thousand_guesses_are_five_in_five_minutes(time_machine):
    time_machine.move_to("2025-11-20 12:00:00+05:00", tick=False)
    account = somebody(factor=True)
    known = signed_in(account)
    known.post("/en/sign-out/")
    found = many_guesses(account.username, rounds=10, each=500)
    assert found == [5] * 10
    time_machine.move_to("2025-11-20 12:46:00+05:00", tick=False)
    assert first_step(known, account).status_code == 302
    known.post(SECOND, {"code": code()})
    assert is_signed_in(known)
    time_machine.move_to("2025-11-20 12:51:05+05:00", tick=False)
    assert is_signed_in(signed_in(Account.objects.get(pk=account.pk)))
