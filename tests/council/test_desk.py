"""The desk: what waits today, for whom, at a constant cost."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from commissions import actions as commissions
from council import actions
from council.models import Convocation
from experts.models import Engagement, Paper
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
DAY = timedelta(days=1)
LONG_AGO = TODAY - timedelta(days=91)
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


def browser_of(account):
    client = Client()
    client.force_login(account)
    return client


def desk_of(account):
    """Return the panels of an account's desk by title, the quiet ones too."""
    context = browser_of(account).get(reverse("desk")).context
    return {panel.title: panel for panel in [*context["panels"], *context["quiet"]]}


def shown(panel):
    return [(row.label, row.note) for row in panel.rows]


def shortened(expert, ends):
    """Let the expert's term end on a day."""
    Engagement.objects.filter(expert=expert).update(ends=ends)


def member_of_the_presidium(council):
    """Return the account of a member who chairs nothing."""
    account = make.an_account(username="member")
    actions.change_person(
        person=council.members[3], account=account, by=council.secretariat
    )
    return account


def everything_waits(council, rows):
    """Let as many of each kind wait as there are rows."""
    by, others = council.secretariat, council.commissions[0]
    old = {"criminal_record": {"issued_on": LONG_AGO}}
    for _number in range(rows):
        make.a_candidate(council, papers=old | {"resume": None})
        make.discussed(make.a_candidate(council))
        expert = make.a_candidate(council)
        make.engaged(council, expert)
        actions.seat_person(
            body=council.assembly,
            person=expert.person,
            role="member",
            begins=TODAY,
            by=by,
        )
        shortened(expert, TODAY + 30 * DAY)
    for _number in range(rows):
        make.a_presidium_sitting(council, TODAY + DAY)
        actions.plan_sitting(body=others, held_on=TODAY + DAY, by=by)
    for seat in others.seats.all():
        actions.end_seat(seat=seat, ends=TODAY - DAY, by=by)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_costs_the_same_however_much_waits(
    council, rows, django_assert_num_queries
):
    everything_waits(council, rows)
    for _number in range(rows):
        make.a_candidate(council, council.commissions[1])
    secretary = browser_of(council.secretariat)
    chair = browser_of(council.chair_accounts[1])
    member = browser_of(member_of_the_presidium(council))
    with django_assert_num_queries(44):
        secretary.get(reverse("desk"))
    with django_assert_num_queries(40):
        chair.get(reverse("desk"))
    with django_assert_num_queries(6):
        member.get(reverse("desk"))


def test_each_reader_has_the_panels_of_their_deeds(council):
    of_secretariat = {
        "Typed and not entered yet",
        "Candidates by step",
        "Dossiers to complete",
        "Certificates issued long ago",
        "To propose to the Presidium",
        "Next sittings",
        "Sittings to formalise",
        "Published list",
        "Commissions above their cap",
        "Places in the commissions",
        "Terms that end soon",
        "Consent withdrawn, still in office",
        "Experts who sit in the council",
        "Overdue assignments",
        "Events to record as held",
        "Awaited recommendations",
        "Written works to consider",
        "Publications to decide",
        "Publications without agreement",
        "Evaluations: quarter III of 2025",
        "Reports to the Presidium",
    }
    assert set(desk_of(council.secretariat)) == of_secretariat
    of_chair = of_secretariat - {
        "Candidates by step",
        "Dossiers to complete",
        "Certificates issued long ago",
        "Published list",
        "Places in the commissions",
        "Typed and not entered yet",
    }
    own = "№ 1 – Название COMMISSION 1"
    assert set(desk_of(council.chair_accounts[0])) == of_chair | {own}
    assert set(desk_of(member_of_the_presidium(council))) == {
        "Next sittings",
        "Reports to the Presidium",
    }


def test_the_desk_greets_by_role(council):
    def greeted(account):
        return browser_of(account).get(reverse("desk")).context["roles"]

    assert greeted(council.secretariat) == ["secretariat"]
    assert greeted(council.chair_accounts[1]) == [
        "chair of commission № 2",
        "member of the Presidium",
    ]
    assert greeted(member_of_the_presidium(council)) == ["member of the Presidium"]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_what_says_nothing_takes_a_line_and_no_card(council, language):
    with translation.override(language):
        answer = browser_of(council.secretariat).get(reverse("desk"))
    assert answer.context["panels"] == []
    assert len(answer.context["quiet"]) == 21
    assert '<section class="panel">' not in answer.text
    assert answer.text.count("<dt>") == 21


def test_a_chair_sees_own_commission_its_room_and_candidates_by_step(council):
    undiscussed = make.a_candidate(council)
    discussed = make.a_candidate(council)
    proposed = make.a_candidate(council)
    make.discussed(discussed, proposed)
    make.engaged(council, make.a_candidate(council), discussed_on=make.DISCUSSED_ON)
    sitting = make.a_presidium_sitting(council, TODAY + DAY)
    make.proposed(proposed, sitting=sitting)
    waiting = make.a_candidate(council)
    planned = actions.plan_sitting(
        body=council.commissions[0], held_on=TODAY + DAY, by=council.secretariat
    )
    commissions.discuss(sitting=planned, expert=waiting, by=council.secretariat)
    make.a_candidate(council, council.commissions[1])
    panel = desk_of(council.chair_accounts[0])["№ 1 – Название COMMISSION 1"]
    assert shown(panel)[:4] == [
        ("Dossier not discussed yet", "1"),
        ("On the commission's agenda", "1"),
        ("Discussed, not yet proposed", "1"),
        ("On the Presidium's agenda", "1"),
    ]
    steps = dict(shown(panel)[4:])
    assert steps == {
        str(undiscussed): "step 2 of 4: Discussion in the commission",
        str(waiting): "step 2 of 4: Discussion in the commission",
        str(discussed): "step 3 of 4: Proposal to the Presidium",
        str(proposed): "step 4 of 4: Decision of the Presidium",
    }
    (meter,) = panel.meters
    assert (meter["taken"], meter["limit"]) == (1, 14)
    assert meter["note"] == "council members: 2"
    everybody = desk_of(council.secretariat)["Candidates by step"]
    assert (everybody.count, everybody.meters) == (5, [])


def test_places_and_headroom_stand_on_the_desk(council):
    candidate = make.a_candidate(council)
    make.discussed(candidate)
    sitting = make.a_presidium_sitting(council, TODAY + DAY)
    make.proposed(candidate, sitting=sitting)
    panel = desk_of(council.secretariat)["To propose to the Presidium on 21.11.2025"]
    assert [
        (meter["label"], meter["taken"], meter["limit"], meter["note"])
        for meter in panel.meters
    ] == [
        ("Commission № 1", 1, 5, "experts: 0 of 14"),
        ("Commission № 2", 0, 5, "experts: 0 of 14"),
    ]


@pytest.mark.parametrize(("days", "is_old"), [(90, False), (91, True)])
def test_an_old_certificate_is_shown_with_its_date(council, days, is_old):
    day = TODAY - timedelta(days=days)
    candidate = make.a_candidate(
        council,
        papers={
            "narcology": {"issued_on": day},
            "diploma": {"issued_on": date(1999, 6, 1)},
        },
    )
    panel = desk_of(council.secretariat)["Certificates issued long ago"]
    wanted = [(str(candidate), f"issued on {day:%d.%m.%Y}")] if is_old else []
    assert shown(panel) == wanted
    assert panel.is_urgent is is_old


def test_of_two_old_certificates_the_older_one_counts(council):
    old = {"issued_on": LONG_AGO}
    older = {"issued_on": LONG_AGO - DAY}
    papers = {"criminal_record": old, "mental_health": older}
    first = make.a_candidate(council, papers=papers)
    second = make.a_candidate(council, papers={"criminal_record": old})
    assert shown(desk_of(council.secretariat)["Certificates issued long ago"]) == [
        (str(first), "issued on 20.08.2025"),
        (str(second), "issued on 21.08.2025"),
    ]


def test_a_certificate_of_somebody_decided_on_waits_for_nobody(council):
    papers = {kind: {"issued_on": LONG_AGO} for kind in Paper.BARS}
    make.engaged(council, make.a_candidate(council, papers=papers))
    assert desk_of(council.secretariat)["Certificates issued long ago"].count == 0


def test_a_commission_above_its_cap_is_named_with_both_numbers(council):
    make.engaged(council, make.a_candidate(council))
    for seat in council.commissions[0].seats.all():
        actions.end_seat(seat=seat, ends=TODAY - DAY, by=council.secretariat)
    title = "Commissions above their cap"
    wanted = [("Commission № 1", "1.7: experts – 1, cap – 0")]
    assert shown(desk_of(council.secretariat)[title]) == wanted
    assert desk_of(council.chair_accounts[1])[title].count == 0


@pytest.mark.parametrize(("days", "count"), [(60, 1), (61, 0)])
def test_a_term_that_ends_soon_is_listed_with_its_last_day(council, days, count):
    expert = make.a_candidate(council)
    make.engaged(council, expert)
    shortened(expert, TODAY + timedelta(days=days))
    panel = desk_of(council.chair_accounts[0])["Terms that end soon"]
    assert shown(panel) == [(str(expert), "last day – 19.01.2026")][:count]
    assert desk_of(council.chair_accounts[1])["Terms that end soon"].count == 0


def test_the_end_of_the_convocation_is_one_line_for_all(council):
    ending, whole = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, ending, whole, make.a_candidate(council))
    shortened(ending, TODAY + 30 * DAY)
    shortened(whole, TODAY + 40 * DAY)
    Convocation.objects.update(ends=TODAY + 40 * DAY)
    panel = desk_of(council.secretariat)["Terms that end soon"]
    assert shown(panel) == [
        (str(ending), "last day – 20.12.2025"),
        ("1.11: every term ends with the convocation", "last day – 30.12.2025"),
    ]
    assert panel.count == 2


def test_an_expert_who_joined_the_council_is_flagged(council):
    expert, other = make.a_candidate(council), make.a_candidate(council)
    make.engaged(council, expert, other)
    actions.seat_person(
        body=council.assembly,
        person=expert.person,
        role="member",
        begins=TODAY,
        by=council.secretariat,
    )
    title = "Experts who sit in the council"
    wanted = [(str(expert), "1.5: member of the council, Commission № 1")]
    assert shown(desk_of(council.secretariat)[title]) == wanted
    assert shown(desk_of(council.chair_accounts[0])[title]) == wanted
    assert desk_of(council.chair_accounts[1])[title].count == 0


def test_every_row_of_the_desk_leads_to_a_page_its_reader_may_open(council):
    everything_waits(council, 1)
    for account in (
        council.secretariat,
        council.chair_accounts[1],
        member_of_the_presidium(council),
    ):
        browser = browser_of(account)
        panels = desk_of(account).values()
        urls = {row.url for panel in panels for row in panel.rows}
        urls |= {panel.url for panel in panels if panel.url}
        assert urls
        answers = {url: browser.get(url).status_code for url in urls}
        assert set(answers.values()) == {200}, answers
