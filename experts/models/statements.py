"""What a candidate states and signs besides the papers of 2.3."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from council.as_recorded import live
from council.audit import Tracked
from council.dates import numeric_date
from council.kept_facts import while_it_stands
from council.models import translated
from experts.models.expert import Expert


class Disclosure(Tracked):
    """A membership in a supervisory, consultative or advisory body (5.1.21)."""

    part_of: ClassVar = ("expert",)
    found_by: ClassVar = ("body", "attached_to")
    redactable: ClassVar = ("body", "attached_to")

    class Kind(models.TextChoices):
        """The three kinds that 5.1.21 names."""

        SUPERVISORY = "supervisory", _("supervisory")
        CONSULTATIVE = "consultative", _("consultative")
        ADVISORY = "advisory", _("advisory")

    expert = models.ForeignKey(
        Expert,
        on_delete=models.CASCADE,
        related_name="disclosures",
        verbose_name=_("dossier"),
    )
    body = models.CharField(_("body"), max_length=300)
    attached_to = models.CharField(_("attached to"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership in a body")
        verbose_name_plural = _("memberships in bodies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True)
                | Q(begins__isnull=True)
                | Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            )
        ]

    def __str__(self) -> str:
        return self.body


class ReferenceDocument(Tracked):
    """A document of 1.13 that experts must know; the secretariat keeps the list."""

    found_by: ClassVar = ("title_kk", "title_ru")

    title_kk = models.CharField(_("title in Kazakh"), max_length=500)
    title_ru = models.CharField(_("title in Russian"), max_length=500)
    is_current = models.BooleanField(_("on the list"), default=True)

    class Meta:
        verbose_name = _("reference document")
        verbose_name_plural = _("reference documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title_kk

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return translated(self, "title")


class Acknowledgement(Tracked):
    """The expert has read the documents of 1.13, as the list stood that day."""

    part_of: ClassVar = ("expert",)

    expert = models.OneToOneField(
        Expert,
        on_delete=models.CASCADE,
        related_name="acknowledgement",
        verbose_name=_("dossier"),
    )
    acknowledged_on = models.DateField(_("read on"))
    documents = models.TextField(
        _("documents"), help_text=_("The list as it stood, one title a line.")
    )

    class Meta:
        verbose_name = _("note of having read the documents")
        verbose_name_plural = _("notes of having read the documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.expert}: {numeric_date(self.acknowledged_on)}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents, and whose data may no longer be public."""

    def given(self) -> ConsentQuerySet:
        """Return those that were not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def withheld_persons(self) -> set[int]:
        """Return the keys of those who withdrew a consent and gave none since.

        It is asked of the rows as they are, whatever moment is read: the public pages
        of every day and moment leave these persons out (law № 94-V).
        """
        return while_it_stands("withheld persons", self._withheld_persons)

    def _withheld_persons(self) -> set[int]:
        with live():
            since = self.given().filter(
                expert__person=OuterRef("expert__person"),
                given_on__gte=OuterRef("withdrawn_on"),
            )
            withdrew = self.filter(~Exists(since), withdrawn_on__isnull=False)
            return set(withdrew.values_list("expert__person", flat=True))


class Consent(Tracked):
    """Consent to the processing of personal data (law № 94-V), with its scope."""

    part_of: ClassVar = ("expert",)

    class Scope(models.TextChoices):
        """What the person agreed to."""

        PROCESSING = "processing", _("processing and publication in the register")

    expert = models.ForeignKey(
        Expert,
        on_delete=models.CASCADE,
        related_name="consents",
        verbose_name=_("dossier"),
    )
    given_on = models.DateField(_("given on"))
    scope = models.CharField(_("scope"), max_length=20, choices=Scope)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to the processing of personal data")
        verbose_name_plural = _("consents to the processing of personal data")
        ordering = ["-given_on", "pk"]
        indexes = [
            models.Index(
                fields=["expert"],
                condition=Q(withdrawn_on__isnull=False),
                name="%(app_label)s_%(class)s_withdrawn",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=F("given_on")),
                name="%(app_label)s_%(class)s_withdrawn_after_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert}: {numeric_date(self.given_on)}"

    def told(self) -> str:
        """Return the day it was given, and the one on which it was withdrawn."""
        given = numeric_date(self.given_on)
        if self.withdrawn_on is None:
            return given
        return _("%(given)s, withdrawn on %(day)s") % {
            "given": given,
            "day": numeric_date(self.withdrawn_on),
        }

    @property
    def is_given(self) -> bool:
        """Return whether it has not been withdrawn."""
        return self.withdrawn_on is None
