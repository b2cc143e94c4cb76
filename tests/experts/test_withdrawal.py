"""Whoever withdraws the consent is on no public page or file from that moment."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from council import proof
from council.desk import desk_of
from council.models import LastDeed
from experts import actions
from experts.actions.lists import list_paper
from experts.models import Consent, Expert, ListEdition
from tests import factories as make
from tests import work

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
SURNAME = "Қалжанбекұлы"
FOUND_BY = "Қалжанбек"
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00")


@pytest.fixture
def council(time_machine):
    """Return a council with two experts in office, one of them with a rare name.

    `moment` is one at which both were on record; the name was corrected later.
    """
    council: Any = make.a_council(per_commission=2)
    council.stays = make.a_candidate(council)
    council.leaves = make.a_candidate(
        council, person={"surname": SURNAME, "given_name": "Ерлан"}
    )
    make.engaged(council, council.stays, council.leaves)
    actions.publish_list(on=TODAY, by=council.secretariat)
    council.moment = LastDeed.objects.get().at
    time_machine.move_to("2025-11-20 13:00+05:00")
    council.leaves.refresh_from_db()
    dossier = make.a_dossier(
        person={"surname": SURNAME, "given_name": "Ерланбек"},
        consent_on=make.ENTERED_ON,
    )
    actions.change_dossier(
        expert=council.leaves, dossier=dossier, on=TODAY, by=council.secretariat
    )
    return council


def addresses(council):
    """Return every public address that told of the person, by what it shows."""
    at = council.moment.isoformat().replace("+", "%2B")
    entry = reverse("entry", args=[council.leaves.public_id])
    changes = reverse("changes")
    days = "since=2025-11-01&until=2025-11-20"
    return {
        "register": reverse("register"),
        "found": f"{reverse('register')}?q={FOUND_BY}",
        "a past day": f"{reverse('register')}?on=2025-11-20",
        "as recorded": f"{reverse('register')}?as_recorded={at}",
        "entry": entry,
        "entry as recorded": f"{entry}?as_recorded={at}",
        "changes": f"{changes}?{days}",
        "changes found": f"{changes}?{days}&q={FOUND_BY}",
        "changes as recorded": f"{changes}?{days}&as_recorded={at}",
        "feed": f"/register.atom?{days}",
        "json": "/register.json",
        "json as recorded": f"/register.json?as_recorded={at}",
        "csv": "/register.csv",
        "xlsx": "/register.xlsx",
        "edition": "/register/editions/1.json",
    }


def told_by(client, council):
    """Return which of the addresses name the person."""
    told = set()
    for name, address in addresses(council).items():
        answer = client.get(address)
        content = answer.content
        if name == "xlsx":
            sheet = load_workbook(io.BytesIO(content)).active
            content = str(list(sheet.values)).encode()
        words = content.decode().replace(f'value="{FOUND_BY}"', "")
        words = words.replace(f"q={FOUND_BY}", "")
        if SURNAME in words:
            told.add(name)
    return told


def withdraw(council):
    actions.withdraw_consent(expert=council.leaves, on=TODAY, by=council.secretariat)


@pytest.mark.clause("1.12")
def test_no_public_address_names_who_withdrew_and_all_did_before(client, council):
    assert told_by(client, council) == set(addresses(council))
    withdraw(council)
    assert told_by(client, council) == set()
    assert client.get(addresses(council)["entry"]).status_code == 404
    with proof.snapshot():
        assert list(proof.misfits()) == []


def test_the_register_counts_whom_it_does_not_show(client, council):
    withdraw(council)
    page = client.get("/en/register/")
    assert page.context["form"].total == 1
    assert page.context["form"].withheld == 1
    assert "law № 94-V) – 1." in page.text
    work.released(council, council.leaves, date(2025, 11, 20))
    page = client.get("/en/register/?on=2025-11-21")
    assert "law № 94-V" not in page.text


def test_all_dossiers_of_the_person_are_meant(client, council):
    withdraw(council)
    consent = Consent.objects.get(expert=council.leaves)
    assert consent.withdrawn_on == TODAY
    assert Consent.objects.withheld_persons() == {council.leaves.person_id}
    expert = Expert.objects.get(pk=council.leaves.pk)
    dossier = make.a_dossier(
        person={"surname": SURNAME, "given_name": "Ерланбек"}, consent_on=TODAY
    )
    actions.change_dossier(
        expert=expert, dossier=dossier, on=TODAY, by=council.secretariat
    )
    assert Consent.objects.withheld_persons() == set()
    assert "entry" in told_by(client, council)


def test_an_older_consent_of_a_merged_record_does_not_count(client, council):
    withdraw(council)
    twin = make.a_candidate(
        council, council.commissions[1], person={"surname": SURNAME}
    )
    assert twin.has_consented
    Consent.objects.filter(expert=twin).update(expert=council.leaves)
    assert Consent.objects.withheld_persons() == {council.leaves.person_id}
    assert told_by(client, council) == set()


@draws
def test_a_paper_drawn_while_somebody_withdraws_is_not_kept(council):
    """The drawing takes seconds: the withdrawal comes when it has read the entries."""
    edition: Any = ListEdition.objects.get()
    read = []

    def interrupted(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if '"experts_listentry"."text"' in sql and sql.startswith("SELECT"):
            read.append(sql)
            if len(read) == 1:
                withdraw(council)
        return result

    with connection.execute_wrapper(interrupted):
        paper = list_paper(edition, "kk")
    assert len(read) > 1
    assert [row.pk for row in edition.papers.all()] == [paper.pk]
    told = printed(paper.content())
    assert str(council.stays.person) in told
    assert SURNAME not in told


def printed(pdf):
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode().replace("\xa0", " ")


def test_the_desk_asks_for_the_release_until_it_is_decided(council):
    def waiting(day=TODAY):
        return [
            row.label
            for panel in desk_of(council.secretariat, day)[1]
            if panel.title == "Consent withdrawn, still in office"
            for row in panel.rows
        ]

    assert waiting() == []
    withdraw(council)
    council.leaves.person.refresh_from_db()
    assert waiting() == [str(council.leaves.person)]
    work.released(council, council.leaves, date(2025, 11, 20))
    assert waiting(date(2025, 11, 21)) == []
