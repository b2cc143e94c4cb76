"""What `send_reminders` has sent, to whom: the log, and why nothing is sent twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.people import Account


class SentReminder(models.Model):
    """One message about one thing to one account; never changed, hence not tracked.

    `about` names the thing and its day, week or quarter, so that each is said once.
    """

    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("about"), max_length=200)
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="reminders",
        verbose_name=_("account"),
    )
    address = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2)
    text = models.CharField(_("what was said"), max_length=500)
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "account"],
                name="%(app_label)s_%(class)s_said_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} – {self.account}"
