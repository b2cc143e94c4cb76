"""Final protocols and the papers rendered from them."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models.convocation import Body
from council.models.edition import Edition
from council.models.sitting import Sitting


class Protocol(Tracked):
    """What formalises a sitting (1.8): frozen text with its fingerprint."""

    sitting = models.OneToOneField(
        Sitting, on_delete=models.PROTECT, related_name="protocol"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="protocols")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("protocol №"))
    text = models.TextField()
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
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
    def frozen(self) -> dict[str, Any]:
        """Return the frozen text as data: head, kk, and ru or None."""
        data: dict[str, Any] = json.loads(self.text)
        return data

    @property
    def languages(self) -> list[str]:
        """Return the languages in which the protocol has a text."""
        return [code for code in ("kk", "ru") if self.frozen[code]]


class ProtocolPaper(models.Model):
    """A PDF rendered from a final protocol. Not tracked: it never changes."""

    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, related_name="papers"
    )
    language = models.CharField(max_length=2)
    file = models.FileField(upload_to="protocols/")
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "language"],
                name="%(app_label)s_%(class)s_one_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.language}"

    @property
    def is_kept(self) -> bool:
        """Return whether the file is still in the storage."""
        return bool(self.file.storage.exists(str(self.file.name)))

    def content(self) -> bytes:
        """Return the PDF as it is kept."""
        with self.file.open("rb") as file:
            return bytes(file.read())
