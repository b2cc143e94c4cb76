"""What happens to experts in office during the demonstration, and who is moved."""

from __future__ import annotations

from dataclasses import dataclass

from council.regulation import Ground, Move


@dataclass(frozen=True)
class PlannedMove:
    """A release or reassignment of an expert of the commission."""

    commission: int
    move: Move = Move.RELEASE
    ground: Ground | str = ""
    target: int = 0
    is_adopted: bool = True


# By the sitting of the Presidium, counted from 0: every ground, one release that is
# not adopted, two reassignments to commissions with room.
MOVES: dict[int, tuple[PlannedMove, ...]] = {
    5: (PlannedMove(1, ground=Ground.OWN_REQUEST),),
    6: (
        PlannedMove(2, ground=Ground.ETHICS),
        PlannedMove(3, move=Move.REASSIGN, target=4),
    ),
    7: (PlannedMove(3, ground=Ground.CHAIR_INITIATIVE),),
    8: (
        PlannedMove(4, ground=Ground.SYSTEMATIC),
        PlannedMove(2, ground=Ground.CONFLICT),
    ),
    9: (
        PlannedMove(5, move=Move.REASSIGN, target=3),
        PlannedMove(6, ground=Ground.CHAIR_INITIATIVE, is_adopted=False),
    ),
    10: (PlannedMove(5, ground=Ground.TRUST),),
    11: (PlannedMove(6, ground=Ground.LOW_EFFICIENCY),),
}
# The sitting at which the Regulation is amended, and the days until it is in force.
AMENDED_AT = 4
DAYS_AHEAD = 14
# The sitting whose protocol is corrected: a vote was counted wrongly.
CORRECTED_AT = 2
# The commission that loses a member and stands above its cap; the expert of which
# commission becomes a member of the council.
ABOVE_CAP = 1
JOINS_COUNCIL = 4
