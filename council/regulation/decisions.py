"""1.5 and 1.6: who decides, and how."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from council.regulation.base import Rule, RuleViolation


@dataclass(frozen=True)
class SimpleMajority(Rule):
    """1.6: adopted when more than half of the base votes for; a tie is not enough.

    The base (those present, or all members) is a reading kept in the edition.
    """

    clause = "1.6"

    def check(self, votes_for: int, base: int) -> None:
        if votes_for * 2 <= base:
            raise RuleViolation(
                _("1.6: %(votes)s of %(base)s is not a simple majority.")
                % {"votes": votes_for, "base": base}
            )


@dataclass(frozen=True)
class VotesWithinPresent(Rule):
    """1.6: only members in the room vote, each once."""

    clause = "1.6"

    def check(self, votes: int, stepped_out: int, present: int) -> None:
        if votes + stepped_out > present:
            raise RuleViolation(
                _(
                    "1.6: %(votes)s votes and %(out)s who stepped out are more than "
                    "the %(present)s members present."
                )
                % {"votes": votes, "out": stepped_out, "present": present}
            )


@dataclass(frozen=True)
class PresidiumDecides(Rule):
    """1.6: only the Presidium engages and releases experts."""

    clause = "1.6"

    def check(self, is_presidium: bool, body: str) -> None:
        if not is_presidium:
            raise RuleViolation(
                _("1.6: only the Presidium engages experts, not “%(body)s”.")
                % {"body": body}
            )


@dataclass(frozen=True)
class Quorum(Rule):
    """Our reading by analogy with art. 13(2) of the law: a share of the members."""

    clause = "1.6"
    numerator: int
    denominator: int

    def needed(self, members: int) -> int:
        """Return the least number of members that makes the quorum."""
        return -(-members * self.numerator // self.denominator)

    def check(self, present: int, members: int) -> None:
        needed = self.needed(members)
        if not members or present < needed:
            raise RuleViolation(
                _(
                    "No quorum: %(present)s of %(members)s members present, "
                    "%(needed)s needed."
                )
                % {"present": present, "members": members, "needed": needed}
            )


@dataclass(frozen=True)
class ExpertsHaveNoVote(Rule):
    """1.5: an expert attends without a vote; only members of the body vote."""

    clause = "1.5"

    def check(self, voters: Iterable[Any], members: Collection[Any]) -> None:
        strangers = [str(person) for person in voters if person not in members]
        if strangers:
            raise RuleViolation(
                _("1.5: no vote without a seat in this body: %(names)s.")
                % {"names": ", ".join(strangers)}
            )


SIMPLE_MAJORITY = SimpleMajority()
VOTES_WITHIN_PRESENT = VotesWithinPresent()
PRESIDIUM_DECIDES = PresidiumDecides()
EXPERTS_HAVE_NO_VOTE = ExpertsHaveNoVote()
