"""A vote, the protocol and its print at once, in every order three people can take.

Each session is a connection of its own that goes on when it is told to. What waits for
another one's lock is seen waiting before the next one goes on: nothing is left to luck.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from council import actions
from council.models import Sitting
from council.regulation import RuleViolation
from tests import factories as make
from tests.council.test_pdf import words

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
# vote, vote's commit; finalise, its commit; print
STEPS = ("v", "V", "f", "F", "p")
ORDERS = sorted(
    order
    for order in permutations(STEPS)
    if order.index("v") < order.index("V") and order.index("f") < order.index("F")
)
FEW = ORDERS[::5]
TALLY = re.compile(r"жақтап – (\d+), қарсы – (\d+), қалыс қалды – (\d+)")
PATIENCE = 60  # seconds until a step counts as lost


@dataclass
class Session:
    """Somebody with a connection of his own, who does a step when told."""

    steps: queue.Queue[Callable[[], object] | None] = field(default_factory=queue.Queue)
    done: queue.Queue[object] = field(default_factory=queue.Queue)
    backend: int = 0

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self.tell(self._meet)
        self.done.get(timeout=PATIENCE)

    def _meet(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            self.backend = connection.connection.info.backend_pid

    def _run(self) -> None:
        while (step := self.steps.get()) is not None:
            try:
                self.done.put(step())
            except RuleViolation as refusal:
                self.done.put(refusal)
            except Exception as error:
                self.done.put(error)
        connection.close()

    def tell(self, step: Callable[[], object]) -> None:
        self.steps.put(step)

    def waits(self) -> bool:
        """Return whether the server says that it waits for a lock."""
        if connection.vendor != "postgresql":
            return True  # SQLite does not tell; it serves one writer at a time
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s",
                [self.backend],
            )
            return bool(cursor.fetchone()[0])

    def leave(self) -> None:
        self.steps.put(None)
        self.thread.join(PATIENCE)


class Held:
    """A deed done in a transaction that stays open until it is told to end."""

    def __init__(self, deed: Callable[[], object]) -> None:
        self.deed, self.refused = deed, False

    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        try:
            self.deed()
        except RuleViolation:
            self.refused = True
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def end(self) -> None:
        if not self.refused:
            self.atomic.__exit__(None, None, None)


class Table:
    """A sitting with its votes, and what each of the three is about to do."""

    def __init__(self, council: make.MadeCouncil, held_on: date) -> None:
        by = council.secretariat
        sitting = actions.plan_sitting(
            body=council.presidium,
            held_on=held_on,
            secretary=council.secretary,
            by=by,
        )
        actions.add_item(
            sitting=sitting,
            texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
            by=by,
        )
        make.attended(sitting)
        self.sitting = make.voted(sitting)
        self.before = tally_of(actions.draft_pdf(self.sitting, "kk") or b"")
        against = dict.fromkeys(self.sitting.members[:1], "against")
        (item,) = self.sitting.items.all()
        self.vote = Held(
            lambda: actions.record_votes(
                sitting=self.sitting,
                votes=[actions.ItemVote(item.pk, exceptions=against)],
                by=by,
            )
        )
        self.final = Held(
            lambda: actions.finalise_protocol(
                sitting=self.sitting,
                number=actions.next_number(self.sitting),
                on=held_on,
                by=by,
            )
        )
        self.prints: list[tuple[bool, tuple[int | None, ...]]] = []

    def print(self) -> None:
        """Draw what there is to draw: the protocol, or the draft of it."""
        sitting = Sitting.objects.get(pk=self.sitting.pk)
        if sitting.is_final:
            paper = actions.protocol_paper(sitting.protocol.current, "kk")
            assert paper is not None
            pdf = paper.content()
        else:
            draft = actions.draft_pdf(sitting, "kk")
            assert draft is not None
            pdf = draft
        self.prints.append((sitting.is_final, tally_of(pdf)))

    def stored(self) -> tuple[int | None, ...]:
        """Return how the item was voted, as the rows say."""
        (item,) = Sitting.objects.get(pk=self.sitting.pk).items.all()
        return (item.votes_for, item.votes_against, item.votes_abstained)


def tally_of(pdf: bytes) -> tuple[int, ...]:
    found = TALLY.search(words(pdf))
    assert found is not None
    return tuple(map(int, found.groups()))


def played(order: tuple[str, ...], table: Table) -> list[object]:
    """Play the steps in this order; return what went wrong in a session."""
    voter, closer, printer = sessions = Session(), Session(), Session()
    whose = {
        "v": (voter, table.vote.begin),
        "V": (voter, table.vote.end),
        "f": (closer, table.final.begin),
        "F": (closer, table.final.end),
        "p": (printer, table.print),
    }
    open_for_writing: set[int] = set()
    owed = dict.fromkeys(map(id, sessions), 0)
    wrong: list[object] = []

    def settle(session: Session) -> None:
        while owed[id(session)]:
            ended = session.done.get(timeout=PATIENCE)
            owed[id(session)] -= 1
            if ended is not None:
                wrong.append(ended)

    for step in order:
        session, what = whose[step]
        session.tell(what)
        owed[id(session)] += 1
        others = open_for_writing - {id(session)}
        if step in "vf" and others:
            until_it_waits(session)
            continue
        if step in "VF" and others and owed[id(session)] > 1:
            continue  # its own beginning still waits
        settle(session)
        if step in "vf":
            open_for_writing.add(id(session))
        elif step in "VF":
            open_for_writing.discard(id(session))
    for session in sessions:
        settle(session)
        session.leave()
    return wrong


def until_it_waits(session: Session) -> None:
    """Look until the session waits for the other one, or has been refused."""
    while not session.waits() and session.done.empty():
        pass


def faults(order: tuple[str, ...], table: Table) -> list[object]:
    """Return what is wrong after the three have done all they wanted."""
    wrong = played(order, table)
    sitting = Sitting.objects.get(pk=table.sitting.pk)
    if not sitting.is_final:
        return [*wrong, "not final"]
    table.print()
    stored, final = table.stored(), table.prints[-1][1]
    counted = (
        table.before
        if table.vote.refused
        else (
            table.before[0] - 1,
            table.before[1] + 1,
            table.before[2],
        )
    )
    if stored != counted:
        wrong.append(f"stored {stored}, counted {counted}")
    for is_final, printed in table.prints:
        if is_final and printed != stored:
            wrong.append(f"printed {printed}, stored {stored}")
        if not is_final and printed not in (table.before, counted):
            wrong.append(f"draft {printed}")
    if final != stored:
        wrong.append(f"final {final}, stored {stored}")
    return wrong


def tables(orders: list[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], Table]]:
    """Give each order a sitting of its own, one day after the other."""
    council = make.a_council()
    for number, order in enumerate(orders):
        yield order, Table(council, make.DECIDED_ON + timedelta(days=number))


def all_faults(orders: list[tuple[str, ...]]) -> dict[str, list[object]]:
    found = {"".join(order): faults(order, table) for order, table in tables(orders)}
    return {order: wrong for order, wrong in found.items() if wrong}


def test_there_are_thirty_orders():
    assert len(ORDERS) == 30
    assert len(FEW) == 6


@pytest.mark.clause("1.6")
@pytest.mark.clause("1.8")
def test_no_late_vote_is_counted_and_the_paper_says_what_is_stored(time_machine):
    time_machine.move_to("2026-02-01 12:00+05:00")
    assert all_faults(FEW) == {}


@pytest.mark.long
def test_in_every_order(time_machine):
    time_machine.move_to("2026-02-01 12:00+05:00")
    assert all_faults(ORDERS) == {}


@pytest.mark.postgresql
def test_without_locks_a_late_vote_is_stored_after_the_protocol(
    monkeypatch, time_machine
):
    time_machine.move_to("2026-02-01 12:00+05:00")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    printed = "printed (4, 0, 0), stored (3, 1, 0)"
    final = "final (4, 0, 0), stored (3, 1, 0)"
    found = all_faults([("v", "f", "V", "F", "p")])
    assert found == {"vfVFp": [printed, printed, final]}
