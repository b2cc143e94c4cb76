"""Verify that nothing that was sealed has been rewritten since."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from council.proof import Head, extent, misfits, snapshot


class Command(BaseCommand):
    help = "Recompute the chain and compare; print the first thing that does not fit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take heads that papers printed, and whether to go on after a misfit."""
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:FINGERPRINT",
            help="the link that a paper prints (16 signs of it will do); repeatable",
        )
        parser.add_argument(
            "--heads", type=Path, metavar="FILE", help="such heads, one a line"
        )
        parser.add_argument(
            "--all", action="store_true", help="print everything that does not fit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how much fits; raise CommandError with what does not."""
        heads = _heads(options["head"], options["heads"])
        with snapshot():
            found = misfits(heads)
            wrong = list(found) if options["all"] else [next(found, "")]
            measured = extent()
        if any(wrong):
            raise CommandError("\n".join(wrong))
        self.stdout.write(
            f"Everything fits: {measured.links} links with {measured.sealed} versions, "
            f"{len(heads)} printed heads; {measured.unsealed} versions are later than "
            "the last link."
        )
        self.stdout.write(f"Head: {measured.head or 'no link yet'}")


def _heads(typed: list[str], file: Path | None) -> list[Head]:
    try:
        lines = [*typed, *(file.read_text().split("\n") if file else [])]
        return [Head.read(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
