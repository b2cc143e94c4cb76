"""Deeds on experts in office: discussing, asking for release or reassignment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commissions.actions.submitting import check_and_submit
from commissions.models import Discussion, Proposal, Submission
from commissions.validators import open_discussion
from council.actions import open_sitting, put_on_agenda
from council.audit import deed, lock, locked
from council.dates import numeric_date
from council.models import Account, Body, Person, Sitting
from council.regulation import (
    CHAIR_PROPOSES,
    IN_OFFICE,
    INITIATED,
    Ground,
    Move,
    RuleViolation,
)
from experts.models import Engagement, Expert


@deed
def discuss_expert(
    *, sitting: Sitting, expert: Expert, move: str, by: Account
) -> Discussion:
    """Put the release or reassignment of an expert on the commission's agenda.

    Only the chair's own initiative needs it (1.8, 1.10); any other may have it.
    Raises RuleViolation for another commission's expert, for one out of office on
    that day, and for one who is on an agenda already.
    """
    sitting, expert = open_sitting(sitting), lock(expert)
    IN_OFFICE.check(
        is_in_office=Engagement.objects.active(sitting.held_on)
        .filter(expert=expert, commission=sitting.body_id)
        .exists(),
        name=str(expert),
        commission=sitting.body.number,
        day=sitting.held_on,
    )
    if waiting := open_discussion(expert):
        raise RuleViolation(
            _("%(name)s is already on the agenda of the sitting of %(day)s.")
            % {"name": expert, "day": numeric_date(waiting.item.sitting.held_on)}
        )
    discussion = Discussion(expert=expert, move=move)
    put_on_agenda(sitting, discussion, by)
    return discussion


@deed
def propose_release(
    *,
    expert: Expert,
    sitting: Sitting,
    ground: str,
    by: Account,
    further_grounds: Collection[str] = (),
    note: str = "",
) -> Submission:
    """Bring the chair's proposal to release an expert to a Presidium sitting.

    The main ground decides whether the commission must have discussed it (1.8,
    1.10). Raises RuleViolation with every sentence that speaks against it.
    """
    return _propose(
        expert,
        sitting,
        {
            "kind": Move.RELEASE,
            "ground": ground,
            "further_grounds": [one for one in further_grounds if one != ground],
            "note": note,
        },
        by,
    )


@deed
def key_request(
    *,
    expert: Expert,
    sitting: Sitting,
    requested_on: date,
    by: Account,
    note: str = "",
) -> Submission:
    """Bring an expert's own request, keyed in from paper, to a Presidium sitting.

    It needs neither the chair's proposal nor a discussion (1.10).
    """
    return _propose(
        expert,
        sitting,
        {
            "kind": Move.RELEASE,
            "ground": Ground.OWN_REQUEST,
            "requested_on": requested_on,
            "note": note,
        },
        by,
        proposer=expert.person,
    )


@deed
def propose_reassignment(
    *,
    expert: Expert,
    sitting: Sitting,
    target: Body,
    by: Account,
    is_from_target: bool = False,
    note: str = "",
) -> Submission:
    """Bring a proposal to move an expert to another commission (6.3).

    The chair of the expert's commission proposes, or that of the new one where
    `is_from_target`. The cap of the new commission warns here and refuses at the
    decision (1.7).
    """
    return _propose(
        expert,
        sitting,
        {"kind": Move.REASSIGN, "target": target, "note": note},
        by,
        proposing=target if is_from_target else None,
    )


def _propose(
    expert: Expert,
    sitting: Sitting,
    facts: dict[str, Any],
    by: Account,
    *,
    proposer: Person | None = None,
    proposing: Body | None = None,
) -> Submission:
    sitting = open_sitting(sitting)
    commission = locked(Body.objects.filter(pk=expert.commission_id))[0]
    expert = lock(expert)
    body = proposing or commission
    starter = proposer or body.chair(sitting.held_on)
    CHAIR_PROPOSES.check(
        has_chair=starter is not None, commission=body.number, day=sitting.held_on
    )
    proposal = Proposal.objects.postponed(
        expert=expert,
        commission=commission,
        kind=facts["kind"],
        ground=facts.get("ground", ""),
        target=facts.get("target"),
    )
    if proposal is None:
        proposal = Proposal(
            expert=expert, commission=commission, proposer=starter, keyed_by=by
        )
    for name, value in facts.items():
        setattr(proposal, name, value)
    INITIATED.check(
        initiator=proposal.terms.initiator,
        is_chair=proposer is None,
        is_expert=proposer is not None
        and proposal.requested_on is not None
        and proposal.requested_on <= sitting.held_on,
    )
    return check_and_submit(proposal, sitting, by)
