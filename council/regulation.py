"""The Regulation's rules, each once, as an object with its clause.

Every rule has `check`, which raises RuleViolation with a sentence that names the
clause and the numbers, and `holds`, the same question as a boolean.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from council.dates import numeric_date


class RuleViolation(Exception):
    """A deed is refused; `sentences` say why, for the person who tried."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = list(sentences)


def collect(*checks: Any) -> list[str]:
    """Run each (rule, arguments) and return every refusal, not only the first."""
    sentences: list[str] = []
    for rule, facts in checks:
        try:
            rule.check(**facts)
        except RuleViolation as refusal:
            sentences += refusal.sentences
    return sentences


class Rule(ABC):
    """One rule of the Regulation."""

    clause: ClassVar[str]

    @abstractmethod
    def check(self, *args: Any, **kwargs: Any) -> None:
        """Raise RuleViolation when the facts break the rule."""

    def holds(self, *args: Any, **kwargs: Any) -> bool:
        """Return whether `check` lets the facts pass."""
        try:
            self.check(*args, **kwargs)
        except RuleViolation:
            return False
        return True


# 1. Who decides, and how


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


# 1.5 to 1.9: who is proposed, and how many


@dataclass(frozen=True)
class NotCouncilMember(Rule):
    """1.5: a sitting member of the council is not an expert of it."""

    clause = "1.5"

    def check(self, is_member: bool, name: str) -> None:
        if is_member:
            raise RuleViolation(
                _("1.5: %(name)s sits in the Public Council and cannot be its expert.")
                % {"name": name}
            )


@dataclass(frozen=True)
class CandidatesPerSitting(Rule):
    """1.7: a commission brings at most so many candidates to one Presidium sitting."""

    clause = "1.7"
    limit: int

    def check(self, taken: int, commission: int | None, day: date) -> None:
        if taken >= self.limit:
            raise RuleViolation(
                _(
                    "1.7: commission № %(commission)s already has %(taken)s of "
                    "%(limit)s candidates on the sitting of %(day)s."
                )
                % {
                    "commission": commission,
                    "taken": taken,
                    "limit": self.limit,
                    "day": numeric_date(day),
                }
            )


@dataclass(frozen=True)
class ExpertsPerMember(Rule):
    """1.7: a commission's experts are at most so many times its council members."""

    clause = "1.7"
    times: int

    def capacity(self, members: int) -> int:
        """Return how many experts a commission of so many members may have."""
        return self.times * members

    def check(self, taken: int, members: int, commission: int | None) -> None:
        if taken >= self.capacity(members):
            raise RuleViolation(
                _(
                    "1.7: commission № %(commission)s has %(taken)s of the "
                    "%(capacity)s experts it may have (%(times)s for each of its "
                    "council members: %(members)s)."
                )
                % {
                    "commission": commission,
                    "taken": taken,
                    "members": members,
                    "capacity": self.capacity(members),
                    "times": self.times,
                }
            )


@dataclass(frozen=True)
class DiscussedFirst(Rule):
    """1.8: a candidate is discussed in the commission before the Presidium sits."""

    clause = "1.8"

    def check(self, discussed_on: date | None, decided_on: date) -> None:
        if discussed_on is None:
            raise RuleViolation(
                _(
                    "1.8: no discussion of the candidate at a sitting of the "
                    "commission is recorded."
                )
            )
        if discussed_on > decided_on:
            raise RuleViolation(
                _(
                    "1.8: the commission discussed the candidate on %(discussed)s, "
                    "after the Presidium sitting of %(decided)s."
                )
                % {
                    "discussed": numeric_date(discussed_on),
                    "decided": numeric_date(decided_on),
                }
            )


@dataclass(frozen=True)
class ChairProposes(Rule):
    """1.8: the proposal is brought by the chair of that commission."""

    clause = "1.8"

    def check(self, has_chair: bool, commission: int | None, day: date) -> None:
        if not has_chair:
            raise RuleViolation(
                _(
                    "1.8: commission № %(commission)s has no chair on %(day)s who "
                    "could bring the proposal."
                )
                % {"commission": commission, "day": numeric_date(day)}
            )


@dataclass(frozen=True)
class TermWithinConvocation(Rule):
    """1.9: an expert serves no longer than the convocation that engaged them."""

    clause = "1.9"

    def check(self, ends: date, convocation_ends: date) -> None:
        if ends > convocation_ends:
            raise RuleViolation(
                _(
                    "1.9: the term ends on %(ends)s, after the convocation "
                    "(%(convocation)s)."
                )
                % {
                    "ends": numeric_date(ends),
                    "convocation": numeric_date(convocation_ends),
                }
            )


@dataclass(frozen=True)
class OneCommission(Rule):
    """6.1: the Regulation speaks of the one commission an expert belongs to."""

    clause = "6.1"

    def check(self, already_in: int | None) -> None:
        if already_in is not None:
            raise RuleViolation(
                _("6.1: already an expert of commission № %(number)s.")
                % {"number": already_in}
            )


# 2. Who may be an expert


@dataclass(frozen=True)
class Eligibility(Rule):
    """2.1: higher education, or so many full months of practice in the field."""

    clause = "2.1"
    practice_months: int

    def check(self, has_higher_education: bool, practice_months: int) -> None:
        if not has_higher_education and practice_months < self.practice_months:
            raise RuleViolation(
                _(
                    "2.1: higher education or at least %(needed)s months of practice "
                    "is needed; %(months)s months are stated."
                )
                % {"needed": self.practice_months, "months": practice_months}
            )


@dataclass(frozen=True)
class NoBar(Rule):
    """2.2: any one of the four bars keeps a person from being an expert.

    The sentence counts them and never says which: chairs and members read it too.
    """

    clause = "2.2"

    def check(self, present: Collection[str], unknown: Collection[str]) -> None:
        sentences = []
        if present:
            sentences.append(
                _(
                    "2.2: bars on record – %(count)s of four; the person cannot be an "
                    "expert."
                )
                % {"count": len(present)}
            )
        if unknown:
            sentences.append(
                _("2.2: bars not established yet – %(count)s of four.")
                % {"count": len(unknown)}
            )
        if sentences:
            raise RuleViolation(*sentences)


@dataclass(frozen=True)
class RequiredPapers(Rule):
    """2.3: the papers a candidate hands in, the diploma only where it is the basis."""

    clause = "2.3"

    def check(self, missing: Collection[str]) -> None:
        if missing:
            raise RuleViolation(
                _("2.3: papers not seen yet – %(count)s: %(papers)s.")
                % {"count": len(missing), "papers": "; ".join(missing)}
            )


@dataclass(frozen=True)
class Readiness(Rule):
    """2.4: the candidate states to be ready to work for the public, unpaid."""

    clause = "2.4"

    def check(self, stated: bool) -> None:
        if not stated:
            raise RuleViolation(
                _("2.4: the candidate's statement of readiness is not noted.")
            )


@dataclass(frozen=True)
class ConsentGiven(Rule):
    """Law № 94-V: personal data are processed and published with consent."""

    clause = "94-V"

    def check(self, given: bool) -> None:
        if not given:
            raise RuleViolation(
                _("Law № 94-V: no consent to the processing of personal data is noted.")
            )


SIMPLE_MAJORITY = SimpleMajority()
VOTES_WITHIN_PRESENT = VotesWithinPresent()
PRESIDIUM_DECIDES = PresidiumDecides()
EXPERTS_HAVE_NO_VOTE = ExpertsHaveNoVote()
NOT_COUNCIL_MEMBER = NotCouncilMember()
DISCUSSED_FIRST = DiscussedFirst()
CHAIR_PROPOSES = ChairProposes()
TERM_WITHIN_CONVOCATION = TermWithinConvocation()
ONE_COMMISSION = OneCommission()
NO_BAR = NoBar()
REQUIRED_PAPERS = RequiredPapers()
READINESS = Readiness()
CONSENT_GIVEN = ConsentGiven()
