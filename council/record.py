"""The record of what was done: the last deed, and one entry for each."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY = 1  # the key of the one row of LastDeed


def new_salt() -> str:
    """Return 128 random bits."""
    return secrets.token_hex(16)


class LastDeed(models.Model):
    """The one row that every deed locks first: deeds happen one after the other.

    So a deed has one moment, later than that of every deed before it, and what the
    history holds up to a moment is whole. `number` and `at` tell one state of all data
    from any other: what is made from them can be kept under these. `links` and `head`
    are the length and the end of the chain (council/chain.py).
    """

    number = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    links = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number}, {self.at:%Y-%m-%d %H:%M:%S.%f}"


class AuditEvent(models.Model):
    """One deed, or one thing noted that changed nothing: who, what, when, about what.

    Only ever added, hence not tracked; the chain covers it as it covers the versions.
    `key` is that of the versions the deed wrote; `label` and `row` name the row that
    it was about, if one. Names of persons and texts have no place here.
    """

    at = models.DateTimeField(_("moment"))
    name = models.CharField(_("deed"), max_length=100)
    key = models.UUIDField(default=uuid4, db_index=True)
    by = models.ForeignKey(
        "council.Account",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    label = models.CharField(max_length=100, blank=True)
    row = models.BigIntegerField(null=True)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("entry of the record")
        verbose_name_plural = _("entries of the record")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"]),
            models.Index(fields=["label", "row"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M:%S.%f}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; TypeError for one that is on record already."""
        if not self._state.adding:
            raise TypeError("what is on record stays as it is")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what is on record stays."""
        raise TypeError("what is on record stays")
