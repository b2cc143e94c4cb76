"""What people type stays text: on every page, in every paper, file, feed and letter."""

import json
import re
from collections import Counter
from functools import partial
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest
import time_machine
from django.core.cache import caches
from django.db import models
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from council.audit import tracked_models, versions
from council.dates import today
from council.models import Account, ProtocolPaper, ProtocolVersion
from council.reminders import send_due
from experts.models import ListPaper
from tests.council.neighbour import neighbour
from tests.kpi.world import NOW
from tests.test_bad_input import put_away
from tests.test_public_leaks import LINK, everything, name_of
from tests.worlds import built_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</option></select><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'http://{host}/x';</style>",
    "<link rel=stylesheet href=http://{host}/x>",
    "<base href=http://{host}/>",
    "<meta http-equiv=refresh content='0;url=http://{host}/'>",
    "<form action=http://{host}/><input name=x>",
    "<object data=http://{host}/x></object>",
    "{{ 7|add:7 }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--<script>alert(1)//-->",
    "]]><script>alert(1)</script>",
    "\\u003cscript\\u003ealert(1)",
    "<p hx-get=http://{host}/x hx-trigger=load>",
    '=HYPERLINK("http://{host}/x","x")',
]
# Leaves a text, an attribute in either quotes and a tag, and is no pattern to fill in:
# for every column at once.
ESCAPES = ["\"'><a href=//x>%d"]
HARMLESS = "Сөз"
CYRILLIC = re.compile("[а-яА-Я]")
# Columns by which rows are found, compared or counted, and which nobody types.
NOT_TYPED = re.compile(
    r"(sha256|public_id|code|_key|mark|salt|seen|revision|language|public_file)$"
)
FOREIGN = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset")
STARTS = (
    *("/kk/", "/kk/register/", "/kk/register/changes/?since=2025-01-01", "/kk/rules/"),
    *("/register.json", "/register.csv", "/register.xlsx", "/register.atom"),
    *("/kk/register.pdf", "/kk/desk/", "/kk/desk/candidates/", "/kk/desk/history/"),
    *("/kk/desk/events/", "/kk/desk/recommendations/", "/kk/desk/publications/"),
    *("/kk/desk/evaluations/", "/kk/desk/reports/", "/kk/desk/sittings/"),
)
LEFT_OUT = re.compile(r"/(sign-out|static|sign-in|display|ru|en)/|/open/|\.pdf\?")
EVERY = len(PAYLOADS)


@pytest.fixture(autouse=True)
def _in_january():
    with time_machine.travel(NOW):
        yield


@built_once(NOW)
def council():
    return everything()


def type_everywhere(chosen):
    """Write what `chosen` gives for a column into it, and into texts frozen as JSON."""
    columns = 0
    for model in tracked_models():
        for field in model._meta.concrete_fields:
            if not is_typed(field):
                continue
            text = chosen(columns)[: field.max_length]
            columns += 1
            for rows in (model._base_manager.all(), versions(model)):
                rows.exclude(**{field.name: ""}).update(**{field.name: text})
        for field in model._meta.concrete_fields:
            if isinstance(field, models.JSONField):
                for row in model._base_manager.all():
                    kept = retyped(getattr(row, field.name), chosen(columns))
                    model._base_manager.filter(pk=row.pk).update(**{field.name: kept})
    for version in ProtocolVersion.objects.all():
        kept = retyped(json.loads(version.text), chosen(columns))
        ProtocolVersion.objects.filter(pk=version.pk).update(text=json.dumps(kept))
    Account.objects.update(first_name=chosen(0)[:30], last_name=chosen(0)[:30])
    return columns


def is_typed(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.unique
        and not (field.model is ProtocolVersion and field.name == "text")
        and not NOT_TYPED.search(field.name)
        and (field.max_length or 99) >= len("javascript:alert(1)")
    )


def retyped(value, text):
    """Return frozen text with every sentence of people replaced."""
    if isinstance(value, str):
        return text if CYRILLIC.search(value) else value
    if isinstance(value, dict):
        return {key: retyped(part, text) for key, part in value.items()}
    if isinstance(value, list):
        return [retyped(part, text) for part in value]
    return value


def crawled(clients, most):
    """Return answers to which links lead, `most` a route, by who asks and address."""
    found = {}
    visits: Counter[str] = Counter()
    for name, client in clients.items():
        waiting = [each for each in STARTS if name != "anybody" or "desk" not in each]
        while waiting:
            address = waiting.pop()
            place = address.split("?")[0]
            if (name, address) in found or LEFT_OUT.search(address):
                continue
            # A paper's two languages are two templates.
            route = name_of(place) + "".join(re.findall(r"-..\.pdf$", place))
            visits[route] += 1
            if visits[route] > most:
                continue
            answer = put_away(client.get(address))
            assert answer.status_code < 500, address
            found[name, address] = answer
            if is_page(answer):
                waiting += [
                    unescape(link)
                    for link in LINK.findall(answer.text)
                    if link.startswith("/")
                ]
    return found


def shape(answer):
    """Return what a program makes of an answer, without its texts."""
    kind = answer["Content-Type"].split(";")[0]
    if answer.streaming or answer.status_code != 200:
        return answer.status_code
    if kind == "text/html":
        return Counter(
            (node.tag, *sorted(node.attrib))
            for node in html.fromstring(answer.content).iter()
            if isinstance(node.tag, str)
        )
    if kind == "application/atom+xml":
        # Ours, and small.
        tree = ElementTree.fromstring(answer.content)  # noqa: S314
        return Counter((node.tag, *sorted(node.attrib)) for node in tree.iter())
    if kind.endswith("sheet"):
        cells = [
            cell
            for line in load_workbook(BytesIO(answer.content)).active
            for cell in line
        ]
        return Counter(cell.data_type for cell in cells)
    # What somebody uploaded is sent as it came; what is shown, we drew.
    if kind == "application/pdf" and "inline" in answer["Content-Disposition"]:
        return actions_of(answer.content)
    return kind


def actions_of(pdf):
    """Return what a PDF would do when opened or clicked, and what it brings along."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        asked = [
            str(mark.get("/A", pikepdf.Dictionary()).get("/URI"))
            for page in opened.pages
            for mark in page.get("/Annots", [])
        ]
        done = Counter(
            key
            for found in opened.objects
            if isinstance(found, pikepdf.Dictionary)
            for key in ("/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/EF")
            if key in found
        )
        return (sorted(asked), done, len(list(opened.attachments)))


def addresses_of(answer):
    """Return every address that a page would follow, with what is no path of ours."""
    if isinstance(shape(answer), int) or not is_page(answer):
        return set()
    return {
        value
        for node in html.fromstring(answer.content).iter()
        if isinstance(node.tag, str)
        for name, value in node.attrib.items()
        if name in ADDRESSES
        and re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
    }


def is_page(answer):
    return answer["Content-Type"].startswith("text/html")


def readers(council):
    found = {"anybody": Client()}
    for name, account in (
        ("secretariat", council.secretariat),
        ("chair", council.chair_accounts[0]),
    ):
        found[name] = Client()
        found[name].force_login(account)
    return found


def compare(council, payloads, turns, mailoutbox, *, most):
    """Hold every answer with payloads against the same with harmless words."""
    clients = readers(council)
    Account.objects.update(email="one@example.org")
    assert type_everywhere(lambda _column: HARMLESS) > 60
    before = crawled(clients, most)
    shapes = {key: shape(answer) for key, answer in before.items()}
    assert len(shapes) > 80
    assert {key for key in before if addresses_of(before[key])} == set()
    with neighbour() as elsewhere:
        host = elsewhere.url.removeprefix("http://")
        texts = [text.replace("{host}", host) for text in payloads]
        for turn in turns:
            turned = texts[turn:] + texts[:turn]
            type_everywhere(partial(nth, turned))
            forget_what_was_drawn()
            assert changes(clients, shapes) == {}, turn
        send_due(today(), "https://council.example")
        assert elsewhere.visits == []
    assert mailoutbox != []
    for letter in mailoutbox:
        assert letter.message().get_content_type() == "text/plain"
        assert len(letter.subject.splitlines()) == 1


def forget_what_was_drawn():
    """Let pages and papers be made anew: no deed told them of what was typed."""
    for cache in caches.all():
        cache.clear()
    ProtocolPaper.objects.all().delete()
    ListPaper.objects.all().delete()


def nth(texts, number):
    """Return the text of that number, beginning anew after the last."""
    return texts[number % len(texts)]


def changes(clients, shapes):
    """Return the answers that have another shape now, or a foreign address."""
    found = {}
    for (name, address), shaped in shapes.items():
        answer = put_away(clients[name].get(address))
        if shape(answer) != shaped or addresses_of(answer):
            found[address] = difference(shaped, shape(answer)), addresses_of(answer)
    return found


def difference(before, after):
    if isinstance(before, Counter) and isinstance(after, Counter):
        return (after - before, before - after)
    return (before, after)


@pytest.mark.clause("5.1.9")
def test_no_typing_becomes_markup_anywhere(council, mailoutbox):
    compare(council, ESCAPES, [0], mailoutbox, most=1)


@pytest.mark.long
@pytest.mark.parametrize("first", [0, 5, 10, 15, 20])
def test_every_payload_in_every_column(council, mailoutbox, first):
    compare(council, PAYLOADS, range(first, first + 5), mailoutbox, most=3)


def test_there_are_twenty_five():
    assert len(set(PAYLOADS)) == EVERY == 25


def test_markup_that_came_through_would_be_seen(rf):
    plain = html.fromstring(f"<p>{HARMLESS}</p>")
    for payload in PAYLOADS[:3]:
        through = html.fromstring(f"<p>{payload}</p>")
        assert len([*through.iter()]) > len([*plain.iter()]), payload
