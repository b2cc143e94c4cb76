"""Load the demonstration council into an empty database."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from commissions.demo import story
from commissions.demo.founding import ACCOUNTS
from council.dates import today

PASSWORD = "demo-sarapshy-2026"  # noqa: S105 (printed for everybody to use)


class Command(BaseCommand):
    """Load the demonstration council, all of it invented, and print its accounts."""

    help = "Loads a demonstration council, all of it invented, into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the accounts' password, and what to do where a council exists."""
        parser.add_argument(
            "--password",
            default=os.environ.get("DEMO_PASSWORD") or PASSWORD,
            help="of all accounts; by default $DEMO_PASSWORD, else a known one",
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="succeed without loading where the database is not empty",
        )
        parser.add_argument(
            "--is-loaded",
            action="store_true",
            help="load nothing; fail unless the council on record is the demonstration",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not."""
        if options["is_loaded"]:
            if not story.is_loaded():
                raise CommandError("The demonstration council is not loaded.")
        elif story.is_possible():
            self._load(options["password"])
        elif not options["if_empty"]:
            raise CommandError(
                "The database holds a council or its accounts already; "
                "the demonstration needs an empty one. Nothing was changed."
            )
        elif story.is_loaded():
            self.stdout.write("The demonstration council is loaded already.")
            self._print_accounts()
        else:
            self.stdout.write("The database is not empty; no demonstration is loaded.")

    def _load(self, password: str) -> None:
        try:
            validate_password(password)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        story.load(password=password, today=today())
        self.stdout.write(
            "The demonstration council is loaded. Every person, paper, number and "
            "decision in it is invented."
        )
        self._print_accounts()
        shown = password if password == PASSWORD else "the one you gave"
        self.stdout.write(f"Password of all accounts: {shown}")

    def _print_accounts(self) -> None:
        self.stdout.write("Accounts:")
        for username, part in ACCOUNTS.items():
            self.stdout.write(f"  {username:<15}{part}")
