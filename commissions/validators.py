"""What keeps a proposal off an agenda, and what an event must answer to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commissions.models import Discussion, Event, Submission
from council.dates import numeric_date
from council.models import Body, Seat
from council.regulation import (
    ACCOMPANIED,
    CLOSED_AGREED,
    COMPANION_IS_MEMBER,
    EXPERT_THAT_DAY,
    Rule,
    RuleViolation,
    collect,
)
from experts.models import Engagement, Expert


def open_submission(expert: Expert) -> Submission | None:
    """Return the submission that waits for a decision of the Presidium, if any."""
    return Submission.waiting(expert).select_related("sitting").first()


def open_discussion(expert: Expert) -> Discussion | None:
    """Return the discussion that is on an agenda and has no vote yet, if any."""
    return Discussion.waiting(expert).select_related("item__sitting__body").first()


def check_submission(submission: Submission) -> None:
    """Raise RuleViolation with all that keeps the proposal off the agenda.

    The five places are counted elsewhere, under the lock; the seven-fold cap only
    warns here and refuses at the decision (1.7).
    """
    expert = submission.proposal.expert
    sentences = []
    if waiting := open_submission(expert):
        sentences.append(
            _("%(name)s is already on the agenda of the sitting of %(day)s.")
            % {"name": expert, "day": numeric_date(waiting.sitting.held_on)}
        )
    needs_discussion = submission.proposal.terms.needs_discussion
    if needs_discussion and (discussion := open_discussion(expert)):
        sentences.append(
            _("1.8: the commission's sitting of %(day)s still has to discuss %(name)s.")
            % {"day": numeric_date(discussion.item.sitting.held_on), "name": expert}
        )
    sentences += submission.objections_to_submit()
    if sentences:
        raise RuleViolation(*sentences)


def engagements_on(
    commission: Body, experts: Collection[Expert], on: date
) -> dict[int, Engagement]:
    """Return, by the expert's key, the engagements in the commission on that day."""
    rows = (
        Engagement.objects.active(on)
        .filter(commission=commission, expert__in=experts)
        .select_related("expert__person")
    )
    return {row.expert_id: row for row in rows}


def experts_that_day(
    commission: Body, experts: Collection[Expert], on: date
) -> list[tuple[Rule, dict[str, Any]]]:
    """Return for each expert what 6.1 asks: in office in the commission that day."""
    serving = engagements_on(commission, experts, on)
    return [
        (
            EXPERT_THAT_DAY,
            {
                "is_in_office": expert.pk in serving,
                "name": str(expert),
                "commission": commission.number,
                "day": on,
            },
        )
        for expert in experts
    ]


def check_event(event: Event, experts: Collection[Expert]) -> None:
    """Raise RuleViolation with all that speaks against the event (3.5, 5.2.6, 6.1).

    An event that was held is not refused for want of company: it is flagged.
    """
    if event.ends < event.begins:
        raise RuleViolation(_("The last day is before the first."))
    day, is_held = event.begins, event.status == Event.Status.HELD
    facts: list[tuple[Rule, dict[str, Any]]] = []
    if event.is_public_control and not is_held:
        company = {
            "has_companion": event.companion is not None,
            "has_lead": event.group_lead is not None,
        }
        facts.append((ACCOMPANIED, company))
    if event.companion is not None:
        seats = event.commission.seats.voting().on(day)
        member = {
            "is_member": seats.filter(person=event.companion).exists(),
            "name": str(event.companion),
            "commission": event.commission.number,
            "day": day,
        }
        facts.append((COMPANION_IS_MEMBER, member))
    if not is_held:
        agreed = {
            "is_closed": event.is_closed,
            "is_agreed": event.agreed_on is not None and event.agreed_on <= day,
            "has_companion": event.companion is not None,
        }
        facts.append((CLOSED_AGREED, agreed))
    sentences = collect(*facts) + _lead_objections(event)
    sentences += collect(*experts_that_day(event.commission, experts, day))
    if sentences:
        raise RuleViolation(*sentences)


def _lead_objections(event: Event) -> list[str]:
    """Return whether the group's lead is no member of the council that day (3.5)."""
    lead = event.group_lead
    if lead is None:
        return []
    seats = Seat.objects.in_council().on(event.begins)
    if seats.filter(
        person=lead, body__convocation=event.commission.convocation_id
    ).exists():
        return []
    return [
        _("3.5: %(name)s is no member of the council on %(day)s.")
        % {"name": lead, "day": numeric_date(event.begins)}
    ]
