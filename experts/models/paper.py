"""The papers of 2.3 and 2.2: what was seen, by whom, with which result."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models import Account
from council.uploads import random_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def paper_path(paper: Paper, filename: str) -> str:
    """Return a random name: nothing of the person or the file's own name stays."""
    return f"papers/{random_name(filename)}"


class Paper(Tracked):
    """One paper of a dossier. Medical and criminal ones are noted, never uploaded."""

    part_of: ClassVar = ("expert",)
    found_by: ClassVar = ("title", "number")
    redactable: ClassVar = ("title", "file")

    class Kind(models.TextChoices):
        """The six kinds of 2.3, then the two welcome ones of 2.2."""

        APPLICATION = "application", _("application to be engaged")
        DIPLOMA = "diploma", _("diploma of higher education")
        CRIMINAL_RECORD = "criminal_record", _("certificate on criminal record")
        MENTAL_HEALTH = "mental_health", _("certificate on mental health")
        NARCOLOGY = "narcology", _("certificate of the narcology register")
        RESUME = "resume", _("résumé")
        CERTIFICATE = "certificate", _("professional certificate")
        DEGREE = "degree", _("academic degree")

    class Result(models.TextChoices):
        """What a certificate says, in the three cases that matter for 2.2."""

        CLEAR = "clear", _("nothing recorded")
        SPENT = "spent", _("a conviction, removed or expunged")
        BAR = "bar", _("recorded: keeps from being an expert")

    REQUIRED_KINDS: ClassVar[tuple[Kind, ...]] = (
        Kind.APPLICATION,
        Kind.DIPLOMA,
        Kind.CRIMINAL_RECORD,
        Kind.MENTAL_HEALTH,
        Kind.NARCOLOGY,
        Kind.RESUME,
    )
    WELCOME_KINDS: ClassVar[tuple[Kind, ...]] = (Kind.CERTIFICATE, Kind.DEGREE)
    BARS: ClassVar[dict[Kind, _StrPromise]] = {
        Kind.MENTAL_HEALTH: _("registered with a mental health organisation"),
        Kind.NARCOLOGY: _("registered for narcology"),
        Kind.CRIMINAL_RECORD: _("a conviction neither removed nor expunged"),
    }

    expert = models.ForeignKey(
        "experts.Expert",
        on_delete=models.CASCADE,
        related_name="papers",
        verbose_name=_("dossier"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=50, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    seen_by = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("seen by"),
    )
    file = models.FileField(_("file"), upload_to=paper_path, blank=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "kind"],
                condition=~Q(kind__in=["certificate", "degree"]),
                name="%(app_label)s_%(class)s_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(file="")
                | ~Q(kind__in=["criminal_record", "mental_health", "narcology"]),
                name="%(app_label)s_%(class)s_no_file_of_certificates",
            ),
            models.CheckConstraint(
                condition=~Q(result="spent") | Q(kind="criminal_record"),
                name="%(app_label)s_%(class)s_spent_conviction_only",
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True, seen_by__isnull=True)
                | Q(seen_on__isnull=False, seen_by__isnull=False),
                name="%(app_label)s_%(class)s_seen_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def is_seen(self) -> bool:
        """Return whether a named person of the secretariat has seen the paper."""
        return self.seen_on is not None
