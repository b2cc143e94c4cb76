"""Encrypt every kept file with the first of the keys."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from council.storage import UnreadableFile, kept_files


class Command(BaseCommand):
    help = (
        "Encrypt every file with the first of FILE_KEYS, each as a whole and read "
        "back; may be broken off and begun again. Afterwards the other keys can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many; raise CommandError with the files that no key opens."""
        storage = kept_files()
        anew = already = 0
        unreadable = []
        for name in list(storage.names()):
            try:
                if storage.rotate(name):
                    anew += 1
                else:
                    already += 1
            except UnreadableFile:
                unreadable.append(name)
            except FileNotFoundError:  # deleted meanwhile
                continue
        self.stdout.write(
            f"Encrypted anew: {anew}; with the first key already: {already}."
        )
        if unreadable:
            raise CommandError(
                f"No key opens {len(unreadable)} files, or they were changed: "
                + ", ".join(unreadable)
            )
