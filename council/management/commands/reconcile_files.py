"""Bring the kept files into line with the rows that name them."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from council.reconciliation import reconcile


class Command(BaseCommand):
    help = (
        "Set aside files that no row and no version names, remove what was never "
        "whole, and tell which rows have lost their file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how old a file must be, and whether only to tell."""
        parser.add_argument(
            "--grace",
            type=int,
            default=60,
            metavar="MINUTES",
            help="leave what is younger: a deed may be under way (60)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found and done, by the files' random names."""
        found = reconcile(
            timedelta(minutes=options["grace"]), is_rehearsal=options["dry_run"]
        )
        self.stdout.write(
            f"Files: {found.named} of rows, {found.of_history} of the history alone, "
            f"{len(found.young)} too young to tell."
        )
        for words, names in (
            ("Named by nobody, set aside", found.set_aside),
            ("Set aside a month ago, deleted", found.forgotten),
            ("Never whole, deleted", found.unfinished),
        ):
            if names:
                self.stdout.write(f"{words}: {', '.join(names)}")
        if found.plain:
            self.stderr.write(
                f"Not encrypted yet: {len(found.plain)}. Run rotate_file_keys."
            )
        if found.missing:
            self.stderr.write(f"Rows without their file: {', '.join(found.missing)}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
