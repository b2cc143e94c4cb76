"""The roles of PostgreSQL: what each may do, and what the server refuses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import errors, sql

from council.database_roles import LOGINS, roles_sql
from experts.public_view import PUBLIC_VIEWS
from tests.council import grants

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "of a test"
HISTORY, RECORD = "experts_historicalexpert", "council_auditevent"
LARGEST = 2**62

# Each is tried by every role that signs in to serve; none may do any of them.
FORBIDDEN = {
    "change a version": f"UPDATE {HISTORY} SET status = 'refused'",
    "change who wrote": f"UPDATE {HISTORY} SET history_user_id = NULL",
    "delete versions": f"DELETE FROM {HISTORY}",
    "empty the history": f"TRUNCATE {HISTORY}",
    "change the record": f"UPDATE {RECORD} SET name = 'nothing'",
    "delete from the record": f"DELETE FROM {RECORD}",
    "empty the record": f"TRUNCATE {RECORD}",
    "choose a number": f"INSERT INTO {RECORD} (id, at, name, key, label, salt) "
    f"VALUES ({LARGEST}, now() + interval '1 hour', 'x', gen_random_uuid(), '', '')",
    "override the number": f"INSERT INTO {RECORD} (id, at, name, key, label, salt) "
    "OVERRIDING SYSTEM VALUE "
    f"VALUES ({LARGEST}, now() + interval '1 hour', 'x', gen_random_uuid(), '', '')",
    "backdate": f"INSERT INTO {RECORD} (at, name, key, label, salt) "
    "VALUES ('2020-01-01', 'x', gen_random_uuid(), '', '')",
    "rewind the deeds": "UPDATE council_lastdeed SET at = '2020-01-01'",
    "forget the last deed": "DELETE FROM council_lastdeed",
    "change a link": "UPDATE council_link SET content = ''",
    "delete a link": "DELETE FROM council_link",
    "change a protocol": "UPDATE council_protocolversion SET text = ''",
    "disable a trigger": f"ALTER TABLE {RECORD} DISABLE TRIGGER not_backdated",
    "rewrite a column": f"ALTER TABLE {RECORD} ALTER COLUMN name TYPE varchar(200) "
    "USING 'nothing'",
    "be a replica": "SET session_replication_role = replica",
    "be the owner": "SET ROLE {owner}",
    "read a server file": "SELECT pg_read_file('/etc/hostname')",
    "run a program": "COPY council_link TO PROGRAM 'cat > /dev/null'",
    "make a table": "CREATE TABLE public.own (id int)",
    "drop a table": f"DROP TABLE {HISTORY}",
    "replace a guard": "CREATE OR REPLACE FUNCTION public.refuse_rewinding() "
    "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
}
SERVING = ("app", "maintenance", "public", "backup")

on_postgresql = pytest.mark.postgresql


class Installation:
    """A database of its own with the roles, and a council that the app role made."""

    council: dict[str, Any]

    def __init__(self, name: str) -> None:
        self.name = name
        self.server = connection.settings_dict | {"NAME": name}

    def url(self, role: str) -> str:
        """Return the address of the database for a role."""
        host, port = self.server["HOST"], self.server["PORT"]
        return f"postgres://{self.name}_{role}:{PASSWORD.replace(' ', '%20')}@" + (
            f"{host}:{port}/{self.name}"
        )

    @contextmanager
    def signed_in(self, role: str):
        """Give a connection of the role, read and write; its work is undone."""
        with psycopg.connect(self.url(role)) as signed_in:
            writing = "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"
            signed_in.execute(writing)
            signed_in.commit()
            yield signed_in
            signed_in.rollback()

    @contextmanager
    def superuser(self):
        with psycopg.connect(
            host=self.server["HOST"],
            port=self.server["PORT"],
            user=self.server["USER"],
            password=self.server["PASSWORD"],
            dbname=self.name,
            autocommit=True,
        ) as signed_in:
            yield signed_in

    def python(self, role: str, *arguments: str) -> str:
        """Run the project as a role; return what it prints, fail with what it says."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": self.url(role)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """Copy the migrated database, give it its roles, and let the app make a council."""
    with django_db_blocker.unblock():
        connection.close()
        made = Installation(f"{connection.settings_dict['NAME']}_roles")
        creation: Any = connection.creation
        with creation._nodb_cursor() as cursor:
            name = sql.Identifier(made.name)
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    name, sql.Identifier(connection.settings_dict["NAME"])
                )
            )
    script = roles_sql(made.name, made.name, PUBLIC_VIEWS)
    with made.superuser() as server:
        server.execute("CREATE TABLE IF NOT EXISTS shared_cache (cache_key text)")
        for _again in range(2):
            server.execute(script.encode())
        for role in LOGINS:
            server.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(f"{made.name}_{role}"), sql.Literal(PASSWORD)
                )
            )
    made.council = json.loads(made.python("app", "-m", "tests.council.a_council"))
    return made


def refused(signed_in, statement):
    """Return whether the server refuses a statement for want of a right."""
    try:
        signed_in.execute(statement)
    except errors.InsufficientPrivilege:
        return True
    finally:
        signed_in.rollback()
    return False


@on_postgresql
def test_eighty_and_more_forbidden_statements_are_refused(installed):
    allowed = []
    for role in SERVING:
        with installed.signed_in(role) as signed_in:
            for name, statement in FORBIDDEN.items():
                text = statement.replace("{owner}", f'"{installed.name}_owner"')
                if not refused(signed_in, text):
                    allowed.append((role, name))
    assert allowed == []
    assert len(FORBIDDEN) * len(SERVING) >= 80


@on_postgresql
def test_the_owner_may_do_most_of_it_so_the_statements_are_sound(installed):
    """Every statement is one that somebody may do: the refusals are about rights."""
    with installed.superuser() as server:
        server.autocommit = False
        wrong = []
        for name, statement in FORBIDDEN.items():
            text = statement.replace("{owner}", f'"{installed.name}_owner"')
            try:
                server.execute(text)
            except errors.InsufficientPrivilege:
                assert name in {"backdate", "rewind the deeds", "forget the last deed"}
            except psycopg.Error as fault:
                wrong.append((name, str(fault)))
            server.rollback()
    assert wrong == []


@on_postgresql
def test_each_role_has_exactly_these_rights(installed):
    with installed.superuser() as server:
        found = grants.granted(server, installed.name)
    assert found == grants.EXPECTED.read_text()


@on_postgresql
def test_the_public_role_reads_one_view_for_a_while_and_writes_nothing(installed):
    with installed.signed_in("public") as signed_in:
        rows = signed_in.execute("SELECT * FROM public_register")
        columns = [column.name for column in rows.description]
        assert columns == [
            *("public_id", "surname", "given_name", "patronymic", "convocation"),
            *("commission", "commission_kk", "commission_ru", "field_kk", "field_ru"),
            *("protocol_number", "protocol_date", "begins", "ends"),
        ]
        assert len(rows.fetchall()) == 1
        for statement in (
            "SELECT * FROM council_person",
            "SELECT * FROM council_account",
            "CREATE TEMP TABLE own (id int)",
            "SELECT lo_creat(-1)",
            "SELECT lo_import('/etc/hostname')",
            "SELECT pg_read_file('/etc/hostname')",
        ):
            assert refused(signed_in, statement), statement
        with pytest.raises(errors.QueryCanceled):
            signed_in.execute("SELECT pg_sleep(20)")


@on_postgresql
def test_the_view_is_the_register_of_today(installed):
    with installed.signed_in("public") as signed_in:
        rows = signed_in.execute("SELECT * FROM public_register").fetchall()
    assert len(rows) == 1
    assert [list(map(str, row)) for row in rows] == installed.council["register"]


@on_postgresql
def test_only_the_maintenance_role_redacts_and_the_chain_verifies(installed):
    person = str(installed.council["refused"])
    command = ("manage.py", "redact_history", person, "--by", "secretariat")
    with pytest.raises(AssertionError, match="run it as the maintenance role"):
        installed.python("app", *command)
    told = installed.python("maintenance", *command)
    assert told.startswith("Versions redacted: ")
    assert "Everything fits" in installed.python("app", "manage.py", "verify_history")


@on_postgresql
def test_the_migrator_owns_what_it_makes_and_waits_for_no_lock_for_long(installed):
    with installed.signed_in("migrator") as signed_in:
        signed_in.execute("CREATE TABLE public.next_release (id int)")
        owner = signed_in.execute(
            "SELECT tableowner FROM pg_tables WHERE tablename = 'next_release'"
        ).fetchone()
        timeout = signed_in.execute("SHOW lock_timeout").fetchone()
    assert (owner, timeout) == ((f"{installed.name}_owner",), ("5s",))


@on_postgresql
def test_the_server_s_log_shows_no_row(installed):
    """What a failed statement held is in the exception, not in the server's log."""
    for role in LOGINS:
        with installed.signed_in(role) as signed_in:
            for name, expected in (
                ("log_error_verbosity", "terse"),
                ("log_min_error_statement", "panic"),
            ):
                assert signed_in.execute(f"SHOW {name}").fetchone() == (expected,)


@on_postgresql
@pytest.mark.django_db
def test_the_command_prints_the_script(capsys):
    call_command("database_roles", "--prefix", "own")
    script = capsys.readouterr().out
    assert script.startswith("BEGIN;\n")
    assert 'CREATE ROLE "own_app"' in script


@pytest.mark.sqlite
@pytest.mark.django_db
def test_there_are_no_roles_on_sqlite():
    with pytest.raises(CommandError):
        call_command("database_roles")
