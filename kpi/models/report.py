"""Reports to the Presidium on experts' work by the indicators (6.2)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.dates import numeric_date
from council.models import Account, Body, Convocation, Matter, Person, translated
from council.regulation import REPORT_TO_PRESIDIUM, collect
from experts.models import Expert


class Report(Tracked):
    """A report on one expert, on a commission, or on all of a convocation.

    Live until it is signed; `content` then keeps every figure as it was.
    """

    class Occasion(models.TextChoices):
        """Why it is made (6.2)."""

        REQUEST = "request", _("request of the Presidium")
        INITIATIVE = "initiative", _("the chair's own initiative")

    part_of: ClassVar = ("expert", "commission")
    technical: ClassVar = ("revision", "content", "sha256")

    convocation = models.ForeignKey(
        Convocation,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("convocation"),
    )
    commission = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("commission"),
        help_text=_("Empty: all commissions."),
    )
    expert = models.ForeignKey(
        Expert,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("expert"),
        help_text=_("Empty: all experts of the commission."),
    )
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion)
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    note_kk = models.TextField(
        _("analytical part, in Kazakh"), max_length=10000, blank=True
    )
    note_ru = models.TextField(
        _("analytical part, in Russian"), max_length=10000, blank=True
    )
    author = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reporting chair"),
    )
    made_by = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    content = models.JSONField(_("content"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("report to the Presidium")
        verbose_name_plural = _("reports to the Presidium")
        ordering = ["-begins", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
            models.CheckConstraint(
                condition=Q(expert__isnull=True) | Q(commission__isnull=False),
                name="%(app_label)s_%(class)s_experts_have_commissions",
            ),
            models.CheckConstraint(
                condition=Q(occasion="request", requested_on__isnull=False)
                | Q(occasion="initiative", requested_on__isnull=True),
                name="%(app_label)s_%(class)s_requests_are_dated",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, content__isnull=True, sha256="")
                | Q(signed_on__isnull=False, content__isnull=False) & ~Q(sha256=""),
                name="%(app_label)s_%(class)s_signed_with_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.period}"

    @property
    def period(self) -> str:
        """Return the first and the last day."""
        return f"{numeric_date(self.begins)} – {numeric_date(self.ends)}"

    @property
    def subject(self) -> str:
        """Return whom it is on."""
        return str(self.expert or self.commission or _("All commissions"))

    @property
    def note(self) -> str:
        """Return the analytical part in the reader's language."""
        return translated(self, "note")

    @property
    def is_signed(self) -> bool:
        """Return whether its figures are frozen."""
        return self.signed_on is not None


WORDS = {
    "title_kk": "Эксперттер қызметінің негізгі көрсеткіштері (KPI) туралы есеп: "
    "{subject_kk}",
    "draft_kk": "Есеп назарға алынсын.",
    "refused_kk": "Есеп назарға алынбады.",
    "title_ru": "Отчёт о ключевых показателях (KPI) работы экспертов: {subject_ru}",
    "draft_ru": "Принять отчёт к сведению.",
    "refused_ru": "Отчёт к сведению не принят.",
}


class ReportItem(Matter):
    """A signed report on the agenda of the Presidium, to be taken note of (6.2)."""

    part_of: ClassVar = ("report", "item")

    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("report to the Presidium"),
    )

    class Meta:
        verbose_name = _("report on an agenda")
        verbose_name_plural = _("reports on agendas")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} – {self.item.sitting}"

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision."""
        return self._words("title", "draft")

    def page(self) -> str:
        """Return the address of the report."""
        return reverse("report", args=[self.report_id])

    def objections(self) -> list[str]:
        """Return what speaks against taking note of it there."""
        return collect(
            (
                REPORT_TO_PRESIDIUM,
                {
                    "is_presidium": self.item.sitting.body.is_presidium,
                    "is_signed": self.report.is_signed,
                },
            )
        )

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the vote does not adopt it."""
        texts = self._words("refused")
        return {name.removeprefix("refused_"): text for name, text in texts.items()}

    def _words(self, *parts: str) -> dict[str, str]:
        report = self.report
        subjects = {
            f"subject_{language}": _subject(report, language)
            for language in ("kk", "ru")
        }
        return {
            f"{part}_{language}": WORDS[f"{part}_{language}"].format(**subjects)
            for part in parts
            for language in ("kk", "ru")
        }


def _subject(report: Report, language: str) -> str:
    """Return whom the report is on, and its days, as the agenda says it."""
    if report.expert:
        whom = str(report.expert)
    elif report.commission:
        number = report.commission.number
        whom = {"kk": f"№ {number} комиссия", "ru": f"комиссия № {number}"}[language]
    else:
        whom = {"kk": "барлық комиссиялар", "ru": "все комиссии"}[language]
    return f"{whom}, {report.period}"
