"""Deeds on the register: engage, release, reassign, and what takes them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from council.audit import deed, lock, locked
from council.models import Account, Body, Protocol, in_force
from council.regulation import (
    ANOTHER_COMMISSION,
    IN_OFFICE,
    NOT_COUNCIL_MEMBER,
    NOTHING_RESTS_ON_IT,
    PRESIDIUM_DECIDES,
    RuleViolation,
    collect,
)
from experts.models import Engagement, Expert
from experts.validators import (
    capacity_objections,
    dossier_objections,
    headroom,
    person_objections,
    standing,
    term_objections,
)


@deed
def engage(
    *, expert: Expert, commission: Body, protocol: Protocol, ends: date, by: Account
) -> Engagement:
    """Enter an expert in the register, from the day of the decision (1.6 to 1.9).

    Locks the commission before it counts. Raises RuleViolation with every sentence
    that speaks against it.
    """
    _decided_by_presidium(protocol)
    commission = lock(commission)
    (expert,) = locked(Expert.objects.filter(pk=expert.pk).with_person())
    day, edition = protocol.sitting.held_on, protocol.edition
    stands = standing([(expert, commission)], day, edition)[expert.pk, commission.pk]
    _refuse_if(
        [
            *person_objections(expert, stands),
            *dossier_objections(expert, day, edition),
            *term_objections(expert, ends),
            *capacity_objections(commission, stands, edition),
            *_later_capacity_objections(commission, day),
        ]
    )
    return _enter(expert, commission, protocol, ends, by)


@deed
def release(
    *, expert: Expert, commission: Body, protocol: Protocol, by: Account
) -> Engagement:
    """End an engagement before its term (1.8, 1.10, 6.3).

    The day of the decision is the first one out of office. Raises RuleViolation when
    the expert is not in office there, or since that very day.
    """
    _decided_by_presidium(protocol)
    expert = lock(expert)
    engagement = _in_office(expert, commission, protocol.sitting.held_on)
    _leave(engagement, Engagement.Left.RELEASED, protocol, by)
    return _set_status(engagement, Expert.Status.RELEASED, by)


@deed
def reassign(
    *,
    expert: Expert,
    commission: Body,
    target: Body,
    protocol: Protocol,
    by: Account,
) -> Engagement:
    """Move an expert to another commission for the same term (6.3).

    Locks both commissions, then counts the new one (1.7). Both periods stay in the
    register. Raises RuleViolation with every sentence that speaks against it.
    """
    _decided_by_presidium(protocol)
    locked(Body.objects.filter(pk__in=[commission.pk, target.pk]))
    expert = lock(expert)
    day, edition = protocol.sitting.held_on, protocol.edition
    engagement = _in_office(expert, commission, day)
    stands = standing([(expert, target)], day, edition)[expert.pk, target.pk]
    _refuse_if(
        [
            *collect(
                (
                    ANOTHER_COMMISSION,
                    {
                        "is_another": is_another_commission(commission, target),
                        "commission": target.number,
                    },
                ),
                (
                    NOT_COUNCIL_MEMBER,
                    {"is_member": stands.is_council_member, "name": str(expert)},
                ),
            ),
            *capacity_objections(target, stands, edition),
            *_later_capacity_objections(target, day),
        ]
    )
    _leave(engagement, Engagement.Left.REASSIGNED, protocol, by)
    return _enter(expert, target, protocol, engagement.ends, by)


@deed
def annul_engagement(*, expert: Expert, protocol: Protocol, by: Account) -> Engagement:
    """Correct an engagement that the protocol, rightly read, did not decide (1.8).

    It was in force on no day; the entry and its versions stay. Raises RuleViolation
    when a later decision rests on it.
    """
    expert = lock(expert)
    engagement = expert.engagements.valid().get(admitted_by=protocol)
    _annul(engagement, protocol, by)
    return _set_status(engagement, Expert.Status.CANDIDATE, by)


@deed
def undo_release(*, expert: Expert, protocol: Protocol, by: Account) -> Engagement:
    """Put an expert back in office whom the protocol, rightly read, did not release.

    Above the cap nobody is released and nothing is refused: the page says so (1.7).
    Raises RuleViolation when the person was engaged anew since.
    """
    expert = lock(expert)
    engagement = expert.engagements.get(
        left_by=protocol, left_how=Engagement.Left.RELEASED
    )
    _refuse_if_engaged_since(engagement)
    _stay(engagement, by)
    return _set_status(engagement, Expert.Status.ENGAGED, by)


@deed
def undo_reassignment(*, expert: Expert, protocol: Protocol, by: Account) -> Engagement:
    """Put an expert back in the commission that the protocol did not take them from.

    Raises RuleViolation when a later decision rests on the reassignment.
    """
    expert = lock(expert)
    _annul(expert.engagements.valid().get(admitted_by=protocol), protocol, by)
    engagement = expert.engagements.get(
        left_by=protocol, left_how=Engagement.Left.REASSIGNED
    )
    _stay(engagement, by)
    return _set_status(engagement, Expert.Status.ENGAGED, by)


@deed
def refuse(*, expert: Expert, by: Account) -> Expert:
    """Note that the Presidium did not engage the candidate; no reasons (1.6)."""
    expert = lock(expert)
    expert.status = Expert.Status.REFUSED
    expert.save_as(by)
    return expert


@deed
def reopen(*, expert: Expert, by: Account) -> Expert:
    """Take up again who was refused or released; there is no waiting time."""
    if expert.status in {Expert.Status.REFUSED, Expert.Status.RELEASED}:
        expert = lock(expert)
        expert.status = Expert.Status.CANDIDATE
        expert.save_as(by)
    return expert


def is_another_commission(commission: Body, target: Body) -> bool:
    """Return whether an expert can be reassigned from the one to the other (6.3)."""
    return (
        target.kind == Body.Kind.COMMISSION
        and target.convocation_id == commission.convocation_id
        and target.pk != commission.pk
    )


def _decided_by_presidium(protocol: Protocol) -> None:
    PRESIDIUM_DECIDES.check(
        is_presidium=protocol.body.is_presidium, body=str(protocol.body)
    )


def _in_office(expert: Expert, commission: Body, day: date) -> Engagement:
    """Return the engagement that a decision of the day can end (1.8)."""
    found = expert.engagements.active(day).filter(commission=commission, begins__lt=day)
    IN_OFFICE.check(
        is_in_office=found.exists(),
        name=str(expert),
        commission=commission.number,
        day=day,
    )
    engagement = found.get()
    NOTHING_RESTS_ON_IT.check(name=str(expert), later=str(engagement.left_by or ""))
    return engagement


def _later_capacity_objections(commission: Body, day: date) -> list[str]:
    """Return where an admission dated back would break the cap of a later one (1.7).

    Only a correction dates back: otherwise the Presidium's sittings come in order.
    """
    later = (
        commission.engagements.valid()
        .filter(begins__gt=day)
        .order_by("begins")
        .values_list("begins", flat=True)
        .distinct()
    )
    return [
        sentence
        for begins in later
        for sentence in capacity_objections(
            commission,
            headroom([commission], begins, in_force(begins))[commission.pk],
            in_force(begins),
        )
    ]


def _enter(
    expert: Expert, commission: Body, protocol: Protocol, ends: date, by: Account
) -> Engagement:
    engagement = Engagement(
        expert=expert,
        commission=commission,
        begins=protocol.sitting.held_on,
        ends=ends,
        admitted_by=protocol,
    )
    engagement.save_as(by)
    return _set_status(engagement, Expert.Status.ENGAGED, by)


def _set_status(
    engagement: Engagement, status: Expert.Status, by: Account
) -> Engagement:
    """Let the dossier say what has become of the expert, and in which commission."""
    expert = engagement.expert
    expert.status, expert.commission = status, engagement.commission
    expert.save_as(by)
    return engagement


def _leave(
    engagement: Engagement, how: Engagement.Left, protocol: Protocol, by: Account
) -> None:
    engagement.left_how = how
    engagement.left_on = protocol.sitting.held_on
    engagement.left_by = protocol
    engagement.save_as(by)


def _stay(engagement: Engagement, by: Account) -> None:
    engagement.left_how, engagement.left_on, engagement.left_by = "", None, None
    engagement.save_as(by)


def _annul(engagement: Engagement, protocol: Protocol, by: Account) -> None:
    """Leave no day of the engagement in force."""
    NOTHING_RESTS_ON_IT.check(
        name=str(engagement.expert),
        later=str(engagement.left_by or ""),
    )
    engagement.left_how = Engagement.Left.ANNULLED
    engagement.left_on, engagement.left_by = engagement.begins, protocol
    engagement.save_as(by)


def _refuse_if_engaged_since(engagement: Engagement) -> None:
    later = (
        Engagement.objects.valid()
        .filter(
            expert__person=engagement.expert.person_id, begins__gte=engagement.left_on
        )
        .first()
    )
    NOTHING_RESTS_ON_IT.check(
        name=str(engagement.expert), later=later.decision if later else ""
    )


def _refuse_if(sentences: Iterable[str]) -> None:
    if listed := list(sentences):
        raise RuleViolation(*listed)
