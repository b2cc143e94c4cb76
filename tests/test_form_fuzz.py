"""Every field of every form takes any typing: kept as it was cleaned, or refused."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
import time_machine
from django.db import models, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from council import names
from council.audit import tracked_models, versions
from council.models import Account
from tests.kpi import test_bad_input as of_numbers
from tests.kpi.world import NOW as IN_JANUARY
from tests.kpi.world import Round
from tests.test_bad_input import DESK, NOW, address, made_keys, put_away
from tests.worlds import built_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
NAUGHTY = [
    # too long by one for every kind of column, and far too long
    *("Ұ" * length for length in (101, 201, 256, 301, 1001, 2001, 5001, 20_001)),
    *("сөз " * 1_300, "a\n" * 2_600, "a" + "\u0301" * 3_000),
    # what cannot be seen or must not be kept
    *(
        "NUL\x00і",
        "\x07қоңырау",
        "жол\x85іші",
        "\u200bбос",
        "ыд\u00adырау",
        "\ufeffбас",
    ),
    *(
        "\u202eтүйме\u202c",
        "\u2066а\u2069б",
        "а\u200dб\u200cв",
        "\U000e0041тег",
        "\u2028ж",
    ),
    # other alphabets, signs beyond the first plane, forms of one letter
    *("👩🏽‍⚖️ төреші", "𝕊𝕒𝕣𝕒", "Ⅷ ﬁ ㎏", "и\u0306", "ẞß ŉ İı", "العربية שלום", "漢字"),
    # other programs' languages
    *("<script>alert(1)</script>", "'\"--;", "{{ request }}{% debug %}", "%s%d%n {0}"),
    *("=1+1", "../../etc/passwd", "\\u0000 &#0; &amp;", "${7*7}", "a\r\nSet-Cookie: x"),
    # numbers and days that are none
    *("9" * 40, "-1", "1,5", "1e309", "NaN", "٣", "31.02.2026", "01.01.0000"),
    *("99999-01-01", "2026-13-45T99:99"),
]
STORED = (models.CharField, models.TextField, models.JSONField)
INVISIBLE = {"Cc", "Cf", "Cs"}
KINDS = ("text", "search", "email", "url", "tel", "number", "hidden", "password")
A_DAY = "20.11.2025"
OWN = ("csrfmiddlewaretoken", "next")
PARTS = 4  # so that the work is shared among processes


def test_there_are_forty():
    assert len(set(NAUGHTY)) == len(NAUGHTY) >= 40


@dataclass
class Sheet:
    """A form of a page, filled in as far as one can without knowing what it means."""

    url: str
    fields: dict[str, list[str]]
    typed: dict[str, bool]  # by name, whether a person types it

    @property
    def name(self):
        return re.sub(r"\d+", "…", self.url)

    def sent(self, client, field, text):
        return client.post(self.url, self.fields | {field: [text]})


def sheets_of(client, url):
    """Return the forms of a page that send something."""
    page = put_away(client.get(url))
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return []
    found = []
    for form in html.fromstring(page.content).forms:
        target = urljoin(url, form.action or "")
        if form.method == "POST" and not re.search("display|sign-out", target):
            found.append(Sheet(target, *filled(form)))
    return found


def filled(form):
    """Return what the form would send, and the names of its typed fields."""
    fields: dict[str, list[str]] = {}
    typed: dict[str, bool] = {}
    for control in form.inputs:
        name, tag = control.name, control.tag
        if not name or name in OWN or control.get("type") in ("file", "submit"):
            continue
        if control.get("disabled") is not None:
            continue
        value = control.value
        if tag == "select":
            options = [option for option in control.value_options if option]
            value = value or (options[0] if options else "")
        elif tag == "textarea" or control.get("type", "text") in KINDS:
            typed[name] = control.get("type") != "hidden"
            value = value or sample(control)
        elif control.get("type") in ("checkbox", "radio") and not control.checked:
            continue
        if value:
            kept = fields.setdefault(name, [])
            kept += value if isinstance(value, list | set) else [value]
    return fields, typed


def sample(control):
    """Return what a field of this kind would take."""
    if control.get("placeholder", "").count(".") == 2:
        return A_DAY
    if control.get("type") == "number" or control.get("inputmode") == "numeric":
        return "1"
    if control.get("type") == "email":
        return "one@example.org"
    return "Сөз" if control.get("type") != "hidden" else ""


class Records:
    """What tracked rows have had written, told by their versions."""

    def __init__(self):
        self.last = {
            model: versions(model).aggregate(models.Max("history_id"))[
                "history_id__max"
            ]
            or 0
            for model in tracked_models()
        }

    def texts(self):
        """Return every text of the versions written since."""
        found = []
        for model, last in self.last.items():
            columns = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, STORED) and not field.name.endswith("_key")
            ]
            rows = versions(model).filter(history_id__gt=last).values_list(*columns)
            found += [text for row in rows for value in row for text in inside(value)]
        return found


def inside(value):
    """Return the texts within what a column holds."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return []
    return [text for part in value for text in inside(part)]


def faults(texts, text, *, was_kept):
    """Return what is wrong with what was stored of a typing."""
    clean = names.clean(text)
    wrong = [
        repr(kept[:40])
        for kept in texts
        if any(
            unicodedata.category(character) in INVISIBLE and character != "\n"
            for character in kept
        )
        or (len(kept) > 3 and kept != clean and clean.startswith(kept))
    ]
    if was_kept and len(clean) > 100 and clean not in texts:
        wrong.append("a long text was taken and is not there")
    return wrong


def judge(client, sheet, field, text, before):
    """Send one typing in one field and undo it; return what is wrong with it."""
    with transaction.atomic():
        answer = put_away(sheet.sent(client, field, text))
        if answer.streaming:
            b"".join(answer.streaming_content)
        texts = before.texts() if answer.status_code == 302 else []
        transaction.set_rollback(True)
    if answer.status_code >= 500:
        return [f"{sheet.name} {field} {text[:20]!r}: {answer.status_code}"]
    was_kept = answer.status_code == 302 and bool(texts) and sheet.typed[field]
    return [
        f"{sheet.name} {field} {text[:20]!r}: {fault}"
        for fault in faults(texts, text, was_kept=was_kept)
    ]


def swept(client, sheets, texts_for):
    """Return the faults of all fields, and how many typings were tried."""
    wrong, tried, before = [], 0, Records()
    for sheet in sheets:
        for field in sheet.typed:
            for text in texts_for():
                wrong += judge(client, sheet, field, text, before)
                tried += 1
    return wrong, tried


@built_once(NOW)
def keys():
    return made_keys()


@built_once(IN_JANUARY)
def world():
    made = Round(experts=2)
    made.sign(made.entries[0])
    return made


def of_the_desk(client, keys, place=slice(None)):
    """Return every form of the desk, once."""
    found: dict[str, Sheet] = {}
    for route in DESK[place]:
        for sheet in sheets_of(client, address(route, keys)):
            found.setdefault(f"{sheet.url} {sorted(sheet.fields)}", sheet)
    return [*found.values()]


def one_each():
    """Return a function that gives another one of the texts each time."""
    turn = count()
    return lambda: [NAUGHTY[next(turn) * 7 % len(NAUGHTY)]]


@pytest.mark.parametrize("place", range(PARTS))
def test_typing_is_kept_whole_or_refused(client, keys, place):
    client.force_login(keys[2].secretariat)
    with time_machine.travel(NOW):
        sheets = of_the_desk(client, keys, slice(place, None, PARTS))
        wrong, tried = swept(client, sheets, one_each())
    assert wrong == []
    assert tried > 25


def test_typing_about_numbers_is_kept_whole_or_refused(world):
    with time_machine.travel(IN_JANUARY):
        pages = of_numbers.addresses(world).values()
        sheets = [sheet for url in pages for sheet in sheets_of(world.chair, url)]
        wrong, tried = swept(world.chair, sheets, one_each())
    assert wrong == []
    assert tried > 10


@pytest.mark.long
@pytest.mark.parametrize("place", range(PARTS * 4))
def test_all_forty_in_every_field(client, keys, place):
    client.force_login(keys[2].secretariat)
    with time_machine.travel(NOW):
        sheets = of_the_desk(client, keys, slice(place, None, PARTS * 4))
        wrong, _tried = swept(client, sheets, lambda: NAUGHTY)
    assert wrong == []


@pytest.mark.long
def test_all_forty_in_every_field_about_numbers(world):
    with time_machine.travel(IN_JANUARY):
        pages = of_numbers.addresses(world).values()
        sheets = [sheet for url in pages for sheet in sheets_of(world.chair, url)]
        wrong, _tried = swept(world.chair, sheets, lambda: NAUGHTY)
    assert wrong == []


@pytest.mark.long
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_is_typed_in_whichever_field(client, keys, data):
    client.force_login(keys[2].secretariat)
    with time_machine.travel(NOW):
        route = data.draw(st.sampled_from(DESK))
        for sheet in sheets_of(client, address(route, keys)):
            for field in sheet.typed:
                text = data.draw(st.text(max_size=400))
                if not any(unicodedata.category(sign) == "Cs" for sign in text):
                    assert judge(client, sheet, field, text, Records()) == []


# What no browser sends.
FORM = "application/x-www-form-urlencoded"
ODD = {
    "a lone surrogate": (b"surname=%ED%A0%80&login=%ED%A0%80", FORM),
    "bytes that are no text": (b"surname=%FF%FE%00&login=%C3", FORM),
    "one key a thousand times": (urlencode([("surname", "x")] * 1000).encode(), FORM),
    "1,001 keys": (urlencode({f"k{n}": n for n in range(1001)}).encode(), FORM),
    "10,001 keys": (urlencode({f"k{n}": n for n in range(10_001)}).encode(), FORM),
    "no such encoding": (b"surname=x", f"{FORM}; charset=klingon"),
    "another encoding": ("surname=ә".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "three megabytes": (b"surname=" + b"x" * 3_000_000, FORM),
    "broken parts": (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
    "no boundary": (b"x", "multipart/form-data"),
    "a boundary that is too long": (
        b"x",
        "multipart/form-data; boundary=" + "y" * 300,
    ),
    "a part without a name": (
        b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "wrong base64": (
        b'--x\r\nContent-Disposition: form-data; name="surname"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "json": (b'{"surname": "x"}', "application/json"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_no_browser_sends_breaks_nothing(keys, kind):
    body, content_type = ODD[kind]
    desk = Client(raise_request_exception=False)
    desk.force_login(keys[2].secretariat)
    before = Account.objects.count()
    for reader, url in (
        (desk, "/kk/desk/candidates/new/"),
        (desk, "/kk/desk/import/"),
        (desk, "/kk/desk/letters/"),
        (desk, "/kk/desk/history/"),
        (Client(raise_request_exception=False), "/kk/sign-in/"),
        (Client(raise_request_exception=False), "/kk/display/"),
    ):
        answer = reader.generic("POST", url, body, content_type=content_type)
        assert answer.status_code < 500, url
    assert Account.objects.count() == before


QUERIES = ["q=%ED%A0%80", "q=%FF", "q=%00", "q", "&&&", "q=a&q=b", "on=", "page=0"]
QUERIES += ["page=%D9%A3", "q=" + "x" * 5001, "as_recorded=%E2%80%AE", "on=2026-02-30"]
QUERIES += ["&".join(f"k{number}=1" for number in range(1001)), "q=%u0041", "%=%"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:12])
def test_no_question_breaks_a_page_that_asks(keys, query):
    desk = Client(raise_request_exception=False)
    desk.force_login(keys[2].secretariat)
    for url in (
        *("/kk/", "/kk/register/", "/kk/register/changes/", "/register.json"),
        *("/register.csv", "/register.atom", "/kk/verify/", "/kk/rules/"),
        *("/kk/desk/candidates/", "/kk/desk/history/", "/kk/desk/sittings/"),
        *("/kk/desk/events/", "/kk/desk/evaluations/", "/kk/sign-in/"),
    ):
        answer = put_away(desk.generic("GET", url, QUERY_STRING=query))
        assert answer.status_code in (200, 302, 400), (url, answer.status_code)


def kept_cut(text: str) -> Any:
    """Keep a text the way that the test must find out."""
    return names.clean(text)[:100]


def test_what_is_cut_off_would_be_found():
    text = "Ұ" * 5001
    assert faults([kept_cut(text)], text, was_kept=True) != []
    assert faults(["\u202eтүйме"], "\u202eтүйме", was_kept=True) != []
    assert faults([text], text, was_kept=True) == []
