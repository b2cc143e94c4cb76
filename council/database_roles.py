"""Who may do what to the tables on PostgreSQL: the roles and their grants as SQL.

Computed from the models, so that no table is forgotten: what is only ever added to
(versions, the record, links) can be neither changed nor deleted by the application.
docs/operations.md says how to run it; `manage.py database_roles` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import ProgrammingError, models
from django.db.migrations.recorder import MigrationRecorder
from psycopg.errors import InsufficientPrivilege

from council.audit import Tracked, tracked_models, versions
from council.models import AuditEvent, LastDeed, Link, ProtocolVersion, Redaction
from council.redaction import SALT

LOGINS = ("migrator", "app", "maintenance", "public", "backup")
LIMITS = {
    "app": 100,
    "maintenance": 5,
    "public": 20,
    "backup": 3,
    "migrator": 5,
}


OWN_EVERYTHING = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
    LOOP EXECUTE format('ALTER TABLE %s OWNER TO NEW_OWNER', each.name); END LOOP;
END $$;"""
NO_LARGE_OBJECTS = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
            AND proname ~ '^(lo_|loread|lowrite)'
    LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each.name);
    END LOOP;
END $$;"""
NOT_BACKDATED = """
CREATE OR REPLACE FUNCTION public.refuse_backdating() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE moment timestamptz;
BEGIN
    EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) USING NEW INTO moment;
    IF moment < (SELECT max("at") FROM public."LAST_DEED")
        OR moment > clock_timestamp() + interval '1 day'
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the moment of a deed';
    END IF;
    RETURN NEW;
END $$;"""
NOT_REWOUND = """
CREATE OR REPLACE FUNCTION public.refuse_rewinding() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW."at" < OLD."at" OR NEW.number < OLD.number
        OR NEW.links < OLD.links
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'deeds are not rewound';
    END IF;
    RETURN NEW;
END $$;"""


@dataclass(frozen=True)
class Roles:
    """The names of the roles of one installation, told apart by a prefix."""

    prefix: str

    def __getattr__(self, name: str) -> str:
        return f'"{self.prefix}_{name}"'


@contextmanager
def as_maintenance() -> Iterator[None]:
    """Turn the server's refusal to write into the history into a sentence.

    Raises CommandError.
    """
    try:
        yield
    except ProgrammingError as fault:
        if not isinstance(fault.__cause__, InsufficientPrivilege):
            raise
        raise CommandError(
            "This role may not write into the history: run it as the maintenance role "
            "(docs/operations.md, Roles)."
        ) from fault


def roles_sql(database: str, prefix: str, views: Mapping[str, str]) -> str:
    """Return the whole script; a superuser runs it, after every migration too.

    `views` are the public ones, by name: all that the public role may read. Running it
    again changes nothing. Roles are made without a password.
    """
    role = Roles(prefix)
    parts = [
        "BEGIN;",
        *_roles(role, database),
        *_ownership(role, database),
        *_nothing(role),
        *(line for model in _tables() for line in _grants(role, model)),
        *_caches(role),
        *_guards(role),
        *_views(role, views),
        *_backup(role),
        "COMMIT;",
    ]
    return "\n".join(parts) + "\n"


def _roles(role: Roles, database: str) -> Iterator[str]:
    names = ("owner", *LOGINS)
    for name in names:
        login = "NOLOGIN" if name == "owner" else "LOGIN"
        plain = getattr(role, name)
        yield (
            f"DO $$ BEGIN CREATE ROLE {plain}; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
        )
        yield (
            f"ALTER ROLE {plain} {login} NOSUPERUSER NOCREATEDB NOCREATEROLE "
            f"NOREPLICATION NOBYPASSRLS CONNECTION LIMIT {LIMITS.get(name, -1)};"
        )
    within = f'IN DATABASE "{database}"'
    yield f"GRANT {role.owner} TO {role.migrator};"
    yield f"ALTER ROLE {role.migrator} {within} SET role = {role.owner};"
    yield f"ALTER ROLE {role.migrator} {within} SET lock_timeout = '5s';"
    for name in LOGINS:
        yield f"ALTER ROLE {getattr(role, name)} SET log_error_verbosity = 'terse';"
        yield f"ALTER ROLE {getattr(role, name)} SET log_min_error_statement = 'panic';"
    yield f"ALTER ROLE {role.public} SET statement_timeout = '5s';"
    yield f"ALTER ROLE {role.public} SET default_transaction_read_only = on;"


def _ownership(role: Roles, database: str) -> Iterator[str]:
    yield f'ALTER DATABASE "{database}" OWNER TO {role.owner};'
    yield f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;'
    yield f'GRANT CONNECT ON DATABASE "{database}" TO {_all(role, *LOGINS)};'
    yield f"ALTER SCHEMA public OWNER TO {role.owner};"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    yield f"GRANT USAGE ON SCHEMA public TO {_all(role, *LOGINS)};"
    yield OWN_EVERYTHING.replace("NEW_OWNER", role.owner)
    yield NO_LARGE_OBJECTS


def _nothing(role: Roles) -> Iterator[str]:
    everybody = _all(role, "app", "maintenance", "public", "backup")
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {everybody};"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {everybody};"


def _tables() -> list[type[models.Model]]:
    listed: list[type[models.Model]] = [_Migrations]
    listed += apps.get_models(include_auto_created=True)
    return sorted(listed, key=lambda model: model._meta.db_table)


_Migrations: Any = MigrationRecorder.Migration


def _grants(role: Roles, model: type[models.Model]) -> Iterator[str]:
    """Yield who may do what to one table; columns are revoked with their table."""
    table = f'public."{model._meta.db_table}"'
    both = _all(role, "app", "maintenance")
    yield f"GRANT SELECT ON {table} TO {both};"
    if model is _Migrations:
        return
    if model is Redaction:
        yield f"GRANT INSERT ({_without_key(model)}) ON {table} TO {role.maintenance};"
    elif model in _added_only():
        yield f"GRANT INSERT ({_without_key(model)}) ON {table} TO {both};"
        redactable = _redactable().get(model)
        if redactable:
            yield f"GRANT UPDATE ({redactable}) ON {table} TO {role.maintenance};"
    else:
        yield f"GRANT INSERT, UPDATE, DELETE ON {table} TO {both};"


def _caches(role: Roles) -> Iterator[str]:
    """Yield the grants on tables of the cache, which have no model."""
    both = _all(role, "app", "maintenance")
    caches: Any = settings.CACHES
    for cache in caches.values():
        if cache["BACKEND"].endswith("DatabaseCache"):
            table = f'public."{cache["LOCATION"]}"'
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {both};"


def _added_only() -> set[type[models.Model]]:
    """Return the tables to which the application only adds."""
    history = {versions(model).model for model in tracked_models()}
    return history | {AuditEvent, Link, ProtocolVersion, Redaction}


def _redactable() -> dict[type[models.Model], str]:
    """Return the columns of versions that the maintenance role may empty."""
    return {
        versions(model).model: _quoted(
            _column(model, name) for name in (*model.redactable, SALT)
        )
        for model in tracked_models()
        if model.redactable
    }


def _column(model: type[Tracked], name: str) -> str:
    found: Any = versions(model).model._meta.get_field(name)
    return str(found.column)


def _without_key(model: type[models.Model]) -> str:
    """Return the columns that an insertion names: the key is the database's."""
    fields = model._meta.concrete_fields
    return _quoted(str(field.column) for field in fields if not field.primary_key)


def _guards(role: Roles) -> Iterator[str]:
    """Yield the triggers: nothing is dated before the last deed, and that never back.

    The deed under way is later than the last one; whoever writes an earlier moment
    past the application is refused.
    """
    last = LastDeed._meta.db_table
    yield NOT_BACKDATED.replace("LAST_DEED", last)
    yield NOT_REWOUND
    yield f"ALTER FUNCTION public.refuse_backdating() OWNER TO {role.owner};"
    yield f"ALTER FUNCTION public.refuse_rewinding() OWNER TO {role.owner};"
    moments = dict.fromkeys(_history_tables(), "history_date") | {
        AuditEvent._meta.db_table: "at",
        Link._meta.db_table: "at",
        Redaction._meta.db_table: "at",
    }
    for table, column in sorted(moments.items()):
        yield (
            "CREATE OR REPLACE TRIGGER not_backdated BEFORE INSERT ON "
            f'public."{table}" FOR EACH ROW '
            f"EXECUTE FUNCTION public.refuse_backdating('{column}');"
        )
    yield (
        "CREATE OR REPLACE TRIGGER not_rewound BEFORE UPDATE OR DELETE ON "
        f'public."{last}" FOR EACH ROW EXECUTE FUNCTION public.refuse_rewinding();'
    )


def _history_tables() -> list[str]:
    return [versions(model).model._meta.db_table for model in tracked_models()]


def _views(role: Roles, views: Mapping[str, str]) -> Iterator[str]:
    for name, query in views.items():
        yield f'DROP VIEW IF EXISTS public."{name}";'
        yield f'CREATE VIEW public."{name}" WITH (security_barrier) AS {query};'
        yield f'ALTER VIEW public."{name}" OWNER TO {role.owner};'
        yield f'REVOKE ALL ON public."{name}" FROM PUBLIC;'
        yield f'GRANT SELECT ON public."{name}" TO {role.public};'


def _backup(role: Roles) -> Iterator[str]:
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role.backup};"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {role.backup};"


def _all(role: Roles, *names: str) -> str:
    return ", ".join(getattr(role, name) for name in names)


def _quoted(names: Iterator[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
