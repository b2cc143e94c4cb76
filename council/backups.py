"""A backup on the disk: the database, the files as they lie, what it needs, checksums.

A folder `sarapshy-DATE-TIME` with `database.*`, `files/`, `manifest.json` and
`SHA256SUMS`, which `sha256sum --check` reads. It has no key: the manifest names the
fingerprints of those that open its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from council import databases
from council.file_keys import fingerprint
from council.reconciliation import is_aside
from council.storage import kept_files

PREFIX, UNFINISHED = "sarapshy-", ".unfinished-"
MANIFEST, SUMS, FILES = "manifest.json", "SHA256SUMS", "files"
FORM = 1


class BadBackup(Exception):
    """The backup cannot be restored; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds and what it needs to be read."""

    form: int
    made_at: str
    release: str
    vendor: str
    server: str
    migrations: list[str]
    rows: dict[str, int]
    roles: list[str]
    files: int
    missing: list[str]
    keys: list[str]


def back_up(folder: Path) -> tuple[Path, Manifest]:
    """Write a backup into a folder; return its own folder and what it holds.

    The database first, as it stands at one moment, then the files. Files are only ever
    added and deleted: those that the moment names are there, but for what a purge
    deletes meanwhile, and those added later are named by nobody.
    """
    stamp = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = folder / f"{UNFINISHED}{stamp}"
    made.mkdir(mode=0o700)
    dump = databases.dump(made)
    copied = set(_copied_files(made / FILES))
    manifest = Manifest(
        form=FORM,
        made_at=timezone.now().isoformat(),
        release=settings.RELEASE,
        vendor=connection.vendor,
        server=dump.server,
        migrations=dump.migrations,
        rows=dump.rows,
        roles=dump.roles,
        files=len(copied),
        missing=sorted(dump.files - copied),
        keys=[fingerprint(key) for key in settings.FILE_KEYS],
    )
    _write(
        made / MANIFEST,
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode(),
    )
    sums = "".join(
        f"{_sum(made / name)}  {name}\n" for name in _names_in(made) if name != SUMS
    )
    _write(made / SUMS, sums.encode())
    _sync(made)
    whole = folder / f"{PREFIX}{stamp}"
    os.rename(made, whole)
    _sync(folder)
    return whole, manifest


def _copied_files(target: Path) -> Iterator[str]:
    """Copy every file as it is stored; what is deleted meanwhile is left out."""
    storage = kept_files()
    target.mkdir(mode=0o700)
    for name in list(storage.names()):
        if is_aside(name):
            continue
        try:
            stored = storage.stored(name)
        except FileNotFoundError:
            continue
        path = target / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, stored)
        yield name


def prune(folder: Path, keep: int) -> list[str]:
    """Delete all but the newest backups, and what broke off; return the names."""
    whole = sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir())
    gone = [*whole[:-keep], *folder.glob(f"{UNFINISHED}*")]
    for path in gone:
        shutil.rmtree(path)
    return [path.name for path in gone]


def read_manifest(backup: Path) -> Manifest:
    """Return what a backup holds, once every byte of it is what was written.

    Raises BadBackup.
    """
    try:
        listed = [
            line.split("  ", 1) for line in (backup / SUMS).read_text().splitlines()
        ]
        sums = {name: told for told, name in listed}
    except (OSError, ValueError) as fault:
        raise BadBackup(f"{backup} is no backup: {SUMS} cannot be read.") from fault
    there = set(_names_in(backup)) - {SUMS}
    if there != set(sums):
        wrong = ", ".join(sorted(there ^ set(sums)))
        raise BadBackup(f"Not in the backup and in {SUMS} alike: {wrong}")
    changed = [name for name, told in sums.items() if _sum(backup / name) != told]
    if changed:
        raise BadBackup(f"Changed since the backup was made: {', '.join(changed)}")
    try:
        facts: dict[str, Any] = json.loads((backup / MANIFEST).read_text())
        manifest = Manifest(**facts)
    except (OSError, ValueError, TypeError) as fault:
        raise BadBackup(f"{MANIFEST} cannot be read.") from fault
    if manifest.form != FORM:
        raise BadBackup(f"A backup of the form {manifest.form} is not known here.")
    return manifest


def files_in(backup: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a backup by its name, as it is stored."""
    for name in _names_in(backup / FILES):
        yield name, (backup / FILES / name).read_bytes()


def age(manifest: Manifest) -> datetime:
    """Return when a backup was made."""
    return datetime.fromisoformat(manifest.made_at)


def _names_in(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if not path.is_dir())
    names = (PurePosixPath(path.relative_to(folder)) for path in found)
    return sorted(map(str, names))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with closing(os.fdopen(descriptor, "wb")) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
