"""In plain words: release and reassignment, and the matrix of all moves."""

from __future__ import annotations

from django.utils.translation import gettext as _

from council.regulation import TERMS, Ground, Move
from experts.plain_rules.base import PlainMove, PlainRule


def moves() -> list[PlainMove]:
    """Return the matrix: what each move and each ground of release asks for."""
    return [
        PlainMove(
            label=_move_label(move, ground),
            clause=terms.clause,
            initiator=str(terms.initiator.label),
            needs_discussion=terms.needs_discussion,
            takes_place=terms.takes_place,
            is_capped=terms.is_capped,
        )
        for (move, ground), terms in TERMS.items()
    ]


def _move_label(move: Move, ground: str) -> str:
    labels = {Move.ADMIT: _("Admission"), Move.REASSIGN: _("Reassignment")}
    if move in labels:
        return labels[move]
    return _("Release: %(ground)s") % {"ground": Ground(ground).label}


def release() -> list[PlainRule]:
    """Return how an expert leaves or changes the commission."""
    return [
        PlainRule(
            _(
                "The Presidium may release an expert before the term is over, when "
                "the chair of the commission proposes it or the expert asks for it."
            ),
            "1.10",
        ),
        PlainRule(
            _(
                "An expert who is released leaves on the day of the sitting. The "
                "ground is never published."
            ),
            "1.8",
            is_ours=True,
        ),
        PlainRule(
            _("The Presidium may move an expert from one commission to another."), "6.3"
        ),
        PlainRule(
            _(
                "Either of the two chairs may propose it. The term stays the same, "
                "and both periods stay in the register."
            ),
            "6.3",
            is_ours=True,
        ),
        PlainRule(
            _(
                "A release on the chair's own initiative is discussed in the "
                "commission first; any other may go to the Presidium at once."
            ),
            "1.10",
            is_ours=True,
        ),
    ]
