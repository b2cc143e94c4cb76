"""Another council: its names, limits and logo are data, no code is changed."""

import io
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from commissions.models import Submission
from council.models import Account, Body, Edition, Person, Sitting
from experts.models import Engagement
from tests import factories as make
from tests.commissions.test_init_council import init

pytestmark = [pytest.mark.django_db, pytest.mark.clause("1.7")]
NAMES = {
    "name_kk": "Шымкент қаласының Қоғамдық кеңесі",
    "name_ru": "Общественный совет города Шымкента",
    "city_kk": "Шымкент қаласы",
    "city_ru": "город Шымкент",
}
PER_SITTING, MULTIPLE, MEMBERS = 3, 4, 2


@pytest.fixture
def council():
    """Found it by the command, as its operator does, and seat its members."""
    init(
        **NAMES,
        number="2",
        begins="20.05.2025",
        ends="19.05.2028",
        commission=["Қала шаруашылығы|Городское хозяйство"],
        commissions="1",
        decision_number="7",
        decided_on="13.10.2025",
        effective_on="13.10.2025",
        candidates_limit=str(PER_SITTING),
        experts_multiple=str(MULTIPLE),
        practice_months="24",
        quorum="1/2",
    )
    secretariat = Account.objects.get(username="secretariat")
    people = [make.a_person() for _number in range(4)]
    bodies = {body.kind: body for body in Body.objects.all()}
    for person in people:
        make.seated(bodies["assembly"], person)
    for person in people[:MEMBERS]:
        make.seated(bodies["commission"], person, make_role(person, people[0]))
    for person in people[:3]:
        make.seated(bodies["presidium"], person, make_role(person, people[0]))
    return make.MadeCouncil(
        secretariat=secretariat,
        convocation=bodies["commission"].convocation,
        edition=Edition.objects.get(),
        assembly=bodies["assembly"],
        presidium=bodies["presidium"],
        commissions=[bodies["commission"]],
        members=people,
        chairs=people[:1],
        chair_accounts=[],
        secretary=people[-1],
    )


def make_role(person: Person, chair: Person) -> str:
    """Return the role of a member: the first one is the chair."""
    return "chair" if person == chair else "member"


def propose(browser, sitting, candidates):
    """Propose on the page as the secretariat does; return the answer."""
    return browser.post(
        reverse("propose", args=[sitting.pk]),
        {
            "candidates": [candidate.pk for candidate in candidates],
            "revision": Sitting.objects.get(pk=sitting.pk).revision,
        },
    )


def finalise(browser, sitting, number):
    """Let all come and vote, then finalise on the page; return the answer."""
    make.voted(make.attended(sitting))
    return browser.post(
        reverse("finalise_protocol", args=[sitting.pk]),
        {"number": number, "revision": Sitting.objects.get(pk=sitting.pk).revision},
    )


def words_of(pdf):
    """Return the text of a paper, its spaces as one."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return " ".join(done.stdout.decode().split())


def test_the_main_job_of_another_council(council, client):
    browser = Client()
    browser.force_login(council.secretariat)
    practised = {"has_higher_education": False, "practice_months": 24}
    candidates = [make.a_candidate(council, expert=practised) for _n in range(9)]
    for three in range(0, 9, 3):
        make.discussed(*candidates[three : three + 3])
    # Three a sitting: the fourth is refused with clause and number, the three go in.
    first = make.a_presidium_sitting(council)
    answer = propose(browser, first, candidates[:4])
    assert answer.status_code == 200
    assert "1.7" in answer.text
    assert Submission.objects.count() == 0
    assert propose(browser, first, candidates[:3]).status_code == 302
    assert finalise(browser, first, 1).status_code == 302
    second = make.a_presidium_sitting(council)
    assert propose(browser, second, candidates[3:6]).status_code == 302
    assert finalise(browser, second, 2).status_code == 302
    # Four for each of two members: eight experts, so the ninth is refused.
    third = make.a_presidium_sitting(council)
    assert propose(browser, third, candidates[6:8]).status_code == 302
    assert finalise(browser, third, 3).status_code == 302
    fourth = make.a_presidium_sitting(council)
    assert propose(browser, fourth, candidates[8:]).status_code == 302
    answer = finalise(browser, fourth, 4)
    assert answer.status_code == 422
    assert "1.7" in answer.text
    assert Engagement.objects.count() == MULTIPLE * MEMBERS
    # Its names and its city stand on its papers and pages, and no other's.
    paper = words_of(
        browser.get(reverse("protocol_pdf", args=[first.pk, "kk"])).content
    )
    assert "Шымкент" in paper
    assert "Алматы" not in paper
    picture = io.BytesIO()
    Image.new("RGB", (400, 100), "navy").save(picture, "PNG")
    logo = SimpleUploadedFile("logo.png", picture.getvalue())
    assert (
        browser.post(reverse("name_council"), {**NAMES, "logo": logo}).status_code
        == 302
    )
    for language, name in (("kk", NAMES["name_kk"]), ("ru", NAMES["name_ru"])):
        with translation.override(language):
            page = client.get(reverse("register")).text
        assert name in page
        assert "/council-logo.png" in page
        assert "Алматы қаласы" not in page
        assert "города Алматы" not in page
