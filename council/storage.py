"""How files are kept: encrypted, whole or not at all, each only under its own name."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

MARK = b"sarapshy file 1\n"
# How files of the releases before begin, which were kept as they came.
PLAIN = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
UNFINISHED = ".part"


class UnreadableFile(Exception):
    """A kept file that these keys do not open, or that is not as it was written.

    Its text has the file's random name only.
    """


class AtomicFileStorage(FileSystemStorage):
    """Files in a folder, each there as a whole or not at all, whatever breaks off."""

    def _save(self, name: str, content: File[bytes]) -> str:
        self.replace(name, b"".join(content.chunks()))
        return name

    def replace(self, name: str, content: bytes) -> None:
        """Write a file, instead of the one of this name if there is one."""
        target = Path(self.path(name))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _unfinished(target.parent) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
            os.replace(part.name, target)
        _keep_folder(target.parent)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """Open a file; one that only points elsewhere is refused."""
        return File(open(self.path(name), mode, opener=_no_link))  # noqa: SIM115

    def unfinished(self) -> Iterator[str]:
        """Yield what a crash left of files that were never whole."""
        for path in Path(self.location).rglob(f".*{UNFINISHED}"):
            yield path.relative_to(self.location).as_posix()


@contextmanager
def _unfinished(folder: Path) -> Iterator[IO[bytes]]:
    """Give a file without a name that lasts; what is left of it goes."""
    with tempfile.NamedTemporaryFile(
        prefix=".", suffix=UNFINISHED, dir=folder, delete=False
    ) as part:
        try:
            yield part
        finally:
            Path(part.name).unlink(missing_ok=True)


def _keep_folder(folder: Path) -> None:
    """Let the folder's new entry outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW)


class EncryptedStorage(Storage):
    """Encrypts what another storage keeps, with the first of the keys in the settings.

    A file is bound to its name: under any other it is not read. It is held in memory
    as a whole, which the limit of uploads allows. Files of the releases before are
    read as they are until `rotate_file_keys` has encrypted them. The other storage
    must be able to `replace` a file, and tell which are `unfinished`.
    """

    def __init__(self, backend: dict[str, Any]) -> None:
        self.backend: Any = storages.create_storage(backend)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError(f"a kept file is only read, not opened with {mode}")
        return ContentFile(self.clear(name, self.stored(name)), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        self.backend.replace(name, self.sealed(name, b"".join(content.chunks())))
        return name

    def stored(self, name: str) -> bytes:
        """Return a file as the other storage has it."""
        with self.backend.open(name) as file:
            found: bytes = file.read()
        return found

    def sealed(self, name: str, content: bytes) -> bytes:
        """Return a file's content as it is to be stored."""
        return MARK + _keys().encrypt(name.encode() + b"\n" + content)

    def clear(self, name: str, stored: bytes, keys: MultiFernet | None = None) -> bytes:
        """Return the content of what is stored; UnreadableFile where there is none."""
        if stored.startswith(PLAIN):
            return stored
        try:
            if not stored.startswith(MARK):
                raise InvalidToken
            packed = (keys or _keys()).decrypt(stored.removeprefix(MARK))
        except InvalidToken as fault:
            raise UnreadableFile(name) from fault
        own_name, _newline, content = packed.partition(b"\n")
        if own_name != name.encode():
            raise UnreadableFile(name)
        return content

    def is_current(self, name: str, stored: bytes) -> bool:
        """Return whether what is stored is encrypted with the first key."""
        if stored.startswith(PLAIN):
            return False
        try:
            self.clear(name, stored, MultiFernet([Fernet(settings.FILE_KEYS[0])]))
        except UnreadableFile:
            return False
        return True

    def rotate(self, name: str) -> bool:
        """Encrypt a file with the first key; return whether it was not already.

        What was written is read back. Raises UnreadableFile.
        """
        stored = self.stored(name)
        if self.is_current(name, stored):
            return False
        content = self.clear(name, stored)
        self.backend.replace(name, self.sealed(name, content))
        anew = self.stored(name)
        if not self.is_current(name, anew) or self.clear(name, anew) != content:
            raise UnreadableFile(name)
        return True

    def names(self, folder: str = "") -> Iterator[str]:
        """Yield the name of every file that is kept, in the order of the names."""
        if not self.backend.exists(folder):
            return
        folders, files = self.backend.listdir(folder)
        within = f"{folder}/" if folder else ""
        for name in sorted(files):
            if not name.startswith("."):
                yield within + name
        for each in sorted(folders):
            yield from self.names(within + each)

    def unfinished(self, before: datetime) -> Iterator[str]:
        """Yield what was begun before a moment and was never whole."""
        for name in self.backend.unfinished():
            if self.is_older(name, before):
                yield name

    def is_older(self, name: str, moment: datetime) -> bool:
        """Return whether a file is there and was written before a moment."""
        try:
            return self.get_modified_time(name) <= moment
        except FileNotFoundError:
            return False

    def is_plain(self, name: str) -> bool:
        """Return whether a file is kept as the releases before kept it."""
        with self.backend.open(name) as file:
            beginning: bytes = file.read(len(MARK))
        return beginning.startswith(PLAIN)

    def move(self, name: str, to: str) -> None:
        """Keep a file elsewhere, as it is stored: there it is not read."""
        self.backend.replace(to, self.stored(name))
        self.delete(name)

    def size(self, name: str) -> int:
        """Return the size of the content in bytes."""
        return len(self.clear(name, self.stored(name)))

    def exists(self, name: str) -> bool:
        """Return whether there is a file of this name."""
        return bool(self.backend.exists(name))

    def delete(self, name: str) -> None:
        """Remove a file."""
        self.backend.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files in a folder."""
        found: tuple[list[str], list[str]] = self.backend.listdir(path)
        return found

    def get_modified_time(self, name: str) -> datetime:
        """Return when a file was written."""
        asked: Callable[[str], datetime] = self.backend.get_modified_time
        return asked(name)


def kept_files() -> EncryptedStorage:
    """Return the storage of all files that the application keeps."""
    return cast("EncryptedStorage", storages["default"])


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FILE_KEYS])
