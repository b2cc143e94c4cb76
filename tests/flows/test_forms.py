"""Forms by the keyboard alone: the summary has the focus and leads to each field."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from council import actions
from council.models import Person, Sitting
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

# What the field says of itself, after its link in the summary was followed.
FOCUSED = """
() => {
    const field = document.activeElement;
    const group = field.closest("fieldset");
    const told = [field, group].flatMap(each =>
        (each?.getAttribute("aria-describedby") ?? "").split(" "));
    return {
        name: field.name ?? "",
        isInvalid: field.getAttribute("aria-invalid") === "true",
        errors: told.filter(id => id.endsWith("_error"))
            .map(id => document.getElementById(id)?.innerText ?? "nothing there"),
    };
}
"""
OF_ONE_EXPERT = (
    *("enter_publication", "receive_recommendation"),
    *("establish_breach", "commend"),
)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2025-11-20 12:00+05:00", tick=True):
        yield


@pytest.fixture
def pages(council):
    """Return the main forms: who fills them in, where, and what is typed wrongly."""
    commission = council.commissions[0].pk
    expert = make.in_office(council)
    make.a_candidate(council)
    make.a_presidium_sitting(council, date(2025, 11, 26))
    talk = actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 11, 25),
        secretary=council.secretary,
        by=council.secretariat,
    )
    final = Sitting.objects.get(status=Sitting.Status.FINAL)
    voting = make.attended(make.a_presidium_sitting(council, date(2025, 11, 19)))
    item = actions.add_item(
        sitting=voting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    make.an_account(role="administrator", username="administrator")
    seat = council.commissions[0].seats.first().pk
    secretary = {
        at("enter_candidate"): {"phone": "8 701"},
        at("change_dossier", expert.pk): {"consent_on": "31.02.2025"},
        at("propose_release", expert.pk): {},
        at("key_request", expert.pk): {"requested_on": "кеше"},
        at("propose_reassignment", expert.pk): {},
        at("plan_sitting", commission): {"held_on": "32.11.2025"},
        at("seat_person", commission): {"begins": "x"},
        at("end_seat", seat): {"ends": "x"},
        at("add_item", talk.pk): {},
        at("discuss", talk.pk): {},
        at("change_person", council.members[0].pk): {"surname": "123"},
        at("end_convocation_early", council.convocation.pk): {"ends": "x"},
        at("enter_convocation"): {},
        at("enter_body", council.convocation.pk): {},
        at("name_acting_chair", council.commissions[0].pk): {},
        at("name_council"): {"email": "x"},
        at("set_retention"): {"keep_admitted": ""},
        at("record_votes", voting.pk): {f"{item.pk}-for": "99"},
        at("change_item", item.pk): {"title_kk": ""},
        at("correct_protocol", final.pk): {"explanation_kk": ""},
        at("attach_scan", final.pk): {},
    }
    whose = f"?expert={expert.pk}"
    chair = [
        at("plan_event", commission),
        at("give_assignment", commission),
        *(at(name) + whose for name in OF_ONE_EXPERT),
    ]
    accounts = {
        at("invite_account"): {"email": "x"},
        at("choose_letters"): {"email": "x"},
    }
    return {
        "secretariat": secretary,
        "chair-1": dict.fromkeys(chair, {}),
        "administrator": accounts,
    }


def at(name, *args):
    """Return the Kazakh address."""
    with translation.override("kk"):
        return reverse(name, args=args)


def problems(desk, path, typed):
    """Fill a form in wrongly, send it by the keyboard, and follow each link."""
    page = desk.page
    answer = page.goto(f"{desk.home}{path}")
    if answer.status != 200:
        return [(path, answer.status)]
    desk.fill(**typed)
    page.locator("main form .actions button.button--primary").last.focus()
    with desk.another_page():
        page.keyboard.press("Enter")
    expect(page.locator(".error-summary"), f"summary of {path}").to_be_focused()
    found = []
    links = page.locator(".error-summary a")
    for number in range(links.count()):
        sentence = links.nth(number).inner_text()
        target = links.nth(number).get_attribute("href").removeprefix("#")
        links.nth(number).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"[id='{target}']"), f"{sentence} {path}").to_be_focused()
        field = page.evaluate(FOCUSED)
        is_told = any(error and error in sentence for error in field["errors"])
        if not (field["name"] and field["isInvalid"] and is_told):
            found.append((path, f"{sentence} {field}"))
    if not links.count():
        found.append((path, "the summary leads nowhere"))
    return found


@pytest.mark.parametrize("account", ["secretariat", "chair-1", "administrator"])
def test_the_summary_has_the_focus_and_leads_to_each_field(desk, pages, account):
    desk.sign_in(account)
    found = [
        problem
        for path, typed in pages[account].items()
        for problem in problems(desk, path, typed)
    ]
    assert found == []


def test_a_dossier_is_entered_without_a_mouse(desk, council):
    page = desk.page
    desk.sign_in("secretariat")
    desk.go("/kk/desk/candidates/new/")
    page.locator("[name=commission]").focus()
    page.keyboard.press("ArrowDown")
    # Between the birth date and the field the mark of clause 2.1 is passed.
    for typed in ("Қасенов", "Әлихан", "", "1.9.85", "", "Экология"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.locator("[name=corruption]").first.focus()
    page.keyboard.press("Space")
    page.locator("main form button.button--primary").last.focus()
    with desk.another_page():
        page.keyboard.press("Enter")
    person = Person.objects.get(surname="Қасенов")
    assert person.birth_date == date(1985, 9, 1)
    assert person.dossiers.get().commission == council.commissions[0]
