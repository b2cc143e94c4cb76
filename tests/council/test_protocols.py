"""Finalising a protocol, and the papers printed from it."""

import hashlib
import json
import re
import subprocess
from datetime import date

import pytest
from django.urls import reverse

from council import actions
from council.models import AgendaItem, Protocol, ProtocolPaper, Sitting
from council.regulation import RuleViolation
from experts.models import Engagement, Expert
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
FREE = {"title_kk": "Жұмыс жоспары", "draft_kk": "Жоспар бекітілсін."}


@built_once()
def council():
    return make.a_council()


@built_once()
def sitting(council):
    """Return a sitting with one admission, held and voted."""
    candidate = make.a_candidate(
        council,
        person={
            "surname": "Өтеғұлұлы",
            "given_name": "Ғұмар",
            "patronymic": "Һәкімұлы",
        },
    )
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    make.attended(sitting)
    return make.voted(sitting)


def refusal(sitting, number=1, on=make.DECIDED_ON):
    """Return the sentences with which finalising is refused."""
    with pytest.raises(RuleViolation) as caught:
        actions.finalise_protocol(
            sitting=sitting, number=number, on=on, by=make.the_secretariat()
        )
    assert Engagement.objects.count() == 0
    return caught.value.sentences


def paper_of(protocol, language="kk"):
    """Return the protocol's paper in a language it has."""
    paper = actions.protocol_paper(protocol.current, language)
    assert paper is not None
    return paper


def text_of(pdf):
    """Return a PDF's text with white space folded."""
    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"\s+", " ", run.stdout.decode())


def test_freezes_text_number_quorum_votes_and_edition(council, sitting):
    protocol = make.finalised(sitting)
    frozen = json.loads(protocol.current.text)
    assert frozen["head"] == {
        "schema": 1,
        "number": 1,
        "date": "2025-11-10",
        "members": 4,
        "present": 4,
        "absent": 0,
        "quorum_needed": 3,
        "quorum_met": True,
        "edition_number": "24",
        "edition_decided_on": "2025-10-13",
        "version": 1,
    }
    assert frozen["kk"]["items"][0]["vote"] == {"for": 4, "against": 0, "abstained": 0}
    assert hashlib.sha256(protocol.current.text.encode()).hexdigest() == protocol.sha256


@pytest.mark.clause("1.8")
def test_the_engagement_cites_the_protocol_from_the_day_of_the_sitting(sitting):
    protocol = make.finalised(sitting)
    engagement = Engagement.objects.get()
    assert engagement.admitted_by == protocol
    assert engagement.begins == date(2025, 11, 10)
    assert engagement.ends == make.CONVOCATION_ENDS


def test_who_presides_or_writes_is_not_among_the_absent(council, sitting):
    chair, *present = sitting.members
    make.attended(sitting, voters=present)
    make.voted(Sitting.objects.presidium().get())

    def refused_with(presiding, secretary):
        actions.change_sitting(
            sitting=sitting,
            presiding=presiding,
            secretary=secretary,
            by=council.secretariat,
        )
        return refusal(Sitting.objects.presidium().get())

    assert refused_with(chair, council.secretary) == [
        f"{chair} presides and is among the absent."
    ]
    assert refused_with(present[0], chair) == [
        f"{chair} is the secretary and is among the absent."
    ]
    actions.change_sitting(
        sitting=sitting, secretary=council.secretary, by=council.secretariat
    )
    assert make.finalised(sitting).number == 1


def test_lists_everything_that_is_missing(council):
    sitting = actions.plan_sitting(
        body=council.presidium,
        held_on=date(2025, 12, 1),
        by=council.secretariat,
    )
    make.a_presidium_sitting(council)
    Sitting.objects.filter(pk=sitting.pk).update(presiding=None)
    sitting.refresh_from_db()
    assert refusal(sitting) == [
        "The sitting of 01.12.2025 has not been held yet.",
        "The Presidium's sitting of 10.11.2025 comes first: finalise or cancel it.",
        "Nobody is named as presiding.",
        "Nobody is named as secretary.",
        "No quorum: 0 of 4 members present, 3 needed.",
        "The agenda is empty.",
    ]


def test_an_item_without_a_vote_is_named(council, sitting):
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    assert refusal(sitting) == ["No vote is recorded on items: 2."]


@pytest.mark.clause("1.6")
def test_votes_that_no_longer_fit_those_present_are_named(council, sitting):
    make.attended(sitting, voters=council.members[:3])
    assert refusal(sitting) == [
        "Item 1: 1.6: 4 votes are recorded, but 3 members were present."
    ]


@pytest.mark.clause("1.6")
def test_a_vote_by_somebody_who_turns_out_absent_is_named(council, sitting):
    absent = council.members[1]
    make.voted(sitting, against=[absent])
    present = [person for person in council.members[:4] if person != absent]
    make.seated(council.presidium, council.members[4])
    make.attended(sitting, voters=[*present, council.members[4]])
    assert refusal(sitting) == [f"Item 1: 1.6: {absent} voted, but was not present."]


@pytest.mark.clause("1.5")
def test_a_voter_whose_seat_turns_out_ended_is_named(council, sitting):
    seat = council.presidium.seats.get(person=council.members[3])
    actions.end_seat(seat=seat, ends=date(2025, 11, 9), by=council.secretariat)
    assert refusal(sitting) == [
        f"1.5: no vote without a seat in this body: {council.members[3]}."
    ]


def test_a_number_is_taken_once_a_year(council, sitting):
    make.finalised(sitting, number=7)
    second = make.a_presidium_sitting(council)
    actions.add_item(sitting=second, texts=FREE, by=council.secretariat)
    make.attended(second)
    make.voted(second)
    with pytest.raises(RuleViolation) as caught:
        make.finalised(second, number=7)
    assert caught.value.sentences == [
        "Protocol № 7 of 2025 exists already in this body."
    ]
    assert actions.next_number(second) == 8


def test_a_second_press_finds_the_protocol_final(sitting):
    make.finalised(sitting)
    with pytest.raises(RuleViolation) as caught:
        make.finalised(sitting, number=2)
    assert caught.value.sentences == [
        "1.8: the protocol of the sitting of 10.11.2025 is final."
    ]
    assert Protocol.objects.count() == 1


def test_a_bar_found_meanwhile_stops_everything(council, sitting):
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.voted(sitting)
    expert = Expert.objects.get()
    paper = expert.papers.get(kind="narcology")
    type(paper).objects.filter(pk=paper.pk).update(result="bar")
    sentences = refusal(sitting)
    assert len(sentences) == 1
    assert sentences[0].endswith(
        "2.2: bars on record – 1 of four; the person cannot be an expert."
    )
    assert set(AgendaItem.objects.values_list("outcome", flat=True)) == {""}


@pytest.mark.clause("1.6")
def test_a_refusal_prints_no_reason(council, sitting):
    make.voted(sitting, against=council.members[:2])
    protocol = make.finalised(sitting)
    assert protocol.frozen["kk"]["items"][0]["decision"] == (
        "Экспертті тартудан бас тартылды: Өтеғұлұлы Ғұмар Һәкімұлы."
    )
    assert protocol.frozen["ru"]["items"][0]["decision"] == (
        "В привлечении эксперта отказано: Өтеғұлұлы Ғұмар Һәкімұлы."
    )
    assert Expert.objects.get().status == Expert.Status.REFUSED


def test_free_business_that_fails_is_not_adopted(council, sitting):
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.voted(sitting, against=council.members[:2])
    protocol = make.finalised(sitting)
    assert protocol.frozen["kk"]["items"][1]["decision"] == "Шешім қабылданбады."


def test_the_pdf_holds_number_votes_and_decision(council, sitting):
    protocol = make.finalised(sitting, number=5)
    kazakh = text_of(paper_of(protocol).content())
    russian = text_of(paper_of(protocol, "ru").content())
    for part in (
        "2025 жылғы 10 қараша",
        "№ 5",
        "жақтап – 4, қарсы – 0, қалыс қалды – 0",
        "тартылсын: Өтеғұлұлы Ғұмар Һәкімұлы",
        protocol.sha256,
    ):
        assert part in kazakh.replace("\u00a0", " ")
    for part in (
        "10 ноября 2025 года",
        "«за» – 4, «против» – 0, «воздержались» – 0",
        "Привлечь в качестве эксперта комиссии № 1: Өтеғұлұлы Ғұмар Һәкімұлы",
    ):
        assert part in russian.replace("\u00a0", " ")


def test_the_pdf_is_rendered_once(sitting):
    protocol = make.finalised(sitting)
    first = paper_of(protocol)
    second = paper_of(protocol)
    assert first == second
    assert ProtocolPaper.objects.count() == 1
    assert hashlib.sha256(first.content()).hexdigest() == first.sha256


def test_a_lost_file_is_rendered_again_to_the_same_bytes(sitting):
    protocol = make.finalised(sitting)
    first = paper_of(protocol)
    first.file.storage.delete(first.file.name)
    again = paper_of(protocol)
    assert hashlib.sha256(again.content()).hexdigest() == first.sha256
    assert ProtocolPaper.objects.count() == 1


def test_without_a_russian_text_there_is_no_russian_paper(council, sitting, client):
    actions.add_item(sitting=sitting, texts=FREE, by=council.secretariat)
    make.voted(sitting)
    protocol = make.finalised(sitting)
    assert protocol.languages == ["kk"]
    assert actions.protocol_paper(protocol.current, "ru") is None
    client.force_login(council.secretariat)
    url = reverse("protocol_pdf", args=[sitting.pk, "ru"])
    assert client.get(url).status_code == 404


def test_a_draft_is_marked_and_not_kept(council, sitting, client):
    client.force_login(council.secretariat)
    response = client.get(reverse("protocol_pdf", args=[sitting.pk, "kk"]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'inline; filename="protocol-2025-11-10-draft-kk.pdf"'
    )
    assert "ЖОБА" in text_of(response.content)
    assert ProtocolPaper.objects.count() == 0


def test_the_final_paper_is_served_as_it_is_kept(council, sitting, client):
    protocol = make.finalised(sitting)
    client.force_login(council.secretariat)
    response = client.get(reverse("protocol_pdf", args=[sitting.pk, "kk"]))
    kept = ProtocolPaper.objects.get(version__protocol=protocol)
    assert hashlib.sha256(response.content).hexdigest() == kept.sha256
    assert response["Content-Disposition"] == (
        'inline; filename="protocol-2025-11-10-1-kk.pdf"'
    )
