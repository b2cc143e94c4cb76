"""Pages of what experts hand in and say: lists, files, typing, languages, papers."""

import io
import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from commissions.models import Publication, Recommendation
from commissions.work_print import letter_pdf, recommendation_pdf
from council import actions as council_actions
from council.desk import story_of_work
from council.uploads import LARGEST
from tests import factories as make
from tests import outputs
from tests.clauses.pages import refusals
from tests.outputs import DAY, LATER
from tests.scans import a_pdf
from tests.worlds import built_once

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
PDF = a_pdf("work")
LISTS = ("recommendations", "publications", "breaches", "commendations")
NOW = f"{outputs.TODAY} 12:00+05:00"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@built_once(NOW)
def expert(council):
    return make.in_office(council)


@pytest.fixture
def chair(council):
    """Give the browser of the first commission's chair."""
    return browser_of(council.chair_accounts[0])


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def one_of_each(expert, number):
    """Make one row of every list, told apart by its number."""
    outputs.a_recommendation(expert, title=f"Ұсыным {number}")
    outputs.unagreed(expert, title=f"Шолу {number}")
    outputs.a_breach(expert, essence=f"Құжат {number}")
    day = DAY + timedelta(days=number)
    outputs.a_commendation(expert, proposed_on=day)
    outputs.a_risk_notice(expert, essence=f"Қауіп {number}")


def queries(client, urls):
    """Return how many queries each page takes."""
    counts = []
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    return counts


def words(pdf):
    """Return the text of the PDF in its own order, with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


def test_lists_and_desk_cost_the_same_with_one_row_and_with_three(
    council, expert, chair
):
    urls = [reverse(name) for name in (*LISTS, "risk_notices", "desk")]
    one_of_each(expert, 0)
    queries(chair, urls)
    caches["pages"].clear()
    first = queries(chair, urls)
    for number in (1, 2):
        one_of_each(expert, number)
    caches["pages"].clear()
    assert queries(chair, urls) == first


def test_a_list_finds_by_title_and_name_and_by_what_waits(council, expert, chair):
    outputs.considered(outputs.a_recommendation(expert, title="Көпір қоршауы"))
    waits = outputs.a_recommendation(expert, kind="topic", title="Ауа сапасы")
    outputs.a_recommendation(make.in_office(council, council.commissions[1]))
    url = reverse("recommendations")

    def titles(client=chair, **asked):
        return [row.title for row in client.get(url, asked).context["page"]]

    assert titles() == ["Ауа сапасы", "Көпір қоршауы"]
    assert titles(q="көпір") == titles(q="копир") == ["Көпір қоршауы"]
    assert titles(q=expert.person.surname, state="waiting") == [waits.title]
    assert titles(kind="topic") == [waits.title]
    secretary = browser_of(council.secretariat)
    second = council.commissions[1].pk
    assert len(titles(secretary)) == 3
    assert len(titles(secretary, commission=second)) == 1
    assert chair.get(url, {"page": "7"}).status_code == 400
    assert chair.get(url, {"kind": "жоқ"}).status_code == 400


def test_files_are_what_their_names_say_and_small_enough(expert, chair):
    url = f"{reverse('receive_recommendation')}?expert={expert.pk}"

    def sent(name, content):
        return chair.post(
            url,
            {
                "kind": "recommendation",
                "title": "Файл",
                "received_on": DAY,
                "file": SimpleUploadedFile(name, content),
            },
        )

    for name, content in (
        ("work.exe", PDF),
        ("work.pdf", b"<html>"),
        ("work.pdf", PDF + b"0" * LARGEST),
        ("", b""),
    ):
        answer = sent(name, content) if name else chair.post(url, {"title": "Файл"})
        assert answer.status_code == 200
        assert 'value="Файл"' in answer.text
    assert Recommendation.objects.count() == 0
    assert sent("мәтін.pdf", PDF).status_code == 302
    version = Recommendation.objects.get().versions.get()
    answer = chair.get(reverse("open_work_file", args=[version.pk]))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == (
        f'attachment; filename="work-{version.recommendation_id}-1.pdf"'
    )
    assert answer["Cache-Control"] == "private, no-store"


def test_a_refusal_is_in_the_reader_s_language_and_keeps_the_typing(expert, chair):
    publication = outputs.unagreed(expert)
    facts = {"approved": f"{LATER:%d.%m.%Y}", "appeared": f"{DAY:%d.%m.%Y}"}
    said = (
        "5.1.9: agreed on %(approved)s, but it appeared on %(appeared)s; an agreement "
        "comes first."
    )
    values = {"revision": 1, "approved_by": "chair", "approved_on": f"{LATER:%d.%m.%Y}"}
    for language in ("kk", "en"):
        with translation.override(language):
            url = reverse("approve_publication", args=[publication.pk])
            answer = chair.post(url, values)
            assert refusals(answer) == [gettext(said) % facts]
        assert f'value="{LATER:%d.%m.%Y}"' in answer.text
    assert not Publication.objects.get().is_agreed


def test_a_stale_page_and_a_form_sent_twice_are_refused(expert, chair):
    work = outputs.a_recommendation(expert)
    values = {"revision": 7, "kind": "topic", "title": "Басқа"}
    stale = chair.post(reverse("change_recommendation", args=[work.pk]), values)
    assert "Somebody changed this record" in stale.text
    url = f"{reverse('receive_recommendation')}?expert={expert.pk}"
    twice = {
        "kind": work.kind,
        "title": work.title,
        "received_on": DAY,
        "text": "Мәтін",
    }
    assert refusals(chair.post(url, twice)) == [
        f"This is on record already: {work.title}."
    ]
    assert Recommendation.objects.get().title == work.title


def test_what_an_address_names_is_filled_in(council, expert, chair):
    event = outputs.an_event(expert)
    sitting = outputs.a_sitting(council.commissions[0], DAY, expert.person)
    assignment = outputs.an_assignment(expert)
    other = make.in_office(council)
    url = reverse("receive_recommendation")

    def offered(name, row):
        page = chair.get(url, {name: row.pk}).context["form"]
        return [key for key, _name in page.fields["expert"].choices if key]

    for name, row in (("event", event), ("sitting", sitting)):
        assert offered(name, row) == [expert.pk]
        page = chair.get(url, {name: row.pk, "expert": expert.pk})
        assert page.context["form"].initial["occasion"] == f"{name}-{row.pk}"
    given = chair.get(url, {"assignment": assignment.pk})
    assert given.context["form"].initial["occasion"] == f"assignment-{assignment.pk}"
    for asked in (
        {"expert": 10**30},
        {"expert": "x"},
        {"event": 0},
        {"expert": make.a_candidate(council).pk},
    ):
        assert chair.get(url, asked).status_code == 404, asked
    assert chair.get(url, {"expert": other.pk}).status_code == 200


def test_the_story_of_an_expert_tells_each_reader_what_is_theirs(council, expert):
    one_of_each(expert, 0)
    own, other = council.chair_accounts
    notice = gettext("Notice of a corruption risk")

    told = {
        account: [moment.label for moment in story_of_work(expert, account)]
        for account in (own, council.secretariat, other)
    }

    assert (len(told[own]), len(told[council.secretariat]), told[other]) == (5, 4, [])
    assert notice in told[own]
    assert notice not in told[council.secretariat]


def test_a_work_prints_in_both_languages_with_what_it_is_on_each_page(expert):
    text = "Бірінші сөйлем.\n\n" + "Ұзын мәтін. " * 600
    work = outputs.a_recommendation(expert, text=text)
    kazakh = words(recommendation_pdf(work, "kk"))
    assert kazakh.count("Бұл – эксперттің жеке пікірі.") > 1
    for said in (work.title, str(expert), "2025 жылғы 12 қараша, 1-нұсқа"):
        assert said in kazakh
    russian = words(recommendation_pdf(work, "ru"))
    assert "носит рекомендательный характер" in russian


def test_a_letter_names_the_expert_and_who_signs_with_the_logo(council, expert):
    letter = outputs.a_commendation(expert)
    plain = letter_pdf(letter, "kk")
    for said in (str(expert), letter.merit_kk, council.chairs[0].short_name):
        assert said in words(plain)
    assert "Благодарственное письмо".upper() in words(letter_pdf(letter, "ru")).upper()
    council_actions.name_council(
        name_kk="Кеңес",
        name_ru="Совет",
        city_kk="Алматы қаласы",
        city_ru="город Алматы",
        logo=a_picture(),
        by=council.secretariat,
    )
    pictured = letter_pdf(letter, "kk")
    assert pictured.count(b"/Subtype /Image") == plain.count(b"/Subtype /Image") + 1


def a_picture():
    """Return a small PNG."""
    made = io.BytesIO()
    Image.new("RGB", (20, 10), (0, 120, 180)).save(made, "PNG")
    return SimpleUploadedFile("logo.png", made.getvalue())
