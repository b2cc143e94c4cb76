"""The record: one entry for each deed and each thing noted, never changed."""

import inspect
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from council import actions
from council.audit import about, deed, doing, known_deeds, last_deed, note
from council.models import AuditEvent, LastDeed, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


def newest(number=1):
    return list(AuditEvent.objects.order_by("-pk")[:number])


def test_a_deed_is_on_record_once_with_author_moment_and_what_it_made():
    by = make.the_secretariat()
    before = AuditEvent.objects.count()
    person = actions.enter_person(surname="Әліұлы", given_name="Құрал", by=by)
    (event,) = newest()
    version = person.history.get()
    assert AuditEvent.objects.count() == before + 1
    assert (event.name, event.by, event.label, event.row) == (
        "enter_person",
        by,
        "council.person",
        person.pk,
    )
    assert (event.at, event.key) == (version.history_date, version.history_deed)


def test_deeds_inside_a_deed_are_one_entry_and_the_outer_row_counts():
    council = make.a_council()
    before = AuditEvent.objects.count()
    sitting = make.a_presidium_sitting(council)
    actions.cancel_sitting(sitting=sitting, by=council.secretariat)
    assert AuditEvent.objects.count() == before + 2
    assert [(event.name, event.row) for event in newest(2)] == [
        ("cancel_sitting", sitting.pk),
        ("plan_sitting", sitting.pk),
    ]


def test_what_a_deed_says_it_is_about_counts():
    by, person = make.the_secretariat(), make.a_person()

    with doing("looks_twice", by):
        about(person)
    (event,) = newest()
    assert (event.name, event.label, event.row) == (
        "looks_twice",
        "council.person",
        person.pk,
    )


def test_a_deed_that_fails_leaves_nothing_on_record():
    by = make.the_secretariat()
    before = AuditEvent.objects.count()
    with pytest.raises(RuntimeError), doing("fails", by):
        raise RuntimeError
    assert AuditEvent.objects.count() == before


def test_what_is_noted_leaves_the_state_of_the_data_as_it_is():
    by, person = make.the_secretariat(), make.a_person()
    state = last_deed()
    note("open_file", by=by, about=person)
    (event,) = newest()
    assert (event.name, event.by, event.row) == ("open_file", by, person.pk)
    assert event.at > LastDeed.objects.get().at
    assert last_deed() == state


def test_what_is_noted_is_later_than_every_deed_even_if_the_clock_goes_back(
    time_machine,
):
    time_machine.move_to("2025-11-20 12:00+05:00", tick=False)
    by = make.the_secretariat()
    actions.enter_person(surname="Әліұлы", given_name="Құрал", by=by)
    time_machine.move_to("2025-11-19 12:00+05:00", tick=False)
    note("open_file", by=by)
    assert newest()[0].at == datetime(2025, 11, 20, 7, 0, 0, 1, tzinfo=UTC)


def test_what_is_on_record_is_neither_saved_again_nor_deleted():
    note("open_file", by=make.the_secretariat())
    (event,) = newest()
    event.name = "nothing"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert newest()[0].name == "open_file"


def test_every_deed_says_by_whom():
    ours = tuple(f"{config.name}." for config in apps.get_app_configs())
    found = {
        name
        for name, module in known_deeds.items()
        if module.startswith(ours)
        and "by" not in inspect.signature(import_string(f"{module}.{name}")).parameters
    }
    assert found == set()


def test_about_and_deeds_need_a_deed():
    with pytest.raises(RuntimeError):
        about(make.a_person())

    @deed
    def asks_itself(*, by):
        about(Person.objects.get())

    asks_itself(by=make.the_secretariat())
    assert LastDeed.objects.get().number > 1
