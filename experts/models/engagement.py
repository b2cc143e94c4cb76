"""Engagements: an expert in a commission, for a term, by a decision."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from council.audit import Tracked
from council.models import Body, Protocol
from experts.models.expert import Expert


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagements by day."""

    def active(self, on: date) -> EngagementQuerySet:
        """Return those in force on that day, the last day included.

        The end of the convocation ends them all by itself (1.11).
        """
        return self.filter(
            begins__lte=on,
            ends__gte=on,
            commission__convocation__ends__gte=on,
        )


class Engagement(Tracked):
    """An entry of the register (1.8), citing the protocol that formalises it."""

    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="engagements"
    )
    commission = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="engagements"
    )
    begins = models.DateField()
    ends = models.DateField()
    admitted_by = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="admissions"
    )

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["begins", "pk"]
        indexes = [models.Index(fields=["commission", "begins", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert} – {self.commission}"
