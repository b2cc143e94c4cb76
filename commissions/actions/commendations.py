"""Deeds that honour an expert's work, without money (1.4, 6.3)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from commissions.actions.own_experts import chair_on, engagement_on, refuse_twice
from commissions.models import Commendation
from council.audit import check_revision, deed, lock
from council.dates import numeric_date
from council.models import Account, Body
from council.regulation import NOT_AHEAD, RuleViolation
from experts.models import Expert


@deed
def commend(
    *,
    expert: Expert,
    commission: Body,
    form: str,
    merit_kk: str,
    proposed_on: date,
    on: date,
    by: Account,
    merit_ru: str = "",
) -> Commendation:
    """Propose to honour an expert in office, as the chair of that day (6.3)."""
    commendation = Commendation(
        engagement=engagement_on(expert, commission, proposed_on, on),
        form=form,
        merit_kk=merit_kk,
        merit_ru=merit_ru,
        proposed_on=proposed_on,
        proposed_by=chair_on(commission, proposed_on),
    )
    refuse_twice(
        Commendation.objects.filter(
            engagement=commendation.engagement, form=form, proposed_on=proposed_on
        )
    )
    commendation.save_as(by)
    return commendation


@deed
def award_commendation(
    *,
    commendation: Commendation,
    awarded_on: date,
    awarded_by: str,
    on: date,
    by: Account,
    revision: int | None = None,
) -> Commendation:
    """Record when it was awarded and by whom; the text leaves that open (6.3).

    Done again, it corrects the record.
    """
    commendation = lock(commendation)
    check_revision(commendation, revision)
    NOT_AHEAD.check(awarded_on, on)
    if awarded_on < commendation.proposed_on:
        raise RuleViolation(
            _("6.3: awarded on %(awarded)s, before it was proposed, %(proposed)s.")
            % {
                "awarded": numeric_date(awarded_on),
                "proposed": numeric_date(commendation.proposed_on),
            }
        )
    commendation.awarded_on, commendation.awarded_by = awarded_on, awarded_by
    commendation.revision += 1
    commendation.save_as(by)
    return commendation
