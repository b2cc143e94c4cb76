"""The drill with the roles of PostgreSQL: owners, grants and guards come back too."""

import os
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from tests.council import grants
from tests.council.test_database_roles import ROOT, installed  # noqa: F401
from tests.throwaway import a_database, fingerprints, pointing_at

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
GUARDS = """
SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(pg_trigger.oid)
FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2
"""
FUNCTIONS = """
SELECT proname, prosrc, pg_get_userbyid(proowner), proacl::text FROM pg_proc
WHERE pronamespace = 'public'::regnamespace ORDER BY 1
"""
OWNERS = """
SELECT relname, relkind, pg_get_userbyid(relowner) FROM pg_class
WHERE relnamespace = 'public'::regnamespace ORDER BY 1
"""


def superuser_of(database):
    """Return the address of a database for who may do everything."""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    return f"postgres://{who}@{given['HOST']}:{given['PORT']}/{database}"


def described(database, prefix):
    """Return rights, owners, guards and their functions."""
    with psycopg.connect(superuser_of(database)) as server:
        return {
            "rights": grants.granted(server, prefix),
            "owners": server.execute(OWNERS).fetchall(),
            "guards": server.execute(GUARDS).fetchall(),
            "functions": server.execute(FUNCTIONS).fetchall(),
        }


def rows_of(database):
    """Return what tells the rows of a database from others."""
    with pointing_at(database):
        return fingerprints()


def test_the_backup_role_is_enough_and_everything_comes_back(installed, tmp_path):  # noqa: F811
    folder = str(tmp_path / "backups")
    said = installed.python("backup", "manage.py", "backup", folder).splitlines()
    assert f"{installed.name}_app" in said[1]
    with a_database(tmp_path) as name:
        done = subprocess.run(
            [sys.executable, "manage.py", "restore", said[0]],
            cwd=ROOT,
            env=os.environ
            | {"DATABASE_URL": superuser_of(name), "SARAPSHY_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "The chain verifies, and every file opens." in done.stdout
        before = described(installed.name, installed.name)
        assert described(name, installed.name) == before
        assert "app: INSERT" in before["rights"]
        assert len(before["guards"]) >= 2
        assert rows_of(name) == rows_of(installed.name)
