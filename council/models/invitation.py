"""The letters with a link that lets somebody choose a password, once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.people import Account

TOKEN_BYTES = 32


class Invitation(models.Model):
    """A link sent to an account's address; not tracked, as it is a key.

    Only the fingerprint of its token is kept: whoever reads the database cannot use
    it. The last one sent to an account is the one that counts.
    """

    class Kind(models.TextChoices):
        """Why it was sent, and with that how long it is good for."""

        INVITATION = "invitation", _("invitation")
        PASSWORD = "password", _("new password")

    GOOD_FOR = {
        Kind.INVITATION: timedelta(days=7),
        Kind.PASSWORD: timedelta(hours=2),
    }

    account = models.ForeignKey(
        Account,
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    good_until = models.DateTimeField(_("good until"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(good_until__gt=models.F("made_at")),
                name="%(app_label)s_%(class)s_good_for_a_while",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.made_at:%Y-%m-%d}"

    @classmethod
    def fresh(
        cls, account: Account, kind: Kind, at: datetime
    ) -> tuple[Invitation, str]:
        """Return a new one, not saved, and its token, which is kept nowhere."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        made = cls(
            account=account,
            kind=kind,
            token_sha256=fingerprint(token),
            made_at=at,
            good_until=at + cls.GOOD_FOR[kind],
        )
        return made, token

    @property
    def good_for(self) -> timedelta:
        """Return how long it could be used when it was made."""
        return self.GOOD_FOR[self.Kind(self.kind)]

    def is_good(self, at: datetime) -> bool:
        """Return whether it can still be used, by an account that may sign in."""
        return (
            self.used_at is None
            and at < self.good_until
            and self.account.is_active
            and self == self.account.invitations.first()
        )


def fingerprint(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def good_invitation(token: str, at: datetime) -> Invitation | None:
    """Return the invitation with this token if it can still be used."""
    found = (
        Invitation.objects.select_related("account")
        .filter(token_sha256=fingerprint(token))
        .first()
    )
    return found if found and found.is_good(at) else None
