"""The proof reads one moment, however much is written meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import connection

from council import actions, proof
from tests import factories as make

TIMES = 40

pytestmark = pytest.mark.django_db(transaction=True)


def found_while_writing(
    inside: Callable[[], AbstractContextManager[None]], *, until_found: bool
) -> list[str]:
    """Verify again and again while somebody corrects a name; return what misfits."""
    by, person = make.the_secretariat(), make.a_person()
    over, begun = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(100_000):
            if over.is_set():
                break
            surname = ("Ақынов", "Батыров")[number % 2]
            actions.change_person(person=person, surname=surname, by=by)
            begun.set()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    found: list[str] = []
    for _time in range(TIMES * 10 if until_found else TIMES):
        with inside():
            found += proof.misfits()
        if found:
            break
    over.set()
    writer.join()
    return found


def test_what_is_written_meanwhile_is_no_misfit():
    assert found_while_writing(proof.snapshot, until_found=False) == []


@pytest.mark.postgresql
def test_without_the_snapshot_it_would_be_one():
    assert found_while_writing(nullcontext, until_found=True) != []
