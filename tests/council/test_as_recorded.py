"""The rows as recorded at a moment: the right versions, at a cost that stays flat."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council import actions
from council.as_recorded import as_recorded, reading
from council.audit import doing, versions
from council.models import LastDeed, Person
from experts.register import commissions, listing, paginator
from tests import factories as make
from tests import large
from tests.large import TABLES

pytestmark = pytest.mark.django_db
INSTANT = timedelta.resolution
ON = date(2025, 12, 1)
MOST = 1.5


def now():
    """Return the moment of the last deed."""
    return LastDeed.objects.get().at


def surnames(moment):
    return sorted(row.surname for row in as_recorded(Person, moment))


def test_a_row_is_what_its_last_version_by_the_moment_said():
    by = make.the_secretariat()
    person = make.a_person(surname="Асанов")
    entered = now()
    actions.change_person(person=person, surname="Есенов", by=by)
    changed = now()
    make.a_person(surname="Болатов")
    asked = [entered - INSTANT, entered, changed - INSTANT, changed, now()]
    assert [surnames(moment) for moment in asked] == [
        [],
        ["Асанов"],
        ["Асанов"],
        ["Есенов"],
        ["Болатов", "Есенов"],
    ]


def test_of_versions_at_one_instant_the_last_written_counts():
    by = make.the_secretariat()
    person = make.a_person(surname="Асанов")
    with doing("correct_twice", by):
        actions.change_person(person=person, surname="Болатов", by=by)
        actions.change_person(person=person, surname="Есенов", by=by)
    assert surnames(now()) == ["Есенов"]


def test_a_row_deleted_since_is_there_until_its_deletion():
    stays, goes = make.a_person(surname="Асанов"), make.a_person(surname="Болатов")
    both = now()
    actions.merge_persons(person=stays, duplicate=goes, by=make.the_secretariat())
    assert surnames(now()) == ["Асанов"]
    assert surnames(now() - INSTANT) == ["Асанов", "Болатов"]
    assert surnames(both) == ["Асанов", "Болатов"]


def test_queries_read_the_past_only_inside():
    person = make.a_person(surname="Асанов")
    entered = now()
    actions.change_person(person=person, surname="Есенов", by=make.the_secretariat())
    named = Person.objects.filter(surname="Асанов")
    with reading(entered):
        assert (named.count(), named.get().pk) == (1, person.pk)
        assert Person.objects.filter(pk__in=named.values("pk")).exists()
        assert Person.objects.none().union(named.order_by()).count() == 1
    with reading(None):
        assert not named.exists()
    assert not named.exists()


def test_what_is_written_inside_is_written_now():
    make.a_person()
    with reading(now()):
        make.a_person(surname="Есенов")
        assert not Person.objects.filter(surname="Есенов").exists()
    assert Person.objects.filter(surname="Есенов").exists()


# The cost


def a_register(experts):
    """Return a moment at which each row of that many experts has its first version."""
    council = make.a_council()
    protocol = make.in_office(council).engagements.get().admitted_by
    large.in_office(council, large.people(experts - 1), protocol, now())
    return now() + timedelta(days=1)


def grow(times):
    """Give each row of the register that many further versions, one a minute."""
    large.grow(times, now(), timedelta(minutes=1))


def page(moment, other_tables=None):
    """Ask what the page of the register asks, of other tables of versions if told."""

    def renamed(execute, sql, params, many, context):
        for name, other in (other_tables or {}).items():
            sql = sql.replace(f'"{name}"', f'"{other}"')
        return execute(sql, params, many, context)

    with reading(moment), connection.execute_wrapper(renamed):
        commissions(ON)
        return listing(paginator(ON), 1).found


@contextmanager
def steps_of_sqlite():
    """Count the steps, in tens, of SQLite's machine."""
    counted = [0]

    def step():
        counted[0] += 1

    connection.connection.set_progress_handler(step, 10)
    yield counted
    connection.connection.set_progress_handler(None, 10)


@pytest.mark.sqlite
def test_the_work_grows_with_the_rows_and_not_with_their_versions():
    moment, costs = a_register(20), []
    for _time in range(2):
        with steps_of_sqlite() as counted:
            assert page(moment) == 20
        costs.append(counted[0])
        grow(50)
    assert costs[1] <= costs[0] * MOST


def test_a_page_as_recorded_costs_the_queries_of_today_s_page():
    moment = a_register(3)
    counts = []
    for asked in (None, None, moment, moment):
        with CaptureQueriesContext(connection) as queries:
            page(asked)
        counts.append(len(queries))
        if asked:
            grow(2)
    assert counts[1:] == [8, 8, 8]  # the first one asks who is withheld, too


@pytest.mark.long
def test_a_hundred_thousand_versions_take_no_longer_than_a_thousand():
    """Time both by turns, in one process: medians, the best of three attempts."""
    experts = 300
    moment = a_register(experts)
    few = dict(copied(versions(model).model) for model in TABLES)
    grow(100_000 // (experts * len(TABLES)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    moment += timedelta(days=1)
    asked = {"few": (moment, few), "many": (moment, {}), "live": (None, {})}
    ratios = []
    for _attempt in range(3):
        took = defaultdict(list)
        for _turn in range(15):
            for name, question in asked.items():
                began = perf_counter()
                assert page(*question) == experts
                took[name].append(1000 * (perf_counter() - began))
        middle = {name: median(each) for name, each in took.items()}
        ratios.append(middle["many"] / middle["few"])
        print({name: f"{each:.1f} ms" for name, each in middle.items()})
    assert min(ratios) <= MOST


def copied(past):
    """Copy a table of versions with its indexes; return its name and the copy's."""
    table = past._meta.db_table
    columns = (
        *("history_id", "history_date", "id"),
        "id, history_date DESC, history_id DESC",
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE few_{table} AS SELECT * FROM {table}")
        for number, names in enumerate(columns):
            cursor.execute(
                f"CREATE INDEX few_{number}_{table} ON few_{table} ({names})"
            )
    return table, f"few_{table}"
