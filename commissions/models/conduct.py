"""Breaches that a chair established, and notices of corruption risk (4.5, 5.1.5)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commissions.models.event import Event
from commissions.models.publication import Publication
from council.audit import Tracked
from council.dates import numeric_date
from council.models import Person
from experts.models import Engagement


class BreachQuerySet(models.QuerySet["Breach"]):
    """Breaches that stand."""

    def standing(self) -> BreachQuerySet:
        """Return those the chair has not taken back."""
        return self.filter(lifted_on__isnull=True)


class Breach(Tracked):
    """A breach of confidentiality or of agreement, as the chair established (4.5)."""

    class Kind(models.TextChoices):
        """The two of 4.5."""

        CONFIDENTIALITY = "confidentiality", _("breach of confidentiality")
        UNAGREED = "unagreed", _("information spread without agreement")

    part_of: ClassVar = ("engagement",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="breaches",
        verbose_name=_("entry of the register"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    happened_on = models.DateField(_("happened on"))
    essence = models.TextField(_("what happened"), max_length=2000)
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="breaches",
        verbose_name=_("publication"),
    )
    established_on = models.DateField(_("established on"))
    established_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("established by"),
    )
    lifted_on = models.DateField(_("taken back on"), null=True, blank=True)
    lifted_because = models.TextField(
        _("why it was taken back"), max_length=2000, blank=True
    )

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("established breach")
        verbose_name_plural = _("established breaches")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(established_on__gte=F("happened_on")),
                name="%(app_label)s_%(class)s_established_after_it_happened",
            ),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_because="")
                | Q(lifted_on__isnull=False) & ~Q(lifted_because=""),
                name="%(app_label)s_%(class)s_lifted_because",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {numeric_date(self.happened_on)}"


class RiskNotice(Tracked):
    """An expert's notice of a corruption risk; only the chair reads it (5.1.5)."""

    class Told(models.TextChoices):
        """Whom the expert told."""

        CHAIR = "chair", _("the chair of the commission")
        LEAD = "lead", _("the lead of the monitoring group")

    part_of: ClassVar = ("engagement",)
    withheld: ClassVar = ("essence", "event")

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="risk_notices",
        verbose_name=_("entry of the register"),
    )
    addressee = models.CharField(_("told"), max_length=20, choices=Told)
    received_on = models.DateField(_("received on"))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="risk_notices",
        verbose_name=_("event"),
    )
    essence = models.TextField(_("what was noticed"), max_length=3000)

    class Meta:
        verbose_name = _("notice of a corruption risk")
        verbose_name_plural = _("notices of corruption risks")
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return numeric_date(self.received_on)
