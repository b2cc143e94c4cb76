"""Editions of the list of experts: what the council published, and when (1.12)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models import Account, DrawnPaper, Link
from experts.models.expert import Expert


class ListEdition(Tracked):
    """The list as it was published at a moment; never changed.

    Its fingerprint is taken from the number, the day, the count and the commitments of
    its entries, so that one of them can be withdrawn and the fingerprint still holds.
    """

    technical: ClassVar = ("link",)

    number = models.PositiveIntegerField(_("edition №"), unique=True)
    day = models.DateField(_("as of the day"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    count = models.PositiveIntegerField(_("number of experts"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    link = models.OneToOneField(
        Link,
        on_delete=models.PROTECT,
        related_name="list_edition",
        verbose_name=_("link of the chain"),
    )

    class Meta:
        verbose_name = _("edition of the list")
        verbose_name_plural = _("editions of the list")
        ordering = ["-number"]

    def __str__(self) -> str:
        return _("edition № %(number)s") % {"number": self.number}


class ListEntry(models.Model):
    """One entry of an edition: its commitment for good, its text until withdrawn.

    Not tracked: no version may keep what was withdrawn. `commitment` is the SHA-256 of
    the salt and the text; without both it tells nothing.
    """

    edition = models.ForeignKey(
        ListEdition, on_delete=models.PROTECT, related_name="entries"
    )
    position = models.PositiveIntegerField()
    expert = models.ForeignKey(
        Expert,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="list_entries",
    )
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, blank=True)
    text = models.JSONField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"],
                name="%(app_label)s_%(class)s_position_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_on__isnull=True, text__isnull=False, expert__isnull=False
                )
                & ~models.Q(salt="")
                | models.Q(
                    withdrawn_on__isnull=False,
                    text__isnull=True,
                    expert__isnull=True,
                    salt="",
                ),
                name="%(app_label)s_%(class)s_whole_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.position}"

    @property
    def is_withdrawn(self) -> bool:
        """Return whether its text is gone for good."""
        return self.withdrawn_on is not None

    def withdraw(self, on: date) -> None:
        """Forget text, salt and person; the commitment stays."""
        self.text, self.salt, self.expert, self.withdrawn_on = None, "", None, on
        self.save(update_fields=["text", "salt", "expert", "withdrawn_on"])

    @property
    def facts(self) -> dict[str, Any]:
        """Return what anybody may know of it, enough to compute the commitment."""
        known: dict[str, Any] = {
            "position": self.position,
            "commitment": self.commitment,
        }
        if self.withdrawn_on:
            return known | {"withdrawn_on": self.withdrawn_on}
        return known | {"salt": self.salt, "entry": self.text}


class ListPaper(DrawnPaper):
    """An edition drawn as a paper; drawn anew when an entry is withdrawn."""

    edition = models.ForeignKey(
        ListEdition, on_delete=models.PROTECT, related_name="papers"
    )
    file = models.FileField(upload_to="lists/")
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"],
                name="%(app_label)s_%(class)s_one_per_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language}"
