"""What was taken out of versions for good, and what stands for it in the chain."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redaction(models.Model):
    """One version of which columns were emptied (law № 94-V). Only ever added.

    `commitment` is the fingerprint that the chain's link was taken from, empty when no
    link covered the version yet; `rest` that of the columns which stayed. `key` is the
    deed's: who did it and when is on record.
    """

    at = models.DateTimeField(_("moment"))
    key = models.UUIDField(db_index=True)
    label = models.CharField(max_length=100)
    version = models.BigIntegerField()
    columns = models.JSONField(default=list)
    commitment = models.CharField(max_length=64, blank=True)
    rest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "version"],
                name="%(app_label)s_%(class)s_once_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.version}"
