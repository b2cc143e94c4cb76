"""What experts hand in and say: sections 3.6 to 6.3, through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissions.models import (
    Recommendation,
)
from commissions.work_print import recommendation_html
from council.models import Body
from tests import factories, outputs
from tests.clauses import pages
from tests.clauses.conftest import NOW
from tests.outputs import DAY, LATER
from tests.worlds import built_once

ONE = timedelta(days=1)
AHEAD = "11.12.2025"  # today is 10.12.2025
OPINION = "it advises and binds nobody"


@built_once(NOW)
def expert(council):
    """Give an expert of the first commission, in office from 10.11.2025."""
    return factories.in_office(council)


@pytest.fixture
def chair(chairs):
    """Give the browser of that commission's chair."""
    return chairs[0]


def sent(client, name, row, **values):
    """Send the form of a deed on a row, with the revision it has."""
    row.refresh_from_db()
    return client.post(
        reverse(name, args=[row.pk]), {"revision": row.revision} | values
    )


def receive(client, expert, **values):
    """Fill the page of a written work; values over the least that it asks for."""
    least = {
        "kind": "recommendation",
        "title": "Аялдамалар",
        "received_on": DAY.isoformat(),
        "text": "Жөндеу қажет.",
    }
    url = f"{reverse('receive_recommendation')}?expert={expert.pk}"
    return client.post(url, least | values)


# 3.6, 3.7: what an expert says is a personal opinion


@pytest.mark.clause("3.6")
def test_every_page_and_paper_of_a_work_says_what_it_is(council, expert, chair):
    work = outputs.a_recommendation(expert)

    shown = chair.get(reverse("recommendation", args=[work.pk])).text

    assert OPINION in shown
    for language, said in (
        ("kk", "орындауға міндетті емес"),
        ("ru", "не обязательно к исполнению"),
    ):
        assert said in " ".join(recommendation_html(work, language).split())


@pytest.mark.clause("3.7")
def test_every_page_of_a_publication_says_whose_position_it_is_not(
    council, expert, chair
):
    publication = outputs.a_publication(expert)
    urls = [
        reverse("publication", args=[publication.pk]),
        reverse("publications"),
        reverse("recommendations"),
    ]

    assert [OPINION in chair.get(url).text for url in urls] == [True] * 3
    paper = recommendation_html(outputs.a_recommendation(expert), "ru")
    assert "не выражает официальной позиции" in " ".join(paper.split())


# 4.2.4, 4.3.1: what is counted


@pytest.mark.clause("4.2.4")
def test_versions_of_one_recommendation_are_one(expert, chair):
    receive(chair, expert)
    work = Recommendation.objects.get()
    sent(chair, "ask_clarification", work, clarify="?", clarify_on=DAY.isoformat())
    sent(chair, "receive_version", work, text="Түзетілді.", received_on=LATER)

    assert work.versions.count() == 2
    assert Recommendation.objects.written().count() == 1


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    ("kind", "is_refused"), [("topic", True), ("recommendation", False)]
)
def test_work_on_an_assignment_is_no_initiative(expert, chair, kind, is_refused):
    assignment = outputs.an_assignment(expert)

    answer = receive(chair, expert, kind=kind, occasion=f"assignment-{assignment.pk}")

    refused = (
        "4.3.1: work on an assignment is no initiative of the expert's own; choose "
        "another kind or no assignment."
    )
    assert pages.refusals(answer) == [refused] * is_refused
    assert Recommendation.objects.count() == (not is_refused)


@pytest.mark.clause("4.3.1")
def test_an_initiative_without_an_assignment_is_counted(expert, chair):
    receive(chair, expert, kind="topic")
    receive(chair, expert)

    assert [row.kind for row in Recommendation.objects.initiatives()] == ["topic"]


# 5.1.26, 5.2.4, 5.2.5, 5.2.7: from what it comes, to whom it goes


@pytest.mark.clause("5.1.26")
@pytest.mark.parametrize("came", [True, False])
def test_a_recommendation_comes_from_an_event_the_expert_came_to(expert, chair, came):
    event = outputs.an_event(expert, came=came)

    answer = receive(chair, expert, occasion=f"event-{event.pk}")

    assert [work.event for work in Recommendation.objects.all()] == [event] * came
    assert answer.status_code == (302 if came else 200)


@pytest.mark.clause("5.1.26")
def test_a_recommendation_comes_from_a_sitting_the_expert_attended(
    council, expert, chair
):
    first = council.commissions[0]
    attended = outputs.a_sitting(first, DAY, expert.person)
    other = outputs.a_sitting(first, DAY)

    refused = receive(chair, expert, occasion=f"sitting-{other.pk}")
    receive(chair, expert, occasion=f"sitting-{attended.pk}")

    assert refused.status_code == 200
    assert [work.sitting for work in Recommendation.objects.all()] == [attended]


@pytest.mark.clause("5.2.4")
@pytest.mark.clause("5.2.5")
@pytest.mark.parametrize("kind", ["to_commission", "to_chair"])
def test_proposals_to_commission_and_chair_are_considered_by_the_commission(
    council, expert, chair, kind
):
    work = outputs.a_recommendation(expert, kind=kind)
    own = outputs.a_sitting(council.commissions[0])
    presidium = factories.a_presidium_sitting(council, LATER)
    values = {"considered_how": "sitting", "result": "Қолдау тапты."}

    refused = sent(
        chair, "consider_recommendation", work, considered_at=presidium.pk, **values
    )
    sent(chair, "consider_recommendation", work, considered_at=own.pk, **values)

    assert refused.status_code == 200
    work.refresh_from_db()
    assert (work.considered_at, work.considered_on) == (own, own.held_on)


@pytest.mark.clause("5.2.7")
@pytest.mark.parametrize("kind", [Body.Kind.ASSEMBLY, Body.Kind.PRESIDIUM])
def test_proposals_to_the_council_are_considered_by_it_too(
    council, expert, chair, kind
):
    work = outputs.a_recommendation(expert, kind="to_council")
    sitting = outputs.a_sitting(council.convocation.bodies.get(kind=kind))

    answer = sent(
        chair,
        "consider_recommendation",
        work,
        considered_how="sitting",
        considered_at=sitting.pk,
        result="Жұмыс тобына берілді.",
    )

    assert answer.status_code == 302
    assert Recommendation.objects.get().considered_at == sitting


# 6.1: the commission's own experts, in office that day


@pytest.mark.clause("6.1")
@pytest.mark.parametrize(("before", "is_refused"), [(0, False), (1, True)])
def test_a_work_is_received_of_an_expert_in_office(expert, chair, before, is_refused):
    day = factories.DECIDED_ON - before * ONE

    answer = receive(chair, expert, received_on=day.isoformat())

    refused = f"6.1: {expert} is no expert of commission № 1 on {day:%d.%m.%Y}."
    assert pages.refusals(answer) == [refused] * is_refused
    assert Recommendation.objects.count() == (not is_refused)


@pytest.mark.clause("6.1")
def test_another_commission_s_expert_is_not_found(expert, chairs):
    assert receive(chairs[1], expert).status_code == 404


# 6.3: received, clarified, considered; honoured


@pytest.mark.clause("6.3")
@pytest.mark.parametrize(("day", "is_refused"), [("10.12.2025", False), (AHEAD, True)])
def test_nothing_is_received_on_a_day_ahead(expert, chair, day, is_refused):
    answer = receive(chair, expert, received_on=day)

    refused = f"6.3: {day} is still ahead; only what has happened is recorded."
    assert pages.refusals(answer) == [refused] * is_refused
    assert Recommendation.objects.count() == (not is_refused)


@pytest.mark.clause("6.3")
def test_a_clarification_is_answered_by_the_next_version(expert, chair):
    work = outputs.a_recommendation(expert)
    version = {"text": "Түзетілді.", "received_on": LATER.isoformat()}
    asked = {"clarify": "Қай көшелер?", "clarify_on": LATER.isoformat()}

    unasked = sent(chair, "receive_version", work, **version)
    sent(chair, "ask_clarification", work, **asked)
    twice = sent(chair, "ask_clarification", work, **asked)
    sent(chair, "receive_version", work, **version)

    assert pages.refusals(unasked) == [
        "6.3: no clarification is asked; a new version answers one."
    ]
    assert pages.refusals(twice) == [
        "6.3: a clarification is asked already; its answer is awaited."
    ]
    page = chair.get(reverse("recommendation", args=[work.pk])).text
    for said in ("Аялдамаларды жөндеу қажет.", "Қай көшелер?", "Түзетілді."):
        assert said in page


@pytest.mark.clause("6.3")
def test_a_work_waits_until_its_result_is_on_record(expert, chair, secretariat):
    work = outputs.a_recommendation(expert)
    values = {"considered_how": "working_order", "result": "Қолдау тапты."}
    before = (DAY - ONE).isoformat()
    desk = reverse("desk")

    assert str(work) in chair.get(desk).text
    assert str(work) in secretariat.get(desk).text
    early = sent(chair, "consider_recommendation", work, considered_on=before, **values)
    nameless = sent(chair, "consider_recommendation", work, **values)
    done = sent(
        chair,
        "consider_recommendation",
        work,
        considered_on=DAY.isoformat(),
        **values,
    )
    assert pages.refusals(early) == [
        f"6.3: {DAY - ONE:%d.%m.%Y} is before {DAY:%d.%m.%Y}, when the step before it "
        "was made."
    ]
    assert pages.refusals(nameless) == ["6.3: name the day on which it was considered."]
    assert done.status_code == 302
    assert str(work) not in chair.get(desk).text


@pytest.mark.clause("6.3")
def test_a_result_is_corrected_by_recording_it_again(expert, chair):
    work = outputs.considered(outputs.a_recommendation(expert))
    url = reverse("consider_recommendation", args=[work.pk])
    facts = {"considered_how": "working_order", "result": "Қолдау тапты."}

    assert url in chair.get(reverse("recommendation", args=[work.pk])).text
    assert "Назарға алынды." in chair.get(url).text
    early = (DAY - ONE).isoformat()
    refused = sent(chair, "consider_recommendation", work, considered_on=early, **facts)
    assert len(pages.refusals(refused)) == 1
    day = (LATER - ONE).isoformat()
    answer = sent(chair, "consider_recommendation", work, considered_on=day, **facts)
    changed = sent(chair, "change_recommendation", work, kind="topic", title="Басқа")

    assert answer.status_code == 302
    assert pages.refusals(changed) == [
        f"6.3: considered on {LATER - ONE:%d.%m.%Y} already; its record stands."
    ]
    work.refresh_from_db()
    assert (work.considered_on, work.result) == (LATER - ONE, "Қолдау тапты.")
    assert [version.result for version in work.history.order_by("pk")] == [
        "",
        "Назарға алынды.",
        "Қолдау тапты.",
    ]
