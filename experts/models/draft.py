"""A list of experts between its check and its confirmation."""

from __future__ import annotations

from django.db import models

from council.models import Account


class ImportDraft(models.Model):
    """The rows of an uploaded list as they were read. Not tracked: it is used once.

    It holds the known columns only, and goes with the import, or with its author's
    next list.
    """

    made_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    sheet = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)
