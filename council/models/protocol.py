"""Final protocols, their versions, and the papers that belong to them."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models.convocation import Body
from council.models.edition import Edition
from council.models.link import Link
from council.models.people import Account
from council.models.sitting import Sitting
from council.uploads import content_of, random_path


class Protocol(Tracked):
    """What formalises a sitting (1.8): its number, and the text in its versions."""

    part_of: ClassVar = ("sitting",)

    sitting = models.OneToOneField(
        Sitting,
        on_delete=models.PROTECT,
        related_name="protocol",
        verbose_name=_("sitting"),
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="protocols",
        verbose_name=_("body of the council"),
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("edition of the Regulation"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("protocol №"))

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        ordering = ["-year", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"],
                name="%(app_label)s_%(class)s_number_once_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @cached_property
    def current(self) -> ProtocolVersion:
        """Return the version in force: the last one."""
        return self.versions.all()[0]

    @property
    def frozen(self) -> dict[str, Any]:
        """Return the frozen text as data: head, kk, and ru or None."""
        return self.current.frozen

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the text in force."""
        return self.current.sha256

    @property
    def languages(self) -> list[str]:
        """Return the languages in which the text in force is written."""
        return self.current.languages


class ProtocolVersion(Tracked):
    """The frozen text of a protocol with its fingerprint; never changed.

    A correction is a further version that names the one before it. Versions from
    before the chain have no link.
    """

    part_of: ClassVar = ("protocol",)
    technical: ClassVar = ("text", "link")

    protocol = models.ForeignKey(
        Protocol,
        on_delete=models.PROTECT,
        related_name="versions",
        verbose_name=_("protocol"),
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    link = models.OneToOneField(
        Link,
        on_delete=models.PROTECT,
        null=True,
        related_name="version",
        verbose_name=_("link of the chain"),
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects the version"),
    )
    corrected_on = models.DateField(_("corrected on"), null=True, blank=True)
    explanation_kk = models.CharField(
        _("what is corrected, in Kazakh"), max_length=1000, blank=True
    )
    explanation_ru = models.CharField(
        _("what is corrected, in Russian"), max_length=1000, blank=True
    )

    class Meta:
        verbose_name = _("version of a protocol")
        verbose_name_plural = _("versions of protocols")
        ordering = ["protocol", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "version"],
                name="%(app_label)s_%(class)s_version_once",
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects__isnull=True, corrected_on__isnull=True)
                | Q(
                    version__gt=1,
                    corrects__isnull=False,
                    corrected_on__isnull=False,
                ),
                name="%(app_label)s_%(class)s_later_ones_correct",
            ),
        ]

    def __str__(self) -> str:
        return _("%(protocol)s, version %(version)s") % {
            "protocol": self.protocol,
            "version": self.version,
        }

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """Return the frozen text as data: head, kk, and ru or None."""
        data: dict[str, Any] = json.loads(self.text)
        return data

    @property
    def languages(self) -> list[str]:
        """Return the languages in which it has a text."""
        return [code for code in ("kk", "ru") if self.frozen[code]]


class DrawnPaper(models.Model):
    """A PDF drawn from what is frozen. Not tracked: the same text gives it again."""

    file: Any

    language = models.CharField(max_length=2)
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def is_kept(self) -> bool:
        """Return whether the file is still in the storage."""
        return bool(self.file.storage.exists(str(self.file.name)))

    def content(self) -> bytes:
        """Return the PDF as it is kept."""
        return content_of(self.file)


class ProtocolPaper(DrawnPaper):
    """A protocol drawn from one version of its text."""

    version = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, related_name="papers"
    )
    file = models.FileField(upload_to="protocols/")
    rendered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="%(app_label)s_%(class)s_one_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class SignedScan(Tracked):
    """The scan of a signed protocol, as it was attached to one version."""

    part_of: ClassVar = ("version",)

    LANGUAGES = (("kk", _("Kazakh")), ("ru", _("Russian")))

    version = models.ForeignKey(
        ProtocolVersion,
        on_delete=models.PROTECT,
        related_name="scans",
        verbose_name=_("version of a protocol"),
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    file = models.FileField(_("file"), upload_to=random_path)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    attached_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    attached_on = models.DateField(_("attached on"))

    class Meta:
        verbose_name = _("scan of a signed protocol")
        verbose_name_plural = _("scans of signed protocols")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.version}, {self.language}"
