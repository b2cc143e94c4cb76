"""What is taken back by mistake comes back in one or two moves."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commissions import actions
from commissions.models import Event
from council import actions as council_actions
from council.models import AgendaItem, Sitting
from council.regulation import RuleViolation
from tests import factories as make
from tests import work
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-11-20 12:00+05:00"
WORDS = {
    "title_kk": "Жұмыс жоспары «2026»",
    "draft_kk": "Бекітілсін.",
    "title_ru": "План работы",
    "draft_ru": "Утвердить.",
    "reporter": "А. Төраға",
    "speakers": "",
}
BACK = re.compile(r'<a href="([^"]+again=\d+)">')


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW), translation.override("en"):
        yield


@built_once(NOW)
def council():
    return make.a_council()


@pytest.fixture
def browser_of():
    def made(account):
        client = Client()
        client.force_login(account)
        return client

    return made


@pytest.fixture
def event(council):
    cancelled = work.an_event(*work.in_office(council))
    return actions.cancel_event(event=cancelled, by=council.chair_accounts[0])


def test_a_cancelled_event_is_planned_again_with_who_was_invited(
    council, event, browser_of
):
    chair = browser_of(council.chair_accounts[0])
    invited = list(event.participations.values_list("engagement", "came"))
    assert invited
    address = reverse("reopen_event", args=[event.pk])
    page = chair.get(reverse("event", args=[event.pk])).text
    assert f'action="{address}"' in page
    answer = chair.post(address, {"revision": event.revision}, follow=True)
    assert "The event is planned again." in answer.text
    assert f'action="{address}"' not in answer.text
    again = Event.objects.get(pk=event.pk)
    assert again.status == Event.Status.PLANNED
    assert list(again.participations.values_list("engagement", "came")) == invited
    stale = chair.post(address, {"revision": event.revision})
    assert stale.status_code == 422


def test_an_event_that_is_not_cancelled_is_not_planned_again(council, event):
    chair = council.chair_accounts[0]
    planned = actions.reopen_event(event=event, by=chair)
    with pytest.raises(RuleViolation, match="not cancelled"):
        actions.reopen_event(event=planned, by=chair)


def a_question(council, sitting):
    spoken = {name: WORDS[name] for name in ("reporter", "speakers")}
    texts = {name: text for name, text in WORDS.items() if name not in spoken}
    return council_actions.add_item(
        sitting=sitting, texts=texts, by=council.secretariat, **spoken
    )


def test_a_question_taken_off_comes_back_word_for_word(council, browser_of):
    secretary = browser_of(council.secretariat)
    sitting = make.a_presidium_sitting(council)
    item = a_question(council, sitting)
    revision = Sitting.objects.get(pk=sitting.pk).revision
    answer = secretary.post(
        reverse("remove_item", args=[item.pk]), {"revision": revision}, follow=True
    )
    assert sitting.items.count() == 0
    (back,) = BACK.findall(answer.text)
    form = secretary.get(unescape(back)).context["form"]
    offered = {name: form[name].value() for name in WORDS}
    assert offered == WORDS
    secretary.post(unescape(back), offered)
    assert AgendaItem.objects.values(*WORDS).get() == WORDS


@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 40, "other"])
def test_nothing_else_is_offered_again(council, browser_of, asked):
    secretary = browser_of(council.secretariat)
    first = make.a_presidium_sitting(council)
    other = a_question(council, first).pk
    second = make.a_presidium_sitting(council, on=work.TODAY)
    address = reverse("add_item", args=[second.pk])
    asked = str(other) if asked == "other" else asked
    form = secretary.get(f"{address}?again={asked}").context["form"]
    assert {form[name].value() for name in WORDS} <= {None, ""}


def test_a_proposal_taken_off_is_proposed_anew_not_typed(council, browser_of):
    secretary = browser_of(council.secretariat)
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    make.proposed(candidate, sitting=sitting)
    item = sitting.items.get()
    revision = Sitting.objects.get(pk=sitting.pk).revision
    answer = secretary.post(
        reverse("remove_item", args=[item.pk]), {"revision": revision}, follow=True
    )
    assert BACK.findall(answer.text) == []
    assert reverse("propose", args=[sitting.pk]) in answer.text
