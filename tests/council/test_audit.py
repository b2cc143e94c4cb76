"""Tracked rows: no version without author and reason, none lost."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from council import actions
from council.audit import deed, doing, last_deed, tracked_models, versions
from council.models import Person, Sitting
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_save_is_refused():
    with pytest.raises(TypeError):
        Person(surname="Әліұлы", given_name="Құрал").save()


def test_delete_is_refused():
    person = make.a_person()
    with pytest.raises(TypeError):
        person.delete()
    assert Person.objects.filter(pk=person.pk).exists()


def test_writing_outside_a_deed_is_refused():
    account = make.the_secretariat()
    with pytest.raises(RuntimeError):
        Person(surname="Әліұлы", given_name="Құрал").save_as(account)


def test_a_failing_deed_leaves_neither_row_nor_version():
    account = make.the_secretariat()

    @deed
    def enter_and_fail(*, by):
        actions.enter_person(surname="Әліұлы", given_name="Құрал", by=by)
        raise ValueError("after the write")

    with pytest.raises(ValueError, match="after the write"):
        enter_and_fail(by=account)
    assert Person.objects.count() == 0
    assert Person.history.count() == 0


def test_version_has_the_author_and_the_outermost_deed():
    council = make.a_council()
    sitting = make.a_presidium_sitting(council)
    actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    written = [
        (row.history_type, row.history_user, row.history_change_reason)
        for row in Sitting.history.order_by("history_id")
    ]
    assert written == [
        ("+", council.secretariat, "plan_sitting"),
        ("~", council.secretariat, "add_item"),
    ]


def test_version_written_in_the_browser_has_the_signed_in_author(client):
    council = make.a_council()
    colleague = make.an_account("secretariat", "colleague")
    client.force_login(colleague)
    client.post(
        reverse("plan_sitting", args=[council.presidium.pk]),
        {"held_on": "10.11.2025"},
    )
    version = Sitting.history.get()
    assert version.history_user == colleague
    assert version.history_change_reason == "plan_sitting"


def test_a_deleted_row_keeps_its_versions():
    council = make.a_council()
    sitting = make.a_presidium_sitting(council)
    item = actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    key = item.pk
    actions.remove_item(item=item, by=council.secretariat)
    kinds = item.history.model.objects.filter(id=key).order_by("history_id")
    assert [(row.history_type, row.history_change_reason) for row in kinds] == [
        ("+", "add_item"),
        ("-", "remove_item"),
    ]


def test_all_that_a_deed_writes_has_one_moment():
    council = make.a_council()
    make.engaged(council, make.a_candidate(council))
    moments = set().union(
        *(
            versions(model).values_list("history_deed", "history_date")
            for model in tracked_models()
        )
    )
    deeds = {key for key, _moment in moments}
    assert len(deeds) > 1
    assert len(moments) == len(deeds)


def test_a_deed_is_later_than_those_before_even_if_the_clock_goes_back(time_machine):
    account = make.the_secretariat()
    time_machine.move_to("2025-11-20 12:00+05:00", tick=False)
    first = actions.enter_person(surname="Әліұлы", given_name="Құрал", by=account)
    time_machine.move_to("2025-11-19 12:00+05:00", tick=False)
    second = actions.enter_person(surname="Әліұлы", given_name="Құрал", by=account)
    assert [row.history.get().history_date for row in (first, second)] == [
        datetime(2025, 11, 20, 7, tzinfo=UTC),
        datetime(2025, 11, 20, 7, 0, 0, 1, tzinfo=UTC),
    ]


def test_deeds_are_counted_where_they_succeed():
    account = make.the_secretariat()
    before = last_deed()[0]
    actions.enter_person(surname="Әліұлы", given_name="Құрал", by=account)
    with pytest.raises(RuntimeError), doing("fails", account):
        raise RuntimeError
    assert last_deed()[0] == before + 1
