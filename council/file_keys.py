"""The keys of the files: from the environment, or kept beside the embedded database."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
HOW = (
    "A key is made by: python -c "
    '"from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


def file_keys(folder: Path, *, may_make_one: bool) -> list[str]:
    """Return the keys; the first encrypts, any of them opens.

    FILE_KEYS has them, with commas between. Without it they stand in a folder, one a
    line, and where there is none a key may be made: several servers must share theirs.
    Raises ImproperlyConfigured where there is none or one is no key; it shows none.
    """
    given = os.environ.get("FILE_KEYS", "")
    kept = folder / "file_keys"
    if not given and not may_make_one:
        raise ImproperlyConfigured(
            f"DATABASE_URL is set, so FILE_KEYS must be too. {HOW}"
        )
    if not given and not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(Fernet.generate_key().decode())
    keys = re.split(r"[\s,]+", (given or kept.read_text()).strip())
    for place, key in enumerate(keys, start=1):
        if not KEY.fullmatch(key):
            raise ImproperlyConfigured(f"FILE_KEYS: № {place} is not a key. {HOW}")
    return keys


def fingerprint(key: str) -> str:
    """Return what tells a key from others and nothing of the key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
