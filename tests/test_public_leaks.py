"""A canary in every text that is not public; no public address in any format sings."""

import io
import json
import re
import subprocess
import zipfile
from collections import defaultdict
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import Resolver404, path, resolve, reverse
from django.utils import translation

from council import actions
from council.audit import tracked_models, versions
from council.models import Account, Link, ProtocolVersion
from council.urls import urlpatterns as of_the_site
from experts import actions as experts
from experts.models import Disclosure, Expert
from tests import factories as make
from tests import outputs, work
from tests.clauses.pages import refusals
from tests.experts.conftest import named
from tests.kpi.reporting import signed
from tests.kpi.world import NOW, Round
from tests.test_consistency import ROUTES
from tests.worlds import built_once

# What the public pages show: all other texts are marked.
PUBLIC = {
    "council.council": {"name_kk", "name_ru", "email"},
    "council.body": {"name_kk", "name_ru"},
    "council.edition": {"decision_number", "decided_by_kk", "decided_by_ru"},
    "council.person": {"surname", "given_name", "patronymic"},
    "experts.expert": {"public_id", "field_kk", "field_ru"},
    "experts.engagement": {"imported_number"},
    "experts.referencedocument": {"title_kk", "title_ru"},
    "experts.listedition": {"sha256"},
}
# What opens without sign-in and is no page to read: it signs in, or only sends on.
NOT_CRAWLED = {
    *("account_login", "account_logout", "account_inactive", "mfa_authenticate"),
    *("forgotten_password", "choose_password", "open_invitation"),
    *("choose_display", "council_logo"),
}
# Of these, only the rows of who is or was in the register are public.
OF_EXPERTS = {
    "council.person": "dossiers__engagements__isnull",
    "experts.expert": "engagements__isnull",
}
MARK = "zq{:03}"
SUNG = re.compile(r"zq\d{3}")
BORN = date(1907, 7, 9)
LINK = re.compile(r'href="([^"]+)"')
DESK = ("/desk/", "/sign-in/", "/static/", "/council-logo")
STARTS = (
    *("/kk/", "/ru/", "/en/", "/register.json", "/register.csv", "/register.xlsx"),
    *("/register.atom", "/kk/register.pdf", "/register.json?on=2025-11-20"),
    *("/ru/register/changes/?since=2025-01-01&until=2030-01-01", "/kk/register/?q=a"),
    *("/register.atom?lang=ru&on=2025-12-31", "/en/register/?on=x", "/kk/nowhere/"),
    *("/register.json?as_recorded=2026-01-20", "/en/register/?as_recorded=2026-01-11"),
    *(
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
        "/favicon.ico",
        "/kk/?q=%00",
    ),
)
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return everything()


def everything():
    """Return a council with a row of nearly everything; two experts, one released."""
    world = Round(2)
    stays, leaves = world.experts
    everything_about(Expert.objects.with_person().get(pk=stays.pk))
    actions.change_person(
        person=stays.person, birth_date=BORN, by=world.council.secretariat
    )
    assert refusals(world.sign()) == []
    signed(world)
    work.released(world.council, leaves, date(2026, 1, 12))
    experts.publish_list(on=date(2026, 1, 12), by=world.council.secretariat)
    refused = make.a_candidate(world.council, **named("Ретов"))
    experts.refuse(expert=refused, by=world.council.secretariat)
    make.proposed(
        discussed(world.council),
        sitting=make.a_presidium_sitting(world.council, date(2026, 1, 26)),
    )
    return world.council


def discussed(council):
    """Return a candidate whom the commission discussed."""
    candidate = make.a_candidate(council, papers={"resume": {"file": a_file()}})
    make.discussed(candidate, on=date(2026, 1, 15))
    return candidate


def a_file():
    return SimpleUploadedFile("resume.pdf", b"%PDF-1.7 resume")


def everything_about(expert):
    """Enter what a chair keeps of an expert."""
    file = SimpleUploadedFile("work.pdf", b"%PDF-1.7 work")
    paper = outputs.a_recommendation(expert, file=file)
    outputs.unclear(paper)
    outputs.considered(outputs.a_recommendation(expert, title="Көпірлер туралы"))
    outputs.agreed(outputs.a_publication(expert))
    outputs.a_breach(expert)
    outputs.a_risk_notice(expert)
    outputs.a_commendation(expert)
    work.held(work.an_event(expert))
    work.assigned(expert)
    disclosure = Disclosure(
        expert=expert, body="Кеңес", attached_to="Әкімдік", kind="advisory"
    )
    work.written(disclosure, outputs.chair_of(expert))


def mark_everything():
    """Write a canary into every text that is not public; return where each one sits."""
    places: dict[str, str] = {}
    for model in tracked_models():
        label = model._meta.label_lower
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if not is_text or field.choices or (field.max_length or 99) < len(MARK):
                continue
            rows = model._base_manager.all()
            past = versions(model)
            if field.name in PUBLIC.get(label, ()):
                if label not in OF_EXPERTS:
                    continue
                rows = rows.filter(**{OF_EXPERTS[label]: True})
                past = past.filter(id__in=list(rows.values_list("pk", flat=True)))
            mark = MARK.format(len(places))
            if written(rows, field, mark) + written(past, field, mark):
                places[mark] = f"{label}.{field.name}"
    for version in ProtocolVersion.objects.all():  # what is printed from is read
        marked = json.dumps({"head": {"number": 1}, "kk": version.text})
        ProtocolVersion.objects.filter(pk=version.pk).update(text=marked)
    Account.objects.update(first_name=MARK.format(998), email=MARK.format(999))
    return places


def written(rows, field, mark):
    """Write the mark into the column, or only where it is not empty if it may be so."""
    for chosen in (rows, rows.exclude(**{field.name: ""})):
        try:
            with transaction.atomic():
                if field.unique:
                    found = list(chosen.values_list("pk", flat=True))
                    return sum(
                        chosen.filter(pk=pk).update(**{field.name: f"{mark}{pk}"})
                        for pk in found
                    )
                return chosen.update(**{field.name: mark})
        except IntegrityError:
            continue
    return 0


def name_of(address):
    """Return the name of the route of an address, "none" where it has none."""
    try:
        match = resolve(address.split("?")[0])
    except Resolver404:
        return "none"
    return match.url_name or match.func.__name__


def open_to_all():
    """Return the names of all routes that open without sign-in."""
    return {
        route.name or route.callback.__name__
        for route in ROUTES
        if not getattr(route.callback, "login_required", True)
    }


def words(answer):
    """Return all text of an answer, whatever its format."""
    kind = answer["Content-Type"].split(";")[0]
    content = answer.getvalue() if answer.streaming else answer.content
    if kind == "application/pdf":
        done = subprocess.run(
            ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
        )
        return done.stdout.decode()
    if kind.endswith("sheet"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist())
    return content.decode()


def crawled(client, reached):
    """Return the words of every public page that links lead to, by address.

    `reached` takes the names of the routes that answered, by status.
    """
    codes = Link.objects.values_list("code", flat=True)
    found, waiting = {}, [*STARTS, *(f"/ru/verify/{code}/" for code in codes)]
    while waiting:
        address = waiting.pop()
        place = address.split("?")[0]
        known = place if place.endswith(".pdf") else address
        if known in found or any(part in address for part in DESK):
            continue
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert not answer.cookies, address
        reached[answer.status_code].add(name_of(address))
        found[known] = words(answer)
        # A length or a fingerprint may hold any digits, but no mark.
        found[f"headers of {known}"] = " ".join(SUNG.findall(str(answer.headers)))
        if answer["Content-Type"].startswith("text/html"):
            links = (
                unescape(link).partition("#")[0] for link in LINK.findall(found[known])
            )
            waiting += [
                link if link.startswith("/") else place + link
                for link in links
                if re.match(r"[/?]", link)
            ]
    return found


@draws
@pytest.mark.clause("1.12")
def test_nothing_that_is_not_public_leaves_by_any_public_address(council):
    places = mark_everything()
    reached: dict[int, set[str]] = defaultdict(set)
    found = crawled(Client(), reached)
    assert open_to_all() - reached[200] == NOT_CRAWLED
    assert set(reached) == {200, 302, 400, 404}
    leaks = defaultdict(set)
    for address, text in found.items():
        for mark in SUNG.findall(text):
            leaks[places.get(mark, mark)].add(address)
        if "1907" in text:
            leaks["council.person.birth_date"].add(address)
    assert dict(leaks) == {}
    marked = {place.rsplit(".", 1)[0] for place in places.values()}
    assert marked >= {
        *("council.person", "council.protocolversion", "council.sitting"),
        *("council.agendaitem", "experts.expert", "experts.paper"),
        *("experts.disclosure", "kpi.evaluationversion", "kpi.report"),
        *("commissions.recommendation", "commissions.breach"),
        *("commissions.risknotice", "commissions.commendation"),
        *("commissions.assignment", "commissions.event", "commissions.publication"),
    }
    formats = {re.sub(r".*\.|\?.*", "", path) for path in found if "." in path}
    assert formats == {"json", "csv", "xlsx", "pdf", "atom", "txt", "xml", "ico"}
    assert len(found) > 80
    assert {"/kk/register/editions/1/", "/kk/verify/", "/register/editions/1.json"} < {
        *found
    }
    assert {"/kk/contact/", "/ru/contact/", "/en/contact/"} < {*found}


def breaks(request):
    """Fail over rows of people, with what they hold in the message."""
    people = [*Expert.objects.with_person()]
    raise LookupError(" ".join(person.person.surname for person in people))


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("kk/breaks/", breaks), *of_the_site]


@draws
@pytest.mark.clause("1.12")
def test_no_error_tells_what_is_not_public(council, settings):
    mark_everything()
    settings.ROOT_URLCONF = __name__
    settings.RATE_LIMITS = {"search": "0/m/key"}
    client = Client(raise_request_exception=False)
    answers = {
        500: client.get("/kk/breaks/"),
        429: client.get("/kk/register/?q=a"),
        405: client.put("/kk/register/"),
        404: client.get("/kk/register/nobody/"),
        403: Client(enforce_csrf_checks=True).post("/kk/sign-in/", {"login": "x"}),
        400: client.get("/kk/", headers={"host": "elsewhere.example"}),
    }
    assert [answer.status_code for answer in answers.values()] == [*answers]
    for answer in answers.values():
        assert SUNG.findall(answer.text + str(answer.headers)) == []


@draws
def test_a_canary_in_a_public_place_is_heard_in_every_format(council, client):
    Expert.objects.update(field_kk=MARK.format(1))
    for address in ("/register.json", "/register.csv", "/register.xlsx"):
        assert "zq001" in words(client.get(address)), address
    assert "zq001" in words(client.get("/kk/register.pdf"))
    assert "zq001" in words(client.get("/kk/register/"))


@pytest.mark.clause("1.12")
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_candidates_and_refused_have_no_address(council, client, language):
    hidden = Expert.objects.filter(engagements__isnull=True)
    assert {row.status for row in hidden} == {"candidate", "refused"}
    with translation.override(language):
        for row in hidden:
            for day in ("", "?on=2025-11-20"):
                address = reverse("entry", args=[row.public_id]) + day
                assert client.get(address).status_code == 404
