"""Restore a backup into an empty place, and prove it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from council import databases
from council.backups import BadBackup, Manifest, files_in, read_manifest
from council.file_keys import fingerprint
from council.proof import misfits, snapshot
from council.reconciliation import named_by_rows, unreadable
from council.storage import UnreadableFile, kept_files


class Command(BaseCommand):
    help = (
        "Restore the backup in DIR into an empty database and an empty folder of "
        "files. Everything is looked at before anything is written, and once more "
        "afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder of one backup."""
        parser.add_argument("backup", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was restored; raise CommandError with what stands against it."""
        backup, begun = options["backup"], time.monotonic()
        try:
            manifest = read_manifest(backup)
            _check_place(manifest)
            _check_keys(manifest, backup)
            databases.load(backup)
        except (BadBackup, databases.DumpFailed) as failure:
            raise CommandError(f"{failure} Nothing was restored.") from failure
        storage = kept_files()
        for name, stored in files_in(backup):
            storage.backend.replace(name, stored)
        wrong, is_current = _misfits(manifest), _is_current()
        if wrong:
            raise CommandError(
                "Restored, but it does not fit; empty the place again:\n"
                + "\n".join(wrong)
            )
        self.stdout.write(
            f"Restored: the state of {manifest.made_at}, "
            f"{sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, "
            f"{manifest.files} files, in {time.monotonic() - begun:.0f} s."
        )
        if is_current:
            self.stdout.write("The chain verifies, and every file opens.")
        else:
            self.stdout.write(
                "It is of an earlier release: run migrate, then verify_history."
            )


def _check_place(manifest: Manifest) -> None:
    """Refuse what would overwrite anything, or could not be restored here."""
    if manifest.vendor != connection.vendor:
        raise BadBackup(f"This is a backup of {manifest.vendor}.")
    if not databases.is_empty():
        raise BadBackup("The database is not empty.")
    if next(kept_files().names(), None):
        raise BadBackup("The folder of files is not empty.")
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    ours = {f"{app}.{name}" for app, name in known}
    if unknown := sorted(set(manifest.migrations) - ours):
        raise BadBackup(f"The backup is of a later release: {', '.join(unknown)}.")
    if missing := databases.missing_roles(manifest.roles):
        raise BadBackup(
            f"The server lacks the roles {', '.join(missing)}: a dump has none."
        )


def _check_keys(manifest: Manifest, backup: Path) -> None:
    """Refuse keys that do not open every file."""
    ours = {fingerprint(key) for key in settings.FILE_KEYS}
    if not ours & set(manifest.keys):
        raise BadBackup(
            f"FILE_KEYS are not those of the backup: {', '.join(manifest.keys)}."
        )
    storage, shut = kept_files(), []
    for name, stored in files_in(backup):
        try:
            storage.clear(name, stored)
        except UnreadableFile:
            shut.append(name)
    if shut:
        raise BadBackup(f"FILE_KEYS do not open {', '.join(shut)}.")


def _is_current() -> bool:
    """Return whether the restored tables are those of this release."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def _misfits(manifest: Manifest) -> list[str]:
    """Return what is not as it was, or does not prove itself."""
    rows = databases.rows_now()
    wrong = [
        f"{table}: {rows.get(table)} rows instead of {count}"
        for table, count in manifest.rows.items()
        if rows.get(table) != count
    ]
    wrong += [f"{name}: does not open" for name in unreadable()]
    if _is_current():
        with snapshot():
            wrong += misfits()
            storage, known = kept_files(), set(manifest.missing)
            wrong += [
                f"{name}: named by a row and not there"
                for name in named_by_rows()
                if name not in known and not storage.exists(name)
            ]
    return wrong
