"""Databases that a test makes and throws away, beside the one that it stands on."""

import hashlib
import sqlite3
from contextlib import closing, contextmanager
from itertools import count

from django.db import connection

_numbers = count(1)


@contextmanager
def pointing_at(name):
    """Let the connection be one to another database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


@contextmanager
def a_database(tmp_path, *, like_this_one=False):
    """Give the name of a database: an empty one, or one with all that this one has."""
    own = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        name = str(tmp_path / f"other-{next(_numbers)}.sqlite3")
        if like_this_one:
            with (
                closing(sqlite3.connect(own)) as old,
                closing(sqlite3.connect(name)) as new,
            ):
                old.backup(new)
        yield name
        return
    name = f"{own}_other_{next(_numbers)}"
    template = f'TEMPLATE "{own}"' if like_this_one else "TEMPLATE template0"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" {template}')
    try:
        yield name
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def fingerprints():
    """Return, by table, what tells its rows from any others."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = sorted(repr(row) for row in cursor.fetchall())
            told = "\n".join([repr(columns), *rows])
            found[table] = hashlib.sha256(told.encode()).hexdigest()
    return found
