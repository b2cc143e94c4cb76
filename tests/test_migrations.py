"""Every migration on a council full of rows: back step by step, and forward again."""

from __future__ import annotations

import os
import threading
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from experts.actions.lists import DRAWING
from tests import factories as make
from tests.kpi.world import NOW
from tests.test_public_leaks import everything

TEXT = ['{"head": {"number": 1}}', "f" * 64]
STEPS = f"steps{os.getpid()}"
OURS = ("council", "experts", "commissions", "kpi")


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    told = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=told)
    assert told.getvalue() == "No changes detected\n"


def test_every_migration_has_a_way_back():
    loader = MigrationLoader(None)
    one_way = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert one_way == []


@pytest.fixture
def clone(django_db_setup, django_db_blocker, tmp_path, settings):
    """Work on a clone of the database, in which everything is committed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        creation: Any = connection.creation
        creation.clone_test_db(STEPS, verbosity=0, autoclobber=True)
        name = creation.get_test_db_clone_settings(STEPS)["NAME"]
        connection.settings_dict["NAME"] = name
        try:
            with time_machine.travel(NOW):
                yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            creation._destroy_test_db(name, verbosity=0)


def drawn():
    """Wait for the papers that are drawn after the deed."""
    for thread in threading.enumerate():
        if thread.name == DRAWING:
            thread.join()


def rows_by_table() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of our tables as the database has them now."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if not table.startswith(tuple(f"{app}_" for app in OURS)):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            found[table] = [
                dict(zip(columns, row, strict=True)) for row in cursor.fetchall()
            ]
    return found


def in_common(one, other):
    """Return both sets of rows, reduced to the tables and columns that both have."""

    def reduced(rows, columns):
        return sorted(repr([row[name] for name in columns]) for row in rows)

    result: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for table in one.keys() & other.keys():
        if not one[table] or not other[table]:
            columns = []
        else:
            columns = sorted(one[table][0].keys() & other[table][0].keys())
        result[0][table] = reduced(one[table], columns)
        result[1][table] = reduced(other[table], columns)
    return result


def steps():
    """Return our migrations in the order in which they are applied."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [
        (migration.app_label, migration.name)
        for migration, _backwards in plan
        if migration.app_label in OURS
    ]


def migrate_to(app, name):
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name)])
    connection.check_constraints()


def before(step, order):
    """Return the migration of the same app before this one."""
    own = [name for app, name in order if app == step[0]]
    return own[own.index(step[1]) - 1]


def back(order, later):
    """Take migrations back, each on the rows that are there; return the rows left."""
    rows = rows_by_table()
    for step in reversed(later):
        migrate_to(step[0], before(step, order))
        now = rows_by_table()
        one, other = in_common(rows, now)
        assert one == other, ("back", step)
        rows = now
    return rows


def forward(later, rows):
    """Apply migrations on the rows that are there."""
    for step in later:
        migrate_to(*step)
        one, other = in_common(rows, rows_by_table())
        assert one == other, ("forward", step)


# Before these a council knew admissions only, and a protocol had no versions: what a
# council of today holds has no place there.
FIRST_RELEASE = {
    ("council", "0002_the_whole_path"),
    ("council", "0003_first_versions"),
    ("council", "0004_texts_in_versions"),
    ("experts", "0002_the_whole_path"),
    ("commissions", "0002_the_whole_path"),
}


def after_the_tables(order):
    """Return the migrations that find rows: the first of each app makes its tables."""
    return [step for step in order if not step[1].startswith("0001_")]


@pytest.mark.long
def test_every_migration_keeps_the_rows_in_both_directions(clone):
    everything()
    drawn()
    order = steps()
    later = [step for step in after_the_tables(order) if step not in FIRST_RELEASE]
    assert len(later) == len(after_the_tables(order)) - len(FIRST_RELEASE)
    tables = rows_by_table()
    assert sum(map(len, tables.values())) > 300
    forward(later, back(order, later))
    assert rows_by_table().keys() == tables.keys()


@pytest.mark.long
def test_a_council_of_the_first_release_comes_through(clone):
    council = make.a_council()
    make.a_candidate(council)
    sitting = make.a_presidium_sitting(council)
    make.voted(make.attended(sitting))
    order = steps()
    later = after_the_tables(order)
    back(order, later)
    a_protocol_of_the_first_release(council, sitting.pk)
    rows = rows_by_table()
    assert "council_protocolversion" not in rows
    forward(later, rows)
    now = rows_by_table()
    (version,), (paper,) = now["council_protocolversion"], now["council_protocolpaper"]
    assert (version["version"], version["text"], version["sha256"]) == (1, *TEXT)
    assert paper["version_id"] == version["id"]
    (written,) = now["council_historicalprotocolversion"]
    assert (written["text"], written["history_user_id"]) == (
        TEXT[0],
        council.secretariat.pk,
    )


def a_protocol_of_the_first_release(council, sitting):
    """Write a final protocol as its tables were at first."""
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(list(executor.loader.applied_migrations))
    facts = {
        "sitting_id": sitting,
        "body_id": council.presidium.pk,
        "edition_id": council.edition.pk,
        "year": 2025,
        "number": 1,
        "text": TEXT[0],
        "sha256": TEXT[1],
    }
    protocol = state.apps.get_model("council", "Protocol").objects.create(**facts)
    state.apps.get_model("council", "HistoricalProtocol").objects.create(
        **facts,
        id=protocol.pk,
        history_date=timezone.now(),
        history_type="+",
        history_change_reason="finalise_protocol",
        history_user_id=council.secretariat.pk,
    )
    state.apps.get_model("council", "ProtocolPaper").objects.create(
        protocol=protocol, language="kk", file="x.pdf", sha256=TEXT[1]
    )


def test_a_row_that_is_lost_or_changed_would_be_seen():
    rows = {"council_body": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}
    for other in ([{"id": 1, "name": "a"}], [{"id": 1}, {"id": 3}], []):
        one, changed = in_common(rows, {"council_body": other})
        assert one != changed
    one, same = in_common(rows, {"council_body": [{"id": 2}, {"id": 1}]})
    assert one == same
