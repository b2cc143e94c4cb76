"""Engagements: an expert in a commission, for a term, by a decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.dates import numeric_date
from council.models import Body, Protocol
from experts.models.expert import Expert, answers_to
from experts.models.statements import Consent

# Where the decision behind an entry stands, for lists that are read by the column;
# `Engagement.decision_number` and `decided_on` say the same of one entry.
DECISION_NUMBER = Coalesce(
    Cast("admitted_by__number", models.CharField()), "imported_number"
)
DECIDED_ON = Coalesce("admitted_by__sitting__held_on", "imported_on", "begins")


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagements by day."""

    def active(self, on: date) -> EngagementQuerySet:
        """Return those in force on that day, the last day of the term included.

        The day of a release or reassignment is the first one out of force. The end
        of the convocation ends them all by itself (1.11).
        """
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on),
            begins__lte=on,
            ends__gte=on,
            commission__convocation__ends__gte=on,
        )

    def from_day(self, on: date) -> EngagementQuerySet:
        """Return those in force on that day or on a later one."""
        return self.valid().filter(
            Q(left_on__isnull=True) | Q(left_on__gt=on),
            ends__gte=on,
            commission__convocation__ends__gte=on,
        )

    def public(self) -> EngagementQuerySet:
        """Leave out whoever withdrew the consent to be published (law № 94-V)."""
        withheld = Consent.objects.withheld_persons()
        return self.exclude(expert__person__in=withheld) if withheld else self

    def search(self, text: str) -> EngagementQuerySet:
        """Return those whose expert or commission has every word of the text."""
        return self.filter(answers_to(text, "expert__"))

    def valid(self) -> EngagementQuerySet:
        """Return those that were in force for a day at least: not annulled ones."""
        return self.exclude(left_how=Engagement.Left.ANNULLED)


class Engagement(Tracked):
    """An entry of the register (1.8), citing the decision that formalises it.

    That is a protocol on record here, or one cited by number and day when the list
    kept before this register was imported.
    """

    class Left(models.TextChoices):
        """How it ended before its term, when it did."""

        RELEASED = "released", _("released")
        REASSIGNED = "reassigned", _("reassigned")
        ANNULLED = "annulled", _("annulled by a correction")

    part_of: ClassVar = ("expert", "admitted_by", "left_by")

    expert = models.ForeignKey(
        Expert,
        on_delete=models.PROTECT,
        related_name="engagements",
        verbose_name=_("dossier"),
    )
    commission = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="engagements",
        verbose_name=_("commission"),
    )
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day of the term"))
    admitted_by = models.ForeignKey(
        Protocol,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="admissions",
        verbose_name=_("engaged by protocol"),
    )
    imported_number = models.CharField(
        _("protocol № in the imported list"), max_length=20, blank=True
    )
    imported_on = models.DateField(
        _("protocol date in the imported list"), null=True, blank=True
    )
    left_on = models.DateField(_("first day out of office"), null=True, blank=True)
    left_by = models.ForeignKey(
        Protocol,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departures",
        verbose_name=_("left by protocol"),
    )
    left_how = models.CharField(
        _("how it ended early"), max_length=20, choices=Left, blank=True
    )

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("entries of the register")
        ordering = ["begins", "pk"]
        indexes = [models.Index(fields=["commission", "begins", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
            models.CheckConstraint(
                condition=Q(
                    admitted_by__isnull=False,
                    imported_number="",
                    imported_on__isnull=True,
                )
                | Q(admitted_by__isnull=True, imported_on__isnull=False)
                & ~Q(imported_number=""),
                name="%(app_label)s_%(class)s_one_decision",
            ),
            models.CheckConstraint(
                condition=Q(left_how="", left_on__isnull=True, left_by__isnull=True)
                | Q(
                    left_how__in=["released", "reassigned"],
                    left_on__gt=F("begins"),
                    left_by__isnull=False,
                )
                | Q(left_how="annulled", left_on=F("begins"), left_by__isnull=False),
                name="%(app_label)s_%(class)s_left_when_how_and_by_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} – {self.commission}"

    @property
    def last_day(self) -> date:
        """Return the last day in office: the term's, the council's, or before it left.

        Meant for valid ones: an annulled one was in office on no day.
        """
        ends = min(self.ends, self.commission.convocation.ends)
        if self.left_on is None:
            return ends
        return min(ends, self.left_on - timedelta(days=1))

    @property
    def is_imported(self) -> bool:
        """Return whether the decision is cited from the list kept before."""
        return self.admitted_by_id is None

    @property
    def decision_number(self) -> str:
        """Return the number of the protocol behind the entry."""
        return (
            str(self.admitted_by.number) if self.admitted_by else self.imported_number
        )

    @property
    def decided_on(self) -> date:
        """Return the day of the sitting behind the entry."""
        if self.admitted_by is not None:
            return self.admitted_by.sitting.held_on
        return self.imported_on or self.begins

    @property
    def decision(self) -> str:
        """Return the decision as people cite it: № 5, 13.10.2025."""
        return f"№ {self.decision_number}, {numeric_date(self.decided_on)}"
