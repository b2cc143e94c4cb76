"""Two servers on one PostgreSQL: they share it, the files, and nothing else."""

import http.cookiejar
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import translation

from commissions.models import Submission
from council.models import Sitting
from tests import factories as make
from tests.accounts.people import DESK, SECOND, SIGN_IN, WORD, code, somebody
from tests.killing import TOKEN, Server, signed_in_cookie
from tests.throwaway import a_database, pointing_at

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
RUNNERS, PLACES = 16, 5


class Browser:
    """One reader with one jar of cookies, whichever server answers."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        keep = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(keep, Still())

    def get(self, server, path):
        """Return status and page."""
        return self._ask(server, path, None)

    def post(self, server, path, **data):
        """Send a form as its page would; return status and page."""
        self.get(server, path)
        token = next(c.value for c in self.jar if c.name == "csrftoken")
        data["csrfmiddlewaretoken"] = token
        return self._ask(server, path, urllib.parse.urlencode(data).encode())

    def _ask(self, server, path, body):
        address = f"http://127.0.0.1:{server.port}{path}"
        try:
            with self.opener.open(address, body, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def signed_in(self, server, account):
        """Give the password and the code at one server."""
        assert (
            self.post(server, SIGN_IN, login=account.username, password=WORD)[0] == 302
        )
        assert self.post(server, SECOND, code=code())[0] == 302
        return self


class Still(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, so that a test sees it."""

    def redirect_request(self, *args, **kwargs):
        """Return nothing: the redirect itself is the answer."""
        return


@contextmanager
def two_servers(folder, settings, monkeypatch):
    """Serve a copy of this database twice, with connections from a pool."""
    monkeypatch.setenv("DATABASE_POOL", "2")
    with a_database(folder, like_this_one=True) as name:
        servers = []
        for number in "12":
            own = folder / number
            own.mkdir()
            servers.append(Server(own, name))
        first, second = servers
        (first.var / "media").mkdir(exist_ok=True)
        (second.var / "media").symlink_to(first.var / "media")
        settings.MEDIA_ROOT = first.var / "media"
        with pointing_at(name):
            try:
                for server in servers:
                    server.start()
                yield servers
            finally:
                for server in servers:
                    server.end()


@pytest.fixture
def council():
    """Return a council whose secretariat works on both servers."""
    return make.a_council()


def who_signs_in():
    """Return an account whose password the servers, which hash in earnest, know."""
    account = somebody(factor=True)
    account.password = PBKDF2PasswordHasher().encode(WORD, "salt-of-the-tests", 1_000)
    account.save(update_fields=["password"])
    return account


def address(name, *args):
    """Return an address in English."""
    with translation.override("en"):
        return reverse(name, args=args)


@pytest.mark.clause("1.7")
def test_a_race_between_them_ends_at_the_five_places(
    council, tmp_path, settings, monkeypatch
):
    sitting = make.a_presidium_sitting(council)
    candidates = [make.a_candidate(council) for _number in range(RUNNERS)]
    for five in range(0, RUNNERS, 5):
        make.discussed(*candidates[five : five + 5])
    path = address("propose", sitting.pk)
    accounts = [
        make.an_account("secretariat", f"secretary-{n}") for n in range(RUNNERS)
    ]
    taken = Submission.objects.filter(sitting=sitting, kind="admit")
    with two_servers(tmp_path, settings, monkeypatch) as servers:
        ready = threading.Barrier(RUNNERS)
        cookies = [signed_in_cookie(account) for account in accounts]
        accepted: list[int] = []
        asked: Counter[int] = Counter()

        def run(number):
            server, cookie = servers[number % 2], cookies[number]
            ready.wait()
            while len(accepted) < PLACES or not asked[number]:
                _status, page = server.ask("GET", path, cookies=cookie)
                (revision,) = re.findall(rb'name="revision" value="(\d+)"', page)
                data = {
                    "candidates": candidates[number].pk,
                    "revision": revision.decode(),
                    "csrfmiddlewaretoken": TOKEN,
                }
                body = encode_multipart(BOUNDARY, data)
                asked[number] += 1
                status, _page = server.ask(
                    "POST", path, body, cookie, MULTIPART_CONTENT
                )
                if status == 302:
                    accepted.append(number)
                    return

        runners = [threading.Thread(target=run, args=[n]) for n in range(RUNNERS)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join()
        assert len(accepted) == PLACES
        assert sorted(asked) == list(range(RUNNERS))
        assert taken.count() == PLACES


def test_who_signed_in_at_one_is_signed_in_at_the_other(
    council, tmp_path, settings, monkeypatch
):
    account = who_signs_in()
    with two_servers(tmp_path, settings, monkeypatch) as (first, second):
        stranger = Browser()
        assert stranger.get(second, DESK)[0] == 302
        browser = Browser().signed_in(first, account)
        assert browser.get(second, DESK)[0] == 200
        assert browser.post(second, "/en/sign-out/")[0] == 302
        assert browser.get(first, DESK)[0] == 302


def test_what_is_finalised_at_one_shows_at_the_other_at_once(
    council, tmp_path, settings, monkeypatch
):
    expert = make.a_candidate(council)
    make.discussed(expert)
    sitting = make.a_presidium_sitting(council)
    make.proposed(expert, sitting=sitting)
    make.voted(make.attended(sitting))
    account = who_signs_in()
    register, name = "/en/register/", str(expert.person)
    with two_servers(tmp_path, settings, monkeypatch) as (first, second):
        reader = Browser()
        for server in (first, second):
            status, page = reader.get(server, register)
            assert (status, name in page) == (200, False)
        browser = Browser().signed_in(first, account)
        status, _page = browser.post(
            first,
            address("finalise_protocol", sitting.pk),
            number=1,
            revision=Sitting.objects.get(pk=sitting.pk).revision,
        )
        assert status == 302
        for server in (second, first):
            status, page = reader.get(server, register)
            assert (status, name in page) == (200, True)
        papers = [
            browser.get(server, address("protocol_pdf", sitting.pk, "kk"))
            for server in (first, second)
        ]
        assert [status for status, _paper in papers] == [200, 200]
