"""Who evaluates, and what speaks against signing an evaluation off (section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from council.models import Account, Body, Seat
from council.regulation import (
    CHAIR_EVALUATES,
    EVERY_DIRECTION,
    STATED_BECAUSE,
    collect,
)
from kpi.indicators import CLAUSES
from kpi.models import Evaluation


@dataclass(frozen=True)
class Stated:
    """A number that the chair puts beside the computed one, and why."""

    value: int | None
    because: str


@dataclass(frozen=True)
class Words:
    """What the chair adds to the computed numbers: own ones by clause, and a note."""

    stated: Mapping[str, Stated] = field(default_factory=dict)
    form: str = Evaluation.Form.TABLE
    note: str = ""

    @classmethod
    def of(cls, evaluation: Evaluation | None) -> Words:
        """Return what stands in a draft or was signed last; nothing where none is."""
        if evaluation is None:
            return cls()
        stated = {clause: Stated(**said) for clause, said in evaluation.stated.items()}
        return cls(stated, evaluation.form, evaluation.note)

    @property
    def kept(self) -> dict[str, Any]:
        """Return the stated numbers as the database keeps them."""
        return {
            clause: {"value": said.value, "because": said.because}
            for clause, said in self.stated.items()
        }


def is_chair(account: Account, commission: Body, on: date) -> bool:
    """Return whether the account is the commission's chair or acting chair that day."""
    seats = commission.seats.on(on).filter(role=Seat.Role.CHAIR)
    return (
        seats.filter(person__account=account).exists()
        or commission.acting_chairs.on(on).filter(person__account=account).exists()
    )


def check_chair(account: Account, commission: Body, on: date) -> None:
    """Refuse whoever does not lead the commission that day (4.1)."""
    CHAIR_EVALUATES.check(
        is_chair=is_chair(account, commission, on), commission=commission.number
    )


def word_objections(words: Words) -> list[str]:
    """Return what the chair's words lack before they are signed off."""
    blank = [clause for clause, said in words.stated.items() if said.value is None]
    sentences = collect(
        (
            EVERY_DIRECTION,
            {
                "clauses": CLAUSES,
                "given": [clause for clause in CLAUSES if clause not in blank],
            },
        ),
        *(
            (STATED_BECAUSE, {"clause": clause, "because": said.because})
            for clause, said in words.stated.items()
        ),
    )
    if words.form == Evaluation.Form.NOTE and not words.note:
        sentences.append(_("4: the explanatory note is chosen and has no text yet."))
    return sentences
