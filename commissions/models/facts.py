"""What was recorded of experts and commissions on a sitting's day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from commissions.models.discussion import Discussion
from commissions.models.proposal import Proposal
from council.models import Sitting
from council.regulation import Move
from experts.models import Engagement
from experts.validators import Headroom, Standing, headroom, standing

Key = tuple[str, int, int | None]
Days = dict[tuple[int, int], date]


@dataclass(frozen=True)
class Facts:
    """What the decision on one proposal rests on.

    `standing` is given for admissions, `engagement` (None when there is none) for
    the others, `room` is that of a reassignment's new commission.
    """

    discussed_on: date | None
    standing: Standing | None = None
    engagement: Engagement | None = None
    room: Headroom | None = None


def facts_of(proposals: Iterable[Proposal], sitting: Sitting) -> dict[Key, Facts]:
    """Return the facts on the sitting's day, by `key_of` each proposal.

    The number of queries depends on the kinds of moves alone.
    """
    listed = sorted(proposals, key=lambda proposal: proposal.kind)
    found: dict[Key, Facts] = {}
    for kind, group in groupby(listed, key=lambda proposal: proposal.kind):
        same = list(group)
        days = Discussion.objects.first_days(
            kind, [(proposal.expert, proposal.commission) for proposal in same]
        )
        facts = _of_admissions if kind == Move.ADMIT else _of_experts
        found |= facts(same, sitting, days)
    return found


def _of_admissions(
    proposals: list[Proposal], sitting: Sitting, days: Days
) -> dict[Key, Facts]:
    pairs = [(proposal.expert, proposal.commission) for proposal in proposals]
    standings = standing(pairs, sitting.held_on, sitting.edition)
    return {
        key_of(proposal): Facts(days.get(_pair(proposal)), standings[_pair(proposal)])
        for proposal in proposals
    }


def _of_experts(
    proposals: list[Proposal], sitting: Sitting, days: Days
) -> dict[Key, Facts]:
    engagements = {
        (engagement.expert_id, engagement.commission_id): engagement
        for engagement in Engagement.objects.active(sitting.held_on).filter(
            expert__in=[proposal.expert_id for proposal in proposals]
        )
    }
    targets = {proposal.target for proposal in proposals if proposal.target}
    rooms = headroom(targets, sitting.held_on, sitting.edition) if targets else {}
    return {
        key_of(proposal): Facts(
            days.get(_pair(proposal)),
            engagement=engagements.get(_pair(proposal)),
            room=rooms.get(proposal.target_id or 0),
        )
        for proposal in proposals
    }


def key_of(proposal: Proposal) -> Key:
    """Return by what the facts of a proposal are found, saved yet or not."""
    return proposal.kind, proposal.expert_id, proposal.target_id


def _pair(proposal: Proposal) -> tuple[int, int]:
    return proposal.expert_id, proposal.commission_id
