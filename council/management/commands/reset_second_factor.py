"""For the day on which nobody is left who could reset a second factor on a page."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from council.actions import reset_second_factor
from council.models import Account
from council.regulation import RuleViolation


class Command(BaseCommand):
    """Take away an account's second factor, on record; its sessions end."""

    help = "Takes away an account's second factor, on record; its sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it, or say why not."""
        account = Account.objects.filter(username=options["username"]).first()
        if account is None:
            raise CommandError("No account has this user name.")
        try:
            reset_second_factor(account=account, by=None)
        except RuleViolation as refusal:
            raise CommandError(" ".join(map(str, refusal.sentences))) from refusal
        self.stdout.write("Done. The next sign-in sets up another one.")
