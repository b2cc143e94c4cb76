"""No typing breaks a page, and reading one never writes."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council import actions
from council.models import Sitting
from experts.imports.actions import keep_draft
from tests import factories as make
from tests import work
from tests.accounts.people import lately
from tests.commissions.output_table import keys_of_outputs
from tests.experts.lists import ROW, table, workbook
from tests.test_consistency import DESK as ALL
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NAUGHTY = {
    "long": "Ә" * 10_000,
    "nul": "\x00",
    "huge": "9" * 40,
    "negative": "-1",
    "date": "31.02.2026",
    "year": "99999-01-01",
    "year zero": "01.01.0000",
    "override": "\u202eтүйме\u2066",
    "markup": "<script>alert(1)</script>'\";--",
    "template": "{{ request }}{% debug %}",
    "emoji": "👩🏽‍⚖️",
    "blank": "   ",
    "invisible": "\u200b",
    "comma": "1,5",
}
# Pages of chairs alone are tried by a chair, in the tests of their app.
DESK = [route for route in ALL if not route.callback.__module__.startswith("kpi.")]
# What every address is asked with, even where it asks for nothing.
WORST = {name: NAUGHTY[name] for name in ("nul", "huge", "override")}
MOVES = ("propose_release", "propose_reassignment", "key_request", "discuss_expert")
EVENTS = (*("event", "change_event", "cancel_event", "reopen_event", "record_event"),)
ASSIGNMENTS = (
    "assignment",
    "change_assignment",
    "complete_assignment",
    "withdraw_assignment",
    "reopen_assignment",
)
ACCOUNTS = (
    *("account", "send_invitation", "change_role", "link_person"),
    *("disable_account", "enable_account", "reset_second_factor"),
)
PARTS = 6  # so that the work is shared among processes
NAMES = re.compile(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"')
NOW = "2025-11-20 12:00+05:00"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def keys():
    """Return, for every address with a key, an object that it opens."""
    return made_keys()


def made_keys():
    """Return keys in commission № 1, that of a Presidium sitting, and the council."""
    council = make.a_council(per_commission=2)
    expert = make.in_office(council)
    handed_in = keys_of_outputs(expert)
    final = Sitting.objects.presidium().get(status=Sitting.Status.FINAL)
    candidate, waiting = make.a_candidate(council), make.a_candidate(council)
    new = make.a_candidate(council)
    make.discussed(candidate, waiting)
    presidium = make.a_presidium_sitting(council, date(2025, 11, 19))
    submission = make.proposed(candidate, sitting=presidium)[0]
    make.attended(presidium)
    commission = actions.plan_sitting(
        body=council.commissions[0], held_on=date(2025, 11, 19), by=council.secretariat
    )
    draft = keep_draft(
        upload=SimpleUploadedFile("list.xlsx", workbook(table(ROW))),
        by=council.secretariat,
    ).pk
    # The secretariat also leads the commission for a while: it reaches every page.
    actions.change_person(
        person=council.members[2], account=council.secretariat, by=council.secretariat
    )
    event = work.an_event(expert, begins=date(2025, 11, 19))
    (assignment,) = work.assigned(expert, given_on=date(2025, 11, 19))
    ended = actions.end_seat(
        seat=actions.seat_person(
            body=council.assembly,
            person=make.a_person(),
            role="member",
            begins=date(2025, 11, 1),
            by=council.secretariat,
        ),
        ends=date(2025, 11, 10),
        by=council.secretariat,
    )
    own = {
        "enter_body": council.convocation.pk,
        "body": council.commissions[0].pk,
        "seat_person": council.commissions[0].pk,
        "plan_sitting": council.presidium.pk,
        "end_seat": council.commissions[0].seats.latest("pk").pk,
        "reopen_seat": ended.pk,
        "change_person": council.members[0].pk,
        "merge_persons": make.a_person(surname=council.members[0].surname).pk,
        "change_body": council.commissions[0].pk,
        "import_verdicts": draft,
        "import_verdicts_csv": draft,
        "import_verdicts_xlsx": draft,
        "change_item": submission.item_id,
        "remove_item": submission.item_id,
        "discuss": commission.pk,
        "path": candidate.pk,
        "dossier": new.pk,
        "change_dossier": new.pk,
        "withdraw_consent": new.pk,
        "open_file": new.papers.latest("pk").pk,
        "end_convocation_early": council.convocation.pk,
        "name_acting_chair": council.commissions[0].pk,
        "end_acting": actions.name_acting_chair(
            body=council.commissions[0],
            person=council.members[2],
            begins=date(2025, 11, 1),
            ends=date(2025, 12, 1),
            by=council.secretariat,
        ).pk,
        "correct_protocol": final.pk,
        "excerpt_pdf": final.pk,
        "attach_scan": final.pk,
        "open_scan": a_scan(final).pk,
        "propose_edition": make.a_presidium_sitting(council, date(2025, 12, 1)).pk,
    }
    own |= dict.fromkeys(ACCOUNTS, make.an_account().pk)
    own |= dict.fromkeys((*MOVES, "work"), expert.pk)
    own |= dict.fromkeys(EVENTS, event.pk) | dict.fromkeys(ASSIGNMENTS, assignment.pk)
    own |= dict.fromkeys(("plan_event", "give_assignment"), council.commissions[0].pk)
    own |= handed_in
    return own, presidium.pk, council


def a_scan(sitting):
    """Return a scan attached to the sitting's protocol."""
    return actions.attach_scan(
        version=sitting.protocol.current,
        language="kk",
        upload=SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed"),
        on=sitting.held_on,
        by=make.the_secretariat(),
    )


def address(route, keys):
    """Return the route's address for the object that stands for it."""
    own, sitting, _council = keys
    wanted = route.pattern.converters
    args = [own.get(route.name, sitting)] if "pk" in wanted else []
    if "record" in wanted:
        args.insert(0, "council.sitting")
    if "position" in wanted:
        args.append(1)
    if "language" in wanted:
        args.append("kk")
    return reverse(route.name, args=args)


def enter(client, keys):
    """Sign in as the one who reaches every page, the password just given.

    That is the secretariat, who from now on manages accounts, too.
    """
    account = keys[2].secretariat
    account.role = "administrator"
    account.save(update_fields=["role"])
    client.force_login(account)
    lately(client)


def put_away(response):
    """Close the file that an answer streams.

    Closing the answer itself would close the connection that the test stands on.
    """
    if response.streaming:
        for close in response._resource_closers:
            close()
    return response


def test_reading_a_page_never_writes(client, keys):
    enter(client, keys)
    for route in DESK:
        with CaptureQueriesContext(connection) as queries:
            response = put_away(client.get(address(route, keys)))
        assert response.status_code in (200, 404, 405), route.name
        written = [
            match[2]
            for query in queries
            if (match := re.match(r'(INSERT INTO|UPDATE|DELETE) "(\w+)', query["sql"]))
        ]
        # What is opened or taken along is on record, and that changes nothing else.
        is_opening = response.status_code == 200 and (
            route.name.startswith("open_") or route.name == "candidates_pdf"
        )
        assert written == ["council_auditevent"] * is_opening, route.name


@pytest.mark.parametrize("place", range(PARTS))
def test_no_typing_breaks_a_page(client, keys, place):
    enter(client, keys)
    for route in DESK[place::PARTS]:
        with transaction.atomic():
            try_typing(client, address(route, keys))
            transaction.set_rollback(True)


def try_typing(client, url):
    """Send every naughty text in every field of a page."""
    page = put_away(client.get(url))
    names = (
        set(NAMES.findall(page.text))
        if page.status_code == 200 and (page["Content-Type"].startswith("text/html"))
        else set()
    )
    names |= {"revision", "number", "candidates", "voters", "q", "body", "page"}
    names |= {"sort", "file"}
    names -= {"csrfmiddlewaretoken"}
    before = Sitting.objects.count()
    is_page = page.get("Content-Type", "text/html").startswith("text/html")
    asks = is_page and 'method="get"' in page.text
    for name, typed in NAUGHTY.items() if is_page else WORST.items():
        data = dict.fromkeys(names, typed)
        answers = [client.post(url, data)]
        if name in WORST:
            answers.append(client.post(url, {name: [typed] * 3 for name in names}))
        if (asks or name in WORST) and "\x00" not in typed:
            answers.append(client.get(url, data))
        assert all(put_away(each).status_code < 500 for each in answers), (url, typed)
    assert Sitting.objects.count() == before, url


@pytest.mark.parametrize("typed", NAUGHTY.values(), ids=NAUGHTY)
@pytest.mark.parametrize(
    "name", ["q", "commission", "on", "as_recorded", "page", "sort"]
)
def test_no_question_breaks_the_register(client, keys, name, typed):
    assert client.get(reverse("register"), {name: typed}).status_code in (200, 400)


@pytest.mark.parametrize("typed", NAUGHTY.values(), ids=NAUGHTY)
@pytest.mark.parametrize("name", ["home", "rules", "become_expert", "changes"])
def test_no_day_breaks_a_public_page(client, keys, name, typed):
    for parameter in ("on", "as_recorded"):
        answer = client.get(reverse(name), {parameter: typed})
        assert answer.status_code in (200, 400), parameter


@pytest.mark.parametrize("key", [0, 10**30])
def test_an_impossible_key_is_not_found(client, keys, key):
    enter(client, keys)
    for route in DESK:
        if list(route.pattern.converters) == ["pk"]:
            url = reverse(route.name, args=[key])
            assert client.get(url).status_code in (404, 405), url


def test_every_page_answers_in_three_languages(client, keys):
    enter(client, keys)
    for language in ("kk", "ru", "en"):
        for route in DESK:
            url = re.sub("^/[a-z]{2}/", f"/{language}/", address(route, keys))
            response = put_away(client.get(url))
            if response.get("Content-Type", "").startswith("text/html"):
                assert response.status_code == 405 or (
                    f'<html lang="{language}">' in response.text
                ), url


def test_an_unknown_address_is_a_page_of_ours(client):
    response = client.get("/kk/жоқ/")
    assert response.status_code == 404
    assert '<html lang="kk">' in response.text
