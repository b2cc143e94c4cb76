"""What experts hand in and say: sections 3.6 to 6.3, through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissions import actions
from commissions.models import (
    Breach,
    Commendation,
    Publication,
    Recommendation,
    RiskNotice,
)
from commissions.work_print import letter_html, recommendation_html
from council.models import Body, Sitting
from tests import factories, outputs
from tests.clauses import pages
from tests.outputs import DAY, LATER

ONE = timedelta(days=1)
AHEAD = "11.12.2025"  # today is 10.12.2025
OPINION = "it advises and binds nobody"


@pytest.fixture
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


def enter(client, expert, **values):
    """Fill the page of a publication."""
    least = {"kind": "analysis", "title": "Шолу", "asked_on": DAY.isoformat()}
    url = f"{reverse('enter_publication')}?expert={expert.pk}"
    return client.post(url, least | values)


def establish(client, expert, **values):
    """Fill the page of a breach."""
    least = {
        "kind": "confidentiality",
        "happened_on": DAY.isoformat(),
        "essence": "Құжат берілді.",
        "established_on": LATER.isoformat(),
    }
    url = f"{reverse('establish_breach')}?expert={expert.pk}"
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


# 4.5: breaches


@pytest.mark.clause("4.5")
def test_only_the_chair_establishes_a_breach(council, expert, chair, secretariat):
    assert establish(secretariat, expert).status_code == 403

    assert establish(chair, expert).status_code == 302

    breach = Breach.objects.get()
    assert breach.established_by == council.chairs[0]
    assert "Құжат берілді." in secretariat.get(reverse("breaches")).text


@pytest.mark.clause("4.5")
def test_who_was_not_chair_that_day_establishes_nothing(council, expert, chair):
    first = council.convocation.begins.isoformat()
    before = (council.convocation.begins - ONE).isoformat()

    answer = establish(chair, expert, happened_on=first, established_on=before)

    assert pages.refusals(answer) == [
        "4.5: only the chair of commission № 1 establishes breaches."
    ]
    assert Breach.objects.count() == 0


@pytest.mark.clause("4.5")
def test_an_unagreed_publication_is_no_breach_by_itself(expert, chair):
    publication = outputs.unagreed(expert)
    url = f"{reverse('establish_breach')}?publication={publication.pk}"
    page = reverse("publication", args=[publication.pk])

    assert url.split("?")[1] in chair.get(page).text
    assert Breach.objects.count() == 0
    assert f'value="{DAY:%d.%m.%Y}"' in chair.get(url).text

    values = {"kind": "unagreed", "publication": publication.pk}
    assert establish(chair, expert, **values).status_code == 302
    assert [row.publication for row in Breach.objects.standing()] == [publication]


@pytest.mark.clause("4.5")
def test_a_breach_taken_back_stays_and_is_not_counted(expert, chair):
    breach = outputs.a_breach(expert)
    url = reverse("lift_breach", args=[breach.pk])
    values = {"lifted_on": LATER.isoformat(), "lifted_because": "Рұқсат болған."}

    assert chair.post(url, values).status_code == 302
    assert pages.refusals(chair.post(url, values)) == [
        f"4.5: taken back on {LATER:%d.%m.%Y} already."
    ]
    assert (Breach.objects.count(), Breach.objects.standing().count()) == (1, 0)


# 4.6, 5.1.9, 5.1.12: publications


@pytest.mark.clause("4.6")
def test_agreed_publications_open_to_everybody_are_counted(expert):
    for title, is_agreed, is_open in (
        ("А", True, True),
        ("Ә", True, False),
        ("Б", False, True),
    ):
        publication = outputs.a_publication(expert, title=title)
        if is_agreed:
            publication = outputs.agreed(publication)
        actions.record_appearance(
            publication=publication,
            appeared_on=LATER,
            is_open=is_open,
            on=outputs.TODAY,
            by=outputs.chair_of(expert),
        )

    assert [row.title for row in Publication.objects.counted()] == ["А"]


@pytest.mark.clause("5.1.9")
@pytest.mark.parametrize(("later", "is_refused"), [(0, False), (1, True)])
def test_the_chair_agrees_no_later_than_it_appears(
    council, expert, chair, later, is_refused
):
    publication = outputs.unagreed(expert)
    day = DAY + later * ONE

    answer = sent(
        chair,
        "approve_publication",
        publication,
        approved_by="chair",
        approved_on=day.isoformat(),
    )

    refused = (
        f"5.1.9: agreed on {day:%d.%m.%Y}, but it appeared on {DAY:%d.%m.%Y}; an "
        "agreement comes first."
    )
    assert pages.refusals(answer) == [refused] * is_refused
    publication.refresh_from_db()
    assert publication.approver == (None if is_refused else council.chairs[0])


@pytest.mark.clause("5.1.9")
def test_the_presidium_agrees_at_a_formalised_sitting(council, expert, chair):
    publication = outputs.a_publication(expert)
    final = Sitting.objects.presidium().get()
    planned = factories.a_presidium_sitting(council, LATER)
    values = {"approved_by": "presidium", "approved_at": planned.pk}

    answer = sent(chair, "approve_publication", publication, **values)

    assert answer.status_code == 200
    values["approved_at"] = final.pk
    assert sent(chair, "approve_publication", publication, **values).status_code == 302
    publication.refresh_from_db()
    assert (publication.approved_at, publication.approved_on) == (final, final.held_on)


@pytest.mark.clause("5.1.9")
def test_what_came_out_unagreed_is_recorded_and_flagged(expert, chair, secretariat):
    publication = outputs.a_publication(expert)

    sent(chair, "record_appearance", publication, appeared_on=LATER.isoformat())

    publication.refresh_from_db()
    assert publication.is_unagreed
    for client in (chair, secretariat):
        assert (
            "appeared without being agreed" in client.get(reverse("publications")).text
        )


@pytest.mark.clause("5.1.12")
def test_informing_the_public_is_agreed_like_a_publication(expert, chair):
    assert enter(chair, expert, kind="informing").status_code == 302

    publication = Publication.objects.get()
    values = {"declined_on": LATER.isoformat(), "note": "Ерте."}
    assert sent(chair, "decline_publication", publication, **values).status_code == 302
    publication.refresh_from_db()
    assert publication.declined_on == LATER


# 5.1.5: a risk of corruption


@pytest.mark.clause("5.1.5")
def test_only_the_chair_reads_what_was_noticed(council, expert, chairs, secretariat):
    secret = "Мердігердің бүркеншік ұсынысы"
    url = f"{reverse('enter_risk_notice')}?expert={expert.pk}"
    values = {"addressee": "chair", "received_on": DAY.isoformat(), "essence": secret}

    assert chairs[0].post(url, values).status_code == 302

    notice = RiskNotice.objects.get()
    page = reverse("risk_notice", args=[notice.pk])
    assert secret in chairs[0].get(page).text
    assert chairs[1].get(page).status_code == 404
    assert secretariat.get(page).status_code == 403
    row = reverse("row_history", args=["commissions.risknotice", notice.pk])
    every = secretariat.get(reverse("history"), {"record": "commissions.risknotice"})
    searched = secretariat.get(reverse("history"), {"q": "бүркеншік"})
    for answer in (secretariat.get(row), every, searched):
        assert answer.status_code == 200
        assert secret not in answer.text
    assert "not shown" in every.text
    assert searched.context["page"].entries == []


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
    assert establish(chairs[1], expert).status_code == 404


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
    again = sent(
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
    assert pages.refusals(again) == [
        f"6.3: considered on {DAY:%d.%m.%Y} already; its record stands."
    ]
    assert str(work) not in chair.get(desk).text


@pytest.mark.clause("6.3")
def test_a_letter_of_thanks_is_proposed_awarded_and_printed(council, expert, chair):
    url = f"{reverse('commend')}?expert={expert.pk}"
    values = {
        "form": "letter",
        "merit_kk": "Көпірлерді тексергеніңіз үшін.",
        "proposed_on": DAY.isoformat(),
    }

    assert chair.post(url, values).status_code == 302

    letter = Commendation.objects.get()
    assert letter.proposed_by == council.chairs[0]
    before = {"awarded_on": (DAY - ONE).isoformat(), "awarded_by": "Төралқа"}
    assert pages.refusals(sent(chair, "award_commendation", letter, **before)) == [
        f"6.3: awarded on {DAY - ONE:%d.%m.%Y}, before it was proposed, {DAY:%d.%m.%Y}."
    ]
    award = before | {"awarded_on": LATER.isoformat()}
    assert sent(chair, "award_commendation", letter, **award).status_code == 302
    letter.refresh_from_db()
    paper = letter_html(letter, "kk")
    for said in (str(expert), letter.merit_kk, council.chairs[0].short_name):
        assert said in paper
    russian = reverse("letter_pdf", args=[letter.pk, "ru"])
    assert chair.get(russian).status_code == 404
