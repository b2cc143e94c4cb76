"""Send what is due by e-mail, each thing once; meant for a daily timer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from council.dates import today
from council.reminders import send_due


class Command(BaseCommand):
    """Send each account one letter with what is new for it; safe to run again."""

    help = "Sends reminders by e-mail; what was said before is not said again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and say how many letters went out; names stay off the terminal."""
        sent = send_due(today(), settings.SITE_URL)
        self.stdout.write(
            f"Letters sent: {len(sent)}; "
            f"reminders in them: {sum(letter.notices for letter in sent)}."
        )
