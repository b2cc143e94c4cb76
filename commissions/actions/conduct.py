"""Deeds on conduct: breaches a chair establishes, notices of risks (4.5, 5.1.5)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from commissions.actions.own_experts import engagement_on, refuse_twice
from commissions.models import Breach, Event, Publication, RiskNotice
from council.audit import deed, lock
from council.dates import numeric_date
from council.models import Account, Body
from council.regulation import CHAIR_ESTABLISHES, NOT_AHEAD, RuleViolation
from experts.models import Expert


@deed
def establish_breach(
    *,
    expert: Expert,
    commission: Body,
    kind: str,
    happened_on: date,
    essence: str,
    established_on: date,
    on: date,
    by: Account,
    publication: Publication | None = None,
) -> Breach:
    """Record a breach as the chair of that day establishes it, nobody else (4.5)."""
    _only_the_chair(commission, established_on, by)
    NOT_AHEAD.check(established_on, on)
    breach = Breach(
        engagement=engagement_on(expert, commission, happened_on, on),
        kind=kind,
        happened_on=happened_on,
        essence=essence,
        publication=publication,
        established_on=established_on,
        established_by=by.person,
    )
    if established_on < happened_on:
        raise RuleViolation(
            _("4.5: established on %(established)s, before it happened, %(happened)s.")
            % {
                "established": numeric_date(established_on),
                "happened": numeric_date(happened_on),
            }
        )
    if publication is not None:
        _check_publication(breach, publication)
    standing = Breach.objects.standing().filter(engagement__expert=expert, kind=kind)
    if publication is None:
        refuse_twice(standing.filter(happened_on=happened_on, essence=essence))
    else:
        refuse_twice(standing.filter(publication=publication))
    breach.save_as(by)
    return breach


@deed
def lift_breach(
    *, breach: Breach, lifted_on: date, lifted_because: str, on: date, by: Account
) -> Breach:
    """Take an established breach back; it stays on record and is not counted."""
    breach = lock(breach)
    _only_the_chair(breach.engagement.commission, lifted_on, by)
    NOT_AHEAD.check(lifted_on, on)
    if breach.lifted_on is not None:
        raise RuleViolation(
            _("4.5: taken back on %(day)s already.")
            % {"day": numeric_date(breach.lifted_on)}
        )
    if lifted_on < breach.established_on:
        raise RuleViolation(
            _("4.5: taken back on %(lifted)s, before it was established, %(day)s.")
            % {
                "lifted": numeric_date(lifted_on),
                "day": numeric_date(breach.established_on),
            }
        )
    breach.lifted_on, breach.lifted_because = lifted_on, lifted_because
    breach.save_as(by)
    return breach


@deed
def enter_risk_notice(
    *,
    expert: Expert,
    commission: Body,
    addressee: str,
    received_on: date,
    essence: str,
    on: date,
    by: Account,
    event: Event | None = None,
) -> RiskNotice:
    """Record what an expert told of a corruption risk (5.1.5)."""
    notice = RiskNotice(
        engagement=engagement_on(expert, commission, received_on, on),
        addressee=addressee,
        received_on=received_on,
        event=event,
        essence=essence,
    )
    refuse_twice(
        RiskNotice.objects.filter(
            engagement=notice.engagement, received_on=received_on, essence=essence
        )
    )
    notice.save_as(by)
    return notice


def _only_the_chair(commission: Body, day: date, by: Account) -> None:
    chair = commission.chair(day)
    person = getattr(by, "person", None)
    CHAIR_ESTABLISHES.check(
        is_chair=chair is not None and chair == person, commission=commission.number
    )


def _check_publication(breach: Breach, publication: Publication) -> None:
    """Raise unless the breach can rest on that publication of the same expert."""
    if publication.engagement.expert_id != breach.engagement.expert_id:
        raise RuleViolation(_("4.5: this is another expert's publication."))
    if breach.kind == Breach.Kind.UNAGREED and not publication.is_unagreed:
        raise RuleViolation(_("4.5: this publication was agreed, or has not appeared."))
