"""1.5 to 1.9: who is proposed, how many, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.regulation.base import Rule, RuleViolation


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
    """1.8: a candidate is discussed in the commission before the Presidium sits.

    What was said before a refusal or a former engagement does not count.
    """

    clause = "1.8"

    def check(self, discussed_on: date | None, decided_on: date) -> None:
        if discussed_on is None:
            raise RuleViolation(
                _(
                    "1.8: no discussion of the candidate at a sitting of the "
                    "commission is recorded. Whom the Presidium refused or released "
                    "is discussed anew."
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


NOT_COUNCIL_MEMBER = NotCouncilMember()
DISCUSSED_FIRST = DiscussedFirst()
CHAIR_PROPOSES = ChairProposes()
TERM_WITHIN_CONVOCATION = TermWithinConvocation()
ONE_COMMISSION = OneCommission()
