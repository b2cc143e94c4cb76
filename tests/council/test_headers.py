"""The headers of every class of answer, and the cookies: nothing more, nothing less."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

from council.urls import urlpatterns as of_the_site
from experts.models import Paper
from tests import factories as make
from tests.test_bad_input import put_away
from tests.worlds import built_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]

FEATURES = (
    "accelerometer=(), autoplay=(), bluetooth=(), browsing-topics=(), camera=(), "
    "display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), "
    "gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), "
    "payment=(), picture-in-picture=(), screen-wake-lock=(), serial=(), usb=(), "
    "web-share=(), xr-spatial-tracking=()"
)
POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
SANDBOX = {"sandbox", "default-src 'none'"}
EVERYWHERE: dict[str, Any] = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": FEATURES,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-request-id": "…",
}
HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = HTML | {"content-length": "…", "content-language": "kk"}
KEPT = {
    "content-length": "…",
    "content-language": "kk",
    "etag": "…",
    "cache-control": "public, no-cache",
    "vary": "Accept-Encoding",
    "x-accel-expires": "1",
}
DATA = KEPT | {
    "vary": "Accept-Encoding, Accept-Language",
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
# What is behind the sign-in is kept by nobody.
DESK = PAGE | {"vary": "Cookie", "cache-control": "private, no-store"}
NEVER = {
    "expires": "…",
    "cache-control": "max-age=0, no-cache, no-store, must-revalidate, private",
}
VARYING = ("etag", "content-length", "x-request-id", "last-modified", "expires", "date")

TOKEN = re.compile('name="csrfmiddlewaretoken" value="([^"]+)"')


def breaks(request: HttpRequest) -> HttpResponse:
    raise LookupError("x")


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("breaks/", breaks), *of_the_site]


@built_once("2025-11-20 12:00+05:00")
def council():
    made = make.a_council()
    make.in_office(made)
    return made


@pytest.fixture
def ask(council, settings, time_machine):
    """Return how each class of answer is asked for."""
    with translation.override("kk"):
        yield asked(council, settings, time_machine)


def asked(council, settings, time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00")
    settings.ROOT_URLCONF = __name__
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    reader = Client(raise_request_exception=False)
    strict = Client(enforce_csrf_checks=True)
    desk, chair = Client(), Client()
    desk.force_login(council.secretariat)
    chair.force_login(council.chair_accounts[0])
    sign_in = "/kk/sign-in/"

    def not_modified():
        etag = reader.get("/kk/register/")["ETag"]
        return reader.get("/kk/register/", headers={"if-none-match": etag})

    def too_many():
        settings.RATE_LIMITS = {"search": "0/m/key"}
        return reader.get("/kk/register/?q=а")

    def a_file():
        file = SimpleUploadedFile("resume.pdf", b"%PDF-1.7 resume")
        candidate = make.a_candidate(council, papers={"resume": {"file": file}})
        paper = Paper.objects.get(expert=candidate, kind="resume")
        return desk.get(reverse("open_file", args=[paper.pk]))

    def a_paper():
        sitting = make.a_presidium_sitting(council, date(2025, 11, 28))
        return desk.get(reverse("agenda_pdf", args=[sitting.pk, "kk"]))

    return {
        "public page": lambda: reader.get("/kk/register/"),
        "page of the desk": lambda: desk.get("/kk/desk/"),
        "sign-in": lambda: reader.get(sign_in),
        "redirect": lambda: reader.get("/kk/desk/"),
        "redirect of the root": lambda: reader.get("/"),
        "not modified": not_modified,
        "bad request": lambda: reader.get("/kk/?q=%00"),
        "bad question": lambda: reader.get("/kk/register/?on=x"),
        "forbidden": lambda: chair.get(reverse("history")),
        "forged": lambda: strict.post(sign_in, {"login": "x"}),
        "not found": lambda: reader.get("/kk/nowhere/"),
        "no such method": lambda: reader.put("/kk/"),
        "only to read": lambda: reader.post("/kk/"),
        "too large": lambda: reader.post(sign_in, {}, CONTENT_LENGTH=str(10**9)),
        "too many": too_many,
        "broken": lambda: reader.get("/breaks/"),
        "file": a_file,
        "static file": lambda: reader.get("/static/css/base.css"),
        "json": lambda: reader.get("/register.json"),
        "csv": lambda: reader.get("/register.csv"),
        "paper": a_paper,
        "public paper": lambda: reader.get("/kk/register.pdf"),
        "health": lambda: reader.get("/healthz"),
    }


CLASSES: dict[str, tuple[int, dict[str, Any]]] = {
    "public page": (200, HTML | KEPT),
    "page of the desk": (200, DESK),
    "sign-in": (200, PAGE | NEVER | {"vary": "Cookie"}),
    "redirect": (
        302,
        PAGE | {"location": "/kk/sign-in/?next=/kk/desk/", "vary": "Cookie"},
    ),
    "redirect of the root": (
        302,
        HTML | {"location": "/kk/", "vary": "Accept-Language, Cookie"},
    ),
    "not modified": (304, KEPT),
    "bad request": (400, HTML),
    "bad question": (400, PAGE),
    "forbidden": (403, DESK),
    "forged": (403, PAGE),
    "not found": (404, PAGE),
    "no such method": (405, HTML | {"allow": "GET, HEAD, POST"}),
    "only to read": (405, PAGE | {"allow": "GET, HEAD"}),
    "too large": (413, HTML | {"content-language": "kk"}),
    "too many": (429, PAGE | {"retry-after": "60"}),
    "broken": (500, PAGE | {"vary": "Accept-Language"}),
    "file": (
        200,
        {
            "content-type": "application/pdf",
            "content-disposition": 'attachment; filename="…"',
            "content-length": "…",
            "content-language": "kk",
            "content-security-policy": SANDBOX,
            "cache-control": "private, no-store",
            "vary": "Cookie",
        },
    ),
    "static file": (
        200,
        {
            "content-type": 'text/css; charset="utf-8"',
            "content-length": "…",
            "cache-control": "max-age=60, public",
            "last-modified": "…",
            "etag": "…",
        },
    ),
    "json": (
        200,
        DATA
        | {
            "content-type": "application/json; charset=utf-8",
            "content-disposition": 'attachment; filename="register-2025-11-20.json"',
        },
    ),
    "csv": (
        200,
        DATA
        | {
            "content-type": "text/csv; charset=utf-8",
            "content-disposition": 'attachment; filename="register-2025-11-20.csv"',
        },
    ),
    "paper": (
        200,
        DESK
        | {
            "content-type": "application/pdf",
            "content-disposition": 'inline; filename="agenda-2025-11-28-kk.pdf"',
        },
    ),
    "public paper": (
        200,
        KEPT
        | {
            "content-type": "application/pdf",
            "content-disposition": 'inline; filename="register-2025-11-20-kk.pdf"',
        },
    ),
    "health": (
        200,
        NEVER
        | {
            "content-type": "application/json",
            "content-length": "…",
            "content-language": "kk",
            "vary": "Accept-Language",
        },
    ),
}


def headers(answer):
    found = {name.lower(): value for name, value in answer.headers.items()}
    found["content-security-policy"] = set(found["content-security-policy"].split("; "))
    return found | {name: "…" for name in VARYING if name in found}


@pytest.mark.parametrize("name", CLASSES)
def test_the_headers_are_these(ask, name):
    status, own = CLASSES[name]
    answer = put_away(ask[name]())
    found = headers(answer)
    if name == "file":  # its name holds the key of the paper
        said = found["content-disposition"]
        found["content-disposition"] = re.sub(r'"resume-\d+\.pdf"', '"…"', said)
    assert (answer.status_code, found) == (status, EVERYWHERE | own)


def test_every_class_is_in_the_table(ask):
    assert set(ask) == set(CLASSES)


def test_the_policy_allows_nothing_unsafe():
    assert "unsafe" not in str(POLICY)
    assert "default-src 'none'" in POLICY


HSTS = "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize("address", ["/kk/register/", "/kk/nowhere/", "/kk/desk/"])
def test_behind_tls_browsers_are_told_to_stay_there(settings, address):
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    reader = Client()
    assert reader.get(address, secure=True)["Strict-Transport-Security"] == HSTS
    sent_on = reader.get(address)
    assert (sent_on.status_code, sent_on["Location"]) == (
        301,
        f"https://testserver{address}",
    )
    assert reader.get("/healthz").status_code == 200


def test_the_cookies_are_of_this_host_and_of_no_script(settings, council):
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    reader = Client(enforce_csrf_checks=True)
    page = reader.get("/kk/sign-in/", secure=True)
    token = TOKEN.findall(page.text)[0]
    typed = {"login": "secretariat", "password": "x", "csrfmiddlewaretoken": token}
    answer = reader.post(
        "/kk/sign-in/",
        typed,
        secure=True,
        headers={"referer": "https://testserver/kk/sign-in/"},
    )
    assert answer.status_code == 302
    set_now = {**page.cookies, **answer.cookies}
    assert set(set_now) >= {"__Host-sessionid", "__Host-csrftoken"}
    for name in ("__Host-sessionid", "__Host-csrftoken"):
        cookie = set_now[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (
            *(True, True, "Lax"),
        )
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_request_keeps_the_number_its_proxy_gave_it(client, settings):
    number = {"X-Request-ID": "0123456789abcdef"}
    assert client.get("/healthz", headers=number)["X-Request-ID"] != "0123456789abcdef"
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz", headers=number)["X-Request-ID"] == "0123456789abcdef"
    forged = {"X-Request-ID": "a name, Иванова"}
    assert len(client.get("/healthz", headers=forged)["X-Request-ID"]) == 32


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("address", ["/kk/", "/kk/desk/", "/kk/nowhere/", "/healthz"])
def test_other_methods_are_answered_alike_everywhere(client, method, address):
    answer = client.generic(method, address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")
