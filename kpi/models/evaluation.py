"""A chair's evaluation of an expert: a quarter, or a concrete work (4.1–4.6)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commissions.models import Assignment, Event
from council.audit import Tracked
from council.dates import numeric_date
from council.models import Person
from experts.models import Engagement


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations by whether they are signed off."""

    def signed(self) -> EvaluationQuerySet:
        """Return those that the chair has signed off."""
        return self.filter(versions__isnull=False).distinct()


class Evaluation(Tracked):
    """What is evaluated: an engagement, over a quarter or over a concrete work.

    The chair's own figures and note wait here until they are signed off; what is
    signed stands in versions and never changes. `stated` is by clause:
    {"4.2.1": {"value": 3, "because": "…"}}.
    """

    class Kind(models.TextChoices):
        """The two occasions of 4.1; either one satisfies the quarter."""

        QUARTERLY = "quarterly", _("quarterly evaluation")
        COMPLETION = "completion", _("evaluation on completion of a concrete work")

    class Form(models.TextChoices):
        """In which form it is set out (the end of section 4)."""

        TABLE = "table", _("table")
        NOTE = "note", _("explanatory note")

    part_of: ClassVar = ("engagement",)
    technical: ClassVar = ("revision",)

    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="evaluations",
        verbose_name=_("entry of the register"),
    )
    kind = models.CharField(_("occasion"), max_length=20, choices=Kind)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("event"),
    )
    assignment = models.ForeignKey(
        Assignment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        verbose_name=_("assignment"),
    )
    stated = models.JSONField(_("figures the chair states"), default=dict, blank=True)
    form = models.CharField(
        _("set out as"), max_length=10, choices=Form, default=Form.TABLE
    )
    note = models.TextField(_("explanatory note"), max_length=5000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-begins", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="quarterly", event__isnull=True, assignment__isnull=True
                )
                | Q(kind="completion", event__isnull=False, assignment__isnull=True)
                | Q(kind="completion", event__isnull=True, assignment__isnull=False),
                name="%(app_label)s_%(class)s_quarter_or_one_work",
            ),
            models.UniqueConstraint(
                fields=["engagement", "begins"],
                condition=Q(kind="quarterly"),
                name="%(app_label)s_%(class)s_once_a_quarter",
            ),
            models.UniqueConstraint(
                fields=["engagement", "event"],
                condition=Q(event__isnull=False),
                name="%(app_label)s_%(class)s_once_an_event",
            ),
            models.UniqueConstraint(
                fields=["engagement", "assignment"],
                condition=Q(assignment__isnull=False),
                name="%(app_label)s_%(class)s_once_an_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement.expert} – {self.period}"

    def told(self) -> str:
        """Return the occasion and the days."""
        return f"{self.get_kind_display()}, {self.period}"

    @property
    def period(self) -> str:
        """Return the first and the last day."""
        return f"{numeric_date(self.begins)} – {numeric_date(self.ends)}"

    @cached_property
    def signed(self) -> EvaluationVersion | None:
        """Return the version in force; None until the chair signs off."""
        return self.versions.order_by("number").last()


class EvaluationVersion(Tracked):
    """What a chair signed off: figures, the records behind them, the note; frozen.

    `figures` are in the order of the clauses, each with `clause`, `computed`,
    `stated` (None where the computed number stands), `because` and `records`;
    a number is None where the indicator does not apply (4.6).
    """

    part_of: ClassVar = ("evaluation",)
    technical: ClassVar = ("figures", "sha256")

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("evaluation"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    signed_on = models.DateField(_("signed off on"))
    signed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("signed off by"),
    )
    form = models.CharField(_("set out as"), max_length=10, choices=Evaluation.Form)
    note = models.TextField(_("explanatory note"), max_length=5000, blank=True)
    figures = models.JSONField(_("figures"))
    explanation = models.TextField(_("what was corrected"), max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("version of an evaluation")
        verbose_name_plural = _("versions of evaluations")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "number"],
                name="%(app_label)s_%(class)s_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(number=1, explanation="")
                | Q(number__gt=1) & ~Q(explanation=""),
                name="%(app_label)s_%(class)s_corrections_explained",
            ),
            models.CheckConstraint(
                condition=Q(form="table") | ~Q(note=""),
                name="%(app_label)s_%(class)s_note_is_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}, {self.number}"
