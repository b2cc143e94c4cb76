"""What an expert wants to say in public, agreed beforehand (5.1.9, 5.1.12)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models import Person, Sitting
from experts.models import Engagement


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by what has become of them."""

    def appeared(self) -> PublicationQuerySet:
        """Return those that came out, agreed or not."""
        return self.filter(appeared_on__isnull=False)

    def agreed(self) -> PublicationQuerySet:
        """Return those agreed by the chair or the Presidium, out or not."""
        return self.exclude(approved_by="")

    def counted(self) -> PublicationQuerySet:
        """Return what 4.6 counts: agreed, out, and open to everybody."""
        return self.appeared().agreed().filter(is_open=True)

    def to_decide(self) -> PublicationQuerySet:
        """Return those asked for, without an answer, and not out."""
        return self.filter(
            approved_by="", declined_on__isnull=True, appeared_on__isnull=True
        )


class Publication(Tracked):
    """A publication of an expert: asked, agreed or declined, and perhaps out.

    One that came out without being agreed is recorded and flagged; a breach it is
    only when the chair establishes one (4.5).
    """

    class Kind(models.TextChoices):
        """The five kinds of 5.1.9, and informing the public (5.1.12)."""

        INTERNAL = "internal", _("internal material or draft (5.1.9)")
        PRELIMINARY = "preliminary", _("preliminary conclusion or opinion (5.1.9)")
        REPLY = "reply", _("reply of a state body (5.1.9)")
        INQUIRY = "inquiry", _("inquiry of a member and what it brought (5.1.9)")
        ANALYSIS = "analysis", _("analytical material of an expert (5.1.9)")
        INFORMING = "informing", _("informing the public (5.1.12)")

    class Approver(models.TextChoices):
        """Who agreed to it."""

        CHAIR = "chair", _("the chair of the commission")
        PRESIDIUM = "presidium", _("the Presidium")

    part_of: ClassVar = ("engagement",)
    found_by: ClassVar = ("title", "outlet")
    technical: ClassVar = ("revision",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="publications",
        verbose_name=_("entry of the register"),
    )
    kind = models.CharField(_("material"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    outlet = models.CharField(_("where it is to appear"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    approved_by = models.CharField(
        _("agreed by"), max_length=20, choices=Approver, blank=True
    )
    approved_on = models.DateField(_("agreed on"), null=True, blank=True)
    approver = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chair who agreed"),
    )
    approved_at = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreed_publications",
        verbose_name=_("agreed at the sitting"),
    )
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    appeared_on = models.DateField(_("appeared on"), null=True, blank=True)
    is_open = models.BooleanField(_("open to everybody"), default=False)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    approved_by="",
                    approved_on__isnull=True,
                    approver__isnull=True,
                    approved_at__isnull=True,
                )
                | Q(
                    approved_by="chair",
                    approved_on__isnull=False,
                    approver__isnull=False,
                    approved_at__isnull=True,
                )
                | Q(
                    approved_by="presidium",
                    approved_on__isnull=False,
                    approver__isnull=True,
                    approved_at__isnull=False,
                ),
                name="%(app_label)s_%(class)s_agreed_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True)
                | Q(appeared_on__isnull=True)
                | Q(approved_on__lte=F("appeared_on")),
                name="%(app_label)s_%(class)s_agreed_before_it_appeared",
            ),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | Q(approved_by=""),
                name="%(app_label)s_%(class)s_agreed_or_declined",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False) | Q(appeared_on__isnull=False),
                name="%(app_label)s_%(class)s_asked_or_appeared",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_agreed(self) -> bool:
        """Return whether the chair or the Presidium agreed to it."""
        return bool(self.approved_by)

    @property
    def is_unagreed(self) -> bool:
        """Return whether it came out without being agreed (5.1.9): to be flagged."""
        return self.appeared_on is not None and not self.is_agreed

    @property
    def state_in_words(self) -> str:
        """Return where it stands, in a word or two."""
        if self.is_unagreed:
            return gettext("appeared without being agreed")
        if self.is_agreed:
            return (
                gettext("agreed, appeared") if self.appeared_on else gettext("agreed")
            )
        return gettext("declined") if self.declined_on else gettext("to decide")

    @property
    def tone(self) -> str:
        """Return the tone of the badge that says so."""
        if self.is_unagreed:
            return "warm"
        if self.is_agreed:
            return "good"
        return "neutral" if self.declined_on else "info"

    def appeared_by(self, on: date) -> bool:
        """Return whether it was out on that day."""
        return self.appeared_on is not None and self.appeared_on <= on
