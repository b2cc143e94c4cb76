"""What becomes of each candidate of the demonstration, dealt over the sittings."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from commissions.demo.calendar import FORMALISED_SITTINGS
from commissions.demo.founding import NUMBERS, PLACES
from commissions.demo.texts import COMMISSIONS

# By commission, at the sitting whose protocol is still open: how many proposals.
HELD = (1, 2, 2, 1, 2, 1)
# Discussed before it as well, but brought to the next sitting only, or not yet.
PROPOSED_NEXT = (2, 4, 6)
NOT_SUPPORTED = 5
# The two whom a commission did not support and the chair proposed all the same:
# the Presidium admits the one and refuses the other.
ADMITTED_ANYWAY = 2
REFUSED_ANYWAY = 5


@dataclass(frozen=True)
class Fate:
    """What the commission and the Presidium will say of a candidate."""

    is_supported: bool = True
    is_admitted: bool = True
    is_proposed: bool = True


Round = dict[int, list[Fate]]


def rounds(rng: Random) -> list[Round]:
    """Deal every commission's candidates over the sittings, five at most each."""
    sittings = range(FORMALISED_SITTINGS)
    dealt: list[Round] = [{} for _sitting in sittings]
    for number in NUMBERS:
        fates = _fates(number)
        rng.shuffle(fates)
        places = [sitting for sitting in sittings for _place in range(PLACES)]
        for sitting, fate in zip(rng.sample(places, len(fates)), fates, strict=True):
            dealt[sitting].setdefault(number, []).append(fate)
    return dealt


def _fates(number: int) -> list[Fate]:
    commission = COMMISSIONS[number - 1]
    admitted = [Fate()] * commission.admitted
    refused = [Fate(is_admitted=False)] * commission.refused
    if number == ADMITTED_ANYWAY:
        admitted[0] = Fate(is_supported=False)
    if number == REFUSED_ANYWAY:
        refused[0] = Fate(is_supported=False, is_admitted=False)
    return admitted + refused


def open_round() -> Round:
    """Return the candidates before the sitting whose protocol is still open."""
    dealt = {}
    for number, proposed in zip(NUMBERS, HELD, strict=True):
        waiting = Fate(is_supported=number != NOT_SUPPORTED, is_proposed=False)
        dealt[number] = [Fate()] * proposed + [waiting]
    dealt[NOT_SUPPORTED][0] = Fate(is_admitted=False)
    return dealt
