"""The page of the record: every line once, found by who, what and when."""

import pytest
from django.urls import reverse

from council import actions
from council.audit import note
from council.models import AuditEvent
from council.views.history import RECORD_PAGE
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    client.force_login(make.the_secretariat())
    return client


def lines(page):
    return [(line["deed"], line["event"].row) for line in page.context["lines"]]


def test_deeds_and_openings_stand_in_the_order_of_their_moments(secretary):
    by = make.the_secretariat()
    person = actions.enter_person(surname="Әліұлы", given_name="Құрал", by=by)
    note("look_at", by=by, about=person)
    page = secretary.get("/en/desk/record/")
    assert lines(page)[:2] == [
        (str(deed), person.pk) for deed in ("look_at", "Person put on record")
    ]
    address = f"/en/desk/history/council.person/{person.pk}/"
    assert page.text.count(address) == 2
    assert secretary.get(address).status_code == 200


def test_it_is_found_by_deed_by_whom_and_by_day(secretary, time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00")
    by, other = make.the_secretariat(), make.an_account("secretariat", "colleague")
    person = actions.enter_person(surname="Әліұлы", given_name="Құрал", by=by)
    time_machine.move_to("2025-11-21 12:00+05:00")
    note("look_at", by=other, about=person)
    address = reverse("audit_record")

    def found(**asked):
        page = secretary.get(address, asked)
        return {line["event"].name for line in page.context["lines"]}

    assert found() == {"enter_person", "look_at"}
    assert found(deed="enter_person") == {"enter_person"}
    assert found(who=by.pk) == {"enter_person"}
    assert found(since="21.11.2025") == {"look_at"}
    assert found(until="20.11.2025") == {"enter_person"}
    assert found(who=other.pk, deed="enter_person") == set()
    for wrong in (
        {"who": "0"},
        {"deed": "nothing"},
        {"since": "x"},
        {"before": "-1"},
        {"before": "9" * 30},
        {"since": "21.11.2025", "until": "20.11.2025"},
    ):
        assert secretary.get(address, wrong).status_code == 400, wrong


def test_pages_follow_one_another_without_gap_and_each_costs_the_same(
    secretary, django_assert_num_queries
):
    by = make.the_secretariat()
    for _each in range(RECORD_PAGE + 3):
        note("look_at", by=by)
    address = reverse("audit_record")
    seen, before = [], ""
    while before is not None:
        with django_assert_num_queries(5):
            page = secretary.get(address, {"before": before})
        seen += [line["event"].pk for line in page.context["lines"]]
        before = page.context["older"]
    keys = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)
    assert seen == list(keys)
    assert len(seen) > RECORD_PAGE


def test_only_the_secretariat_reads_it(client):
    council = make.a_council()
    client.force_login(council.chair_accounts[0])
    assert client.get(reverse("audit_record")).status_code == 403
