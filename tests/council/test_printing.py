"""The papers for a sitting: its agenda and the sheet that people sign."""

import subprocess
from datetime import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from council import actions
from council.models import Body, Seat
from council.sitting_print import agenda_html, attendance_sheet_html
from tests import factories as make
from tests.worlds import built_once

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
PLAN = {
    "title_kk": "Жұмыс жоспары туралы",
    "draft_kk": "Бекітілсін.",
    "title_ru": "О плане работы",
    "draft_ru": "Утвердить.",
}
PAPERS = ("agenda_pdf", "attendance_sheet_pdf")
NOW = "2025-11-08 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@built_once(NOW)
def sitting(council):
    return actions.plan_sitting(
        body=council.presidium,
        held_on=make.DECIDED_ON,
        starts_at=time(15, 30),
        place_kk="Мәжіліс залы",
        place_ru="Зал заседаний",
        presiding=council.members[0],
        secretary=council.secretary,
        by=council.secretariat,
    )


def asked(sitting, council, texts=PLAN, reporter=""):
    """Put a question on the agenda."""
    return actions.add_item(
        sitting=sitting, texts=texts, reporter=reporter, by=council.secretariat
    )


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def words(pdf):
    """Return the text of the PDF in its own order, with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


def agenda(sitting, language):
    """Return the agenda that exists in this language."""
    html = agenda_html(sitting, language)
    assert html is not None
    return html


def paper(name, sitting, language="kk"):
    return reverse(name, args=[sitting.pk, language])


def test_an_agenda_in_kazakh_says_where_when_and_what(council, sitting):
    asked(sitting, council, reporter="Омаров Ә.")
    asked(sitting, council, PLAN | {"title_kk": "Есеп туралы"})
    answer = browser_of(council.secretariat).get(paper("agenda_pdf", sitting))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert "agenda-2025-11-10-kk.pdf" in answer["Content-Disposition"]
    text = words(answer.content)
    for sentence in (
        "АЛМАТЫ ҚАЛАСЫНЫҢ ҚОҒАМДЫҚ КЕҢЕСІ ПРЕЗИДИУМ ОТЫРЫСЫНЫҢ КҮН ТӘРТІБІ",
        "2025 жылғы 10 қараша",
        "15:30",
        "Өтетін орны: Мәжіліс залы",
        f"Төрағалық етуші: {council.members[0].short_name}",
        "1. Жұмыс жоспары туралы Баяндамашы: Омаров Ә.",
        "2. Есеп туралы",
    ):
        assert sentence in text
    assert "Бекітілсін" not in text


def test_an_agenda_in_russian_needs_every_question_in_russian(council, sitting):
    asked(sitting, council)
    browser = browser_of(council.secretariat)
    text = words(browser.get(paper("agenda_pdf", sitting, "ru")).content)
    assert "ПОВЕСТКА ДНЯ ЗАСЕДАНИЯ ПРЕЗИДИУМА 10 ноября 2025 года" in text
    assert "1. О плане работы" in text
    page = browser.get(reverse("sitting", args=[sitting.pk])).text
    assert paper("agenda_pdf", sitting, "ru") in page
    asked(sitting, council, {"title_kk": "Есеп", "draft_kk": "Бекітілсін."})
    assert browser.get(paper("agenda_pdf", sitting, "ru")).status_code == 404
    page = browser.get(reverse("sitting", args=[sitting.pk])).text
    assert paper("agenda_pdf", sitting, "ru") not in page
    assert paper("agenda_pdf", sitting, "kk") in page
    assert paper("attendance_sheet_pdf", sitting, "ru") in page


def test_an_empty_agenda_says_so(council, sitting):
    assert "мәселе енгізілмеген" in agenda(sitting, "kk")
    assert "Вопросов в повестке дня нет" in agenda(sitting, "ru")


def test_the_sheet_names_every_member_and_leaves_room_for_guests(council, sitting):
    guest = make.a_person(surname="Қонақбай", given_name="Ұлту")
    make.attended(sitting, others=[guest])
    browser = browser_of(council.secretariat)
    text = words(browser.get(paper("attendance_sheet_pdf", sitting)).content)
    assert "ПРЕЗИДИУМ ОТЫРЫСЫНА ҚАТЫСУШЫЛАРДЫ ТІРКЕУ ПАРАҒЫ" in text
    members, guests = text.split("Дауыс беру құқығынсыз")
    assert [person for person in council.members[:4] if str(person) not in members] == (
        []
    )
    assert f"{council.members[0]} төраға" in members
    assert f"{council.members[1]} мүше" in members
    assert "1 Қонақбай Ұлту 2 3 4 5 6 7 Төрағалық етуші" in guests
    assert council.secretary.short_name in guests


def test_a_secretary_without_a_vote_is_no_row_of_the_sheet(council, sitting):
    clerk = make.a_person(surname="Хатшыбай")
    make.seated(council.presidium, clerk, Seat.Role.SECRETARY)
    assert "Хатшыбай" not in attendance_sheet_html(sitting, "kk")


@pytest.mark.parametrize(
    ("kind", "kk", "ru"),
    [
        (
            Body.Kind.ASSEMBLY,
            ("ЖАЛПЫ ОТЫРЫСТЫҢ КҮН ТӘРТІБІ", "ЖАЛПЫ ОТЫРЫСҚА ҚАТЫСУШЫЛАРДЫ"),
            ("ПОВЕСТКА ДНЯ ОБЩЕГО ЗАСЕДАНИЯ", "УЧАСТНИКОВ ОБЩЕГО ЗАСЕДАНИЯ"),
        ),
        (
            Body.Kind.COMMISSION,
            ("№\xa01 КОМИССИЯ ОТЫРЫСЫНЫҢ КҮН ТӘРТІБІ", "№\xa01 КОМИССИЯ ОТЫРЫСЫНА"),
            ("ПОВЕСТКА ДНЯ ЗАСЕДАНИЯ КОМИССИИ №\xa01", "ЗАСЕДАНИЯ КОМИССИИ №\xa01"),
        ),
    ],
)
def test_each_kind_of_body_has_its_headings(council, kind, kk, ru):
    body = council.assembly if kind == Body.Kind.ASSEMBLY else council.commissions[0]
    sitting = actions.plan_sitting(
        body=body, held_on=make.DECIDED_ON, by=council.secretariat
    )
    for language, headings in (("kk", kk), ("ru", ru)):
        assert headings[0] in agenda(sitting, language)
        assert headings[1] in attendance_sheet_html(sitting, language)


def test_what_people_type_stays_text_in_the_papers(council, sitting):
    typed = "<img src=x><b>&amp;"
    asked(sitting, council, PLAN | {"title_kk": typed}, reporter=typed)
    assert agenda(sitting, "kk").count("&lt;img src=x&gt;&lt;b&gt;&amp;amp;") == 2


@pytest.mark.parametrize("name", PAPERS)
def test_papers_open_to_those_who_read_the_sitting(client, council, sitting, name):
    member = make.an_account(username="member")
    actions.change_person(
        person=council.members[3], account=member, by=council.secretariat
    )
    own = actions.plan_sitting(
        body=council.commissions[1], held_on=make.DECIDED_ON, by=council.secretariat
    )
    # The first two members chair commissions and sit in the Presidium.
    answers = {
        (who, which.body.kind): browser_of(account).get(paper(name, which)).status_code
        for who, account in (
            ("secretariat", council.secretariat),
            ("chair 1", council.chair_accounts[0]),
            ("chair 2", council.chair_accounts[1]),
            ("member", member),
            ("nobody", make.an_account()),
        )
        for which in (sitting, own)
    }
    assert answers == {
        ("secretariat", "presidium"): 200,
        ("secretariat", "commission"): 200,
        ("chair 1", "presidium"): 200,
        ("chair 1", "commission"): 404,
        ("chair 2", "presidium"): 200,
        ("chair 2", "commission"): 200,
        ("member", "presidium"): 200,
        ("member", "commission"): 404,
        ("nobody", "presidium"): 403,
        ("nobody", "commission"): 403,
    }
    assert client.get(paper(name, sitting)).status_code == 302


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("language", ["en", "xx", "k" * 500])
def test_papers_exist_in_kazakh_and_russian_only(council, sitting, name, language):
    browser = browser_of(council.secretariat)
    assert browser.get(paper(name, sitting, language)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_papers_cost_the_same_however_long(
    council, sitting, rows, django_assert_num_queries
):
    for _number in range(rows):
        asked(sitting, council)
    make.attended(sitting, others=[make.a_person() for _number in range(rows)])
    sitting = type(sitting).objects.select_related("body", "presiding").get()
    with django_assert_num_queries(3), translation.override("kk"):
        agenda(sitting, "kk")
    with django_assert_num_queries(3):
        attendance_sheet_html(sitting, "kk")
