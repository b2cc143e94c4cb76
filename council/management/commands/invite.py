"""For the day on which no administrator is left, or no mail server takes letters."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from council.actions import ask_new_password, invite_account
from council.letters import invitation_url
from council.models import Account
from council.regulation import RuleViolation


class Command(BaseCommand):
    """Make an account, or a link for one that exists, and print the link once."""

    help = (
        "Makes an account and prints the link that lets its owner choose a password; "
        "for an account that exists, another link. On record; no letter is sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, which is the user name too, and what the account is."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=Account.Role.values, default="none")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link, or say why there is none."""
        email = options["email"]
        try:
            validate_email(email)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        account = Account.objects.filter(username__iexact=email).first()
        try:
            if account:
                token = ask_new_password(account=account, by=None)
            else:
                account, token = invite_account(
                    email=email,
                    language=options["language"],
                    role=options["role"],
                    by=None,
                )
        except RuleViolation as refusal:
            raise CommandError(" ".join(map(str, refusal.sentences))) from refusal
        self.stdout.write(invitation_url(account, token))
