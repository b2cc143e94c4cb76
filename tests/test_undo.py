"""What is taken back by mistake comes back in one or two moves."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commissions import actions
from commissions.models import Event
from council import actions as council_actions
from council.models import AgendaItem, Seat, Sitting
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
SECOND = {"title_kk": "Әртүрлі", "draft_kk": "Назарға алынсын."}
DAY = timedelta(days=1)
BACK = re.compile(r'<a href="([^"]+again=\d+)">')


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW), translation.override("en"):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


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


def revision_of(sitting):
    return Sitting.objects.get(pk=sitting.pk).revision


def press(browser, name, row, **data):
    """Press a button; return the answer, and the page it leads to."""
    return browser.post(reverse(name, args=[row.pk]), data, follow=True)


@pytest.fixture
def cancelled(council):
    """Return a cancelled sitting that had two own questions and a proposal."""
    by = council.secretariat
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council)
    council_actions.remove_item(item=a_question(council, sitting), by=by)
    a_question(council, sitting)
    make.proposed(candidate, sitting=sitting)
    council_actions.add_item(sitting=sitting, texts=SECOND, by=by)
    return council_actions.cancel_sitting(sitting=sitting, by=by)


def questions(sitting):
    return list(sitting.items.values_list("position", "title_kk", "reporter"))


OWN = [(1, WORDS["title_kk"], WORDS["reporter"]), (2, SECOND["title_kk"], "")]


def test_a_cancelled_sitting_is_planned_again_with_its_own_questions(
    council, cancelled, browser_of
):
    secretary = browser_of(council.secretariat)
    address = reverse("reopen_sitting", args=[cancelled.pk])
    page = reverse("sitting", args=[cancelled.pk])
    assert f'action="{address}"' in secretary.get(page).text
    answer = press(secretary, "reopen_sitting", cancelled, revision=cancelled.revision)
    assert "what was proposed to it is proposed anew (1.7)" in unescape(answer.text)
    assert f'action="{address}"' not in answer.text
    again = Sitting.objects.get(pk=cancelled.pk)
    assert again.is_open
    assert questions(again) == OWN
    stale = press(secretary, "reopen_sitting", cancelled, revision=cancelled.revision)
    assert stale.status_code == 422
    assert questions(again) == OWN


def test_only_what_the_last_cancellation_took_off_comes_back(council, cancelled):
    by = council.secretariat
    again = council_actions.reopen_sitting(sitting=cancelled, by=by)
    council_actions.remove_item(item=again.items.get(position=1), by=by)
    council_actions.cancel_sitting(sitting=again, by=by)
    again = council_actions.reopen_sitting(sitting=again, by=by)
    assert questions(again) == [(1, *OWN[1][1:])]


def test_a_sitting_is_planned_again_only_when_cancelled_and_on_a_day_left(
    council, cancelled
):
    by = council.secretariat
    again = council_actions.reopen_sitting(sitting=cancelled, by=by)
    with pytest.raises(RuleViolation, match="not cancelled"):
        council_actions.reopen_sitting(sitting=again, by=by)
    council_actions.cancel_sitting(sitting=again, by=by)
    council_actions.end_convocation_early(
        convocation=council.convocation,
        ends=again.held_on - DAY,
        ended_early_by="№ 7",
        by=by,
    )
    with pytest.raises(RuleViolation, match="The convocation is in office from"):
        council_actions.reopen_sitting(sitting=again, by=by)


@pytest.fixture
def seat(council):
    """Return the seat of commission № 1's chair, which has ended."""
    chair = council.commissions[0].seats.get(role="chair")
    return council_actions.end_seat(seat=chair, ends=work.TODAY, by=council.secretariat)


def test_a_seat_ended_by_mistake_goes_on(council, seat, browser_of):
    address = reverse("reopen_seat", args=[seat.pk])
    body = reverse("body", args=[seat.body_id])
    for moment in ("2025-12-20 12:00+05:00", NOW):
        with time_machine.travel(moment):
            secretary = browser_of(council.secretariat)
            page = secretary.get(body).text
        _before, _action, form = page.partition(f'action="{address}"')
        assert "csrfmiddlewaretoken" in form.partition("</form>")[0]
    answer = press(secretary, "reopen_seat", seat)
    assert f"{seat.person} goes on sitting." in answer.text
    assert f'action="{address}"' not in answer.text
    assert Seat.objects.get(pk=seat.pk).ends is None
    answer = press(secretary, "reopen_seat", seat)
    assert answer.status_code == 422
    assert "The seat has not ended." in answer.text


@pytest.mark.parametrize(
    ("whose", "role", "sentence"),
    [
        (0, "member", "has a seat in"),
        (1, "chair", "end that seat first"),
    ],
)
def test_a_seat_does_not_go_on_beside_another(council, seat, whose, role, sentence):
    other = council.commissions[0].seats.filter(role="member").first()
    council_actions.end_seat(seat=other, ends=work.TODAY, by=council.secretariat)
    council_actions.seat_person(
        body=seat.body,
        person=[seat, other][whose].person,
        role=role,
        begins=work.TODAY + DAY,
        by=council.secretariat,
    )
    with pytest.raises(RuleViolation, match=sentence):
        council_actions.reopen_seat(seat=seat, by=council.secretariat)
    assert Seat.objects.get(pk=seat.pk).ends == work.TODAY


def test_who_left_the_council_does_not_go_on_sitting(council, seat):
    """1.7 counts council members; the same is asked as of a new seat."""
    by = council.secretariat
    member = council.assembly.seats.get(person=seat.person)
    council_actions.end_seat(seat=member, ends=work.TODAY, by=by)
    with pytest.raises(RuleViolation, match=r"1\.7: .* does not sit"):
        council_actions.reopen_seat(seat=seat, by=by)
    council_actions.reopen_seat(seat=member, by=by)
    assert council_actions.reopen_seat(seat=seat, by=by).ends is None
