"""What is typed or uploaded and not entered yet: used once, never in the history."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from council import names
from council.models import Account
from experts.models.expert import Expert

DRAFT_KEPT = timedelta(days=7)


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


class DossierDraftQuerySet(models.QuerySet["DossierDraft"]):
    """Questions to the drafts."""

    def old(self) -> DossierDraftQuerySet:
        """Return those that nobody has touched for as long as drafts are kept."""
        return self.filter(kept_at__lt=timezone.now() - DRAFT_KEPT)

    def of(self, account: Account) -> DossierDraftQuerySet:
        """Return the account's own, as long as they are kept."""
        return self.filter(
            made_by=account, kept_at__gte=timezone.now() - DRAFT_KEPT
        ).select_related("expert__person", "expert__commission")


class DossierDraft(models.Model):
    """What an account has typed of a dossier, a new one where there is no expert.

    Not tracked: personal data that nobody has entered. No files. `turn` grows with
    each keeping, so that a second window notices the first.
    """

    made_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, null=True, related_name="+"
    )
    kept_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=1)
    typed = models.JSONField()

    objects = DossierDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["made_by", "expert"],
                name="%(app_label)s_%(class)s_one_an_account_and_dossier",
            )
        ]

    def __str__(self) -> str:
        if self.expert:
            return str(self.expert)
        parts = ("surname", "given_name", "patronymic")
        typed = names.full_name(*(self.first(part) for part in parts))
        return typed or gettext("No name typed yet")

    def first(self, name: str) -> str:
        """Return what was typed into a field, or nothing."""
        values: list[str] = self.typed.get(name, [])
        return values[0] if values else ""
