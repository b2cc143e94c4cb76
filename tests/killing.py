"""A real server with a database of its own, to be killed in the middle of its work."""

from __future__ import annotations

import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from council import actions
from council.models import AgendaItem, Protocol, ProtocolPaper, SignedScan, Sitting
from council.proof import misfits, snapshot
from council.reconciliation import reconcile, unreadable
from tests import factories as make
from tests.throwaway import pointing_at

ROOT = Path(__file__).resolve().parent.parent
MEMBERS, QUESTIONS, READERS = 6, 6, 12
LAST = 10_000
SERVER_ERROR = 500
PATIENCE = 60  # seconds
TOKEN = "t" * 32
FREE = {"title_kk": "Жоспар", "draft_kk": "Бекітілсін."}


class Prepared:
    """A council with sittings to finalise, one to vote on, one to attach scans to."""

    def __init__(self, to_finalise):
        council = make.a_council(
            members=MEMBERS + 2, per_commission=MEMBERS, commissions=1
        )
        self.body = council.commissions[0]
        self.voting = self.sitting(council, QUESTIONS)
        self.waiting = [self.sitting(council, 1) for _number in range(to_finalise)]
        for sitting in self.waiting:
            make.voted(sitting)
        first = self.sitting(council, 1)
        self.final = make.finalised(make.voted(first), number=LAST)
        self.numbers = {sitting.pk: n for n, sitting in enumerate(self.waiting, 1)}
        self.numbers[first.pk] = LAST
        self.items = [item.pk for item in self.voting.items.all()]
        self.revisions = dict(Sitting.objects.values_list("pk", "revision"))
        self.accounts = [
            make.an_account("secretariat", f"reader-{n}") for n in range(READERS)
        ]

    def sitting(self, council, questions):
        """Return a sitting of the commission to which all came."""
        by = council.secretariat
        sitting = actions.plan_sitting(
            body=self.body,
            held_on=make.DECIDED_ON,
            secretary=council.secretary,
            by=by,
        )
        for _number in range(questions):
            actions.add_item(sitting=sitting, texts=FREE, by=by)
        return make.attended(Sitting.objects.get(pk=sitting.pk))


class Server:
    """The server as `.ci/serve` starts it, with its database and its folder."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.var = folder / "var"
        self.port = a_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {
            "SARAPSHY_VAR": str(self.var),
            "SECRET_KEY": settings.SECRET_KEY,
            "FILE_KEYS": ",".join(settings.FILE_KEYS),
            "DATABASE_URL": address_of(database),
            "DJANGO_SETTINGS_MODULE": "council.settings",
        }
        if connection.vendor == "sqlite":
            self.environment["SECOND_FACTOR_REQUIRED"] = "0"
        self.var.mkdir()
        if connection.vendor == "sqlite":
            shutil.move(database, self.var / "sarapshy.sqlite3")
            self.database = str(self.var / "sarapshy.sqlite3")
        if Path(settings.MEDIA_ROOT).exists():
            shutil.copytree(settings.MEDIA_ROOT, self.var / "media")

    def manage(self, *arguments):
        """Run a command of the project on the server's own data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        """Start it and wait until it answers."""
        if not (self.var / "static").exists():
            self.manage("collectstatic", "--noinput")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "council.wsgi:application"),
                *("--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--preload"),
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait()

    def wait(self):
        """Wait until a worker answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert not self.is_gone(), "the server ended by itself"
            with suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            threading.Event().wait(0.02)
        raise AssertionError("the server does not answer")

    def is_gone(self):
        """Return whether the server itself has ended, not only its workers."""
        return self.process is None or self.process.poll() is not None

    def ask(self, method, path, body=None, cookies="", content_type=None):
        """Return status and content; OSError or HTTPException when it breaks off."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": cookies, "Accept-Language": "en"}
        if content_type:
            headers["Content-Type"] = content_type
        try:
            browser.request(method, path, body, headers)
            answer = browser.getresponse()
            return answer.status, answer.read()
        finally:
            browser.close()

    # who is to be killed

    def workers(self):
        """Return the processes that answer."""
        return children(self.process.pid) if self.process else []

    def drawing(self):
        """Return the processes that draw papers."""
        return [child for worker in self.workers() for child in children(worker)]

    def everybody(self):
        """Return the server with all that it started."""
        own = [self.process.pid] if self.process else []
        return [*own, *self.workers(), *self.drawing()]

    def kill(self, victims):
        """End processes as a lack of memory does: at once, without a word."""
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            if self.process and victim == self.process.pid:
                self.process.wait()

    def end(self):
        """Let nothing of it go on."""
        if self.process:
            self.kill(self.everybody())


def a_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def address_of(database):
    if connection.vendor == "sqlite":
        return ""
    given = connection.settings_dict
    who = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
    return f"postgres://{who}@{given['HOST']}:{given['PORT']}/{database}"


def children(pid):
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


class Strikes:
    """Requests, each struck at a moment of its own; what was answered is remembered."""

    def __init__(self, server, prepared, seed):
        self.server, self.prepared = server, prepared
        self.chance = random.Random(seed)
        self.cookies = [signed_in_cookie(account) for account in prepared.accounts]
        self.numbers = iter(range(10**6))
        self.waiting = iter(prepared.waiting)
        self.pattern = 0
        self.usual = {"votes": 0.1, "finalise": 0.1, "upload": 0.3, "render": 0.5}
        self.broken: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.finalised, self.uploaded = [], []
        # The last votes that were confirmed, and those sent since.
        self.tried: list[int] = []

    def cookie(self):
        """Return the cookies of one of the readers, each in turn."""
        return self.cookies[next(self.numbers) % len(self.cookies)]

    def votes(self):
        """Record the votes of every question alike: the next way there is."""
        sitting, cookie = self.prepared.voting.pk, self.cookie()
        path = f"/en/desk/sittings/{sitting}/votes/"
        _status, page = self.server.ask("GET", path, cookies=cookie)
        (revision,) = re.findall(rb'name="revision" value="(\d+)"', page) or [b""]
        self.pattern = (self.pattern + 1) % (MEMBERS + 1)
        data = {"revision": revision.decode()}
        for item in self.prepared.items:
            data[f"{item}-for"] = MEMBERS - self.pattern
            data[f"{item}-against"] = self.pattern
            data[f"{item}-abstained"] = data[f"{item}-out"] = 0
        self.tried.append(self.pattern)
        if self.post(path, data, cookie) == 302:
            self.tried = [self.pattern]

    def finalise(self):
        """Finalise the next sitting that waits."""
        sitting = next(self.waiting)
        path = f"/en/desk/sittings/{sitting.pk}/finalise/"
        data = {
            "number": self.prepared.numbers[sitting.pk],
            "revision": self.prepared.revisions[sitting.pk],
        }
        if self.post(path, data, self.cookie()) == 302:
            self.finalised.append(sitting.pk)

    def upload(self):
        """Attach a scan of its own, of a megabyte."""
        content = a_large_pdf(next(self.numbers))
        version = self.prepared.final.current.pk
        data = {"version": version, "language": "kk", "upload": Upload(content)}
        path = f"/en/desk/sittings/{self.prepared.final.sitting_id}/signed/"
        if self.post(path, data, self.cookie()) == 302:
            self.uploaded.append(content)

    def render(self):
        """Have a paper drawn: a draft, so that it is drawn each time."""
        sitting = self.prepared.voting.pk
        path = f"/en/desk/sittings/{sitting}/protocol-kk.pdf"
        status, content = self.server.ask("GET", path, cookies=self.cookie())
        if not content.startswith(b"%PDF-"):
            raise http.client.HTTPException(status)

    def draw_final(self):
        """Have the papers of final protocols drawn and kept."""
        for sitting in self.finalised[-2:]:
            path = f"/en/desk/sittings/{sitting}/protocol-kk.pdf"
            self.server.ask("GET", path, cookies=self.cookie())

    def post(self, path, data, cookie):
        """Return the status of a form that was sent."""
        body = encode_multipart(BOUNDARY, data | {"csrfmiddlewaretoken": TOKEN})
        status, _page = self.server.ask("POST", path, body, cookie, MULTIPART_CONTENT)
        if status >= SERVER_ERROR:
            raise http.client.HTTPException(status)
        return status

    def once(self, deed):
        """Do it, and know how long it takes."""
        begun = time.monotonic()
        getattr(self, deed)()
        self.usual[deed] = max(time.monotonic() - begun, 0.02)

    def strike(self, deed, blow):
        """Do it and strike in the middle; the server is up again afterwards."""
        ended = []

        def run():
            try:
                self.once(deed)
                ended.append("answered")
            except (OSError, http.client.HTTPException):
                ended.append("broken")

        thread = threading.Thread(target=run)
        thread.start()
        threading.Event().wait(self.chance.uniform(0, self.usual[deed]))
        blow()
        thread.join()
        if self.server.is_gone():
            self.server.start()
        self.server.wait()
        (self.broken if ended == ["broken"] else self.answered)[deed] += 1


class Upload:
    """A file as `encode_multipart` takes it."""

    name = "signed.pdf"

    def __init__(self, content):
        self.content = content

    def read(self):
        """Return all of it."""
        return self.content


def a_large_pdf(number):
    """Return a PDF of a megabyte, with noise for a scan; each number's is another."""
    noise = random.Random(number).randbytes(1024 * 1024)
    head = b"%PDF-1.7\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(noise), noise),
    ]
    made, places = bytearray(head), []
    for place, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (place, body)
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n"
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(made)


def signed_in_cookie(account):
    """Return the cookies of somebody who has signed in with both factors."""
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    request = RequestFactory().get("/")
    request.session = session
    record_authentication(request, account, "mfa", type="totp")
    session.create()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def faults(numbers):
    """Return everything that is not as it must be, read at one moment.

    `numbers` are those that the sittings' protocols have, where they are final.
    """
    with snapshot():
        found = list(misfits())
        found += _half_recorded_votes()
        found += [
            f"protocol {protocol.pk} has another's number"
            for protocol in Protocol.objects.all()
            if protocol.number != numbers[protocol.sitting_id]
        ]
        missing = reconcile(timedelta(0), is_rehearsal=True).missing
        found += [f"{name}: a row, and no file" for name in missing]
        found += [
            f"paper {paper.pk} is no PDF"
            for paper in ProtocolPaper.objects.all()
            if paper.is_kept and not paper.content().startswith(b"%PDF-")
        ]
        return found + [f"{name} does not open" for name in unreadable()]


def _half_recorded_votes():
    votes = {
        sitting.pk: {
            (item.votes_for, item.votes_against)
            for item in AgendaItem.objects.filter(sitting=sitting)
        }
        for sitting in Sitting.objects.filter(status=Sitting.Status.PLANNED)
    }
    return [f"sitting {key}: {ways}" for key, ways in votes.items() if len(ways) > 1]


def is_sound(server):
    """Return what the database says of itself, where it can."""
    if connection.vendor != "sqlite":
        return "ok"
    with pointing_at(server.database), connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0]


def kept():
    """Return the fingerprints of the scans, the final sittings, the last votes."""
    scans = SignedScan.objects.values_list("sha256", flat=True)
    final = Sitting.objects.filter(status=Sitting.Status.FINAL)
    return set(scans), set(final.values_list("pk", flat=True))
