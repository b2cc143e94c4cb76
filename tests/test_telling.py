"""After each deed the next page says what was done and leads to what comes next."""

import html
import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import resolve, reverse
from django.utils.html import strip_tags

from council import actions
from council.models import Sitting
from experts.models import Expert
from tests import factories as make
from tests import outputs, work
from tests.experts import pages
from tests.kpi.world import NOW as IN_JANUARY
from tests.kpi.world import Round
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-11-20 12:00+05:00"
TODAY, AHEAD = date(2025, 11, 20), date(2025, 11, 25)
CONSENTED = {"consent_on": "01.11.2025"}
LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@built_once(NOW)
def expert(council):
    return make.in_office(council)


@pytest.fixture
def secretary(council):
    return browser_of(council.secretariat)


@pytest.fixture
def chair(council):
    return browser_of(council.chair_accounts[0])


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def said(answer):
    """Return what the view said, without what was said before."""
    return answer.wsgi_request._messages._queued_messages


def told(answer):
    """Return the first message of an answer and the deeds or pages it links to."""
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    message = str(said(answer)[0])
    sentence = html.unescape(strip_tags(LINK.sub("", message))).strip()
    links = [html.unescape(url) for url, _label in LINK.findall(message)]
    return sentence, [resolve(re.split("[?#]", url)[0]).url_name for url in links]


def press(client, deed, *args, query="", **typed):
    return told(client.post(reverse(deed, args=args) + query, typed))


def test_a_sitting_leads_from_plan_to_publication(secretary, council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    assert press(
        secretary, "plan_sitting", council.presidium.pk, held_on="20.11.2025"
    ) == ("The sitting is planned.", ["propose", "propose_edition", "add_item"])
    sitting = Sitting.objects.presidium().get()

    def revision():
        sitting.refresh_from_db()
        return sitting.revision

    texts = {"title_kk": "Жоспар", "draft_kk": "Бекітілсін."}
    assert press(secretary, "add_item", sitting.pk, **texts) == (
        "The question is on the agenda.",
        ["record_attendance"],
    )
    item = sitting.items.get()
    assert press(secretary, "change_item", item.pk, revision=revision(), **texts) == (
        "Question 1 is corrected.",
        ["record_attendance"],
    )
    assert press(secretary, "remove_item", item.pk, revision=revision()) == (
        "The question is off the agenda.",
        ["add_item", "propose", "propose_edition", "add_item"],
    )
    assert press(
        secretary,
        "propose",
        sitting.pk,
        revision=revision(),
        candidates=candidate.pk,
    ) == ("1 candidate is proposed.", ["sitting"])
    assert press(
        secretary,
        "change_sitting",
        sitting.pk,
        revision=revision(),
        held_on="20.11.2025",
        secretary=council.secretary.pk,
        presiding=council.members[0].pk,
    ) == ("Day, place and officers are saved.", ["record_attendance"])
    assert press(
        secretary,
        "record_attendance",
        sitting.pk,
        revision=revision(),
        voters=[person.pk for person in sitting.members],
    ) == ("Attendance is recorded.", ["record_votes"])
    assert press(
        secretary,
        "record_votes",
        sitting.pk,
        revision=revision(),
        all_in_favour="1",
    ) == ("The votes are recorded.", ["sitting"])
    assert press(
        secretary, "finalise_protocol", sitting.pk, revision=revision(), number="1"
    ) == (
        "Protocol № 1 is final; its decisions are carried out.",
        ["protocol_pdf", "attach_scan", "publish_list"],
    )
    seen = secretary.get(reverse("publish_list")).context["difference"].seen
    assert press(secretary, "publish_list", seen=seen) == (
        "Edition № 1 of the list is published.",
        ["list_edition"],
    )
    assert press(
        secretary, "withdraw_consent", candidate.pk, on="20.11.2025", checked="1"
    ) == (
        "The consent is withdrawn; no published edition names the person.",
        ["publish_list"],
    )


def test_a_cancelled_sitting_leads_to_another(secretary, council):
    sitting = make.a_presidium_sitting(council, AHEAD)
    assert press(secretary, "cancel_sitting", sitting.pk, revision=1) == (
        "The sitting is cancelled; its questions are free for another one.",
        ["plan_sitting"],
    )


def test_a_chair_is_not_sent_where_only_the_secretariat_may_go(chair, council):
    sitting = actions.plan_sitting(
        body=council.commissions[0],
        held_on=TODAY,
        secretary=council.secretary,
        by=council.secretariat,
    )
    actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    make.attended(sitting)
    make.voted(sitting)
    sitting.refresh_from_db()
    assert press(
        chair,
        "finalise_protocol",
        sitting.pk,
        revision=sitting.revision,
        number="1",
    ) == (
        "Protocol № 1 is final; its decisions are carried out.",
        ["protocol_pdf", "attach_scan"],
    )


def test_a_dossier_leads_along_its_path(secretary, council):
    commission = council.commissions[0]
    facts = pages.complete(commission) | CONSENTED
    del facts["is_ready"]
    assert told(pages.enter(secretary, **facts)) == (
        "The dossier is saved. Next, step 1 of 4: Dossier. Still open: Statement of "
        "readiness",
        ["change_dossier"],
    )
    facts = pages.complete(commission) | CONSENTED | {"given_name": "Айдос"}
    assert told(pages.enter(secretary, **facts)) == (
        "The dossier is saved. Next, step 2 of 4: Discussion in the commission. "
        "No sitting of the commission is planned",
        ["plan_sitting"],
    )
    sitting = actions.plan_sitting(
        body=commission, held_on=AHEAD, by=council.secretariat
    )
    dossier = Expert.objects.get(person__given_name="Айдос")
    assert told(pages.change(secretary, dossier, note="Ескертпе")) == (
        "The dossier is saved. Next, step 2 of 4: Discussion in the commission. "
        "Next sitting of the commission: 25.11.2025",
        ["discuss"],
    )
    assert press(
        secretary, "discuss", sitting.pk, revision=1, candidates=dossier.pk
    ) == ("1 candidate is on the agenda.", ["record_attendance", "discuss"])
    assert told(pages.change(secretary, dossier, note="")) == (
        "The dossier is saved. Next, step 2 of 4: Discussion in the commission. "
        "On the agenda of 25.11.2025",
        ["sitting"],
    )


def test_what_was_mended_in_a_name_is_said(secretary, council):
    facts = (
        pages.complete(council.commissions[0])
        | CONSENTED
        | {
            "surname": "ҚАСЕНОВ",
            "given_name": "Әлихaн",
        }
    )
    answer = pages.enter(secretary, **facts)
    _saved, mended = said(answer)
    assert str(mended) == (
        "“ҚАСЕНОВ” is kept as “Қасенов”. “Әлихан”: Latin letters that look like "
        "Cyrillic ones were replaced."
    )
    assert str(Expert.objects.get().person) == "Қасенов Әлихан"


def test_a_name_that_stands_is_not_mended_by_another_deed(secretary, council):
    person = make.a_person(surname="АХМЕТОВ", given_name="Айдос")
    answer = secretary.post(
        reverse("change_person", args=[person.pk]),
        {"surname": "АХМЕТОВ", "given_name": "Айдар"},
    )
    assert told(answer) == ("Saved: АХМЕТОВ Айдар.", [])


def test_the_seats_of_the_council(secretary, council):
    typed = {"surname": "Ким", "given_name": "Анна", "role": "member"}
    assert press(
        secretary, "seat_person", council.assembly.pk, begins="20.11.2025", **typed
    ) == (f"Ким Анна sits in {council.assembly}.", ["seat_person"])
    seat = council.commissions[0].seats.first()
    assert press(secretary, "end_seat", seat.pk, ends="20.11.2025") == (
        f"The seat of {seat.person} ends.",
        ["seat_person"],
    )
    typed = {"number": "9", "begins": "01.06.2030", "ends": "31.05.2033"}
    assert press(secretary, "enter_convocation", **typed) == (
        "The convocation is entered.",
        ["enter_body"],
    )


def test_an_event_leads_to_who_came_and_what_they_write(chair, council, expert):
    event = work.an_event(expert, begins=AHEAD, ends=AHEAD)

    assert press(
        chair, "change_event", event.pk, **_event_fields(chair, event, expert)
    ) == ("The event is changed.", [])
    with time_machine.travel("2025-11-26 12:00+05:00"):
        chair = browser_of(council.chair_accounts[0])
        assert press(
            chair, "change_event", event.pk, **_event_fields(chair, event, expert)
        ) == ("The event is changed.", ["record_event"])
        assert press(
            chair,
            "record_event",
            event.pk,
            revision=event.revision + 2,
            companion=council.chairs[0].pk,
            came=expert.pk,
        ) == ("Who came is recorded.", ["awaited"])
    other = work.an_event(expert, begins=AHEAD, ends=AHEAD)
    assert press(chair, "cancel_event", other.pk, revision=1) == (
        "The event is cancelled.",
        ["plan_event"],
    )


def _event_fields(client, event, expert):
    address = reverse("change_event", args=[event.pk])
    return pages.shown(client, address) | {"experts": [expert.pk]}


def test_an_assignment_leads_to_its_end(council, expert):
    (row,) = work.assigned(expert)
    row.refresh_from_db()

    def change(deed, **typed):
        row.refresh_from_db()
        chair = browser_of(council.chair_accounts[0])
        return press(chair, deed, row.pk, revision=row.revision, **typed)

    with time_machine.travel("2025-11-26 12:00+05:00"):
        assert change("complete_assignment", done_on="26.11.2025") == (
            "The assignment is noted as done.",
            ["receive_recommendation"],
        )
        assert change("reopen_assignment") == (
            "The assignment is open again.",
            ["complete_assignment"],
        )
        assert change("withdraw_assignment", outcome="Керек емес") == (
            "The assignment is withdrawn.",
            [],
        )


def test_a_written_work_leads_to_its_result(chair, expert):
    found = outputs.a_recommendation(expert)
    typed = {"clarify": "Нақтылаңыз", "clarify_on": "20.11.2025"}
    assert press(
        chair, "ask_clarification", found.pk, revision=found.revision, **typed
    ) == (
        "The clarification is asked; the next version is awaited.",
        ["receive_version"],
    )
    found.refresh_from_db()
    typed = {"received_on": "20.11.2025", "text": "Нақтыланды."}
    assert press(
        chair, "receive_version", found.pk, revision=found.revision, **typed
    ) == ("The version is on record.", ["consider_recommendation"])
    found.refresh_from_db()
    assert press(
        chair,
        "consider_recommendation",
        found.pk,
        revision=found.revision,
        considered_how="working_order",
        considered_on="20.11.2025",
        result="Назарға алынды.",
    ) == ("The result is on record.", [])


def test_a_publication_leads_to_its_agreement_and_appearance(chair, expert):
    typed = {"title": "Шолу", "kind": "analysis", "asked_on": "18.11.2025"}
    answer = chair.post(reverse("enter_publication") + f"?expert={expert.pk}", typed)
    assert told(answer) == ("The publication is on record.", ["approve_publication"])


def test_a_move_leads_to_its_sitting(chair, council, expert):
    sitting = make.a_presidium_sitting(council, AHEAD)
    typed = {"sitting": sitting.pk, "ground": "trust"}
    assert press(chair, "propose_release", expert.pk, **typed) == (
        f"On the agenda of the sitting: {sitting}.",
        ["sitting"],
    )
    path = chair.get(reverse("path", args=[expert.pk]))
    ((what, steps),) = path.context["under_way"]
    assert what == "proposal to release an expert"
    assert [(step.label, step.state) for step in steps.steps] == [
        ("Proposal to the Presidium", "done"),
        ("Decision of the Presidium", "current"),
    ]


def test_a_round_leads_to_the_others_and_after_the_last_to_the_report():
    with time_machine.travel(IN_JANUARY):
        world = Round(experts=2)
        assert told(world.send("note_evaluations", world.fields())) == (
            "Numbers and notes are kept; nothing is signed off yet.",
            ["evaluations"],
        )
        assert told(world.sign(world.entries[0])) == (
            "Signed off – 1. Left – 1.",
            ["evaluations"],
        )
        assert told(world.sign()) == (
            "Signed off – 1. Everybody of the quarter is evaluated (4.1).",
            ["make_report"],
        )


def test_what_is_said_is_escaped(secretary):
    person = make.a_person()
    answer = secretary.post(
        reverse("change_person", args=[person.pk]),
        {"surname": "Ким", "given_name": "О'Анна"},
    )
    assert "Saved: Ким О&#x27;Анна." in secretary.get(answer.url).text


def test_only_one_module_says_what_was_done_and_says_what():
    root = Path(__file__).parent.parent
    sources = [
        path
        for app in ("council", "experts", "commissions", "kpi")
        for path in (root / app).rglob("*.py")
    ]
    speakers = [path for path in sources if "messages.success(" in path.read_text()]
    assert [path.name for path in speakers] == ["telling.py"]
    assert [path.name for path in sources if '_("Saved.")' in path.read_text()] == []
