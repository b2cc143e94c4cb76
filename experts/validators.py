"""What speaks against admitting a person: thin calls to the Regulation's rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from council.models import Body, Edition, Seat
from council.regulation import (
    CONSENT_GIVEN,
    NO_BAR,
    NOT_COUNCIL_MEMBER,
    ONE_COMMISSION,
    READINESS,
    REQUIRED_PAPERS,
    TERM_WITHIN_CONVOCATION,
    collect,
)
from experts.models import Engagement, Expert


@dataclass(frozen=True)
class Headroom:
    """How many experts a commission has on a day, and how many it may have (1.7)."""

    members: int
    taken: int
    capacity: int


@dataclass(frozen=True)
class Standing(Headroom):
    """A candidate and a commission on a day, as far as admission asks."""

    is_council_member: bool
    expert_of: int | None


def headroom(
    commissions: Iterable[Body], on: date, edition: Edition
) -> dict[int, Headroom]:
    """Return the headroom of each commission by its key, in two queries (1.7)."""
    bodies = list(commissions)
    members = Body.council_members(bodies, on)
    taken = dict(
        Engagement.objects.active(on)
        .filter(commission__in=bodies)
        .order_by()
        .values_list("commission")
        .annotate(experts=Count("pk"))
    )
    return {
        body.pk: Headroom(
            members=members[body.pk],
            taken=taken.get(body.pk, 0),
            capacity=edition.experts_per_member.capacity(members[body.pk]),
        )
        for body in bodies
    }


def standing(
    pairs: Iterable[tuple[Expert, Body]], on: date, edition: Edition
) -> dict[tuple[int, int], Standing]:
    """Return where each candidate and commission stand, in four queries for all."""
    listed = list(pairs)
    rooms = headroom({commission for _expert, commission in listed}, on, edition)
    people = {expert.person_id for expert, _commission in listed}
    seated = set(
        Seat.objects.in_council()
        .on(on)
        .filter(person__in=people)
        .values_list("person", flat=True)
    )
    serving = dict(
        Engagement.objects.from_day(on)
        .filter(expert__person__in=people)
        .values_list("expert__person", "commission__number")
    )
    return {
        (expert.pk, commission.pk): Standing(
            members=rooms[commission.pk].members,
            taken=rooms[commission.pk].taken,
            capacity=rooms[commission.pk].capacity,
            is_council_member=expert.person_id in seated,
            expert_of=serving.get(expert.person_id),
        )
        for expert, commission in listed
    }


def dossier_objections(expert: Expert, on: date, edition: Edition) -> list[str]:
    """Return what the dossier still lacks for an agenda (2.1 to 2.4, consent)."""
    present, unknown = expert.bars
    return collect(
        (
            edition.eligibility,
            {
                "has_higher_education": expert.has_higher_education,
                "practice_months": expert.practice_months,
            },
        ),
        (NO_BAR, {"present": present, "unknown": unknown}),
        (REQUIRED_PAPERS, {"missing": expert.missing_papers}),
        (READINESS, {"stated": expert.is_ready}),
        (CONSENT_GIVEN, {"given": expert.consent_on(on)}),
    )


def person_objections(expert: Expert, stands: Standing) -> list[str]:
    """Return what the person's other places speak against (1.5, 6.1)."""
    return collect(
        (
            NOT_COUNCIL_MEMBER,
            {"is_member": stands.is_council_member, "name": str(expert)},
        ),
        (ONE_COMMISSION, {"already_in": stands.expert_of}),
    )


def in_office_warnings(expert: Expert, on: date) -> list[str]:
    """Return what should not be so of an expert in office: a seat, a bar (1.5, 2.2)."""
    seats = Seat.objects.in_council().on(on).filter(person=expert.person_id)
    present, _unknown = expert.bars
    return collect(
        (NOT_COUNCIL_MEMBER, {"is_member": seats.exists(), "name": str(expert)}),
        (NO_BAR, {"present": present, "unknown": []}),
    )


def term_objections(expert: Expert, ends: date) -> list[str]:
    """Return whether the term outlives the convocation (1.9)."""
    return collect(
        (
            TERM_WITHIN_CONVOCATION,
            {"ends": ends, "convocation_ends": expert.convocation.ends},
        )
    )


def capacity_objections(
    commission: Body, room: Headroom, edition: Edition
) -> list[str]:
    """Return whether the commission has as many experts as it may have (1.7)."""
    return collect(
        (
            edition.experts_per_member,
            {
                "taken": room.taken,
                "members": room.members,
                "commission": commission.number,
            },
        )
    )
