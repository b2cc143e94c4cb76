"""Chair and acting chair sign one round at once: one of them is told so."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from council.regulation import RuleViolation
from kpi import actions
from kpi.models import EvaluationVersion
from tests.kpi.world import LAST, NOW, Round

RUNNERS = 4

pytestmark = pytest.mark.django_db(transaction=True)


def signing_at_once(time_machine) -> tuple[list[str], int]:
    """Let the same round be signed so often at once; return how each try ended."""
    time_machine.move_to(NOW)
    world = Round(experts=5)
    rows = world.rows
    entries = [actions.Entry(row.engagement, row.seen, row.words) for row in rows]
    ends: list[str] = []
    start = threading.Barrier(RUNNERS)

    def sign() -> None:
        start.wait()
        try:
            actions.sign_evaluations(
                commission=world.commission,
                quarter=LAST,
                entries=entries,
                chosen={row.engagement.pk for row in rows},
                on=RUNNING_DAY,
                by=world.chair_account,
            )
            ends.append("signed")
        except RuleViolation as refusal:
            chair = str(world.council.chairs[0])
            told = [said for said in refusal.sentences if chair in said]
            ends.append(f"told {len(told)}")
        except Exception as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    runners = [threading.Thread(target=sign) for _number in range(RUNNERS)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return sorted(ends), EvaluationVersion.objects.count()


RUNNING_DAY = LAST.next.begins
ONE_SIGNS = ["signed", *["told 5"] * (RUNNERS - 1)]


@pytest.mark.clause("4.1")
def test_of_chairs_who_sign_at_once_one_signs_and_the_others_are_told(time_machine):
    assert signing_at_once(time_machine) == (ONE_SIGNS, 5)


@pytest.mark.postgresql
def test_without_locks_nobody_is_told(time_machine, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    ends, _versions = signing_at_once(time_machine)
    assert ends != ONE_SIGNS
