"""1.11 and 7.3: how the Regulation changes, and how the council ends early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.regulation.base import Rule, RuleViolation


@dataclass(frozen=True)
class AmendedBy(Rule):
    """7.3: the Presidium amends the Regulation; the general assembly approved it."""

    clause = "7.3"

    def check(self, may_amend: bool, body: str) -> None:
        if not may_amend:
            raise RuleViolation(
                _(
                    "7.3: the Presidium or the general assembly amends the "
                    "Regulation, not “%(body)s”."
                )
                % {"body": body}
            )


@dataclass(frozen=True)
class AmendedAhead(Rule):
    """7.3: an amendment leaves what is decided already as it was."""

    clause = "7.3"

    def check(self, effective_on: date, decided_on: date) -> None:
        if effective_on <= decided_on:
            raise RuleViolation(
                _(
                    "7.3: the amendment would be in force from %(effective)s; it must "
                    "be later than the sitting of %(decided)s."
                )
                % {
                    "effective": numeric_date(effective_on),
                    "decided": numeric_date(decided_on),
                }
            )


@dataclass(frozen=True)
class EndsEarlier(Rule):
    """1.11: an early end lies within the term, and no final decision lies after it."""

    clause = "1.11"

    def check(
        self, ends: date, begins: date, planned: date, last_decision: date | None
    ) -> None:
        if not begins <= ends < planned:
            raise RuleViolation(
                _(
                    "1.11: an early end lies between %(begins)s and %(planned)s, "
                    "before that last day."
                )
                % {"begins": numeric_date(begins), "planned": numeric_date(planned)}
            )
        if last_decision is not None and last_decision > ends:
            raise RuleViolation(
                _(
                    "1.11: the sitting of %(day)s has its final protocol; the council "
                    "cannot have ended on %(ends)s, before it."
                )
                % {"day": numeric_date(last_decision), "ends": numeric_date(ends)}
            )


AMENDED_BY = AmendedBy()
AMENDED_AHEAD = AmendedAhead()
ENDS_EARLIER = EndsEarlier()
