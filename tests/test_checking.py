"""Before what cannot be undone the answers are shown, and nothing is done yet."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from council.models import AuditEvent, Convocation, Person
from experts.models import Consent
from tests import factories as make
from tests.throwaway import fingerprints
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-11-20 12:00+05:00"
NAME = {"surname": "Қасенов", "given_name": "Әлихан", "patronymic": ""}
ANSWERS = re.compile(r"<dt>(.*?)</dt>\s*<dd>\s*(.*?)\s*</dd>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
DEEDS = ("end_convocation_early", "merge_persons", "withdraw_consent")


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW), translation.override("en"):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@pytest.fixture
def secretary(council):
    client = Client()
    client.force_login(council.secretariat)
    return client


@pytest.fixture
def asked(council):
    """Give for each deed its address and what is typed; "wrong" is refused."""
    people = [make.a_person(**NAME) for _each in range(2)]
    expert = make.a_candidate(council)
    merged = {"person": str(people[0].pk), "duplicate": str(people[1].pk)}
    return {
        "end_convocation_early": (
            reverse("end_convocation_early", args=[council.convocation.pk]),
            {"ends": "1.12.25", "ended_early_by": 'Қаулы "№ 7"'},
            {"ends": "01.12.2035"},
        ),
        "merge_persons": (
            reverse("merge_persons", args=[people[0].pk]),
            merged,
            {"duplicate": merged["person"]},
        ),
        "withdraw_consent": (
            reverse("withdraw_consent", args=[expert.pk]),
            {"on": "20.11.2025"},
            {"on": "21.11.2025"},
        ),
    }


def is_done(deed):
    return {
        "end_convocation_early": Convocation.objects.exclude(ended_early_by=""),
        "merge_persons": Person.objects.filter(surname=NAME["surname"])[1:],
        "withdraw_consent": Consent.objects.filter(withdrawn_on__isnull=False),
    }[deed].count() == (deed != "merge_persons")


@pytest.mark.parametrize("deed", DEEDS)
def test_answers_are_shown_before_the_deed_and_then_carried_out(secretary, asked, deed):
    address, typed, _wrong = asked[deed]
    secretary.get(address)
    before = fingerprints()
    page = secretary.post(address, typed)
    assert "Check your answers" in page.text
    assert "This cannot be undone:" in page.text
    assert fingerprints() == before
    kept = {
        name: unescape(value)
        for name, value in HIDDEN.findall(page.text.partition("<main")[2])
    }
    kept.pop("csrfmiddlewaretoken", None)
    assert kept == typed
    assert not is_done(deed)

    answer = secretary.post(address, kept | {"checked": "1"})
    assert answer.status_code == 302
    assert is_done(deed)
    assert AuditEvent.objects.latest("pk").name == deed


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_changes_an_answer_finds_the_typing(secretary, asked, deed):
    address, typed, _wrong = asked[deed]
    page = secretary.post(address, typed | {"change": "1"})
    assert "Check your answers" not in page.text
    assert "error-summary" not in page.text
    form = page.context["form"]
    assert {name: str(form[name].value()) for name in typed} == typed
    assert not is_done(deed)


@pytest.mark.parametrize("deed", DEEDS)
def test_what_would_be_refused_is_refused_before_anybody_checks(secretary, asked, deed):
    address, typed, wrong = asked[deed]
    page = secretary.post(address, typed | wrong)
    assert "error-summary" in page.text
    assert "Check your answers" not in page.text
    again = secretary.post(address, typed | wrong | {"checked": "1"})
    assert again.context["form"].errors == page.context["form"].errors
    assert not is_done(deed)


def test_answers_are_told_in_words(secretary, asked):
    address, typed, _wrong = asked["end_convocation_early"]
    told = ANSWERS.findall(secretary.post(address, typed).text)
    assert [unescape(value) for _label, value in told] == ["01.12.2025", 'Қаулы "№ 7"']
    address, typed, _wrong = asked["merge_persons"]
    told = ANSWERS.findall(secretary.post(address, typed).text)
    assert [value.startswith("Қасенов Әлихан") for _label, value in told] == [True] * 2
