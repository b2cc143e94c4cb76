"""Work pages: who is shown what, what they cost, how they refuse."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissions import actions
from commissions.disclosures import names_meet
from commissions.models import Event
from council import actions as council_actions
from council.regulation import RuleViolation
from tests import factories as make
from tests import work

pytestmark = pytest.mark.django_db
KAZAKH, ENGLISH = "/kk/desk/", "/en/desk/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2025-12-10 12:00+05:00")


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def queries(client, url):
    """Return how many queries a page costs."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200, url
    return len(asked)


def a_share_of_work(council, *experts):
    """Let these experts take part, be asked, and attend a sitting."""
    organ = {"organ": "Экология басқармасы"}
    event = work.held(work.an_event(*experts, **organ))
    planned = work.an_event(*experts, title=f"{event.pk} кейін")
    work.assigned(*experts, event=event, **organ)
    work.completed(work.assigned(*experts, task=f"{planned.pk} қорытынды")[0])
    sitting = council_actions.plan_sitting(
        body=council.commissions[0],
        held_on=work.EVENT_ON,
        secretary=council.secretary,
        by=council.secretariat,
    )
    council_actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    make.attended(sitting, others=[expert.person for expert in experts])
    make.voted(sitting)
    make.finalised(sitting)
    return event


def test_lists_cost_the_same_with_one_row_and_with_three():
    council = make.a_council()
    experts = work.in_office(council, 3)
    event = a_share_of_work(council, experts[0])
    chair, desk = browser_of(council.chair_accounts[0]), browser_of(council.secretariat)
    planned = Event.objects.planned().get()
    urls = [
        *(reverse(name) for name in ("events", "assignments", "awaited", "desk")),
        reverse("work", args=[experts[0].pk]),
        reverse("event", args=[event.pk]),
        reverse("record_event", args=[planned.pk]),
        reverse("plan_event", args=[council.commissions[0].pk]),
    ]

    def cost():
        return [queries(chair, url) for url in urls] + [
            queries(desk, url) for url in urls[:6]
        ]

    before = cost()
    work.held(event, experts)
    for _time in range(2):
        a_share_of_work(council, *experts)

    assert cost() == before


def test_refused_pages_keep_the_typing_and_speak_kazakh_and_english():
    council = make.a_council()
    (expert,) = work.in_office(council)
    chair = browser_of(council.chair_accounts[0])
    url = reverse("plan_event", args=[council.commissions[0].pk])
    typed = {
        "kind": "monitoring",
        "title": "Ауа сапасы",
        "begins": "25.11.2025",
        "experts": [expert.pk],
    }
    answers = [
        chair.post(url.replace(ENGLISH, start), typed) for start in (KAZAKH, ENGLISH)
    ]
    assert [answer.context["form"]["title"].value() for answer in answers] == [
        "Ауа сапасы"
    ] * 2
    assert [answer.text.count("3.5:") for answer in answers] == [1, 1]
    assert "name a member" in answers[1].text
    backwards = chair.post(url, typed | {"ends": "24.11.2025"})
    assert "The last day is before the first." in backwards.text
    assert Event.objects.count() == 0


def test_a_stale_page_of_an_event_writes_nothing():
    council = make.a_council()
    (expert,) = work.in_office(council)
    event = work.an_event(expert)
    chair = browser_of(council.chair_accounts[0])
    form = {
        "kind": "hearing",
        "title": "Тыңдау",
        "begins": "25.11.2025",
        "companion": council.chairs[0].pk,
        "experts": [expert.pk],
        "revision": 1,
    }
    url = reverse("change_event", args=[event.pk])
    assert chair.post(url, form).status_code == 302
    assert "changed this record" in chair.post(url, form).text
    stale = chair.post(reverse("cancel_event", args=[event.pk]), {"revision": 1})
    assert stale.status_code == 422
    event.refresh_from_db()
    assert (event.title, event.status, event.revision) == ("Тыңдау", "planned", 2)


def test_changing_an_event_invites_others_in_place_of_some():
    council = make.a_council()
    first, second, third = work.in_office(council, 3)
    event = work.an_event(first, second)
    kept = event.participations.get(engagement__expert=second)
    actions.change_event(
        event=event, experts=[second, third], by=council.chair_accounts[0]
    )
    invited = event.participations.order_by("pk")
    assert [row.engagement.expert for row in invited] == [second, third]
    assert invited[0] == kept


def test_secretariat_filters_by_commission_and_others_find_nothing():
    council = make.a_council()
    work.an_event(*work.in_office(council), title="Бірінші")
    work.an_event(*work.in_office(council, commission=1), title="Екінші")
    desk, chair = (
        browser_of(council.secretariat),
        browser_of(council.chair_accounts[0]),
    )
    key = council.commissions[1].pk
    url = reverse("events")

    assert "Бірінші" not in desk.get(url, {"commission": key}).text
    assert "Екінші" in desk.get(url, {"commission": key}).text
    assert "Екінші" not in chair.get(url).text
    assert chair.get(url, {"commission": key}).status_code == 404
    assert desk.get(url, {"commission": "\u0661"}).status_code == 404
    assert desk.get(reverse("assignments"), {"state": "lost"}).status_code == 404
    assert desk.get(reverse("awaited"), {"commission": key}).status_code == 200


def test_a_cancelled_event_is_not_recorded():
    council = make.a_council()
    event = work.an_event(*work.in_office(council))
    actions.cancel_event(event=event, by=council.chair_accounts[0])
    with pytest.raises(RuleViolation, match="cancelled"):
        work.held(event, [])


@pytest.mark.parametrize(
    ("organ", "disclosed", "meet"),
    [
        ("Экология басқармасы", "экология басқармасының", True),
        ("Алматы қаласының Экология басқармасы", "Экология басқармасы", True),
        ("Управление экологии города Алматы", "Управление экологии", True),
        ("Управление экологии", "Управление образования", False),
        ("Қалалық мәслихат", "Қалалық әкімдік", False),
        ("АО «Пример»", "ТОО Пример", True),
        ("", "Экология басқармасы", False),
        ("жөніндегі және", "жөніндегі кеңес", False),
        ("!!!", "???", False),
    ],
)
def test_names_of_organs_meet(organ, disclosed, meet):
    assert names_meet(organ, disclosed) is meet
    assert names_meet(disclosed, organ) is meet
