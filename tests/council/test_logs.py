"""No log names anybody: the application's, gunicorn's, the database's, the letters."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.debug import ExceptionReporter

from council.audit import tracked_models
from council.dates import today
from council.logs import NothingReported, PlainFormatter, log_uncaught
from council.models import Account
from council.reminders import send_due
from council.urls import urlpatterns as of_the_site
from tests import factories as make
from tests.kpi.world import NOW
from tests.test_public_leaks import everything, mark_everything
from tests.worlds import built_once

ROOT = Path(__file__).resolve().parents[2]
MARK = "zqcanary"


def breaks(request: HttpRequest) -> HttpResponse:
    """Fail with what was typed in the message and among the variables."""
    typed = request.POST["typed"]
    try:
        Account.objects.filter(username=typed).get()
    except Account.DoesNotExist as missing:
        raise LookupError(f"no account {typed}") from missing
    return HttpResponse()


breaks.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("breaks/", breaks, name="breaks"), *of_the_site]


def line(message, *args, name="django.request", error=None, **extra):
    """Return what the formatter writes of a record, without the time."""
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, args, None)
    if error:
        record.exc_info = (type(error), error, error.__traceback__)
    vars(record).update(extra)
    written = json.loads(PlainFormatter().format(record))
    assert written.pop("time")[:4].isdigit()
    return written


def test_a_line_holds_what_is_named_and_nothing_else():
    written = line("page %s of %d", "Иванова", 7, status=404, request="?", typed="Иван")
    assert written == {
        "level": "ERROR",
        "logger": "django.request",
        "message": "page … of 7",
        "request": "",
        "status": 404,
    }


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        ("Invalid HTTP_HOST header: 'Иванова'.", "Invalid HTTP_HOST header"),
        ("Invalid request from ip=10.1.2.3: Иванова", "Invalid request from ip"),
        ("'Иванова' is strange", ""),
        ("Worker exiting", "Worker exiting"),
        ("100 % of it", "100 % of it"),
    ],
)
def test_of_a_message_made_elsewhere_the_first_words_stay(message, plain):
    assert line(message)["message"] == plain


def test_an_argument_that_does_not_fit_leaves_the_words_alone():
    assert line("%d pages", "Иванова")["message"] == "%d pages"
    assert line("%(who)s", {"who": "Иванова"})["message"] == "…"


def raised(action, *args):
    """Return the error that an action raises."""
    with pytest.raises(Exception, match=".") as caught:
        action(*args)
    return caught.value


def test_of_errors_only_types_and_places_are_told():
    def inner():
        raise KeyError("Иванова")

    def outer():
        try:
            inner()
        except KeyError as error:
            raise ValueError("Иванова, 1907") from error

    written = line("x", error=raised(outer))["exceptions"]
    assert [error["type"] for error in written] == ["ValueError", "KeyError"]
    assert written[1]["at"][-1].startswith("test_logs.py:")
    assert written[1]["at"][-1].endswith(" inner")
    assert "Иванова" not in json.dumps(written, ensure_ascii=False)


def test_an_error_of_the_system_tells_its_number():
    error = raised(open, "/nowhere/Иванова")
    assert line("x", error=error)["exceptions"][0]["errno"] == 2


@pytest.mark.django_db
@pytest.mark.postgresql
def test_an_error_of_the_database_tells_code_and_constraint():
    make.an_account(username="twice")
    with transaction.atomic():
        error = raised(make.an_account, "none", "twice")
        transaction.set_rollback(True)
    assert "twice" in str(error)  # what the message would have told
    outer, inner = line("x", error=error)["exceptions"]
    assert outer["type"] == "IntegrityError"
    assert outer["at"][-1].endswith(" execute")
    assert inner["type"] == "UniqueViolation"
    assert inner["code"] == "23505"
    assert inner["constraint"].startswith("council_account_username")


def test_a_report_of_an_error_holds_names_of_variables_alone(rf):
    request = rf.post("/?q=zqcanary", {"typed": MARK}, headers={"cookie": MARK})
    error = raised(breaks, rf.post("/", {"typed": MARK}))
    report = ExceptionReporter(request, type(error), error, error.__traceback__)
    assert isinstance(report.filter, NothingReported)
    data = report.get_traceback_data()
    shown = [value for frame in data["frames"] for _name, value in frame["vars"]]
    assert set(shown) == {repr(NothingReported.cleansed_substitute)}
    assert data["filtered_POST_items"] == [
        ("typed", NothingReported.cleansed_substitute)
    ]
    assert MARK not in str(data["request_meta"])


# ---- everything at once, through the whole application


@built_once(NOW)
def council():
    return everything()


class Sinks:
    """The same records, written plainly and as Django writes them by default."""

    def __init__(self):
        self.plain, self.usual = StringIO(), StringIO()
        self.handlers = []
        for stream, formatter in (
            (self.plain, PlainFormatter()),
            (self.usual, logging.Formatter("%(levelname)s %(message)s")),
        ):
            handler = logging.StreamHandler(stream)
            handler.setFormatter(formatter)
            self.handlers.append(handler)

    def __enter__(self):
        for handler in self.handlers:
            logging.getLogger().addHandler(handler)
        self.level = logging.getLogger("council.requests").level
        logging.getLogger("council.requests").setLevel(logging.INFO)
        return self

    def __exit__(self, *error):
        for handler in self.handlers:
            logging.getLogger().removeHandler(handler)
        logging.getLogger("council.requests").setLevel(self.level)


def break_every_row():
    """Ask the database for what it refuses, of rows that are full of marks."""
    refused = 0
    for model in tracked_models():
        rows = model._base_manager.all()
        required = [
            field.name
            for field in model._meta.concrete_fields
            if not field.null and not field.primary_key
        ]
        if not rows.exists():
            continue
        try:
            with transaction.atomic():
                rows.update(**{required[-1]: None})
        except DatabaseError as error:
            log_uncaught(type(error), error, error.__traceback__)
            refused += 1
    return refused


def misuse(council):
    """Fail in every way that leaves a line somewhere."""
    client = Client(raise_request_exception=False)
    client.post("/breaks/", {"typed": MARK})
    client.get(f"/kk/{MARK}/?q={MARK}")
    client.get("/kk/", {"q": f"{MARK}\x00"})
    client.get("/kk/", headers={"host": f"{MARK}.example"})
    client.get("/kk/register/", {"on": MARK, "q": MARK, "page": MARK})
    client.put(f"/kk/desk/{MARK}")
    for _time in range(2):
        client.post(reverse("account_login"), {"login": MARK, "password": MARK})
    Client(enforce_csrf_checks=True, raise_request_exception=False).post(
        reverse("account_login"), {"login": MARK}
    )
    client.force_login(council.secretariat)
    upload = SimpleUploadedFile(f"{MARK}.exe", MARK.encode())
    client.post(reverse("enter_candidate"), {"surname": MARK, "resume-file": upload})
    client.post(reverse("import_register"), {"file": upload})
    client.post(reverse("enter_convocation"), dict.fromkeys(["number"] * 2, MARK))
    return break_every_row()


@pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")
@pytest.mark.django_db
@pytest.mark.clause("1.12")
@pytest.mark.clause("5.1.9")
def test_what_goes_wrong_leaves_no_name_in_log_or_letter(
    council, settings, mailoutbox, capfd, time_machine
):
    time_machine.move_to(NOW)
    settings.ROOT_URLCONF = __name__
    mark_everything()
    with Sinks() as sinks:
        refused = misuse(council)
        Account.objects.update(email="reader@example.org")
        sent = send_due(today(), "https://council.example")
    assert refused > 25
    assert sent
    plain = sinks.plain.getvalue()
    letters = "".join(str(letter.message()) for letter in mailoutbox)
    assert "zq" in sinks.usual.getvalue()
    assert ("zq" in plain, "zq" in letters, "zq" in "".join(capfd.readouterr())) == (
        *(False, False, False),
    )
    written = [json.loads(each) for each in plain.splitlines()]
    assert {each["status"] for each in written if "status" in each} >= {
        *(200, 400, 403, 404, 405, 500),
    }
    assert {each["account"] for each in written if "account" in each} == {
        council.secretariat.pk
    }
    named = [each for each in written if each["logger"] == "council.requests"]
    assert all(len(each["request"]) == 32 for each in named)
    assert {"breaks", "none", "register", "enter_candidate"} <= {
        each["route"] for each in named
    }


# ---- gunicorn's own lines


OURS = "council.wsgi:application"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def served(tmp_path, application, *options):
    """Serve without a database, misuse it, and return all that gunicorn wrote."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application),
            *("--bind", f"127.0.0.1:{port}", "--no-control-socket", *options),
        ],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SARAPSHY_VAR": str(tmp_path),
            "LOG_REQUESTS": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(port)
        for target in (f"/kk/?q={MARK}", f"/{MARK}", f"/kk/register/?q={MARK}"):
            asked(port, target, {"Referer": MARK, "User-Agent": MARK, "Cookie": MARK})
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(f"{MARK}\r\n{MARK}\r\n\r\n".encode())
            rude.recv(1000)
    finally:
        process.send_signal(signal.SIGTERM)
        written, _none = process.communicate(timeout=30)
    return written


def wait_for(port):
    """Wait until somebody listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise TimeoutError


def asked(port, target, headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_gunicorn_names_nobody(tmp_path):
    lines = [json.loads(each) for each in served(tmp_path, OURS).splitlines()]
    assert MARK not in str(lines)
    of_requests = [each for each in lines if each["logger"] == "council.requests"]
    assert [(each["route"], each["status"]) for each in of_requests] == [
        *(("home", 500), ("none", 500), ("register", 500)),
    ]
    failed = [each["exceptions"] for each in lines if "exceptions" in each]
    assert {(each[0]["type"], each[1]["code"]) for each in failed} == {
        ("OperationalError", "SQLITE_ERROR")
    }
    assert "Invalid request from ip" in {each["message"] for each in lines}


def test_gunicorn_would_name_them_by_default(tmp_path):
    usual = tmp_path / "empty.py"
    usual.write_text("")
    options = ("--config", str(usual), "--access-logfile", "-")
    written = served(tmp_path, "wsgiref.simple_server:demo_app", *options)
    assert written.count(MARK) >= 3


# ---- PostgreSQL's log, as the roles of docs/operations.md set it

TERSE = (
    "SET log_error_verbosity = 'terse'",
    "SET log_min_error_statement = 'panic'",
)
USUAL = (
    "SET log_error_verbosity = 'default'",
    "SET log_min_error_statement = 'error'",
)


def log_of_server():
    """Return the file to which the server of .ci/test writes."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    (found,) = (Path(folder).parents[2] / "log").glob("*.log")
    return found


def logged_as(role, settings_of_role):
    """Return what the server logs when that role breaks three constraints."""
    address, log = connection.get_connection_params(), log_of_server()
    begins = log.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'test'")
        for setting in ("SET log_min_messages = 'warning'", *settings_of_role):
            cursor.execute(f"ALTER ROLE {role} {setting}")
    try:
        with psycopg.connect(
            host=address["host"],
            port=address["port"],
            dbname=address["dbname"],
            user=role,
            password="test",
            autocommit=True,
        ) as own:
            own.execute(
                "CREATE TEMP TABLE kept (name text UNIQUE NOT NULL, born text "
                "CHECK (born <> 'never') NOT NULL)"
            )
            insert = "INSERT INTO kept VALUES (%s, %s)"
            own.execute(insert, (MARK, MARK))
            for row in ((MARK, MARK), (f"{MARK}2", "never"), (f"{MARK}3", None)):
                with pytest.raises(psycopg.IntegrityError, match=MARK):
                    own.execute(insert, row)
            own.execute("DROP TABLE kept")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE {role}")
    with open(log) as lines:
        lines.seek(begins)
        return lines.read()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_terse_role_leaves_no_row_in_the_log_of_the_server():
    terse, usual = logged_as("terse", TERSE), logged_as("usual", USUAL)
    assert terse.count("ERROR:") == usual.count("ERROR:") == 3
    assert (terse.count(MARK), usual.count(MARK) >= 3) == (0, True)
