"""What experts say in public, breaches, notices, thanks: through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissions import actions
from commissions.models import Breach, Commendation, Publication, RiskNotice
from commissions.work_print import letter_html
from council.models import Sitting
from tests import factories, outputs
from tests.clauses import pages
from tests.clauses.conftest import NOW
from tests.outputs import DAY, LATER
from tests.worlds import built_once

ONE = timedelta(days=1)


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


@pytest.mark.clause("5.1.9")
def test_an_answer_is_corrected_by_giving_it_again(council, expert, chair):
    publication = outputs.a_publication(expert)
    page = reverse("publication", args=[publication.pk])

    def answer(deed, is_done=True, **values):
        assert reverse(deed, args=[publication.pk]) in chair.get(page).text
        response = sent(chair, deed, publication, **values)
        assert (response.status_code == 302) == is_done
        publication.refresh_from_db()
        return response

    agreed = {"approved_by": "chair", "approved_on": LATER.isoformat()}
    answer("approve_publication", **agreed)
    answer("decline_publication", declined_on=DAY.isoformat())
    assert (publication.is_agreed, publication.approver) == (False, None)
    assert publication.declined_on == DAY
    answer("approve_publication", **agreed | {"approved_on": DAY.isoformat()})
    assert publication.approved_on == DAY
    assert Publication.objects.get().declined_on is None
    answer("record_appearance", appeared_on=DAY.isoformat())
    answer("record_appearance", appeared_on=(LATER - ONE).isoformat())
    assert publication.appeared_on == LATER - ONE
    late = answer("approve_publication", is_done=False, **agreed)
    assert "an agreement comes first" in pages.refusals(late)[0]
    answer("record_appearance", appeared_on=LATER.isoformat())
    answer("approve_publication", **agreed)
    assert (publication.approved_on, publication.approver) == (
        LATER,
        council.chairs[0],
    )


@pytest.mark.clause("4.5", "5.1.9")
def test_no_agreement_while_a_breach_rests_on_its_lack(expert, chair):
    publication = outputs.unagreed(expert)
    breach = outputs.a_breach(expert, kind="unagreed", publication=publication)
    url = reverse("approve_publication", args=[publication.pk])
    page = reverse("publication", args=[publication.pk])
    agreed = {"approved_by": "chair", "approved_on": DAY.isoformat()}

    assert url not in chair.get(page).text
    assert pages.refusals(
        sent(chair, "approve_publication", publication, **agreed)
    ) == ["4.5: a breach rests on its having no agreement; take that back first."]
    lifted = {"lifted_on": LATER.isoformat(), "lifted_because": "Қате."}
    assert (
        chair.post(reverse("lift_breach", args=[breach.pk]), lifted).status_code == 302
    )
    assert url in chair.get(page).text
    assert sent(chair, "approve_publication", publication, **agreed).status_code == 302


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


# 6.1: another chair's experts


@pytest.mark.clause("6.1")
def test_nothing_is_established_or_entered_of_another_s_expert(expert, chairs):
    assert establish(chairs[1], expert).status_code == 404
    assert enter(chairs[1], expert).status_code == 404


# 6.3: honoured


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
    url = reverse("award_commendation", args=[letter.pk])
    assert url in chair.get(reverse("commendations")).text
    assert "Төралқа" in chair.get(url).text
    other = award | {"awarded_by": "Кеңес төрағасы"}
    assert sent(chair, "award_commendation", letter, **other).status_code == 302
    letter.refresh_from_db()
    assert letter.awarded_by == "Кеңес төрағасы"
    paper = letter_html(letter, "kk")
    for said in (str(expert), letter.merit_kk, council.chairs[0].short_name):
        assert said in paper
    russian = reverse("letter_pdf", args=[letter.pk, "ru"])
    assert chair.get(russian).status_code == 404
