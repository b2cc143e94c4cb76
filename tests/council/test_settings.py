"""What the settings refuse, what they make themselves, what production sets."""

import os
import subprocess
import sys

import pytest
from django.core.checks import registry
from django.db import connection
from django.forms import ChoiceField
from django.urls import reverse

from council.checks import (
    second_factor_is_required,
    second_factor_is_required_in_production,
)
from council.environment import database_server
from council.forms import InviteForm, LettersForm
from council.letters import invitation_url
from tests import factories as make

ELSEWHERE = "postgres://sarapshy@db.example/sarapshy"
HERE = "postgres://localhost/sarapshy"
PRODUCTION = {
    "DATABASE_URL": ELSEWHERE,
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abc",
    "ALLOWED_HOSTS": "council.example",
    "SITE_URL": "https://council.example",
    "FILE_KEYS": "b2YtdGhlLXRlc3RzLWFsb25lLTAxMjM0NTY3ODktYWI=",
    "TRUSTED_PROXY_COUNT": "1",
}
SAID = {
    "SECRET_KEY": "SECRET_KEY (at least 50 random characters)",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS (the site's own names, no *)",
    "SITE_URL": "SITE_URL (its address, with https)",
    "FILE_KEYS": "FILE_KEYS (the keys of the files)",
}
WEAK = {
    "SECRET_KEY": ["short", "django-insecure-" + "a1b2c3d4e5f6" * 5, "ab" * 40, " "],
    "ALLOWED_HOSTS": ["*", ","],
    "SITE_URL": ["http://council.example", "https://", "council.example"],
    "FILE_KEYS": [" "],
}


def python(tmp_path, *arguments, **environment):
    """Run Python with nothing but this environment; return how that ended."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            "PATH": os.environ["PATH"],
            "SARAPSHY_VAR": str(tmp_path / "var"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def setting(tmp_path, expression, **environment):
    """Return what an expression over the settings gives, or why they refused."""
    code = f"import council.settings as s; print(({expression}))"
    return python(tmp_path, "-c", code, **environment)


def test_production_names_all_that_is_missing_at_once(tmp_path):
    ended = setting(tmp_path, "s.SECRET_KEY", DATABASE_URL=HERE)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].split(": ", 1)[1] == (
        f"With DATABASE_URL, these variables must be set: {'; '.join(SAID.values())}."
    )


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name in WEAK for value in WEAK[name]]
)
def test_production_refuses_what_only_looks_set(tmp_path, name, value):
    ended = setting(tmp_path, "s.DEBUG", **PRODUCTION | {name: value})
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].endswith(f"must be set: {SAID[name]}.")


def test_production_starts_with_all_of_it(tmp_path):
    ended = setting(tmp_path, "s.SECRET_KEY, s.ALLOWED_HOSTS, s.DEBUG", **PRODUCTION)
    assert ended.stdout.strip() == str(
        (PRODUCTION["SECRET_KEY"], ["council.example"], False)
    )


def test_debug_is_refused_with_a_database_elsewhere(tmp_path):
    ended = setting(tmp_path, "s.DEBUG", DEBUG="1", DATABASE_URL=ELSEWHERE)
    assert ended.returncode == 1
    assert "DEBUG=1 shows what people entered" in ended.stderr
    socket = "postgres://%2Fvar%2Frun%2Fpostgresql/sarapshy"
    for url in (HERE, socket, ""):
        ended = setting(tmp_path, "s.DEBUG", DEBUG="1", DATABASE_URL=url)
        assert ended.stdout.strip() == "True"


def test_the_embedded_database_makes_and_keeps_its_key(tmp_path):
    first, second = (setting(tmp_path, "s.SECRET_KEY") for _time in range(2))
    assert first.stdout == second.stdout
    assert len(first.stdout.strip()) > 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_database_server_needs_the_second_factor(tmp_path):
    ended = setting(tmp_path, "s.DEBUG", **PRODUCTION | {"SECOND_FACTOR_REQUIRED": "0"})
    assert ended.returncode == 1
    assert "ImproperlyConfigured" in ended.stderr
    assert "SECOND_FACTOR_REQUIRED cannot be 0" in ended.stderr


def test_the_embedded_database_may_do_without_it(tmp_path):
    for said, is_required in (("0", "False"), ("true", "True"), ("", "True")):
        ended = setting(
            tmp_path, "s.SECOND_FACTOR_REQUIRED", SECOND_FACTOR_REQUIRED=said
        )
        assert ended.stdout.strip() == is_required


def test_the_check_says_so(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert second_factor_is_required() == []
    assert second_factor_is_required_in_production() == []
    settings.SECOND_FACTOR_REQUIRED = False
    on_a_server = connection.vendor == "postgresql"
    found = [said.id for said in second_factor_is_required()]
    assert found == ["council.E001"] * on_a_server
    said = second_factor_is_required_in_production()
    assert [each.id for each in said] == ["council.W001"]


def test_the_checks_are_registered():
    known = registry.registry.get_checks(include_deployment_checks=True)
    ours = {second_factor_is_required, second_factor_is_required_in_production}
    assert ours - set(known) == set()


def test_a_key_given_is_the_key(tmp_path):
    assert setting(tmp_path, "s.SECRET_KEY", SECRET_KEY="given").stdout == "given\n"


COOKIES = (
    "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
    "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, "
    "s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS"
)


def test_cookies_of_production_are_of_this_host_and_https_alone(tmp_path):
    ended = setting(tmp_path, COOKIES, **PRODUCTION)
    assert ended.stdout.strip() == str(
        ("__Host-sessionid", "__Host-csrftoken", True, True, True, True)
        + ("Lax", "Lax", 31536000)
    )


def test_without_tls_cookies_work_on_localhost(tmp_path):
    for environment in ({}, PRODUCTION | {"BEHIND_TLS": "0"}):
        ended = setting(tmp_path, "hasattr(s, 'SESSION_COOKIE_SECURE')", **environment)
        assert ended.stdout.strip() == "False"


def test_a_proxy_is_believed_only_where_one_is_named(tmp_path):
    said = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    for count, header in (("0", None), ("2", ("HTTP_X_FORWARDED_PROTO", "https"))):
        environment = PRODUCTION | {"TRUSTED_PROXY_COUNT": count}
        assert setting(tmp_path, said, **environment).stdout.strip() == str(header)


def deployed(tmp_path, **environment):
    """Run Django's checks for deployment."""
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    return python(tmp_path, *check, **PRODUCTION | environment)


def test_the_checks_for_deployment_find_nothing(tmp_path):
    ended = deployed(tmp_path)
    assert (ended.returncode, ended.stdout + ended.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


def test_the_checks_for_deployment_would_find_what_is_missing(tmp_path):
    ended = deployed(tmp_path, BEHIND_TLS="0")
    assert ended.returncode == 1
    assert {"W004", "W008", "W012", "W016"} <= {
        line.split("security.")[1][:4]
        for line in ended.stderr.splitlines()
        if "security." in line
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("fallbacks", "answer"), [([], 302), (["before"], 200)])
def test_who_is_signed_in_stays_so_when_the_key_changes(
    client, settings, fallbacks, answer
):
    settings.SECRET_KEY = "before"
    client.force_login(make.the_secretariat())
    assert client.get(reverse("desk")).status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "after", fallbacks
    assert client.get(reverse("desk")).status_code == answer


def test_a_pool_keeps_the_connections_of_a_process():
    url, kept = "postgres://app@db:5432/one?sslmode=require", {"CONN_MAX_AGE": 600}
    alone = database_server(url, 0, kept)
    assert (alone["CONN_MAX_AGE"], alone["OPTIONS"]) == (600, {"sslmode": "require"})
    pooled = database_server(url, 4, kept)
    assert (pooled["CONN_MAX_AGE"], pooled["OPTIONS"]) == (
        0,
        {
            "sslmode": "require",
            "pool": {"min_size": 1, "max_size": 4, "timeout": 10},
        },
    )


def test_a_council_says_in_which_languages_its_pages_are(tmp_path):
    asked = "s.LANGUAGE_CODE, [code for code, _name in s.LANGUAGES]"
    usual = setting(tmp_path, asked).stdout.strip()
    other = setting(tmp_path, asked, LANGUAGES="ru, kk").stdout.strip()
    assert (usual, other) == ("('kk', ['kk', 'ru', 'en'])", "('ru', ['ru', 'kk'])")


@pytest.mark.parametrize("value", ["kk", "ru,en", "kk,ru,de", "kk,ru,kk", ","])
def test_languages_that_papers_or_catalogues_do_not_have_are_refused(tmp_path, value):
    refused = setting(tmp_path, "1", LANGUAGES=value)
    assert "LANGUAGES must name kk and ru" in refused.stderr


def test_pages_are_in_those_languages_alone(tmp_path):
    code = """
import django
django.setup()
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation
from council.templatetags.sarapshy import language_links
for code in ("ru", "kk", "en"):
    address = f"/{code}/register/"
    with translation.override(translation.get_language_from_path(address) or "ru"):
        try:
            print(resolve(address).url_name)
        except Resolver404:
            print("nothing")
request = RequestFactory().get("/ru/register/")
with translation.override("ru"):
    print(*(link.url for link in language_links({"request": request})))
"""
    done = python(
        tmp_path,
        *("-c", code),
        LANGUAGES="ru,kk",
        DJANGO_SETTINGS_MODULE="council.settings",
    )
    assert done.stdout.splitlines() == [
        *("register", "register", "nothing"),
        "/ru/register/ /kk/register/",
    ]


def test_the_order_of_languages_asks_for_no_migration(tmp_path):
    asked = ("manage.py", "makemigrations", "--check", "--dry-run")
    done = python(tmp_path, *asked, LANGUAGES="ru,kk")
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


@pytest.mark.django_db
def test_letters_and_their_choice_keep_to_the_languages_of_the_council(settings):
    account = make.an_account("secretariat")
    account.language = "en"
    assert invitation_url(account, "key").startswith(settings.SITE_URL + "/en/")
    settings.LANGUAGES = [("ru", "Russian"), ("kk", "Kazakh")]
    settings.LANGUAGE_CODE = "ru"
    assert invitation_url(account, "key").startswith(settings.SITE_URL + "/ru/")
    for form in (LettersForm(), InviteForm()):
        field = form.fields["language"]
        assert isinstance(field, ChoiceField)
        assert (field.choices, field.initial) == (settings.LANGUAGES, "ru")
