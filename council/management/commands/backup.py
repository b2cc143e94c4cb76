"""Back up database and files; the keys stay where they are."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from council.backups import back_up, prune
from council.databases import DumpFailed


class Command(BaseCommand):
    help = (
        "Write database and files into a new folder in DIR, while the application "
        "runs. Keep the keys elsewhere: the backup has none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and how many backups to leave in it."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="delete all but the newest N"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print where it is and what it holds."""
        folder, keep = options["folder"], options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep: at least 1.")
        try:
            whole, manifest = back_up(folder)
        except DumpFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(str(whole))
        self.stdout.write(
            f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, "
            f"{manifest.files} files. To read it back: the keys "
            f"{', '.join(manifest.keys)}"
            + (f" and the roles {', '.join(manifest.roles)}" * bool(manifest.roles))
        )
        if manifest.missing:
            self.stderr.write(
                f"Named, but not there any more: {', '.join(manifest.missing)}"
            )
        for name in prune(folder, keep) if keep else []:
            self.stdout.write(f"Deleted: {name}")
