"""Take a person's data out of the history, on the person's demand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from council.database_roles import as_maintenance
from council.dates import today
from council.models import Account, Person, Redaction
from council.regulation import RuleViolation
from experts.actions import redact_person


class Command(BaseCommand):
    """Redact one person; the chain still verifies afterwards (`verify_history`).

    On PostgreSQL with the roles of docs/operations.md it runs as the maintenance role,
    since nobody else may write into the history.
    """

    help = (
        "Empties what is not public of a person in all rows and all their versions; "
        "the person's number is the one in the address of the person's page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whom, on whose word, and how much."""
        parser.add_argument("person", type=int, help="number of the person")
        parser.add_argument(
            "--by", required=True, help="the account under which it is on record"
        )
        parser.add_argument(
            "--name",
            action="store_true",
            help="the name too: only of whom no decision and no seat names",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say how much it would be"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Redact, and say in how many versions; raise CommandError when refused."""
        person = Person.objects.filter(pk=options["person"]).first()
        by = Account.objects.filter(username=options["by"], is_active=True).first()
        if person is None or by is None:
            raise CommandError("There is no such person, or no such account.")
        before = Redaction.objects.count()
        try:
            with as_maintenance(), transaction.atomic():
                redact_person(
                    person=person, on=today(), by=by, with_name=options["name"]
                )
                changed = Redaction.objects.count() - before
                transaction.set_rollback(options["dry_run"])
        except RuleViolation as refusal:
            raise CommandError("\n".join(map(str, refusal.sentences))) from refusal
        said = "would be redacted" if options["dry_run"] else "redacted"
        self.stdout.write(f"Versions {said}: {changed}.")
