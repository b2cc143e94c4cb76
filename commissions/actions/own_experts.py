"""6.1: what a chair records is of the commission's own experts, in office that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from council.audit import lock
from council.models import Body, Person
from council.regulation import (
    EXPERT_THAT_DAY,
    NOT_AHEAD,
    RuleViolation,
    collect,
)
from experts.models import Engagement, Expert


def engagement_on(
    expert: Expert, commission: Body, day: date, today: date
) -> Engagement:
    """Return the expert's entry of the register in force that day.

    Locks the expert. Raises RuleViolation for a day ahead, and when the person is no
    expert of the commission that day (6.1).
    """
    expert = lock(expert)
    found = Engagement.objects.active(day).filter(expert=expert, commission=commission)
    held = list(found.select_related("expert__person", "commission__convocation")[:1])
    refused = collect(
        (NOT_AHEAD, {"day": day, "today": today}),
        (
            EXPERT_THAT_DAY,
            {
                "is_in_office": bool(held),
                "name": str(expert),
                "commission": commission.number,
                "day": day,
            },
        ),
    )
    if refused:
        raise RuleViolation(*refused)
    return held[0]


def refuse_twice(rows: models.QuerySet[Any]) -> None:
    """Refuse to record what these rows say already: a form was sent twice."""
    if found := rows.first():
        raise RuleViolation(_("This is on record already: %(what)s.") % {"what": found})


def chair_on(commission: Body, day: date) -> Person:
    """Return who leads the commission that day; raise RuleViolation if nobody does."""
    chair = commission.chair(day)
    if chair is None:
        raise RuleViolation(
            _("6.3: commission № %(number)s has no chair on %(day)s.")
            % {"number": commission.number, "day": f"{day:%d.%m.%Y}"}
        )
    return chair
