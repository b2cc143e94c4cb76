"""Section 5 of the Regulation: sittings attended, memberships disclosed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from council import actions
from council.models import Attendance, Body
from experts.models import Disclosure, Expert
from tests import factories
from tests.clauses import pages
from tests.clauses.path import ready
from tests.factories import DECIDED_ON

DAY = timedelta(days=1)
NO_DAYS = {"begins": None, "ends": None}


@pytest.mark.clause("5.1.14")
@pytest.mark.parametrize("kind", Body.Kind)
def test_expert_s_attendance_is_recorded_at_every_body(council, secretariat, kind):
    expert = ready(council)
    factories.engaged(council, expert)
    sitting = actions.plan_sitting(
        body=Body.objects.filter(kind=kind)[0],
        held_on=DECIDED_ON + DAY,
        by=council.secretariat,
    )

    answer = pages.press(
        secretariat, "record_attendance", sitting, others=[expert.person_id]
    )

    assert answer.status_code == 302
    assert list(
        Attendance.objects.filter(sitting=sitting).values_list("person", "has_vote")
    ) == [(expert.person_id, False)]


@pytest.mark.clause("5.1.21")
def test_membership_is_recorded_and_shown_to_chair_and_not_public(
    council, secretariat, chairs, client
):
    membership = {
        "body": "Жылу желілері жөніндегі байқау кеңесі",
        "attached_to": "Энергетика басқармасы",
        "kind": "supervisory",
        "begins": "01.03.2024",
        "ends": "",
    }
    pages.enter(
        secretariat,
        council.commissions[0],
        **{f"disclosure-new1-{name}": value for name, value in membership.items()},
    )
    entered = Expert.objects.get()
    engaged = ready(council, disclosures=[membership | {"pk": None, **NO_DAYS}])
    factories.engaged(council, engaged)

    dossier = chairs[0].get(reverse("dossier", args=[entered.pk])).content.decode()
    public = " ".join(
        client.get(address).content.decode()
        for address in (
            reverse("register"),
            reverse("entry", args=[engaged.public_id]),
        )
    )

    assert list(
        Disclosure.objects.filter(expert=entered).values_list(
            "body", "attached_to", "kind", "begins", "ends"
        )
    ) == [
        (
            membership["body"],
            membership["attached_to"],
            "supervisory",
            date(2024, 3, 1),
            None,
        )
    ]
    assert membership["body"] in dossier
    assert str(engaged) in public
    assert membership["body"] not in public


@pytest.mark.clause("5.1.21")
def test_memberships_are_stated_or_none(council, secretariat):
    told = {
        "disclosure-new1-body": "Қоғамдық кеңес",
        "disclosure-new1-attached_to": "Министрлік",
        "disclosure-new1-kind": "advisory",
    }

    both = pages.enter(secretariat, council.commissions[0], no_memberships="on", **told)
    none = pages.enter(secretariat, council.commissions[0], no_memberships="on")

    assert pages.refusals(both) == [
        "States no membership in other bodies: Memberships are listed below. Which is "
        "right?"
    ]
    assert none.status_code == 302
    assert Expert.objects.get().no_memberships
    assert Disclosure.objects.count() == 0


@pytest.mark.clause("5.1.21")
def test_membership_keeps_nobody_from_being_proposed(council, secretariat):
    membership = {"body": "Кеңес", "attached_to": "Әкімдік", "kind": "advisory"}
    candidate = ready(council, disclosures=[{"pk": None, **membership, **NO_DAYS}])
    sitting = factories.a_presidium_sitting(council)

    answer = pages.propose(secretariat, sitting, candidate)

    assert answer.status_code == 302
