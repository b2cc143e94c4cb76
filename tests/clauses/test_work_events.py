"""3.5, 5.1 and 6 at work: events, assignments, what is awaited, through the pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from commissions.models import Assignment, Event, Participation, Recommendation
from council import actions as council_actions
from tests import factories, work
from tests.clauses import pages
from tests.clauses.pages import keys, refusals
from tests.factories import DECIDED_ON
from tests.work import EVENT_ON, GIVEN_ON, TODAY

DAY = timedelta(days=1)
DAY_AFTER = "12.12.2025"


def plan(client, commission, *experts, **values):
    """Fill the page of a new event, in the company of nobody, and save."""
    least = {
        "kind": "monitoring",
        "title": "Аялдамалар",
        "begins": EVENT_ON.isoformat(),
        "experts": keys(experts),
    }
    return client.post(reverse("plan_event", args=[commission.pk]), least | values)


def record(client, event, *came, **values):
    """Say who came, and save."""
    event.refresh_from_db()
    return client.post(
        reverse("record_event", args=[event.pk]),
        {"revision": event.revision, "came": keys(came)} | values,
    )


def give(client, commission, *experts, **values):
    """Fill the page of a new assignment and save."""
    least = {
        "task": "Қорытынды жазу",
        "format": "conclusion",
        "given_on": GIVEN_ON.isoformat(),
        "due": GIVEN_ON.isoformat(),
        "experts": keys(experts),
    }
    return client.post(reverse("give_assignment", args=[commission.pk]), least | values)


def a_sitting(council, body, held_on, guest):
    """Return a sitting with one question voted, the guest there without a vote."""
    sitting = council_actions.plan_sitting(
        body=body,
        held_on=held_on,
        presiding=council.chairs[0],
        secretary=council.secretary,
        by=council.secretariat,
    )
    council_actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    factories.attended(sitting, others=[guest.person])
    return factories.voted(sitting)


def shown(client, name, *args, **query):
    """Return the text of a page as a reader sees it."""
    page = client.get(reverse(name, args=args), query)
    assert page.status_code == 200
    return pages.cells("main", page.text)[0]


# 3.5: nobody goes alone


@pytest.mark.clause("3.5")
def test_experts_go_in_company_of_a_member_or_of_the_lead(council, chairs):
    body, (expert,) = council.commissions[0], work.in_office(council)

    alone = plan(chairs[0], body, expert)

    assert refusals(alone) == [
        "3.5: name a member of the commission who goes along, or the lead of the "
        "monitoring group."
    ]
    assert alone.context["form"]["title"].value() == "Аялдамалар"
    assert Event.objects.count() == 0
    for company in (
        {"companion": council.chairs[0].pk},
        {"group_lead": council.members[4].pk},
        {"kind": "state_sitting"},
    ):
        assert plan(chairs[0], body, expert, **company).status_code == 302
    assert Participation.objects.filter(engagement__expert=expert).count() == 3


@pytest.mark.clause("3.5")
def test_companion_sits_in_the_commission_on_the_first_day(council, chairs):
    body, (expert,) = council.commissions[0], work.in_office(council)
    late = council.members[4]
    factories.seated(body, late, begins=EVENT_ON + DAY)

    early = plan(chairs[0], body, expert, companion=late.pk)
    guest = plan(chairs[0], body, expert, companion=council.chairs[1].pk)

    assert refusals(early) == [
        f"3.5: {late} is no member of commission № 1 on 25.11.2025 and cannot "
        "accompany its experts."
    ]
    assert "Select a valid choice" in refusals(guest)[0]
    on_time = {"begins": (EVENT_ON + DAY).isoformat(), "companion": late.pk}
    assert plan(chairs[0], body, expert, **on_time).status_code == 302


@pytest.mark.clause("3.5")
def test_lead_of_the_group_is_a_member_of_the_council_that_day(council, chairs):
    body, (expert,) = council.commissions[0], work.in_office(council)
    lead = factories.a_person()
    factories.seated(council.assembly, lead, begins=EVENT_ON + DAY)

    refused = plan(chairs[0], body, expert, group_lead=lead.pk)

    assert refusals(refused) == [
        f"3.5: {lead} is no member of the council on 25.11.2025."
    ]


@pytest.mark.clause("3.5")
def test_event_held_without_company_is_recorded_and_marked(council, chairs):
    (expert,) = work.in_office(council)
    alone, accompanied = (
        work.an_event(expert, title=title) for title in ("Бірінші", "Екінші")
    )

    assert record(chairs[0], alone, expert).status_code == 302
    assert (
        record(
            chairs[0], accompanied, expert, companion=council.chairs[0].pk
        ).status_code
        == 302
    )

    mark = "without company (3.5)"
    assert Event.objects.get(pk=alone.pk).is_unaccompanied
    assert mark in shown(chairs[0], "event", alone.pk)
    assert mark not in shown(chairs[0], "event", accompanied.pk)
    assert shown(chairs[0], "events").count(mark) == 1
    assert shown(chairs[0], "work", expert.pk).count(mark) == 1


# 5.2.6: closed events


@pytest.mark.clause("5.2.6")
def test_closed_event_needs_an_agreement_or_a_member(council, chairs):
    body, (expert,) = council.commissions[0], work.in_office(council)
    closed = {"is_closed": "on", "group_lead": council.members[4].pk}
    sentence = (
        "5.2.6: to a closed event an expert goes with the commission's agreement or "
        "with a member of the commission."
    )

    neither = plan(chairs[0], body, expert, **closed)
    after = plan(chairs[0], body, expert, **closed, agreed_on="26.11.2025")

    assert refusals(neither) == refusals(after) == [sentence]
    for granted in (
        {"agreed_on": "25.11.2025"},
        {"companion": council.chairs[0].pk},
    ):
        assert plan(chairs[0], body, expert, **closed, **granted).status_code == 302
    event = Event.objects.get(companion=council.chairs[0])
    record(chairs[0], event, expert, group_lead=council.members[4].pk)
    assert "neither agreed nor accompanied (5.2.6)" in shown(
        chairs[0], "event", event.pk
    )


# 6.1 and 6.3: the commission's experts, and only what has happened


@pytest.mark.clause("6.1")
def test_expert_is_in_office_on_the_first_day_of_the_event(council, chairs):
    body = council.commissions[0]
    stays, leaves = work.in_office(council, 2)
    work.released(council, leaves, EVENT_ON)
    company = {"companion": council.chairs[0].pk}

    refused = plan(chairs[0], body, stays, leaves, **company)
    before = {"begins": (EVENT_ON - DAY).isoformat()}

    assert refusals(refused) == [
        f"6.1: {leaves} is no expert of commission № 1 on 25.11.2025."
    ]
    assert plan(chairs[0], body, stays, leaves, **company, **before).status_code == 302
    event = Event.objects.get()
    assert "in office until 24.11.2025" in shown(chairs[0], "plan_event", body.pk)
    assert event.participations.count() == 2


@pytest.mark.clause("6.1")
def test_chair_gives_assignments_to_experts_in_office_that_day(council, chairs):
    body = council.commissions[0]
    stays, leaves = work.in_office(council, 2)
    (stranger,) = work.in_office(council, commission=1)
    work.released(council, leaves, GIVEN_ON)

    refused = give(chairs[0], body, stays, leaves)
    foreign = give(chairs[0], body, stranger)

    assert refusals(refused) == [
        f"6.1: {leaves} is no expert of commission № 1 on 20.11.2025."
    ]
    assert "Select a valid choice" in refusals(foreign)[0]
    assert give(chairs[0], body, stays).status_code == 302
    assert Assignment.objects.count() == 1


@pytest.mark.clause("6.3")
def test_only_what_has_happened_is_recorded(council, chairs):
    (expert,) = work.in_office(council)
    company = {"companion": council.chairs[0].pk}
    ahead = work.an_event(expert, begins=TODAY, ends=TODAY + DAY)
    over = work.an_event(expert, begins=TODAY)
    (task,) = work.assigned(expert)
    done = {"revision": 1, "done_on": (TODAY + DAY).isoformat()}

    early = record(chairs[0], ahead, expert, **company)
    unwritten = chairs[0].post(reverse("complete_assignment", args=[task.pk]), done)
    untold = give(
        chairs[0], council.commissions[0], expert, given_on="11.12.2025", due=DAY_AFTER
    )

    sentence = "6.3: 11.12.2025 is still ahead; only what has happened is recorded."
    assert refusals(early) == refusals(unwritten) == refusals(untold) == [sentence]
    assert record(chairs[0], over, expert, **company).status_code == 302
    assert Event.objects.get(pk=ahead.pk).status == "planned"
    assert Assignment.objects.open().count() == 1


@pytest.mark.clause("6.3")
def test_other_experts_come_uninvited_and_who_came_is_corrected(council, chairs):
    invited, absent, guest = work.in_office(council, 3)
    event = work.an_event(invited, absent)
    company = {"companion": council.chairs[0].pk}

    record(chairs[0], event, invited, others=keys([guest]), **company)
    first = dict(event.participations.values_list("engagement__expert", "came"))
    record(chairs[0], event, invited, absent, **company)
    second = dict(event.participations.values_list("engagement__expert", "came"))

    assert first == {invited.pk: True, absent.pk: False, guest.pk: True}
    assert second == {invited.pk: True, absent.pk: True, guest.pk: False}


# 5.1.8, 5.1.19: assignments


@pytest.mark.clause("5.1.8")
def test_deadline_is_not_before_the_task_and_is_watched(council, chairs):
    body, (expert,) = council.commissions[0], work.in_office(council)

    refused = give(chairs[0], body, expert, due="19.11.2025")

    assert refusals(refused) == [
        "5.1.8: the deadline 19.11.2025 is before the day of the task, 20.11.2025."
    ]
    assert give(chairs[0], body, expert).status_code == 302
    late = Assignment.objects.get()
    give(chairs[0], body, expert, task="Шолу", due=TODAY.isoformat())
    assert "overdue, days: 20" in shown(chairs[0], "assignment", late.pk)
    assert shown(chairs[0], "assignments").count("overdue, days") == 1
    assert "Шолу" not in shown(chairs[0], "assignments", state="overdue")
    assert "overdue, days: 20" in shown(chairs[0], "desk")
    earlier = {
        "revision": 1,
        "task": late.task,
        "format": late.format,
        "due": "19.11.2025",
    }
    unchanged = chairs[0].post(reverse("change_assignment", args=[late.pk]), earlier)
    assert "5.1.8" in refusals(unchanged)[0]


@pytest.mark.clause("5.1.19")
def test_one_task_is_given_to_several_and_each_comes_out_by_itself(council, chairs):
    body = council.commissions[0]
    experts = work.in_office(council, 3)

    given = give(chairs[0], body, *experts)

    assert given.url == reverse("assignments")
    first, second, third = Assignment.objects.order_by("pk")
    assert {row.given_by for row in (first, second, third)} == {council.chairs[0]}
    for row, deed, facts in (
        (first, "complete_assignment", {"done_on": "21.11.2025", "outcome": "Дайын"}),
        (second, "withdraw_assignment", {"outcome": "Керек емес"}),
    ):
        url = reverse(deed, args=[row.pk])
        early = chairs[0].post(url, facts | {"revision": 1, "done_on": "19.11.2025"})
        assert (deed == "withdraw_assignment") == (early.status_code == 302)
        if early.status_code != 302:
            assert "given only on 20.11.2025" in refusals(early)[0]
            assert chairs[0].post(url, facts | {"revision": 1}).status_code == 302
        again = chairs[0].post(url, {"done_on": "21.11.2025", "revision": 2})
        assert refusals(again) == ["The assignment is done or withdrawn already."]
    assert list(Assignment.objects.open()) == [third]
    assert "done on 21.11.2025" in shown(chairs[0], "assignments", state="done")
    assert "Дайын" in shown(chairs[0], "assignment", first.pk)

    for row in (first, second):
        url = reverse("reopen_assignment", args=[row.pk])
        page = reverse("assignment", args=[row.pk])
        assert url in chairs[0].get(page).text
        assert refusals(chairs[0].post(url, {"revision": 1}))
        assert chairs[0].post(url, {"revision": 2}).status_code == 302
        assert url not in chairs[0].get(page).text
        again = chairs[0].post(url, {"revision": 3})
        assert refusals(again) == ["6.3: the assignment is open."]
    assert Assignment.objects.open().count() == 3


@pytest.mark.clause("6.3")
def test_both_chairs_see_the_open_assignments_of_an_expert_who_was_moved(
    council, chairs
):
    (expert,) = work.in_office(council)
    closed, open_one = (
        work.assigned(expert, task=task)[0] for task in ("Бірінші", "Екінші")
    )
    work.completed(closed)
    work.reassigned(council, expert, TODAY - DAY)

    statuses = [
        [
            chair.get(reverse("assignment", args=[row.pk])).status_code
            for row in (closed, open_one)
        ]
        for chair in chairs
    ]
    written = [
        chair.get(reverse("withdraw_assignment", args=[open_one.pk])).status_code
        for chair in chairs
    ]

    assert statuses == [[200, 200], [404, 200]]
    assert written == [200, 404]
    assert "both chairs see it" in shown(chairs[1], "assignment", open_one.pk)
    listed = shown(chairs[1], "assignments")
    assert str(expert) in listed
    assert shown(chairs[1], "work", expert.pk).count("Assignment:") == 1


# 5.1.26: a recommendation after each participation


@pytest.mark.clause("5.1.26")
def test_participation_awaits_a_recommendation_until_it_names_the_event(
    council, chairs, secretariat
):
    came, absent = work.in_office(council, 2)
    event = work.held(work.an_event(came, absent), [came])
    work.an_event(came, title="Алда")
    work.assigned(came, event=event)

    waits = shown(chairs[0], "awaited")
    url = f"{reverse('receive_recommendation')}?expert={came.pk}&event={event.pk}"
    for page in (reverse("awaited"), reverse("work", args=[came.pk])):
        assert url.replace("&", "&amp;") in chairs[0].get(page).text
        assert url.split("?")[0] not in secretariat.get(page).text
    form = chairs[0].get(url).context["form"]
    assert (form["kind"].value(), form["occasion"].value()) == (
        "recommendation",
        f"event-{event.pk}",
    )
    facts = {
        "engagement": came.engagements.get(),
        "title": "Ұсыным",
        "received_on": TODAY,
        "event": event,
    }
    work.written(Recommendation(kind="topic", **facts), council.secretariat)
    still = shown(chairs[0], "awaited")
    work.written(Recommendation(kind="recommendation", **facts), council.secretariat)

    assert (str(came) in waits, str(absent) in waits) == (True, False)
    assert "25.11.2025 28.11.2025" in waits
    assert "Алда" not in waits
    assert str(came) in still
    assert "No recommendation is awaited." in shown(chairs[0], "awaited")
    assert "No recommendation is awaited." in shown(chairs[1], "awaited")


@pytest.mark.clause("5.1.14")
@pytest.mark.clause("5.1.26")
def test_sitting_of_any_body_awaits_one_once_its_protocol_is_final(council, chairs):
    (expert,) = work.in_office(council)
    bodies = (council.assembly, council.presidium, council.commissions[0])
    sittings = [a_sitting(council, body, EVENT_ON, expert) for body in bodies]
    before = shown(chairs[0], "awaited")
    for sitting in sittings:
        factories.finalised(sitting)
    factories.finalised(a_sitting(council, bodies[2], DECIDED_ON - DAY, expert))

    after = shown(chairs[0], "awaited")
    told = shown(chairs[0], "work", expert.pk)

    assert "No recommendation is awaited." in before
    # Once as the line, once in the words of its link to receive it.
    assert [after.count(f"{body}, 25.11.2025") for body in bodies] == [2, 2, 2]
    assert "09.11.2025" not in after
    assert told.count("attended without a vote") == 3
    work.released(council, expert, TODAY - DAY)
    assert "No recommendation is awaited." in shown(chairs[0], "awaited")


# 5.1.21: what was disclosed stands beside the organ


@pytest.mark.clause("5.1.21")
def test_disclosed_membership_stands_beside_the_organ_and_stops_nothing(
    council, chairs
):
    body = council.commissions[0]
    tied = factories.a_candidate(
        council,
        expert={"no_memberships": False},
        disclosures=[
            {
                "pk": None,
                "body": "Сараптама кеңесі",
                "attached_to": "Экология басқармасы",
                "kind": "advisory",
                "begins": date(2024, 1, 1),
            }
        ],
    )
    factories.engaged(council, tied)
    organ = {"organ": "Алматы қаласы экология басқармасының бөлімі"}
    heading = "Disclosed memberships at this organ"

    refused = plan(chairs[0], body, tied, **organ)
    planned = plan(chairs[0], body, tied, companion=council.chairs[0].pk, **organ)
    other = plan(
        chairs[0], body, tied, companion=council.chairs[0].pk, organ="Көлік холдингі"
    )
    give(chairs[0], body, tied, **organ)

    (task,) = Assignment.objects.all()
    assert heading in refused.text
    assert heading in chairs[0].get(planned.url).text
    assert heading not in chairs[0].get(other.url).text
    assert "Сараптама кеңесі" in shown(chairs[0], "assignment", task.pk)
    work.reassigned(council, tied, TODAY - DAY)
    assert heading not in shown(chairs[0], "assignment", task.pk)
    assert heading in shown(chairs[1], "assignment", task.pk)
