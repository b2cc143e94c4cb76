"""What a chair asks of an expert, in which form and until when (5.1.8, 5.1.19, 6.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commissions.models.event import Event
from council.audit import Tracked
from council.models import Person
from experts.models import Engagement


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by what has become of them."""

    def open(self) -> AssignmentQuerySet:
        """Return those neither done nor withdrawn."""
        return self.filter(done_on__isnull=True, withdrawn_on__isnull=True)

    def overdue(self, on: date) -> AssignmentQuerySet:
        """Return the open ones whose deadline has passed on that day (5.1.8)."""
        return self.open().filter(due__lt=on)

    def with_expert(self) -> AssignmentQuerySet:
        """Fetch along whose they are, in which commission, and on which event."""
        return self.select_related(
            "engagement__expert__person",
            "engagement__expert__commission",
            "engagement__commission",
            "given_by",
            "event",
        )

    def seen_from(self, bodies: Collection[int]) -> AssignmentQuerySet:
        """Return what the chairs of these commissions see (6.3).

        Theirs, and the open ones that an expert brought along from another one.
        """
        brought = Q(
            engagement__expert__commission__in=bodies,
            done_on__isnull=True,
            withdrawn_on__isnull=True,
        )
        return self.filter(Q(engagement__commission__in=bodies) | brought)


class Assignment(Tracked):
    """A task with its form and deadline, given to an expert of the commission."""

    class Format(models.TextChoices):
        """The form in which the work is handed in (3.2)."""

        RECOMMENDATION = "recommendation", _("written recommendation")
        CONCLUSION = "conclusion", _("expert conclusion")
        REVIEW = "review", _("analytical review")
        PROPOSAL = "proposal", _("proposal on a draft or an act")
        ADVICE = "advice", _("advice")
        OTHER = "other", _("other form")

    part_of: ClassVar = ("engagement",)
    found_by: ClassVar = ("task", "organ")
    technical: ClassVar = ("revision",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("entry of the register"),
    )
    given_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    given_on = models.DateField(_("task given on"))
    task = models.TextField(_("task"), max_length=3000)
    format = models.CharField(_("form of the work"), max_length=20, choices=Format)
    due = models.DateField(_("deadline"))
    organ = models.CharField(
        _("state body or organisation concerned"), max_length=300, blank=True
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("event"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("task withdrawn on"), null=True, blank=True)
    outcome = models.TextField(_("note on the outcome"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__gte=F("given_on")),
                name="%(app_label)s_%(class)s_due_after_given",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("given_on")),
                name="%(app_label)s_%(class)s_done_after_given",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(withdrawn_on__isnull=True),
                name="%(app_label)s_%(class)s_done_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.task

    @property
    def is_open(self) -> bool:
        """Return whether it is neither done nor withdrawn."""
        return self.done_on is None and self.withdrawn_on is None

    def is_overdue(self, on: date) -> bool:
        """Return whether it is open after its deadline (5.1.8)."""
        return self.is_open and self.due < on
