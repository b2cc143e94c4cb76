"""What was taken out of versions for good, and what stands for it in the chain."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redaction(models.Model):
    """One version of which columns were emptied (law № 94-V). Only ever added.

    `commitment` is the fingerprint that the chain's link was taken from, empty when no
    link covered the version or an earlier redaction has it; `remains` that of all the
    version's `columns` afterwards. `key` is the deed's, which is on record.
    """

    at = models.DateTimeField(_("moment"))
    key = models.UUIDField(db_index=True)
    label = models.CharField(max_length=100)
    version = models.BigIntegerField()
    emptied = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    commitment = models.CharField(max_length=64, blank=True)
    remains = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "label", "version"],
                name="%(app_label)s_%(class)s_once_a_deed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.version}"
