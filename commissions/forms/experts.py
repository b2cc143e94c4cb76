"""Choosing experts of one commission, those who have left it marked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.forms import RowsField
from council.models import Body
from experts.models import Engagement


class ExpertsField(RowsField):
    """Experts who serve or have served in a commission, a tick each.

    Whether they were in office on the day that matters is the rule's to say (6.1):
    what is recorded afterwards may name those who have left since.
    """

    def offer_of(
        self,
        commission: Body,
        on: date,
        *,
        only: Collection[int] | None = None,
        besides: Collection[int] = (),
    ) -> None:
        """Offer those of the commission, in the order of their names.

        `only` and `besides` are keys of experts.
        """
        rows = (
            Engagement.objects.valid()
            .filter(commission=commission)
            .select_related("expert__person", "commission__convocation")
            .exclude(expert__in=besides)
            .order_by("expert__person__sort_key", "expert", "begins")
        )
        if only is not None:
            rows = rows.filter(expert__in=only)
        last = {row.expert: row for row in rows}
        self.offer(last)
        self.choices = [
            (str(expert.pk), _label(row, on)) for expert, row in last.items()
        ]


def _label(row: Engagement, on: date) -> str:
    """Return the name, and the last day in office where it is past."""
    if row.last_day >= on:
        return str(row.expert)
    return _("%(name)s (in office until %(day)s)") % {
        "name": row.expert,
        "day": numeric_date(row.last_day),
    }
