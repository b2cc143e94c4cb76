"""What the environment says, and what production must not lack."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10  # of a key, counted once each
OWN_MACHINE = ("", "localhost", "127.0.0.1", "::1")
OWN_HOSTS = "localhost,127.0.0.1,[::1]"
OWN_SITE = "http://localhost:8000"
# Papers and names come in both official languages, so pages do too.
OFFICIAL, KNOWN = {"kk", "ru"}, {"kk", "ru", "en"}


@dataclass(frozen=True)
class Environment:
    """The variables of the process, with what each means when it is not set.

    Production is a database server without DEBUG. The embedded database asks for
    nothing: `make run` serves it on http://localhost.
    """

    given: Mapping[str, str]

    @classmethod
    def of_this_process(cls) -> Environment:
        """Return the process's environment; ImproperlyConfigured when it lacks."""
        environment = cls(dict(os.environ))
        environment.check()
        return environment

    def text(self, name: str, default: str = "") -> str:
        """Return a variable; set but empty counts as not set."""
        return self.given.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return whether a variable is 1; anything else that is set means no."""
        said = self.text(name)
        return said == "1" if said else default

    def listed(self, name: str, default: str = "") -> list[str]:
        """Return the parts of a variable between its commas."""
        parts = self.text(name, default).split(",")
        return [part.strip() for part in parts if part.strip()]

    @property
    def database_url(self) -> str:
        """Return the address of the database server; empty for the embedded one."""
        return self.text("DATABASE_URL")

    @property
    def pool_size(self) -> int:
        """Return how many connections a process keeps in a pool; 0 for one a thread.

        A worker that answers one request at a time needs no pool.
        """
        return int(self.text("DATABASE_POOL", "0"))

    @property
    def debug(self) -> bool:
        """Return whether errors are shown with all they hold."""
        return self.flag("DEBUG")

    @property
    def is_production(self) -> bool:
        """Return whether people's own data is served."""
        return bool(self.database_url) and not self.debug

    @property
    def is_behind_tls(self) -> bool:
        """Return whether readers come by https only."""
        return self.flag("BEHIND_TLS", default=self.is_production)

    @property
    def second_factor_required(self) -> bool:
        """Return whether who decides must sign in with a second factor.

        Only the embedded database can hold a demonstration that does without.
        """
        return self.text("SECOND_FACTOR_REQUIRED") != "0"

    @property
    def logs_requests(self) -> bool:
        """Return whether each request leaves a line in the log."""
        return self.flag("LOG_REQUESTS", default=self.is_production)

    @property
    def site_url(self) -> str:
        """Return the address of the site in letters and on papers."""
        return self.text("SITE_URL", OWN_SITE).rstrip("/")

    @property
    def languages(self) -> list[str]:
        """Return the codes of the languages of the pages, the council's own first."""
        return self.listed("LANGUAGES", "kk,ru,en")

    def check(self) -> None:
        """Raise ImproperlyConfigured with one sentence that names all that is amiss."""
        languages = set(self.languages)
        if not OFFICIAL <= languages <= KNOWN or len(languages) < len(self.languages):
            raise ImproperlyConfigured(
                "LANGUAGES must name kk and ru, once each, and may name en."
            )
        if self.debug and not _is_of_this_machine(self.database_url):
            raise ImproperlyConfigured(
                "DEBUG=1 shows what people entered on the pages of errors: "
                "DATABASE_URL may then only be that of a server on this machine."
            )
        if self.database_url and not self.second_factor_required:
            raise ImproperlyConfigured(
                "DATABASE_URL is set, so SECOND_FACTOR_REQUIRED cannot be 0."
            )
        if self.is_production and (lacking := self.lacking()):
            raise ImproperlyConfigured(
                "With DATABASE_URL, these variables must be set: "
                + "; ".join(lacking)
                + "."
            )

    def lacking(self) -> list[str]:
        """Return what production needs and does not have, each with what it must be."""
        wanted = {
            f"SECRET_KEY (at least {SHORTEST_KEY} random characters)": _is_strong(
                self.text("SECRET_KEY")
            ),
            "ALLOWED_HOSTS (the site's own names, no *)": self._names_its_hosts(),
            "SITE_URL (its address, with https)": _is_https(self.text("SITE_URL")),
            "FILE_KEYS (the keys of the files)": bool(self.text("FILE_KEYS")),
        }
        return [name for name, is_there in wanted.items() if not is_there]

    def _names_its_hosts(self) -> bool:
        hosts = self.listed("ALLOWED_HOSTS")
        return bool(hosts) and "*" not in hosts

    def secret_key(self, folder: Path) -> str:
        """Return the key that signs; outside production the folder keeps one."""
        if key := self.text("SECRET_KEY"):
            return key
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / "secret_key"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(SHORTEST_KEY))
        return kept.read_text()


def database_server(
    url: str, pool_size: int, connection: Mapping[str, Any]
) -> dict[str, Any]:
    """Return Django's settings of a database server.

    `connection` says how long a thread keeps its own; with a pool the process keeps
    them, at most `pool_size`, and lends each for one request.
    """
    found: dict[str, Any] = {**dj_database_url.parse(url), **connection}
    if pool_size:
        pool = {"min_size": 1, "max_size": pool_size, "timeout": 10}
        found["OPTIONS"] = found.get("OPTIONS", {}) | {"pool": pool}
        found["CONN_MAX_AGE"] = 0
    return found


def _is_of_this_machine(database_url: str) -> bool:
    """Return whether a server is reached by a socket or the loopback."""
    host = unquote(urlsplit(database_url).hostname or "")
    return host in OWN_MACHINE or host.startswith("/")


def _is_strong(key: str) -> bool:
    """Return whether a key is long, varied and not one that a generator marks so."""
    return (
        len(key) >= SHORTEST_KEY
        and len(set(key)) >= FEWEST_CHARACTERS
        and not key.startswith("django-insecure-")
    )


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)
