"""Editions of the list: published, read, checked by anybody, withdrawn from (1.12)."""

import hashlib
import json
import re
import subprocess
import threading
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from council import actions as council_actions
from council import proof
from council.desk import desk_of
from council.models import Link
from council.regulation import RuleViolation
from council.reminders import send_due
from experts import actions, lists
from experts.actions.lists import DRAWING
from experts.models import Consent, ListEdition, ListEntry
from tests import factories as make
from tests import work

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00")


@pytest.fixture
def council():
    """Return a council with two experts of the first commission in office."""
    council: Any = make.a_council(per_commission=2)
    council.stays, council.leaves = (make.a_candidate(council) for _number in range(2))
    make.engaged(council, council.stays, council.leaves)
    return council


def publish(council, on=TODAY):
    return actions.publish_list(on=on, by=council.secretariat)


def names(rows):
    return [row.name for row in rows]


@pytest.mark.clause("1.12")
def test_an_edition_freezes_the_list_of_the_day(council):
    edition = publish(council)
    published = lists.listed(edition)
    assert (edition.number, edition.count, edition.day) == (1, 2, TODAY)
    assert {row.public_id for row in published} == {
        council.stays.public_id,
        council.leaves.public_id,
    }
    council_actions.change_person(
        person=council.stays.person, surname="Өзгерген", by=council.secretariat
    )
    assert lists.listed(edition) == published


@pytest.mark.clause("1.12")
def test_the_difference_to_the_last_edition_is_told_by_kind(council):
    publish(council)
    before = str(council.stays.person)
    new = make.a_candidate(council)
    make.engaged(
        council, new, discussed_on=date(2025, 11, 13), decided_on=date(2025, 11, 18)
    )
    work.released(council, council.leaves, date(2025, 11, 19))
    council.stays.person = council_actions.change_person(
        person=council.stays.person, surname="Өзгерген", by=council.secretariat
    )
    change = lists.unpublished(TODAY)
    assert names(change.admitted) == [str(new.person)]
    assert names(change.left) == [str(council.leaves.person)]
    assert change.moved == []
    assert [names([pair.before, pair.after]) for pair in change.corrected] == [
        [before, str(council.stays.person)]
    ]
    assert (change.count, change.changes) == (2, 3)
    assert [(part.label, part.rows) for part in change.parts] == [
        ("New in the list", [(str(new.person), "№\xa01")]),
        ("No longer in the list", [(str(council.leaves.person), "№\xa01")]),
        ("Corrected", [(str(council.stays.person), "№\xa01")]),
    ]


@pytest.mark.clause("1.12")
def test_a_reassigned_expert_is_told_with_both_commissions(council):
    publish(council, on=date(2025, 11, 17))
    work.reassigned(council, council.stays, date(2025, 11, 19))
    (part,) = lists.unpublished(TODAY).parts
    assert (part.label, part.rows) == (
        "In another commission",
        [(str(council.stays.person), "№\xa01 → №\xa02")],
    )


def test_nothing_new_is_not_published_twice(council):
    publish(council)
    with pytest.raises(RuleViolation) as refusal:
        publish(council)
    assert "1.12" in refusal.value.sentences[0]
    assert ListEdition.objects.count() == 1


def test_a_register_changed_meanwhile_is_looked_at_again(client, council):
    client.force_login(council.secretariat)
    address = reverse("publish_list")
    seen = client.get(address).context["difference"].seen
    council_actions.change_person(
        person=council.stays.person, surname="Өзгерген", by=council.secretariat
    )
    refused = client.post(address, {"seen": seen})
    assert ListEdition.objects.count() == 0
    fresh = refused.context["difference"].seen
    assert f'value="{fresh}"' in refused.text
    client.post(address, {"seen": fresh})
    assert ListEdition.objects.get().published_by == council.secretariat


def test_anybody_can_compute_the_fingerprints_again(client, council):
    """With nothing but the JSON and SHA-256, as the page says."""
    publish(council)
    answer = client.get(reverse("list_edition_json", args=[1]))
    told = json.loads(answer.content)

    def sha256(facts):
        text = json.dumps(
            facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    edition, link = told["edition"], told["link"]
    assert [
        sha256([entry["salt"], entry["entry"]]) for entry in told["entries"]
    ] == edition["commitments"]
    claimed, sealed = edition.pop("sha256"), link.pop("sha256")
    link.pop("code")
    assert (sha256(edition), link["content"]) == (claimed, claimed)
    assert sha256(link) == sealed == Link.objects.latest("number").sha256


def test_a_person_is_withdrawn_and_the_chain_still_verifies(client, council):
    first = publish(council)
    work.released(council, council.leaves, date(2025, 11, 19))
    publish(council)
    client.force_login(council.secretariat)
    page = client.get(reverse("withdraw_consent", args=[council.leaves.pk]))
    assert "№\xa01" in page.text.replace("&nbsp;", "\xa0")
    client.post(
        reverse("withdraw_consent", args=[council.leaves.pk]),
        {"on": "20.11.2025", "checked": "1"},
    )
    assert Consent.objects.get(expert=council.leaves).withdrawn_on == TODAY
    assert names(lists.listed(first)) == [str(council.stays.person)]
    gone = ListEntry.objects.get(withdrawn_on=TODAY)
    assert (gone.salt, gone.text, gone.expert) == ("", None, None)
    told = client.get(reverse("list_edition_json", args=[1])).text
    assert council.leaves.public_id not in told
    assert gone.commitment in told
    with proof.snapshot():
        assert list(proof.misfits()) == []


def test_consent_that_was_never_given_is_not_withdrawn(council):
    with pytest.raises(RuleViolation):
        actions.withdraw_consent(
            expert=council.stays, on=date(2020, 1, 1), by=council.secretariat
        )
    Consent.objects.all()._raw_delete("default")
    with pytest.raises(RuleViolation):
        actions.withdraw_consent(expert=council.stays, on=TODAY, by=council.secretariat)


@draws
def test_the_paper_is_drawn_once_and_anew_after_a_withdrawal(
    client, council, django_capture_on_commit_callbacks, tmp_path
):
    edition = publish(council)
    address = reverse("list_edition_pdf", args=[1, "kk"])
    first, again = (client.get(address).content for _time in range(2))
    assert first == again == edition.papers.get().content()
    text = printed(first, tmp_path)
    assert "№ 1 шығарылымы" in text
    assert edition.link.printed_code in text
    assert edition.sha256 in text.replace("\n", "")
    assert str(council.leaves.person) in text
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_consent(
            expert=council.leaves, on=TODAY, by=council.secretariat
        )
    text = printed(client.get(address).content, tmp_path)
    assert str(council.leaves.person) not in text
    assert "алынған жазбалар саны – 1" in text


def printed(pdf, folder):
    file = folder / "list.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    )
    return done.stdout.replace("\xa0", " ")


@draws
def test_a_printed_protocol_leads_to_its_verification(client, council, tmp_path):
    version: Any = Link.objects.exclude(version=None).latest("number").version
    paper: Any = council_actions.protocol_paper(version, "kk")
    text = printed(paper.content(), tmp_path)
    assert version.link.printed_code in text
    assert version.link.sha256 in text.replace("\n", "").replace(" ", "")
    (path,) = re.findall(r"https?://[^/]+(/kk/verify/\w+/)", text.replace("\n", ""))
    page = client.get(path)
    sitting = version.protocol.sitting
    assert page.context["paper"].number == version.protocol.number
    assert page.context["paper"].day == sitting.held_on
    assert version.sha256 in page.text
    for expert in (council.stays, council.leaves):
        assert str(expert.person) not in page.text


def test_a_code_is_found_as_people_type_it(client, council):
    link = Link.objects.latest("number")
    typed = f" {link.printed_code.upper()} "
    found = client.get(reverse("verify"), {"code": typed})
    assert found["Location"] == reverse("verification", args=[link.code])
    assert client.get(reverse("verification", args=["a" * 16])).status_code == 404
    for wrong in ("", "abc", "0" * 16, "a" * 3000):
        assert client.get(reverse("verify"), {"code": wrong}).status_code == 400


@pytest.mark.parametrize(
    ("typed", "status", "is_its_own"),
    [
        ("own", 200, True),
        ("link", 200, True),
        ("0" * 64, 200, False),
        ("x", 400, False),
    ],
)
def test_a_fingerprint_is_compared(client, council, typed, status, is_its_own):
    link = Link.objects.latest("number")
    fingerprint = {"own": link.content, "link": link.sha256}.get(typed, typed)
    answer = client.get(
        reverse("verification", args=[link.code]), {"fingerprint": fingerprint.upper()}
    )
    assert (answer.status_code, answer.context["is_its_own"]) == (status, is_its_own)


def test_a_corrected_version_names_the_one_after_it(client, council):
    version: Any = Link.objects.exclude(version=None).latest("number").version
    make.corrected(version.protocol.sitting, votes={1: (1, 2, 0, 0)}, on=TODAY)
    later = Link.objects.latest("number")
    page = client.get(reverse("verification", args=[version.link.code]))
    assert reverse("verification", args=[later.code]) in page.text
    assert page.context["paper"].version == 1
    page = client.get(reverse("verification", args=[later.code]))
    assert page.context["paper"].version == 2


def test_the_desk_says_that_the_list_is_to_be_published(council):
    def waiting():
        panels = desk_of(council.secretariat, TODAY)[1]
        return [
            row.url
            for panel in panels
            for row in panel.rows
            if row.url == reverse("publish_list")
        ]

    assert waiting() == [reverse("publish_list")]
    publish(council)
    assert waiting() == []


@pytest.mark.clause("1.12")
@pytest.mark.parametrize(("day", "letters"), [(12, 0), (13, 1)])
def test_three_working_days_later_it_is_reminded_of(council, day, letters):
    """The two were engaged on Monday, 10 November."""
    council.secretariat.email = "desk@example.org"
    council.secretariat.save()
    send_due(date(2025, 11, day), "https://example.org")
    said = [letter.body for letter in mail.outbox if "/candidates/list/" in letter.body]
    assert len(said) == letters


def test_pages_of_editions_answer_every_question(client, council):
    publish(council)
    assert client.get(reverse("list_editions")).status_code == 200
    assert client.get(reverse("list_editions"), {"page": "2"}).status_code == 400
    assert client.get(reverse("list_editions"), {"page": "x"}).status_code == 400
    for number in (0, 2, 10**30):
        assert client.get(reverse("list_edition", args=[number])).status_code == 404
    assert client.get(reverse("list_edition_pdf", args=[1, "en"])).status_code == 404


@draws
@pytest.mark.django_db(transaction=True)
def test_the_papers_are_drawn_while_nobody_waits(client):
    council = make.a_council()
    make.engaged(council, make.a_candidate(council))
    edition = publish(council)
    for thread in threading.enumerate():
        if thread.name == DRAWING:
            thread.join()
    drawn = {paper.language: paper.content() for paper in edition.papers.all()}
    assert set(drawn) == {"kk", "ru"}
    with translation.override("kk"):
        published, of_today = (
            reverse("list_edition_pdf", args=[1, "kk"]),
            reverse("register_pdf"),
        )
    assert client.get(published).content == drawn["kk"]
    assert client.get(of_today).content == drawn["kk"]
    assert client.get(of_today, {"commission": 1}).content != drawn["kk"]
