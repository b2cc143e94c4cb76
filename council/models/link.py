"""The chain: each link seals a paper, the history before it, and the link before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.people import Account

CODE_GROUP = 4


class Link(models.Model):
    """One link of the chain. Never changed, hence not tracked.

    It covers what it seals by its fingerprint (`content`), the versions of all tracked
    rows written from `since` on and before `at` (`covers`: of each kind of row the
    columns, the count and the fingerprint), and the link before it (`previous`).
    `code` is the beginning of its own fingerprint, short enough to be typed.
    """

    class Kind(models.TextChoices):
        """What can be sealed."""

        PROTOCOL = "protocol", _("protocol")
        LIST = "list", _("edition of the list")

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    content = models.CharField(max_length=64)
    since = models.DateTimeField(null=True)
    at = models.DateTimeField()
    covers = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=16, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def printed_code(self) -> str:
        """Return the code as papers show it, in groups of four."""
        starts = range(0, len(self.code), CODE_GROUP)
        return "-".join(self.code[start : start + CODE_GROUP] for start in starts)
