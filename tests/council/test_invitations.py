"""Invitations to a sitting: a page for each who is expected."""

import subprocess

import pytest
import time_machine
from django.urls import reverse

from council import actions
from council.invitation_print import (
    invitations_html,
    invitations_pdf,
    invited_to,
)
from council.models import Seat, Sitting
from tests import factories as make
from tests.council.test_printing import PLAN, browser_of
from tests.worlds import built_once

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
NOW = "2025-11-08 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@built_once(NOW)
def sitting(council):
    """Return a sitting of the first commission with two questions and a guest."""
    by = council.secretariat
    sitting = actions.plan_sitting(
        body=council.commissions[0],
        held_on=make.DECIDED_ON,
        place_kk="Мәжіліс залы",
        place_ru="Зал заседаний",
        secretary=council.secretary,
        invited="Ахметов А.\n\n  Борисов Б. ",
        by=by,
    )
    actions.add_item(sitting=sitting, texts=PLAN, by=by)
    return sitting


def invitations(sitting, language="kk"):
    return reverse("invitations_pdf", args=[sitting.pk, language])


def pages(pdf):
    """Return the text of each page with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def test_each_member_and_guest_has_a_page_with_where_when_and_what(council, sitting):
    answer = browser_of(council.secretariat).get(invitations(sitting))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert "invitations-2025-11-10-kk.pdf" in answer["Content-Disposition"]
    found = pages(answer.content)
    members = [f"{person} (мүше, дауыс береді)" for person in sitting.members]
    guests = [
        f"{name} (дауыс беру құқығынсыз)" for name in ("Ахметов А.", "Борисов Б.")
    ]
    assert len(found) == len(members) + len(guests) == 4
    for page, who in zip(found, members + guests, strict=True):
        assert f"Кімге: {who}" in page
        for sentence in (
            "№ 1 КОМИССИЯ ОТЫРЫСЫНА ШАҚЫРУ",
            "Күні: 2025 жылғы 10 қараша",
            "Өтетін орны: Мәжіліс залы",
            "1. Жұмыс жоспары туралы",
            f"Хатшы {council.secretary.short_name}",
        ):
            assert sentence in page


def test_in_russian_where_every_question_has_it(council, sitting):
    browser = browser_of(council.secretariat)
    page = browser.get(reverse("sitting", args=[sitting.pk])).text
    assert (invitations(sitting) in page, invitations(sitting, "ru") in page) == (
        True,
        True,
    )
    first = pages(browser.get(invitations(sitting, "ru")).content)[0]
    assert "ПРИГЛАШЕНИЕ НА ЗАСЕДАНИЕ КОМИССИИ № 1" in first
    assert "Дата: 10 ноября 2025 года Место проведения: Зал заседаний" in first
    assert "ПОВЕСТКА ДНЯ 1. О плане работы" in first
    only_kazakh = {"title_kk": "Есеп", "draft_kk": "Бекітілсін."}
    actions.add_item(sitting=sitting, texts=only_kazakh, by=council.secretariat)
    assert browser.get(invitations(sitting, "ru")).status_code == 404
    assert browser.get(invitations(sitting, "en")).status_code == 404
    page = browser.get(reverse("sitting", args=[sitting.pk])).text
    assert invitations(sitting, "ru") not in page
    assert invitations(sitting) in page


def test_guests_on_record_come_before_those_only_named(council, sitting):
    guest = make.a_person(surname="Қонақбай", given_name="Ұлту", patronymic="")
    make.attended(sitting, others=[guest])
    sitting = Sitting.objects.get(pk=sitting.pk)
    names = [invited.name for invited in invited_to(sitting, "kk")]
    assert names[-3:] == ["Қонақбай Ұлту", "Ахметов А.", "Борисов Б."]


def test_a_secretary_without_a_vote_is_not_invited_as_a_member(council, sitting):
    clerk = make.a_person(surname="Хатшыбай")
    make.seated(sitting.body, clerk, Seat.Role.SECRETARY)
    assert "Хатшыбай" not in (invitations_html(sitting, "kk") or "")


def test_a_cancelled_sitting_invites_nobody(council, sitting):
    sitting.refresh_from_db()
    actions.cancel_sitting(
        sitting=sitting, revision=sitting.revision, by=council.secretariat
    )
    browser = browser_of(council.secretariat)
    assert browser.get(invitations(sitting)).status_code == 404
    page = browser.get(reverse("sitting", args=[sitting.pk])).text
    assert invitations(sitting) not in page


def test_a_body_without_members_or_guests_has_none(council):
    body = make.a_body(council.convocation, "commission", 9)
    empty = actions.plan_sitting(
        body=body, held_on=make.DECIDED_ON, by=council.secretariat
    )
    assert invitations_html(empty, "kk") is None


def test_names_cannot_break_the_paper(council, sitting):
    sitting.invited = '<img src="http://x.example/">'
    assert "&lt;img" in (invitations_html(sitting, "kk") or "")


@pytest.mark.long
def test_forty_people_and_thirty_questions_are_drawn_in_time(council, sitting):
    for number in range(29):
        texts = PLAN | {"title_kk": f"Қала бюджетінің {number}-бабы туралы"}
        actions.add_item(sitting=sitting, texts=texts, by=council.secretariat)
    sitting.invited = "\n".join(f"Қонақ {number}" for number in range(38))
    content = invitations_pdf(sitting, "kk")
    assert content is not None
    assert sum("Кімге:" in page for page in pages(content)) == 40
