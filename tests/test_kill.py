"""The server killed while it records votes, finalises, takes a file, draws (row 6)."""

import hashlib
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import hypothesis
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from council import actions
from council.models import AgendaItem, SignedScan
from council.reconciliation import reconcile
from tests import factories as make
from tests.killing import ROOT, Prepared, Server, Strikes, faults, is_sound, kept
from tests.scans import a_pdf
from tests.throwaway import a_database, pointing_at

pytestmark = pytest.mark.django_db(transaction=True)
DEEDS = ("votes", "finalise", "upload", "render")


@contextmanager
def serving(prepared, folder, settings, *, start=True):
    """Serve a copy of this database and its files; afterwards look at the copy."""
    with a_database(folder, like_this_one=True) as name:
        server = Server(folder, name)
        settings.MEDIA_ROOT = server.var / "media"
        with pointing_at(server.database):
            try:
                if start:
                    server.start()
                yield server
            finally:
                server.end()


def verify(server, prepared, strikes):
    """Assert that nothing is half done, and that what was confirmed is there."""
    assert is_sound(server) == "ok"
    assert faults(prepared.numbers) == []
    scans, final = kept()
    uploaded = {hashlib.sha256(content).hexdigest() for content in strikes.uploaded}
    assert uploaded - scans == set()
    assert set(strikes.finalised) - final == set()
    (against,) = {
        item.votes_against
        for item in AgendaItem.objects.filter(sitting=prepared.voting.pk)
    }
    assert against in strikes.tried
    server.manage("reconcile_files", "--grace", "0")
    left = reconcile(timedelta(0), is_rehearsal=True)
    assert (left.set_aside, left.unfinished, left.missing) == ([], [], [])
    assert faults(prepared.numbers) == []


def fight(tmp_path, settings, plan, seed):
    """Strike as planned: deed, victims; return what came of it."""
    prepared = Prepared(sum(deed == "finalise" for deed, _victims in plan) + 2)
    with serving(prepared, tmp_path, settings) as server:
        strikes = Strikes(server, prepared, seed)
        for deed in DEEDS:
            strikes.once(deed)
        for deed, victims in plan:
            if victims == "backends":
                strikes.strike(deed, lambda: end_backends(server.database))
            else:
                whom = getattr(server, victims)
                strikes.strike(deed, lambda whom=whom: server.kill(whom()))
        strikes.draw_final()
        server.kill(server.everybody())
        verify(server, prepared, strikes)
    return strikes


def end_backends(database):
    """End the database's sessions, whatever they are doing."""
    connection.close()  # it is one of them
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [database],
        )


SHORT = [
    *[("votes", "workers"), ("finalise", "workers"), ("upload", "workers")] * 2,
    ("render", "drawing"),
    ("render", "workers"),
]


def test_no_kill_leaves_anything_half_done(tmp_path, settings):
    strikes = fight(tmp_path, settings, SHORT, 1)
    assert sum(strikes.broken.values()) >= 2
    assert sum((strikes.broken + strikes.answered).values()) == len(SHORT)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_three_hundred_kills(tmp_path, settings, seed):
    """A fifth of them, on each database half; fifty while papers are drawn."""
    assert hypothesis.settings.get_current_profile_name() == "long"
    plan = [
        *[("votes", "workers")] * 8,
        *[("finalise", "workers")] * 8,
        *[("upload", "workers")] * 4,
        *[("render", "workers"), ("render", "drawing")] * 5,
        *[(deed, "everybody") for deed in DEEDS],
    ]
    if connection.vendor == "postgresql":
        plan += [("votes", "backends"), ("finalise", "backends")]
    strikes = fight(tmp_path, settings, plan, seed)
    assert strikes.broken["render"] >= 3
    assert sum(strikes.broken.values()) >= len(plan) // 3


# Negative control: the same look finds what is not done at once or not at all.

BY_HALVES = """
import sys, django
django.setup()
from pathlib import Path
from django.conf import settings
from council.models import AgendaItem, Sitting
what, key, path = sys.argv[1:]
if what == "votes":
    for item in list(AgendaItem.objects.filter(sitting=key))[:3]:
        AgendaItem.objects.filter(pk=item.pk).update(
            votes_for=1, votes_against=5, votes_abstained=0
        )
elif what == "protocol":
    Sitting.objects.filter(pk=key).update(status="final")
else:
    target = Path(settings.MEDIA_ROOT) / path
    content = target.read_bytes()
    file = target.open("wb")
    file.write(content[: len(content) // 2])
    file.flush()
print("half", flush=True)
sys.stdin.read()
"""


def test_what_is_done_by_halves_is_found(tmp_path, settings):
    prepared = Prepared(1)
    make.voted(prepared.voting)
    actions.attach_scan(
        version=prepared.final.current,
        language="kk",
        upload=SimpleUploadedFile("signed.pdf", a_pdf()),
        on=make.DECIDED_ON,
        by=make.the_secretariat(),
    )
    waiting, voting = prepared.waiting[0].pk, prepared.voting.pk
    path = str(SignedScan.objects.get().file.name)
    with serving(prepared, tmp_path, settings, start=False) as server:
        assert faults(prepared.numbers) == []
        for what, key, sentences in (
            ("votes", voting, [f"sitting {voting}: ", "is not its last version"]),
            ("protocol", waiting, [f"sitting {waiting} is final and has no protocol"]),
            ("file", 0, [f"{path} does not open"]),
        ):
            half = subprocess.Popen(
                [sys.executable, "-c", BY_HALVES, what, str(key), path],
                cwd=ROOT,
                env=server.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert half.stdout is not None
            assert half.stdout.readline() == b"half\n"
            half.send_signal(signal.SIGKILL)
            half.communicate()
            found = faults(prepared.numbers)
            for sentence in sentences:
                assert [fault for fault in found if sentence in fault] != [], found
