"""Print the SQL that gives each database role what it needs, and nothing more."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from council.database_roles import roles_sql
from experts.public_view import PUBLIC_VIEWS


class Command(BaseCommand):
    """Nothing is changed: a superuser reads the script and runs it with psql."""

    help = (
        "Prints SQL for PostgreSQL: owner, migrator, app, maintenance, public and "
        "backup roles with their grants. Run it again after every migration."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the prefix of the roles' names and the database."""
        parser.add_argument(
            "--prefix",
            default="sarapshy",
            help="what the names of the roles begin with",
        )
        parser.add_argument("--database", help="by default the one of DATABASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the script."""
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; set DATABASE_URL.")
        database = options["database"] or connection.settings_dict["NAME"]
        self.stdout.write(roles_sql(database, options["prefix"], PUBLIC_VIEWS))
