"""Sixteen at once for the places of 1.7, through the deeds.

The count is read all the while, not only at the end; with the locks taken away the same
race must go wrong, or it shows nothing.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from commissions import actions
from commissions.models import Submission
from council import actions as council_actions
from council.regulation import RuleViolation
from experts.actions import engage
from experts.models import Engagement, Expert
from tests import factories as make

RUNNERS = 16
LIMIT_PER_SITTING = 5

pytestmark = pytest.mark.django_db(transaction=True)


def race(
    deeds: list[Callable[[], object]], count: Callable[[], int]
) -> tuple[Counter[str], int]:
    """Run the deeds at once; return how they ended, and the most that was counted."""
    ends: list[str] = []
    start = threading.Barrier(len(deeds) + 1)
    over = threading.Event()
    most = [0]

    def run(deed: Callable[[], object]) -> None:
        start.wait()
        try:
            deed()
            ends.append("accepted")
        except RuleViolation as refusal:
            ends.append(refusal.sentences[0].partition("1.7")[1])
        except Exception as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    def watch() -> None:
        start.wait()
        while not over.is_set():
            most[0] = max(most[0], count())
        most[0] = max(most[0], count())
        connection.close()

    runners = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    watcher = threading.Thread(target=watch)
    for thread in (*runners, watcher):
        thread.start()
    for thread in runners:
        thread.join()
    over.set()
    watcher.join()
    return Counter(ends), most[0]


def race_for_the_five_places() -> tuple[Counter[str], int]:
    """Let sixteen candidates of one commission be proposed to one sitting at once."""
    council = make.a_council()
    candidates = [make.a_candidate(council) for _number in range(RUNNERS)]
    make.discussed(*candidates)
    sitting = make.a_presidium_sitting(council)

    def proposing(candidate: Expert) -> Callable[[], object]:
        return lambda: actions.propose(
            expert=candidate, sitting=sitting, by=council.secretariat
        )

    return race(
        [proposing(candidate) for candidate in candidates],
        lambda: Submission.objects.filter(sitting=sitting).count(),
    )


def race_for_the_last_expert() -> tuple[Counter[str], int]:
    """Let sixteen sittings of one day be finalised, with one place left under 7 × 1."""
    council = make.a_council()
    serving = [make.a_candidate(council) for _number in range(6)]
    make.engaged(council, *serving[:5])
    make.engaged(council, *serving[5:])
    candidates = [make.a_candidate(council) for _number in range(RUNNERS)]
    make.discussed(*candidates)
    sittings = []
    for candidate in candidates:
        sitting = make.a_presidium_sitting(council)
        make.proposed(candidate, sitting=sitting)
        make.attended(sitting)
        sittings.append(make.voted(sitting))

    def finalising(number: int) -> Callable[[], object]:
        return lambda: council_actions.finalise_protocol(
            sitting=sittings[number],
            number=100 + number,
            on=make.DECIDED_ON,
            by=council.secretariat,
        )

    return race(
        [finalising(number) for number in range(RUNNERS)],
        lambda: Engagement.objects.active(make.DECIDED_ON).count(),
    )


def race_for_the_last_entry() -> tuple[Counter[str], int]:
    """Let sixteen be entered by one protocol at once, with one place left under 7 × 1.

    Whole protocols cannot show what happens without locks: their links would fork the
    chain, and the database refuses that.
    """
    council = make.a_council()
    serving = [make.a_candidate(council) for _number in range(6)]
    make.engaged(council, *serving[:5])
    protocol = make.engaged(council, *serving[5:])
    candidates = [make.a_candidate(council) for _number in range(RUNNERS)]

    def entering(candidate: Expert) -> Callable[[], object]:
        return lambda: engage(
            expert=candidate,
            commission=candidate.commission,
            protocol=protocol,
            ends=council.convocation.ends,
            by=council.secretariat,
        )

    return race(
        [entering(candidate) for candidate in candidates],
        lambda: Engagement.objects.active(make.DECIDED_ON).count(),
    )


@pytest.fixture
def without_locks(monkeypatch):
    """Read rows without locking them."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)


@pytest.mark.clause("1.7")
def test_sixteen_at_once_take_exactly_the_five_places():
    ends, most = race_for_the_five_places()
    assert ends == {
        "accepted": LIMIT_PER_SITTING,
        "1.7": RUNNERS - LIMIT_PER_SITTING,
    }
    assert most == LIMIT_PER_SITTING


@pytest.mark.clause("1.7")
def test_sixteen_at_once_take_exactly_the_last_place_under_seven():
    ends, most = race_for_the_last_expert()
    assert ends == {"accepted": 1, "1.7": RUNNERS - 1}
    assert most == 7


@pytest.mark.clause("1.7")
def test_sixteen_entered_at_once_take_exactly_the_last_place_under_seven():
    ends, most = race_for_the_last_entry()
    assert ends == {"accepted": 1, "1.7": RUNNERS - 1}
    assert most == 7


def ever(goes_wrong: Callable[[], bool]) -> bool:
    """Tell whether the race goes wrong in one of three attempts, each on an empty base.

    Without locks a race may still end well, if its threads happen to run in turn.
    """
    for _attempt in range(3):
        if goes_wrong():
            return True
        call_command("flush", interactive=False)
    return False


@pytest.mark.postgresql
def test_without_locks_the_race_for_places_goes_wrong(without_locks):
    assert ever(
        lambda: (
            race_for_the_five_places()[0]
            != {"accepted": LIMIT_PER_SITTING, "1.7": RUNNERS - LIMIT_PER_SITTING}
        )
    )


@pytest.mark.postgresql
def test_without_locks_the_race_for_the_last_expert_goes_wrong(without_locks):
    assert ever(lambda: race_for_the_last_entry()[1] > 7)
