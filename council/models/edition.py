"""Editions of the Regulation: its numbers, and our readings where it is open."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.audit import Tracked
from council.dates import numeric_date
from council.models.convocation import translated
from council.models.people import Account
from council.regulation import (
    CandidatesPerSitting,
    Eligibility,
    ExpertsPerMember,
    Quorum,
    RuleViolation,
)


class Numbers(models.Model):
    """The numbers of the Regulation, and our readings where its text is open."""

    class MajorityOf(models.TextChoices):
        """Whose half must be passed (1.6 does not say)."""

        PRESENT = "present", gettext_lazy("members present")
        MEMBERS = "members", gettext_lazy("all members")

    NUMBERS: ClassVar[tuple[str, ...]] = (
        "candidates_limit",
        "experts_multiple",
        "practice_months",
        "quorum_numerator",
        "quorum_denominator",
        "majority_of",
    )

    candidates_limit = models.PositiveSmallIntegerField(
        gettext_lazy("candidates per commission and sitting")
    )
    experts_multiple = models.PositiveSmallIntegerField(
        gettext_lazy("experts per member of a commission")
    )
    practice_months = models.PositiveSmallIntegerField(
        gettext_lazy("months of practice")
    )
    quorum_numerator = models.PositiveSmallIntegerField(
        gettext_lazy("quorum: so many parts")
    )
    quorum_denominator = models.PositiveSmallIntegerField(
        gettext_lazy("quorum: of so many")
    )
    majority_of = models.CharField(
        gettext_lazy("majority of"), max_length=10, choices=MajorityOf
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_numerator__gte=1)
                & Q(quorum_numerator__lte=F("quorum_denominator")),
                name="%(app_label)s_%(class)s_quorum_is_a_share",
            )
        ]


class Edition(Tracked, Numbers):
    """The Regulation in force from a day (7.1, 7.3); never changed afterwards."""

    effective_on = models.DateField(gettext_lazy("in force from"), unique=True)
    decision_number = models.CharField(gettext_lazy("decision №"), max_length=20)
    decided_on = models.DateField(gettext_lazy("decision of"))
    decided_by_kk = models.CharField(
        gettext_lazy("decided by, in Kazakh"), max_length=200
    )
    decided_by_ru = models.CharField(
        gettext_lazy("decided by, in Russian"), max_length=200
    )

    class Meta(Numbers.Meta):
        verbose_name = gettext_lazy("edition of the Regulation")
        verbose_name_plural = gettext_lazy("editions of the Regulation")
        ordering = ["-effective_on"]

    def __str__(self) -> str:
        return f"№ {self.decision_number}, {numeric_date(self.decided_on)}"

    def save_as(self, by: Account, **kwargs: object) -> None:
        """Write a new edition; raises TypeError for one that exists (7.3)."""
        if self.pk:
            raise TypeError("an edition is never changed; adopt a new one")
        super().save_as(by, **kwargs)

    @property
    def decided_by(self) -> str:
        """Return the body that adopted it, in the reader's language."""
        return translated(self, "decided_by")

    @property
    def candidates_per_sitting(self) -> CandidatesPerSitting:
        """Return the cap of 1.7, first sentence."""
        return CandidatesPerSitting(self.candidates_limit)

    @property
    def experts_per_member(self) -> ExpertsPerMember:
        """Return the cap of 1.7, second sentence."""
        return ExpertsPerMember(self.experts_multiple)

    @property
    def eligibility(self) -> Eligibility:
        """Return the condition of 2.1."""
        return Eligibility(self.practice_months)

    @property
    def quorum(self) -> Quorum:
        """Return the quorum, our reading."""
        return Quorum(self.quorum_numerator, self.quorum_denominator)

    def majority_base(self, present: int, members: int) -> int:
        """Return of how many the majority is taken under this edition (1.6)."""
        return present if self.majority_of == self.MajorityOf.PRESENT else members


def in_force(day: date) -> Edition:
    """Return the edition in force on that day.

    Raises RuleViolation before the first one: nothing can be decided then (7.1).
    """
    edition = Edition.objects.filter(effective_on__lte=day).first()
    if edition is None:
        raise RuleViolation(
            _("7.1: no edition of the Regulation is in force on %(day)s.")
            % {"day": numeric_date(day)}
        )
    return edition
