"""Let go of papers and particulars whose time is over; meant for a daily timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from council.database_roles import as_maintenance
from council.dates import numeric_date, today
from council.models import timer_account
from experts.actions import drop_old_drafts, purge_papers
from experts.retention import Due, due


class Command(BaseCommand):
    """Purge each dossier that is due, in a deed of its own; safe to run again.

    On PostgreSQL with the roles of docs/operations.md it runs as the maintenance role,
    since nobody else may write into the history.
    """

    help = (
        "Purges files and particulars of papers after the months that the council set; "
        "kind, number, date and result stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to say what would go."""
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go and why"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Say of each dossier what goes and why; names stay off the terminal."""
        day, is_dry = today(), options["dry_run"]
        found = list(due(day))
        for row in found:
            self.stdout.write(_told(row))
            if not is_dry:
                with as_maintenance():
                    purge_papers(expert=row.expert, on=day, by=timer_account())
        drafts = 0 if is_dry else drop_old_drafts()
        said = "Dossiers that are due" if is_dry else "Dossiers purged"
        self.stdout.write(f"{said}: {len(found)}; old drafts: {drafts}.")


def _told(row: Due) -> str:
    kept = f"kept {row.months} months" if row.months else "at once"
    parts = [
        f"{model._meta.model_name} – {count}" for model, count in row.counts.items()
    ]
    return (
        f"dossier {row.expert.pk}: {row.ground.value} on {numeric_date(row.since)}, "
        f"{kept}; files – {len(row.files)}; versions: {', '.join(parts)}"
    )
