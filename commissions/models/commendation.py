"""How a chair honours an expert's work, without money (1.4, 6.3)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.dates import numeric_date
from council.models import Person
from experts.models import Engagement


class Commendation(Tracked):
    """A letter of thanks or another non-material honour, started by the chair (6.3).

    Who awards it the text leaves open, so that is a line of its own.
    """

    class Form(models.TextChoices):
        """The forms of 6.3."""

        LETTER = "letter", _("letter of thanks")
        GRATITUDE = "gratitude", _("public gratitude")
        OTHER = "other", _("another non-material form")

    part_of: ClassVar = ("engagement",)
    technical: ClassVar = ("revision",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="commendations",
        verbose_name=_("entry of the register"),
    )
    form = models.CharField(_("form"), max_length=20, choices=Form)
    merit_kk = models.TextField(_("for what, in Kazakh"), max_length=1000)
    merit_ru = models.TextField(_("for what, in Russian"), max_length=1000, blank=True)
    proposed_on = models.DateField(_("proposed on"))
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    awarded_on = models.DateField(_("awarded on"), null=True, blank=True)
    awarded_by = models.CharField(_("awarded by"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(awarded_on__isnull=True)
                | Q(awarded_on__gte=F("proposed_on")),
                name="%(app_label)s_%(class)s_awarded_after_proposed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}, {numeric_date(self.proposed_on)}"

    @property
    def languages(self) -> list[str]:
        """Return the languages in which its letter can be written."""
        return ["kk", "ru"] if self.merit_ru else ["kk"]
