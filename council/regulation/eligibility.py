"""Section 2: who may be an expert."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from council.regulation.base import Rule, RuleViolation


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


NO_BAR = NoBar()
REQUIRED_PAPERS = RequiredPapers()
READINESS = Readiness()
CONSENT_GIVEN = ConsentGiven()
