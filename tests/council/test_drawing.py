"""The drawing process: what it may not do, what ends it, and that nobody minds."""

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation

import council.pdf
from council.drawing import drawn
from council.pdf import (
    DRAWN,
    FAILED,
    Draughtsman,
    PdfError,
    PdfTooCostlyError,
    render_pdf,
)
from council.urls import urlpatterns as of_the_site
from tests.council.neighbour import page
from tests.council.test_pdf import FONTS, words

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file .*sRGB2014:ResourceWarning"
)
ROOT = Path(__file__).resolve().parents[2]
TOO_DEEP = page("<div>" * 500)
SLOW = page("сөз " * 25_000)


def process_of(draughtsman):
    """Return the key of the process that draws, after it drew a paper."""
    render_pdf(page("<p>x</p>"), css="")
    return draughtsman._process.pid


def test_the_process_is_limited():
    pid = process_of(council.pdf._own)
    limits = {
        line[:25].strip(): line[25:].split()[:2]
        for line in Path(f"/proc/{pid}/limits").read_text().splitlines()
    }
    gigabyte = str(1024**3)
    assert limits["Max address space"] == [gigabyte] * 2
    assert limits["Max file size"] == [str(64 * 1024**2)] * 2
    assert limits["Max open files"] == ["64"] * 2
    assert limits["Max core file size"] == ["0"] * 2
    assert 30 <= int(limits["Max cpu time"][0]) <= 120


def test_the_process_knows_no_secret_and_holds_no_descriptor(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of-the-web-process")
    council.pdf._own.dismiss()
    pid = process_of(council.pdf._own)
    environment = Path(f"/proc/{pid}/environ").read_text().strip("\0").split("\0")
    assert {line.split("=")[0] for line in environment} <= {"PATH", "HOME", "LANG"}
    held = {
        int(name): os.readlink(f"/proc/{pid}/fd/{name}")
        for name in os.listdir(f"/proc/{pid}/fd")
    }
    assert [held[0][:5], held[1][:5], held[2]] == ["pipe:", "pipe:", os.devnull]
    assert set(held) == {0, 1, 2}


def test_the_process_leaves_the_network_where_the_system_lets_it():
    pid = process_of(council.pdf._own)
    may_leave = any(
        subprocess.run(
            ["unshare", *how, "true"], capture_output=True, check=False
        ).returncode
        == 0
        for how in (["--net"], ["--user", "--net"])
    )
    own, its = (os.readlink(f"/proc/{one}/ns/net") for one in (os.getpid(), pid))
    assert (own != its) == may_leave


def test_a_paper_is_the_same_from_either_process():
    html = page("<h1>Хаттама</h1>")
    assert drawn(html, FONTS, {}) == (DRAWN, render_pdf(html, css=FONTS))


@pytest.mark.parametrize(
    ("html", "error"),
    [
        (TOO_DEEP, "RecursionError"),
        (page("\ud800"), "UnicodeEncodeError"),
        (page("<p style='font-size: 1000000000px'>x</p>"), "ZeroDivisionError"),
    ],
    ids=["500 nested", "lone surrogate", "huge letters"],
)
def test_a_paper_that_cannot_be_drawn_leaves_the_process_alive(html, error):
    before = process_of(council.pdf._own)
    with pytest.raises(PdfError, match=error):
        render_pdf(html, css="")
    assert process_of(council.pdf._own) == before
    assert drawn(html, "", {}) == (FAILED, error.encode())


def test_a_paper_that_takes_too_long_ends_its_process_only():
    impatient = Draughtsman(seconds=3)
    question = council.pdf.question_of(SLOW * 4, "", {})
    with pytest.raises(PdfTooCostlyError):
        impatient.draw(question)
    kind, pdf = impatient.draw(council.pdf.question_of(page("<p>x</p>"), "", {}))
    assert (kind, pdf[:5]) == (DRAWN, b"%PDF-")
    impatient.dismiss()


def test_a_process_that_was_killed_is_replaced():
    before = process_of(council.pdf._own)
    os.kill(before, signal.SIGKILL)
    ended(before)
    assert process_of(council.pdf._own) != before


def ended(pid):
    """Wait until a process has ended; return whether it did."""
    try:
        found = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    waiting = select.poll()
    waiting.register(found, select.POLLIN)
    happened = waiting.poll(30_000)
    os.close(found)
    return bool(happened)


def test_the_process_ends_with_the_one_that_started_it():
    code = (
        "import os, council.pdf as pdf; pdf.render_pdf('<p>x</p>', css='');"
        "print(pdf._own._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert ended(int(done.stdout))


def test_a_process_born_while_a_paper_is_drawn_draws_with_its_own():
    before = process_of(council.pdf._own)
    reads, writes = os.pipe()
    turn = council.pdf._own._turn
    turn.acquire()
    born = os.fork()
    if born == 0:
        try:
            signal.alarm(20)
            os.write(writes, str(process_of(council.pdf._own)).encode())
            council.pdf._own.dismiss()
        finally:
            os._exit(0)
    turn.release()
    os.close(writes)
    with open(reads) as told:
        its = int(told.read() or 0)
    os.waitpid(born, 0)
    assert its not in (0, before)
    assert process_of(council.pdf._own) == before


def test_threads_get_each_their_own_paper():
    found = {}

    def draw(name):
        found[name] = words(render_pdf(page(f"<p>{name}</p>"), css=FONTS))

    names = [f"бет-{number}" for number in range(8)]
    threads = [threading.Thread(target=draw, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: name for name in names}


def costly(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_pdf(TOO_DEEP, css=""))


costly.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("kk/costly.pdf", costly), *of_the_site]


@pytest.mark.django_db
def test_a_reader_is_told_in_a_sentence(client, settings):
    settings.ROOT_URLCONF = __name__
    answer = client.get("/kk/costly.pdf")
    with translation.override("kk"):
        sentence = translation.gettext("This paper cannot be drawn")
    assert answer.status_code == 422
    assert f"<h1>{sentence}</h1>" in answer.text
    assert "RecursionError" not in answer.text


@pytest.mark.long
@pytest.mark.parametrize(
    "html",
    [page("сөз " * 250_000), page("<table>" + "<tr><td>a<td>b<td>c" * 30_000)],
    ids=["a million characters", "30,000 rows"],
)
def test_what_no_council_needs_is_ended_at_its_limit(html):
    with pytest.raises(PdfTooCostlyError):
        render_pdf(html, css="")
    assert render_pdf(page("<p>x</p>"), css="")[:5] == b"%PDF-"


@pytest.mark.long
@pytest.mark.parametrize(
    "html",
    [page("сөз " * 2_500), page("сөз " * 25_000), page("a" + "\u0301" * 20_000)],
    ids=["10,000 characters", "100,000 characters", "20,000 marks"],
)
def test_what_is_only_long_is_drawn(html):
    assert render_pdf(html, css="")[:5] == b"%PDF-"
