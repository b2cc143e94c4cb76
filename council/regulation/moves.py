"""1.8, 1.10 and 6.3: the moves a chair proposes, their grounds and their terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from council.dates import numeric_date
from council.regulation.base import Rule, RuleViolation


class Move(TextChoices):
    """What is asked of the Presidium for an expert (1.8, 6.3)."""

    ADMIT = "admit", gettext_lazy("proposal to admit an expert")
    RELEASE = "release", gettext_lazy("proposal to release an expert")
    REASSIGN = "reassign", gettext_lazy("proposal to reassign between commissions")


class Ground(TextChoices):
    """On what ground an expert is released before the term is over."""

    CHAIR_INITIATIVE = (
        "chair_initiative",
        gettext_lazy("personal initiative of the commission's chair"),
    )
    ETHICS = "ethics", gettext_lazy("breach of ethical norms")
    SYSTEMATIC = "systematic", gettext_lazy("systematic non-performance of duties")
    CONFLICT = "conflict", gettext_lazy("conflict of interest")
    TRUST = "trust", gettext_lazy("loss of trust")
    LOW_EFFICIENCY = "low_efficiency", gettext_lazy("low efficiency of the work")
    OWN_REQUEST = "own_request", gettext_lazy("the expert's own initiative")


class Initiator(TextChoices):
    """Who starts a move."""

    CHAIR = "chair", pgettext_lazy("who starts", "the chair of the commission")
    EXPERT = "expert", pgettext_lazy("who starts", "the expert")


@dataclass(frozen=True)
class Terms:
    """What a move asks for: who starts it, a discussion, a place of 1.7, the cap."""

    clause: str
    initiator: Initiator = Initiator.CHAIR
    needs_discussion: bool = False
    takes_place: bool = False
    is_capped: bool = False


# The matrix: every move, a release by its main ground.
TERMS: dict[tuple[Move, str], Terms] = {
    (Move.ADMIT, ""): Terms(
        "1.7, 1.8", needs_discussion=True, takes_place=True, is_capped=True
    ),
    (Move.RELEASE, Ground.CHAIR_INITIATIVE): Terms("1.8, 1.10", needs_discussion=True),
    (Move.RELEASE, Ground.ETHICS): Terms("1.8, 1.10"),
    (Move.RELEASE, Ground.SYSTEMATIC): Terms("1.8, 1.10"),
    (Move.RELEASE, Ground.CONFLICT): Terms("1.8, 1.10"),
    (Move.RELEASE, Ground.TRUST): Terms("1.8, 1.10"),
    (Move.RELEASE, Ground.LOW_EFFICIENCY): Terms("6.3"),
    (Move.RELEASE, Ground.OWN_REQUEST): Terms("1.10", initiator=Initiator.EXPERT),
    (Move.REASSIGN, ""): Terms("6.3", is_capped=True),
}


def terms_of(move: str, ground: str = "") -> Terms:
    """Return what the move asks for; KeyError for a ground that is none of its own."""
    return TERMS[Move(move), ground]


@dataclass(frozen=True)
class Initiated(Rule):
    """1.10: a release starts with the chair, or with the expert's own request."""

    clause = "1.10"

    def check(self, initiator: str, is_chair: bool, is_expert: bool) -> None:
        if initiator == Initiator.CHAIR and not is_chair:
            raise RuleViolation(
                _("1.10: only the chair of the expert's commission starts this.")
            )
        if initiator == Initiator.EXPERT and not is_expert:
            raise RuleViolation(
                _("1.10: an own request comes from the expert, on a dated paper.")
            )


@dataclass(frozen=True)
class ReleaseDiscussed(Rule):
    """1.8, 1.10: the chair's own initiative is the ground that needs a discussion."""

    clause = "1.10"

    def check(
        self, is_needed: bool, discussed_on: date | None, decided_on: date
    ) -> None:
        if is_needed and (discussed_on is None or discussed_on > decided_on):
            raise RuleViolation(
                _(
                    "1.8, 1.10: release on the chair's own initiative needs a "
                    "discussion at a sitting of the commission by %(day)s, after a "
                    "refusal a new one; none is recorded."
                )
                % {"day": numeric_date(decided_on)}
            )


@dataclass(frozen=True)
class InOffice(Rule):
    """1.8: only who is an expert of the commission is released or reassigned."""

    clause = "1.8"

    def check(
        self, is_in_office: bool, name: str, commission: int | None, day: date
    ) -> None:
        if not is_in_office:
            raise RuleViolation(
                _(
                    "1.8: %(name)s is no expert of commission № %(commission)s on "
                    "%(day)s, or was engaged that very day."
                )
                % {"name": name, "commission": commission, "day": numeric_date(day)}
            )


@dataclass(frozen=True)
class AnotherCommission(Rule):
    """6.3: an expert is reassigned to another commission of the same convocation."""

    clause = "6.3"

    def check(self, is_another: bool, commission: int | None) -> None:
        if not is_another:
            raise RuleViolation(
                _(
                    "6.3: commission № %(commission)s is not another commission of "
                    "this convocation."
                )
                % {"commission": commission}
            )


@dataclass(frozen=True)
class PresidiumMoves(Rule):
    """6.3: who is in office changes the commission by reassignment alone."""

    clause = "6.3"

    def check(self, is_in_office: bool, name: str) -> None:
        if is_in_office:
            raise RuleViolation(
                _(
                    "6.3: %(name)s is in office; only the Presidium moves an expert to "
                    "another commission."
                )
                % {"name": name}
            )


@dataclass(frozen=True)
class NothingRestsOnIt(Rule):
    """1.8: a decision stands as long as a later one rests on it."""

    clause = "1.8"

    def check(self, name: str, later: str) -> None:
        if later:
            raise RuleViolation(
                _(
                    "1.8: a later decision on %(name)s rests on this one: %(later)s. "
                    "Correct that one first."
                )
                % {"name": name, "later": later}
            )


INITIATED = Initiated()
RELEASE_DISCUSSED = ReleaseDiscussed()
IN_OFFICE = InOffice()
ANOTHER_COMMISSION = AnotherCommission()
PRESIDIUM_MOVES = PresidiumMoves()
NOTHING_RESTS_ON_IT = NothingRestsOnIt()
