"""What an expert hands in: recommendations, proposals, initiatives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commissions.models.assignment import Assignment
from commissions.models.event import Event
from council.audit import Tracked
from council.models import Sitting
from council.uploads import random_path
from experts.models import Engagement


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """What was handed in, by kind and by what has become of it."""

    def written(self) -> RecommendationQuerySet:
        """Return the written recommendations, which 4.2.4 counts."""
        return self.filter(kind=Recommendation.Kind.RECOMMENDATION)

    def initiatives(self) -> RecommendationQuerySet:
        """Return what the expert started without being asked, which 4.3.1 counts."""
        return self.filter(kind__in=Recommendation.INITIATIVES)

    def to_consider(self) -> RecommendationQuerySet:
        """Return those without a result: 6.3 has the chair see to one."""
        return self.filter(considered_how="")


class Recommendation(Tracked):
    """A paper of an expert: a personal, advisory opinion (3.6, 3.7).

    Its text stands in versions; one more comes when a clarification was asked (6.3).
    """

    class Kind(models.TextChoices):
        """To whom it is addressed, or what the expert started with it."""

        RECOMMENDATION = "recommendation", _("written recommendation (5.1.26)")
        TO_COMMISSION = "to_commission", _("proposal to the commission (5.2.4)")
        TO_CHAIR = "to_chair", _("proposal on the commission's work (5.2.5)")
        TO_COUNCIL = "to_council", _("proposal on a normative act (5.2.7)")
        TOPIC = "topic", _("topic of the expert's own (4.3.1)")
        PROJECT = "project", _("project of the expert's own (4.3.1)")
        REQUEST = "request", _("analytical request of the expert's own (4.3.1)")

    class How(models.TextChoices):
        """In which way the commission considered it (6.3)."""

        SITTING = "sitting", _("considered at a sitting")
        WORKING_ORDER = "working_order", _("considered in working order")

    INITIATIVES = (Kind.TOPIC, Kind.PROJECT, Kind.REQUEST)

    part_of: ClassVar = ("engagement",)
    found_by: ClassVar = ("title",)
    technical: ClassVar = ("revision",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="recommendations",
        verbose_name=_("entry of the register"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    received_on = models.DateField(_("received on"))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("event"),
    )
    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("sitting"),
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("assignment"),
    )
    considered_how = models.CharField(
        _("consideration"), max_length=20, choices=How, blank=True
    )
    considered_on = models.DateField(_("considered on"), null=True, blank=True)
    considered_at = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="considered",
        verbose_name=_("considered at the sitting"),
    )
    result = models.TextField(_("result"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("written work")
        verbose_name_plural = _("written works")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["topic", "project", "request"])
                | Q(assignment__isnull=True),
                name="%(app_label)s_%(class)s_initiatives_unassigned",
            ),
            models.CheckConstraint(
                condition=Q(
                    considered_how="",
                    considered_on__isnull=True,
                    considered_at__isnull=True,
                )
                | Q(
                    considered_how="sitting",
                    considered_on__isnull=False,
                    considered_at__isnull=False,
                )
                | Q(
                    considered_how="working_order",
                    considered_on__isnull=False,
                    considered_at__isnull=True,
                ),
                name="%(app_label)s_%(class)s_considered_when_and_where",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(sitting__isnull=True),
                name="%(app_label)s_%(class)s_on_one_occasion",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_initiative(self) -> bool:
        """Return whether the expert started it (4.3.1)."""
        return self.kind in self.INITIATIVES

    @property
    def is_considered(self) -> bool:
        """Return whether the result is on record (6.3)."""
        return bool(self.considered_how)

    @property
    def last_version(self) -> RecommendationVersion:
        """Return the version in force; prefetch `versions` where several are asked."""
        return list(self.versions.all())[-1]

    @property
    def is_unclear(self) -> bool:
        """Return whether a clarification was asked and no answer has come (6.3)."""
        return not self.is_considered and bool(self.last_version.clarify)

    @property
    def state_in_words(self) -> str:
        """Return where it stands, in a word or two."""
        if self.is_considered:
            return str(self.get_considered_how_display())
        return (
            gettext("clarification awaited")
            if self.is_unclear
            else gettext("to consider")
        )

    @property
    def tone(self) -> str:
        """Return the tone of the badge that says so."""
        if self.is_considered:
            return "good"
        return "info" if self.is_unclear else "warm"


class RecommendationVersion(Tracked):
    """The paper as it came in; `clarify` is what the chair then asked of it (6.3)."""

    part_of: ClassVar = ("recommendation",)

    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.CASCADE,
        related_name="versions",
        verbose_name=_("written work"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    received_on = models.DateField(_("received on"))
    text = models.TextField(_("text"), max_length=20000, blank=True)
    file = models.FileField(_("file"), upload_to=random_path, blank=True)
    clarify_on = models.DateField(_("clarification asked on"), null=True, blank=True)
    clarify = models.TextField(
        _("what is to be clarified"), max_length=2000, blank=True
    )

    class Meta:
        verbose_name = _("version of a written work")
        verbose_name_plural = _("versions of written works")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "number"],
                name="%(app_label)s_%(class)s_numbered_once",
            ),
            models.CheckConstraint(
                condition=~Q(text="", file=""),
                name="%(app_label)s_%(class)s_has_text_or_file",
            ),
            models.CheckConstraint(
                condition=Q(clarify="", clarify_on__isnull=True)
                | ~Q(clarify="") & Q(clarify_on__isnull=False),
                name="%(app_label)s_%(class)s_clarification_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}, {self.number}"
