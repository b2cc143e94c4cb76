"""Councils to be measured: registers of any size, beside the same work to be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from council.models import Account, Protocol, Sitting
from experts.models import Expert
from tests import factories as make
from tests import large
from tests.throwaway import a_database, pointing_at

COMMISSIONS, MEMBERS, EACH = 6, 8, 5


@dataclass(frozen=True)
class Measured:
    """A council in a database: who works in it, and what there is to be done.

    `to_propose` waits for the `proposing` sitting; `voted` has thirty admissions to
    be formalised; `final` is a protocol of thirty admissions.
    """

    database: str
    secretariat: Account
    chair: Account
    to_propose: list[Expert]
    proposing: Sitting
    voted: Sitting
    final: Protocol
    public_id: str


@contextmanager
def a_measured_council(folder: Path, experts: int) -> Iterator[Measured]:
    """Give a council with that many experts more than those of the work to be done."""
    with a_database(folder, like_this_one=True) as name, pointing_at(name):
        found = filled(name, experts)
        swept()
        yield found


def swept() -> None:
    """Let the database know how many rows it has, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def filled(name: str, experts: int) -> Measured:
    """Fill the empty database of that name, to which the connection points."""
    council = make.a_council(
        members=COMMISSIONS * MEMBERS,
        commissions=COMMISSIONS,
        per_commission=MEMBERS,
        experts_multiple=max(7, experts // COMMISSIONS),
    )
    final = make.finalised(make.voted(_admissions(council)), number=1)
    large.in_office(council, large.people(experts), final, timezone.now())
    first = make.in_office(council)  # seals what was written past the deeds
    voted = make.voted(_admissions(council))
    waiting = [
        make.a_candidate(council, body)
        for body in council.commissions
        for _number in range(EACH)
    ]
    for start in range(0, len(waiting), EACH):
        make.discussed(*waiting[start : start + EACH])
    return Measured(
        database=name,
        secretariat=council.secretariat,
        chair=council.chair_accounts[0],
        to_propose=waiting,
        proposing=make.a_presidium_sitting(council),
        voted=Sitting.objects.get(pk=voted.pk),
        final=final,
        public_id=first.public_id,
    )


def _admissions(council: make.MadeCouncil) -> Sitting:
    """Return a sitting of the Presidium to which all came, with thirty admissions."""
    sitting = make.a_presidium_sitting(council)
    for body in council.commissions:
        five = [make.a_candidate(council, body) for _number in range(EACH)]
        make.discussed(*five)
        make.proposed(*five, sitting=Sitting.objects.get(pk=sitting.pk))
    return make.attended(Sitting.objects.get(pk=sitting.pk))
