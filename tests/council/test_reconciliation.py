"""Files and rows brought into line at start: nobody's file goes, a lost one is told."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from council import actions
from council.models import ProtocolPaper, Sitting
from council.reconciliation import ASIDE, reconcile, unreadable
from council.storage import kept_files
from experts import actions as expert_actions
from experts.models import Expert, Paper
from tests import factories as make
from tests.scans import a_pdf
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-11-20 12:00+05:00"
NONE = timedelta(0)


@built_once(NOW)
def candidate():
    """Return a candidate with a file, of a council with a drawn protocol."""
    council = make.a_council(per_commission=2)
    make.in_office(council)
    protocol = Sitting.objects.get(status=Sitting.Status.FINAL).protocol
    actions.protocol_paper(protocol.current, "kk")
    return with_file(make.a_candidate(council), "first")


def with_file(candidate, said):
    """Let a candidate's résumé have such a file, instead of the one before."""
    resume = {"is_seen": True, "file": SimpleUploadedFile("a.pdf", a_pdf(said))}
    return expert_actions.change_dossier(
        expert=candidate,
        dossier=expert_actions.Dossier(person={}, expert={}, papers={"resume": resume}),
        on=make.ENTERED_ON,
        by=make.the_secretariat(),
    )


@pytest.fixture
def folder(candidate, settings):
    return Path(settings.MEDIA_ROOT)


def told(**options):
    """Return what the command says, and what it warns of."""
    said, warned = io.StringIO(), io.StringIO()
    call_command("reconcile_files", stdout=said, stderr=warned, **options)
    return said.getvalue().splitlines(), warned.getvalue().splitlines()


def names():
    return list(kept_files().names())


def file_of(candidate):
    return str(Paper.objects.get(expert=candidate, kind="resume").file.name)


def age(path, seconds):
    """Make a file as old as that."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_rows_and_versions_name_stays(candidate, folder):
    first = file_of(candidate)
    with_file(candidate, "second")
    before = names()
    assert len(before) == 3
    assert told(grace=0) == (
        ["Files: 2 of rows, 1 of the history alone, 0 too young to tell."],
        [],
    )
    assert names() == before
    assert first in before
    assert first != file_of(candidate)


def test_what_nobody_names_is_set_aside_and_goes_a_month_later(folder):
    before = names()
    orphan = default_storage.save("papers/orphan.pdf", ContentFile(b"%PDF- nobody's"))
    aside = f"{ASIDE}/{orphan}"
    stored = (folder / orphan).read_bytes()
    said, _warned = told(grace=0)
    assert said[1] == f"Named by nobody, set aside: {orphan}"
    assert names() == sorted([*before, aside])
    assert (folder / aside).read_bytes() == stored
    age(folder / aside, 29 * 24 * 3600)
    told(grace=0)
    assert aside in names()
    age(folder / aside, 31 * 24 * 3600)
    said, _warned = told(grace=0)
    assert said[1] == f"Set aside a month ago, deleted: {aside}"
    assert names() == before


def test_what_was_never_whole_goes(folder):
    before = names()
    part = folder / "papers" / ".x1y2.part"
    part.write_bytes(b"half")
    said, _warned = told(grace=0)
    assert said[1] == "Never whole, deleted: papers/.x1y2.part"
    assert not part.exists()
    assert names() == before


def test_what_is_young_may_belong_to_a_deed_under_way(folder):
    orphan = default_storage.save("papers/orphan.pdf", ContentFile(b"x"))
    part = folder / "papers" / ".x1y2.part"
    part.write_bytes(b"half")
    age(folder / orphan, 59 * 60)
    said, _warned = told()
    assert said == ["Files: 2 of rows, 0 of the history alone, 1 too young to tell."]
    assert part.exists()
    for path in (folder / orphan, part):
        age(path, 61 * 60)
    assert len(told()[0]) == 3
    assert not part.exists()
    assert orphan not in names()


def test_a_rehearsal_changes_nothing(folder):
    default_storage.save("papers/orphan.pdf", ContentFile(b"x"))
    before = names()
    said, _warned = told(grace=0, dry_run=True)
    assert said[1:] == [
        "Named by nobody, set aside: papers/orphan.pdf",
        "Nothing was changed.",
    ]
    assert names() == before


def test_a_row_without_its_file_is_told_and_a_drawn_paper_is_not(candidate, folder):
    lost = file_of(candidate)
    (folder / lost).unlink()
    (folder / str(ProtocolPaper.objects.get().file.name)).unlink()
    assert told(grace=0)[1] == [f"Rows without their file: {lost}"]


def test_what_is_not_encrypted_yet_is_counted(candidate, folder):
    (folder / file_of(candidate)).write_bytes(a_pdf())
    assert told(grace=0)[1] == ["Not encrypted yet: 1. Run rotate_file_keys."]


def test_a_deed_that_is_refused_after_the_file_was_written_leaves_no_row(
    candidate, folder
):
    before = names()
    with transaction.atomic():
        with_file(candidate, "not to be")
        transaction.set_rollback(True)
    left = set(names()) - set(before)
    assert len(left) == 1
    found = reconcile(NONE)
    assert set(found.set_aside) == left
    assert names() == sorted([*before, *(f"{ASIDE}/{name}" for name in left)])
    assert file_of(Expert.objects.get(pk=candidate.pk)) in before


def test_a_file_that_goes_meanwhile_is_no_fault(folder, monkeypatch):
    default_storage.save("papers/orphan.pdf", ContentFile(b"x"))
    storage = kept_files()
    listed = [*storage.names(), "papers/gone.pdf"]
    monkeypatch.setattr(storage, "names", lambda: listed)
    assert reconcile(NONE, is_rehearsal=True).young == ["papers/gone.pdf"]


def test_every_file_that_does_not_open_is_named(candidate, folder):
    assert list(unreadable()) == []
    name = file_of(candidate)
    stored = bytearray((folder / name).read_bytes())
    stored[-5] ^= 1
    (folder / name).write_bytes(stored)
    assert list(unreadable()) == [name]


def test_the_moment_is_the_clocks_of_the_disk(folder):
    """Files are dated by the disk; a council in another year changes nothing."""
    default_storage.save("papers/orphan.pdf", ContentFile(b"x"))
    with time_machine.travel("2020-01-01 12:00+05:00"):
        assert reconcile(NONE, is_rehearsal=True).young == ["papers/orphan.pdf"]
