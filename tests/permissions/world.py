"""Who asks for what: the readers of the matrix, and an object behind every address."""

from __future__ import annotations

import copy
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from council import actions
from council.dates import today
from council.models import Account, Sitting
from experts.actions import publish_list
from experts.models import DossierDraft, Engagement, Expert, Paper
from tests import factories as make
from tests import work
from tests.accounts.people import SECOND, first_step, somebody
from tests.kpi.reporting import ASKED as A_REPORT
from tests.kpi.test_bad_input import addresses
from tests.kpi.world import LAST, Round
from tests.scans import a_pdf
from tests.test_bad_input import a_scan, address, made_keys, put_away
from tests.test_consistency import ROUTES

# In the order of the signs in the table. "Own" and "other" are said of commission № 1,
# whose objects stand behind the addresses: to the other chair they are foreign.
READERS = (
    "anonymous",
    "secretariat",
    "administrator",
    "own chair",
    "other chair",
    "member",
    "disabled",
    "second step pending",
    "no second factor",
    "chair of both",
    "chair and secretariat",
    "nobody",
)
NOVEMBER, JANUARY = "2025-11-20 12:00+05:00", "2026-01-20 12:00+05:00"
ABSENT = 987_654_321
# What an address names after the question mark is looked for in the same way.
ASKED = {
    "receive_recommendation": ("expert", "assignment", "event"),
    "enter_publication": ("expert",),
    "establish_breach": ("expert", "publication"),
    "enter_risk_notice": ("expert",),
    "commend": ("expert",),
    "events": ("commission",),
    "assignments": ("commission",),
    "awaited": ("commission",),
}
# Pages of one object, to which only the readers of commission № 1 have a link.
OF_COMMISSION = (
    *("sitting", "dossier", "path", "work", "event", "assignment", "recommendation"),
    *("publication", "risk_notice", "evaluation", "report", "indicators"),
)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]*"')


@dataclass(frozen=True)
class Place:
    """A council at a moment, an address of an object for each name, and of none.

    `canaries` are the surnames of the candidates and experts of commission № 1, and
    the links to its objects. `data` is what a form must hold to be done at once.
    """

    council: Any
    moment: str
    present: dict[str, str]
    absent: dict[str, str]
    canaries: tuple[str, ...]
    data: dict[str, dict[str, Any]]

    def urls(self, name: str) -> dict[str, str]:
        """Return the addresses of a name: with an object, and without one."""
        found = {"present": self.present[name]}
        return found | ({"absent": self.absent[name]} if name in self.absent else {})


def in_november() -> Place:
    """Return the place of all addresses but those of section 4."""
    with translation.override("kk"):
        return _in_november()


def _in_november() -> Place:
    own, presidium, council = made_keys()
    planned = Sitting.objects.get(pk=own["discuss"])
    held = actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 11, 12),
        secretary=council.secretary,
        by=council.secretariat,
    )
    items = [
        actions.add_item(
            sitting=sitting,
            texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
            by=council.secretariat,
        )
        for sitting in (planned, held)
    ]
    final = make.decided(held).sitting
    own |= dict.fromkeys(("change_item", "remove_item"), items[0].pk)
    own |= dict.fromkeys(("correct_protocol", "excerpt_pdf"), final.pk)
    own["plan_sitting"] = council.commissions[0].pk
    own |= {"attach_scan": final.pk, "open_scan": a_scan(final).pk}
    expert = Expert.objects.get(pk=own["work"])
    work.held(work.an_event(expert, begins=date(2025, 11, 18)))
    cancelled = actions.cancel_sitting(
        sitting=actions.plan_sitting(
            body=council.commissions[0],
            held_on=date(2025, 11, 25),
            by=council.secretariat,
        ),
        by=council.secretariat,
    )
    own["reopen_sitting"] = cancelled.pk
    voted = _voted(council)
    own |= {"finalise_protocol": voted.pk}
    planned.refresh_from_db()
    own |= {"propose": presidium, "open_file": _a_file(council).pk}
    draft = DossierDraft(made_by=council.secretariat, kept_at=timezone.now(), typed={})
    draft.save()
    own["throw_draft_away"] = draft.pk
    edition = publish_list(on=today(), by=council.secretariat)
    keys = own, planned.pk, council
    others = {
        "number": edition.number,
        "language": "kk",
        "code": edition.link.code,
        "token": "A" * 43,
        "public_id": Engagement.objects.earliest("pk").expert.public_id,
        "name": "read-register",
    }
    missing = {
        "number": ABSENT,
        "code": "a" * 16,
        "public_id": "0" * 12,
        "name": "nothing",
    }
    present, absent = {}, {}
    for route in ROUTES:
        wanted, name = route.pattern.converters, route.name
        if name is None or route.callback.__module__.startswith("kpi."):
            continue
        if "pk" in wanted:
            present[name] = address(route, keys)
            key = own.get(name, planned.pk)
            absent[name] = present[name].replace(f"/{key}/", f"/{ABSENT}/")
        else:
            present[name] = reverse(name, args=[others[each] for each in wanted])
            gone = [(missing | {"language": "kk", "token": "x"}) for _each in wanted]
            if set(wanted) & set(missing):
                args = [lacks[each] for lacks, each in zip(gone, wanted, strict=True)]
                absent[name] = reverse(name, args=args)
    of_one = {
        "expert": own["work"],
        "commission": council.commissions[0].pk,
        **{name: own[name] for name in ("assignment", "event", "publication")},
    }
    for name, asked in ASKED.items():
        for word in asked:
            url = reverse(name)
            present[f"{name}?{word}"] = f"{url}?{word}={of_one[word]}"
            absent[f"{name}?{word}"] = f"{url}?{word}={ABSENT}"
    data = {
        "cancel_sitting": {"revision": planned.revision},
        "reopen_sitting": {"revision": cancelled.revision},
        "remove_item": {"revision": planned.revision},
        "finalise_protocol": {"revision": voted.revision, "number": 7},
    }
    canaries = _canaries(council, present)
    return Place(council, NOVEMBER, present, absent, canaries, data)


def in_january() -> Place:
    """Return the place of the addresses of section 4."""
    world = Round(experts=2)
    world.sign(world.entries[0])
    with translation.override("kk"):
        return _in_january(world)


def _in_january(world: Round) -> Place:
    present = addresses(world)
    present["evaluate_work?work"] = present.pop("a work")
    url, expert = reverse("make_report"), world.entries[0].expert_id
    present["make_report?expert"] = f"{url}?expert={expert}"
    absent = {
        name: re.sub(r"/\d+/", f"/{ABSENT}/", path)
        for name, path in present.items()
        if re.search(r"/\d+/", path)
    }
    absent["make_report?expert"] = f"{url}?expert={ABSENT}"
    for name in ("evaluations", "experts_by_quarter"):
        quarter = f"{reverse(name)}?quarter={LAST.code}"
        present[f"{name}?commission"] = f"{quarter}&commission=1"
        absent[f"{name}?commission"] = f"{quarter}&commission={ABSENT}"
    asked = {"quarter": LAST.code, "commission": "1"}
    data: dict[str, dict[str, Any]] = {
        "note_evaluations?commission": asked,
        "sign_evaluations?commission": asked,
        "make_report?commission": A_REPORT | {"commission": world.commission.pk},
    }
    present |= {name: reverse(name.partition("?")[0]) for name in data}
    canaries = _canaries(world.council, present)
    return Place(world.council, JANUARY, present, absent, canaries, data)


def _voted(council: Any) -> Sitting:
    """Return a sitting of commission № 1 whose protocol can be finalised."""
    sitting = actions.plan_sitting(
        body=council.commissions[0],
        held_on=date(2025, 11, 13),
        secretary=council.secretary,
        by=council.secretariat,
    )
    texts = {"title_kk": "Жоспар", "draft_kk": "Бекітілсін."}
    actions.add_item(sitting=sitting, texts=texts, by=council.secretariat)
    make.voted(make.attended(sitting))
    return Sitting.objects.get(pk=sitting.pk)


def _a_file(council: Any) -> Paper:
    """Return a paper of a candidate of commission № 1 that was handed in as a file."""
    diploma = {"number": "7", "is_seen": True, "issued_on": make.ENTERED_ON}
    diploma |= {"result": "", "file": SimpleUploadedFile("diploma.pdf", a_pdf())}
    candidate = make.a_candidate(council, papers={"diploma": diploma})
    return candidate.papers.get(kind="diploma")


def _canaries(council: Any, present: dict[str, str]) -> tuple[str, ...]:
    dossiers = Expert.objects.filter(commission=council.commissions[0])
    pages = [f'"{present[name]}"' for name in OF_COMMISSION if name in present]
    return (*dossiers.values_list("person__surname", flat=True), *pages)


def browser_of(place: Place, reader: str) -> Client:
    """Return a browser in which the reader is as far as the name says."""
    client = Client(headers={"accept-language": "kk"})
    council = place.council
    if reader == "anonymous":
        return client
    if reader == "second step pending":
        account = somebody(factor=True)
        first_step(client, account)
        assert client.get(SECOND).status_code == 200
        return client
    account = _account(council, reader)
    client.force_login(account)
    if reader != "no second factor":
        session = client.session
        session["account_authentication_methods_user"] = str(account.pk)
        session["account_authentication_methods"] = [
            {"method": "mfa", "at": time.time()}
        ]
        session.save()
    if reader == "disabled":
        Account.objects.filter(pk=account.pk).update(is_active=False)
    return client


def _account(council: Any, reader: str) -> Account:
    first, second = council.commissions[:2]
    if reader in ("own chair", "other chair"):
        account: Account = council.chair_accounts[reader == "other chair"]
        return account
    if reader == "member":
        return _of(council, council.members[3], make.an_account())
    if reader == "nobody":
        return make.an_account()
    if reader == "chair of both":
        person, account = council.chairs[0], council.chair_accounts[0]
        make.seated(second, person)
        _acting(council, second, person)
        return account
    if reader == "chair and secretariat":
        account = council.secretariat
        if not hasattr(Account.objects.get(pk=account.pk), "person"):
            person = council.members[2]
            _of(council, person, account)
            _acting(council, first, person)
        return account
    return make.an_account(
        role="administrator" if reader == "administrator" else "secretariat"
    )


def _of(council: Any, person: Any, account: Account) -> Account:
    actions.change_person(person=person, account=account, by=council.secretariat)
    return account


def _acting(council: Any, body: Any, person: Any) -> None:
    actions.name_acting_chair(
        body=body,
        person=person,
        begins=today(),
        ends=today(),
        by=council.secretariat,
    )


@contextmanager
def undone():
    """Undo in the database what is done meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Answer:
    """What an address gave: its sign in the table, and the page without its address."""

    sign: str
    page: str


SIGNS = {400: "b", 403: "x", 404: "0", 405: "-", 410: "g", 422: "!"}


def ask(client: Client, place: Place, method: str, url: str, name: str = "") -> Answer:
    """Ask with that method; the browser keeps nothing of the answer.

    What is sent is the place's data for that name.
    """
    kept = copy.deepcopy(client.cookies)
    cache.clear()
    data = place.data.get(name, {}) if method == "POST" else None
    response = put_away(getattr(client, method.lower())(url, data))
    client.cookies = kept
    status = response.status_code
    if status == 302:
        location = response["Location"]
        led_to = {"/sign-in/": "?", "/second-factor/set-up/": "2"}
        found = [sign for part, sign in led_to.items() if part in location]
        return Answer(found[0] if found else ">", "")
    text = "" if response.streaming else response.content.decode(errors="replace")
    if status == 200:
        is_page = response["Content-Type"].startswith("text/html")
        names = is_page and any(name in text for name in place.canaries)
        return Answer("*" if names else "+", text)
    path, _mark, query = url.removeprefix("/kk/").partition("?")
    for part in filter(None, (path, query, escape(query), quote(query))):
        text = text.replace(part, "")
    return Answer(SIGNS[status], TOKEN.sub(r"\1", text))


def without(place: Place, *names: str) -> Place:
    """Return the place with these names only."""
    return replace(
        place,
        present={name: place.present[name] for name in names},
        absent={name: url for name, url in place.absent.items() if name in names},
    )


def at(place: Place) -> Any:
    """Return the clock of a place."""
    return time_machine.travel(place.moment)
