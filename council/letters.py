"""Letters with a link to choose a password: they name nobody but the addressee."""

from __future__ import annotations

import logging
import threading
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from council.actions import ask_new_password
from council.models import Account, Council, Invitation

WRITING = "letters"  # the name of the thread

logger = logging.getLogger(__name__)


def invitation_url(account: Account, token: str) -> str:
    """Return the whole address of a link, in the language of its receiver."""
    with translation.override(account.writing_language):
        return settings.SITE_URL + reverse("open_invitation", args=[token])


def send_link(account: Account, token: str) -> bool:
    """Send an account its link; return whether the mail server took the letter.

    A refusal is logged without the address and without the link.
    """
    council = Council.objects.first()
    invitation = account.invitations.latest("made_at")
    is_new = invitation.kind == Invitation.Kind.INVITATION
    with translation.override(account.writing_language):
        letter = EmailMessage(
            _("Your account at the experts desk")
            if is_new
            else _("A new password for the experts desk"),
            render_to_string(
                "council/invitation_letter.txt",
                {
                    "council": council.name if council else "",
                    "account": account,
                    "is_new": is_new,
                    "days": invitation.good_for.days,
                    "hours": invitation.good_for.seconds // 3600,
                    "url": invitation_url(account, token),
                },
            ),
            to=[account.email],
        )
    try:
        letter.send()
    except (OSError, SMTPException) as refusal:
        logger.error("a letter was not sent: %s", type(refusal).__name__)
        return False
    return True


def send_password_links(email: str) -> int:
    """Send each account that has this address a link; return how many were sent."""
    found = Account.objects.filter(email__iexact=email, is_active=True).order_by("pk")
    return sum(
        send_link(account, ask_new_password(account=account, by=None))
        for account in found
    )


def answer_in_background(email: str) -> None:
    """Send the links in a thread: the page's time must not tell whether there are."""
    threading.Thread(target=_answer, args=[email], name=WRITING).start()


def _answer(email: str) -> None:
    try:
        send_password_links(email)
    finally:
        connection.close()
