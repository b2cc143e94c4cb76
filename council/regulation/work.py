"""3.5 to 6.1: the work of experts in office, and its evaluation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.regulation.base import Rule, RuleViolation


@dataclass(frozen=True)
class Accompanied(Rule):
    """3.5: to public control an expert goes with a member or the group's lead."""

    clause = "3.5"

    def check(self, has_companion: bool, has_lead: bool) -> None:
        if not has_companion and not has_lead:
            raise RuleViolation(
                _(
                    "3.5: name a member of the commission who goes along, or the lead "
                    "of the monitoring group."
                )
            )


@dataclass(frozen=True)
class CompanionIsMember(Rule):
    """3.5: who accompanies an expert sits in the profile commission that day."""

    clause = "3.5"

    def check(
        self, is_member: bool, name: str, commission: int | None, day: date
    ) -> None:
        if not is_member:
            raise RuleViolation(
                _(
                    "3.5: %(name)s is no member of commission № %(commission)s on "
                    "%(day)s and cannot accompany its experts."
                )
                % {"name": name, "commission": commission, "day": numeric_date(day)}
            )


@dataclass(frozen=True)
class ClosedAgreed(Rule):
    """5.2.6: where secrets are touched, an agreement or a member's company."""

    clause = "5.2.6"

    def check(self, is_closed: bool, is_agreed: bool, has_companion: bool) -> None:
        if is_closed and not is_agreed and not has_companion:
            raise RuleViolation(
                _(
                    "5.2.6: to a closed event an expert goes with the commission's "
                    "agreement or with a member of the commission."
                )
            )


@dataclass(frozen=True)
class ExpertThatDay(Rule):
    """6.1: a chair's records are of the commission's experts, in office that day."""

    clause = "6.1"

    def check(
        self, is_in_office: bool, name: str, commission: int | None, day: date
    ) -> None:
        if not is_in_office:
            raise RuleViolation(
                _(
                    "6.1: %(name)s is no expert of commission № %(commission)s on "
                    "%(day)s."
                )
                % {"name": name, "commission": commission, "day": numeric_date(day)}
            )


@dataclass(frozen=True)
class NotAhead(Rule):
    """6.3: what is recorded as done has happened."""

    clause = "6.3"

    def check(self, day: date, today: date) -> None:
        if day > today:
            raise RuleViolation(
                _("6.3: %(day)s is still ahead; only what has happened is recorded.")
                % {"day": numeric_date(day)}
            )


@dataclass(frozen=True)
class DueAfterGiven(Rule):
    """5.1.8: a deadline is not before the day the task is given."""

    clause = "5.1.8"

    def check(self, given_on: date, due: date) -> None:
        if due < given_on:
            raise RuleViolation(
                _(
                    "5.1.8: the deadline %(due)s is before the day of the task, "
                    "%(given)s."
                )
                % {"due": numeric_date(due), "given": numeric_date(given_on)}
            )


@dataclass(frozen=True)
class AgreedFirst(Rule):
    """5.1.9, 5.1.12: a publication is agreed no later than it appears."""

    clause = "5.1.9"

    def check(self, approved_on: date, appeared_on: date | None) -> None:
        if appeared_on is not None and approved_on > appeared_on:
            raise RuleViolation(
                _(
                    "5.1.9: agreed on %(approved)s, but it appeared on %(appeared)s; "
                    "an agreement comes first."
                )
                % {
                    "approved": numeric_date(approved_on),
                    "appeared": numeric_date(appeared_on),
                }
            )


@dataclass(frozen=True)
class StartedAlone(Rule):
    """4.3.1: what an expert was asked to do is no initiative of the expert's own."""

    clause = "4.3.1"

    def check(self, is_initiative: bool, is_assigned: bool) -> None:
        if is_initiative and is_assigned:
            raise RuleViolation(
                _(
                    "4.3.1: work on an assignment is no initiative of the expert's "
                    "own; choose another kind or no assignment."
                )
            )


@dataclass(frozen=True)
class ChairEstablishes(Rule):
    """4.5: only the chair of the commission establishes a breach."""

    clause = "4.5"

    def check(self, is_chair: bool, commission: int | None) -> None:
        if not is_chair:
            raise RuleViolation(
                _(
                    "4.5: only the chair of commission № %(commission)s establishes "
                    "breaches."
                )
                % {"commission": commission}
            )


@dataclass(frozen=True)
class ChairEvaluates(Rule):
    """4.1: the chair of the expert's commission evaluates."""

    clause = "4.1"

    def check(self, is_chair: bool, commission: int | None) -> None:
        if not is_chair:
            raise RuleViolation(
                _(
                    "4.1: only the chair of commission № %(commission)s evaluates its "
                    "experts."
                )
                % {"commission": commission}
            )


@dataclass(frozen=True)
class PeriodOver(Rule):
    """4.1: a quarter, or a concrete work, is evaluated when it is over."""

    clause = "4.1"

    def check(self, ends: date, today: date) -> None:
        if ends >= today:
            raise RuleViolation(
                _(
                    "4.1: the period lasts until %(ends)s; until then there are only "
                    "numbers to date."
                )
                % {"ends": numeric_date(ends)}
            )


@dataclass(frozen=True)
class ReportPeriod(Rule):
    """6.2: a report covers quarters that have begun, at most as many as fit a page."""

    clause = "6.2"
    most_days: int

    def check(self, begins: date, ends: date, today: date) -> None:
        if begins > today:
            raise RuleViolation(
                _("6.2: the period begins on %(begins)s, which is still ahead.")
                % {"begins": numeric_date(begins)}
            )
        if ends < begins:
            raise RuleViolation(
                _("6.2: the last quarter of the report is before its first.")
            )
        if (ends - begins).days > self.most_days:
            raise RuleViolation(
                _("6.2: choose at most three years; this is %(begins)s – %(ends)s.")
                % {"begins": numeric_date(begins), "ends": numeric_date(ends)}
            )


@dataclass(frozen=True)
class ReportRequested(Rule):
    """6.2: a report on request says when the Presidium asked for it."""

    clause = "6.2"

    def check(self, is_request: bool, requested_on: date | None, today: date) -> None:
        if is_request and (requested_on is None or requested_on > today):
            raise RuleViolation(
                _("6.2: write on which day the Presidium asked for the report.")
            )


@dataclass(frozen=True)
class ReportToPresidium(Rule):
    """6.2: a report goes to the Presidium, signed."""

    clause = "6.2"

    def check(self, is_presidium: bool, is_signed: bool) -> None:
        if not is_presidium:
            raise RuleViolation(_("6.2: reports go to a sitting of the Presidium."))
        if not is_signed:
            raise RuleViolation(
                _("6.2: sign the report first; its figures still change.")
            )


@dataclass(frozen=True)
class EveryDirection(Rule):
    """4, at its end: a number is recorded for each direction."""

    clause = "4.2"

    def check(self, clauses: Collection[str], given: Collection[str]) -> None:
        missing = [clause for clause in clauses if clause not in given]
        if missing:
            raise RuleViolation(
                _("4: no number for %(clauses)s; each direction has one.")
                % {"clauses": ", ".join(missing)}
            )


@dataclass(frozen=True)
class StatedBecause(Rule):
    """4: a chair's own number beside the computed one says why."""

    clause = "4.1"

    def check(self, clause: str, because: str) -> None:
        if not because:
            raise RuleViolation(
                _("%(clause)s: say why the number is not the one of the records.")
                % {"clause": clause}
            )


ACCOMPANIED = Accompanied()
COMPANION_IS_MEMBER = CompanionIsMember()
CLOSED_AGREED = ClosedAgreed()
EXPERT_THAT_DAY = ExpertThatDay()
NOT_AHEAD = NotAhead()
DUE_AFTER_GIVEN = DueAfterGiven()
AGREED_FIRST = AgreedFirst()
STARTED_ALONE = StartedAlone()
CHAIR_ESTABLISHES = ChairEstablishes()
CHAIR_EVALUATES = ChairEvaluates()
PERIOD_OVER = PeriodOver()
EVERY_DIRECTION = EveryDirection()
# Ours: a convocation lasts three years, and no report needs to be longer.
REPORT_PERIOD = ReportPeriod(most_days=3 * 366)
REPORT_REQUESTED = ReportRequested()
REPORT_TO_PRESIDIUM = ReportToPresidium()
STATED_BECAUSE = StatedBecause()
