"""What a council just founded is shown to do, until it is done."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from council import actions
from council.models import Account, Body, Council, Seat
from experts import actions as experts
from experts.models import ReferenceDocument
from tests import factories as make
from tests.commissions.test_init_council import ARGUMENTS, init
from tests.experts.conftest import browser_of

pytestmark = pytest.mark.django_db
NOW = "2025-11-05 12:00+05:00"
FOUNDED = date(2025, 11, 1)
NAMES, MEMBERS, CHAIRS = 0, 1, 2
REGULATION, IMPORT, ACCOUNTS, SITTING = 4, 5, 6, 7


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def by():
    """Give the secretariat of a council founded this minute, with two commissions."""
    init(**ARGUMENTS, commissions="2")
    return Account.objects.get(username="secretariat")


def steps(account):
    """Return the steps that the desk of the account shows."""
    return browser_of(account).get(reverse("desk")).context["steps"]


def keys_of_documents():
    return ReferenceDocument.objects.values_list("pk", flat=True)


def done(account):
    return [step.done for step in steps(account)]


def seat_everybody(by):
    """Seat a chair and a member in each body; return the chairs of the commissions."""
    chairs = []
    assembly = Body.objects.get(kind=Body.Kind.ASSEMBLY)
    for body in Body.objects.exclude(pk=assembly.pk):
        for role in (Seat.Role.CHAIR, Seat.Role.MEMBER):
            person = make.a_person()
            for place, part in ((assembly, Seat.Role.MEMBER), (body, role)):
                actions.seat_person(
                    body=place, person=person, role=part, begins=FOUNDED, by=by
                )
            if role == Seat.Role.CHAIR and body.kind == Body.Kind.COMMISSION:
                chairs.append(person)
    return chairs


def test_a_council_just_founded_is_told_what_comes_first(by):
    shown = steps(by)
    assert [(step.label, step.done) for step in shown] == [
        ("Names, e-mail and logo of the council", False),
        ("Members seated in each body", False),
        ("Chairs of the Presidium and of the commissions", False),
        ("Reference documents", True),
        ("The Regulation and its numbers", True),
        ("Import the existing list", False),
        ("Accounts for the chairs of the commissions", False),
        ("First sitting planned", False),
    ]
    assert shown[NAMES].note == "the e-mail is missing, a logo may be added"
    assert shown[CHAIRS].note == ("Missing: Commission № 1, Commission № 2, Presidium")
    assert shown[REGULATION].note == (
        "Candidates at a sitting – 5, experts for a member – 7, "
        "months of practice – 36, quorum – 2/3."
    )
    assert (shown[IMPORT].status, shown[IMPORT].is_open) == ("Optional", False)
    browser = browser_of(by)
    links = [step.url for step in shown if step.url]
    assert [browser.get(link).status_code for link in links] == [200] * 7


def test_the_administrator_has_the_way_to_the_accounts(by):
    administrator = Account.objects.get(username="administrator")
    assert steps(by)[ACCOUNTS].url == ""
    assert steps(by)[ACCOUNTS].note.endswith("The administrator invites them.")
    assert steps(administrator)[ACCOUNTS].url == reverse("accounts")
    assert "administrator" not in steps(administrator)[ACCOUNTS].note


def test_each_step_is_ticked_by_what_is_on_record_and_then_all_go(by):
    assert done(by) == [False, False, False, True, True, False, False, False]
    Council.objects.update(email="secretariat@example.org")
    chairs = seat_everybody(by)
    assert done(by) == [True, True, True, True, True, False, False, False]
    for number, person in enumerate(chairs):
        actions.change_person(
            person=person, account=make.an_account(username=f"chair-{number}"), by=by
        )
    assert done(by) == [True, True, True, True, True, False, True, False]
    presidium = Body.objects.get(kind=Body.Kind.PRESIDIUM)
    sitting = actions.plan_sitting(
        body=presidium, held_on=FOUNDED + timedelta(days=30), by=by
    )
    assert steps(by) == []
    assert "First days of the council" not in browser_of(by).get(reverse("desk")).text
    actions.cancel_sitting(sitting=sitting, by=by)
    assert done(by)[SITTING] is False
    old = [{"pk": pk, "is_current": False} for pk in keys_of_documents()]
    experts.keep_reference_documents(rows=old, by=by)
    assert done(by)[3] is False


def test_nobody_but_those_who_set_it_up_sees_the_steps(council):
    assert [step.is_open for step in steps(council.secretariat)][NAMES]
    assert steps(council.chair_accounts[0]) == []


@pytest.fixture
def council():
    return make.a_council()
