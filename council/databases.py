"""The database as one file and back, as each of the two does it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from council.audit import Tracked, versions
from council.proof import snapshot
from council.reconciliation import file_columns

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
# Owners, and whoever was granted something, of what is in the schema.
ROLES = """
SELECT DISTINCT pg_get_userbyid(role) FROM (
    SELECT relowner AS role FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION SELECT (aclexplode(relacl)).grantee FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
    UNION SELECT (aclexplode(attacl)).grantee FROM pg_attribute
        JOIN pg_class ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace
    UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION SELECT (aclexplode(proacl)).grantee FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
    UNION SELECT (aclexplode(nspacl)).grantee FROM pg_namespace WHERE nspname = 'public'
) AS found WHERE role <> 0 ORDER BY 1
"""

Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Dump:
    """What the database held at the moment of the dump."""

    server: str
    migrations: list[str]
    rows: dict[str, int]
    roles: list[str]
    files: set[str]


class DumpFailed(Exception):
    """A program of the database failed; the text has its words."""


def dump(folder: Path) -> Dump:
    """Write the database into a folder as it stands at one moment."""
    target = folder / NAMES[connection.vendor]
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_pg(target)


def load(folder: Path) -> None:
    """Write the database of a backup into an empty one; DumpFailed otherwise."""
    source = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_pg(source)


def is_empty() -> bool:
    """Return whether there is no table in the database."""
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor) == []


def missing_roles(wanted: list[str]) -> list[str]:
    """Return the roles that a dump grants to and the server does not have."""
    if not wanted:
        return []
    known = {row[0] for row in _ask("SELECT rolname FROM pg_roles")}
    return [role for role in wanted if role not in known]


def rows_now() -> dict[str, int]:
    """Return how many rows each table has."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return _counted(_ask, tables)


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _described(ask: Ask, tables: list[str], server: str, roles: list[str]) -> Dump:
    applied = ask("SELECT app, name FROM django_migrations ORDER BY id")
    columns = [
        (of._meta.db_table, column)
        for model, column in file_columns()
        for of in (model, *_versions_of(model))
    ]
    named = {
        str(row[0])
        for table, column in columns
        for row in ask(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> \'\'')  # noqa: S608
    }
    migrations = [f"{app}.{name}" for app, name in applied]
    return Dump(server, migrations, _counted(ask, tables), roles, named)


def _versions_of(model: type[Any]) -> list[type[Any]]:
    return [versions(model).model] if issubclass(model, Tracked) else []


def _counted(ask: Ask, tables: list[str]) -> dict[str, int]:
    return {
        table: ask(f'SELECT count(*) FROM "{table}"')[0][0]  # noqa: S608
        for table in sorted(tables)
    }


# SQLite


def _dump_sqlite(target: Path) -> Dump:
    """Copy page by page, as SQLite's own backup does while others write."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(_path())) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file

        def ask(statement: str) -> list[tuple[Any, ...]]:
            return copy.execute(statement).fetchall()

        tables = [
            name
            for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("sqlite_")
        ]
        return _described(ask, tables, sqlite3.sqlite_version, [])


def _load_sqlite(source: Path) -> None:
    connection.close()
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy,
        closing(sqlite3.connect(_path())) as target,
    ):
        copy.backup(target)


def _path() -> str:
    return str(connection.settings_dict["NAME"])


# PostgreSQL


def _dump_pg(target: Path) -> Dump:
    """Dump what a snapshot sees, and describe what it sees."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL, 0o600))
    with snapshot():
        ((shared,),) = _ask("SELECT pg_export_snapshot()")
        _run("pg_dump", "--format=custom", f"--snapshot={shared}", f"--file={target}")
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
        ((server,),) = _ask("SHOW server_version")
        roles = [str(row[0]) for row in _ask(ROLES)]
        return _described(_ask, tables, server, roles)


def _load_pg(source: Path) -> None:
    """Restore all or nothing, with owners and grants."""
    connection.close()
    _run("pg_restore", "--exit-on-error", "--single-transaction", str(source))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _run(program: str, *arguments: str) -> None:
    """Run a client program on the database; the password goes by the environment."""
    client, environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    *where, name = client[1:]
    done = subprocess.run(  # noqa: S603
        [program, *where, f"--dbname={name}", *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DumpFailed(f"{program} failed: {done.stderr.strip()}")
