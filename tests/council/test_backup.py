"""The drill: a backup is restored into an empty place, everything compared (row 23)."""

import io
import json
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from council import actions, backups, databases
from council.file_keys import fingerprint
from council.models import Council, Person, SignedScan, Sitting
from council.storage import kept_files
from tests import factories as make
from tests import outputs
from tests.scans import a_pdf, a_picture
from tests.throwaway import a_database, fingerprints, pointing_at

pytestmark = pytest.mark.django_db(transaction=True)
KEY, OLD_KEY, FOREIGN = (Fernet.generate_key().decode() for _key in range(3))


@pytest.fixture(autouse=True)
def council(settings):
    """Found a council with a file of every kind; one is under an older key."""
    settings.FILE_KEYS = [OLD_KEY]
    council = make.a_council(per_commission=2)
    resume = SimpleUploadedFile("a.pdf", a_pdf("resume"))
    make.a_candidate(council, papers={"resume": {"file": resume}})
    settings.FILE_KEYS = [KEY, OLD_KEY]
    expert = make.in_office(council)
    protocol = Sitting.objects.get(status=Sitting.Status.FINAL).protocol
    actions.attach_scan(
        version=protocol.current,
        language="kk",
        upload=SimpleUploadedFile("a.jpg", a_picture()),
        on=make.DECIDED_ON,
        by=council.secretariat,
    )
    actions.protocol_paper(protocol.current, "kk")
    with time_machine.travel(outputs.TODAY):
        outputs.a_recommendation(expert, file=SimpleUploadedFile("b.pdf", a_pdf("w")))
    actions.name_council(
        logo=ContentFile(a_picture("PNG"), "l.png"), by=council.secretariat
    )
    return council


def backup(folder, **options):
    """Make a backup; return where it is and what was said."""
    said, warned = io.StringIO(), io.StringIO()
    call_command("backup", folder, stdout=said, stderr=warned, **options)
    first, *rest = said.getvalue().splitlines()
    return Path(first), [*rest, *warned.getvalue().splitlines()]


class Place:
    """An empty database and an empty folder, to restore into."""

    def __init__(self, name, folder, settings):
        self.name, self.folder, self.settings = name, folder, settings

    def __call__(self, where, then=lambda: None):
        """Restore there; return what was said, and what `then` finds there."""
        said, own = io.StringIO(), self.settings.MEDIA_ROOT
        self.settings.MEDIA_ROOT = self.folder
        try:
            with pointing_at(self.name):
                call_command("restore", where, stdout=said)
                return said.getvalue(), then()
        finally:
            self.settings.MEDIA_ROOT = own

    def is_empty(self):
        """Return whether there is neither a table nor a file."""
        with pointing_at(self.name), connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
        return tables == [] and not self.folder.exists()


@pytest.fixture
def place(tmp_path, settings):
    with a_database(tmp_path) as name:
        yield Place(name, tmp_path / "restored", settings)


def contents():
    """Return every kept file by its name, as a reader gets it."""
    found = {}
    for name in kept_files().names():
        with default_storage.open(name) as file:
            found[name] = file.read()
    return found


def everything():
    """Return what is compared: the rows of every table, and every file."""
    return fingerprints(), contents()


def test_the_drill(tmp_path, place):
    before = everything()
    where, _said = backup(tmp_path / "backups")
    assert len(before[1]) == 5
    said, after = place(where, everything)
    assert after == before
    assert "The chain verifies, and every file opens." in said
    assert everything() == before


def test_a_backup_is_whole_and_holds_no_key(tmp_path):
    where, said = backup(tmp_path / "backups")
    assert (
        subprocess.run(
            ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=where
        ).returncode
        == 0
    )
    everything_in_it = b"".join(
        path.read_bytes() for path in where.rglob("*") if path.is_file()
    )
    assert KEY.encode() not in everything_in_it
    assert OLD_KEY.encode() not in everything_in_it
    assert b"%PDF-" not in everything_in_it.replace(b'"%PDF-', b"")
    manifest = json.loads((where / "manifest.json").read_text())
    assert manifest["keys"] == [fingerprint(KEY), fingerprint(OLD_KEY)]
    assert manifest["files"] == len(list(kept_files().names())) == 5
    assert manifest["rows"]["council_signedscan"] == 1
    assert manifest["missing"] == []
    assert manifest["vendor"] == connection.vendor
    assert f"{manifest['files']} files" in said[0]
    modes = {path.stat().st_mode & 0o077 for path in (where, *where.rglob("*"))}
    assert modes == {0}


def test_without_its_keys_nothing_is_restored(tmp_path, place, settings):
    where, _said = backup(tmp_path / "backups")
    for keys, sentence in (
        ([FOREIGN], "FILE_KEYS are not those of the backup"),
        ([KEY], "FILE_KEYS do not open papers/"),
        ([OLD_KEY], "FILE_KEYS do not open council/"),
    ):
        settings.FILE_KEYS = keys
        with pytest.raises(CommandError, match=sentence):
            place(where)
        assert place.is_empty()
    settings.FILE_KEYS = [FOREIGN, OLD_KEY, KEY]
    assert "every file opens" in place(where)[0]


def test_a_changed_byte_anywhere_is_noticed(tmp_path, place):
    where, _said = backup(tmp_path / "backups")
    paths = sorted(path for path in where.rglob("*") if path.is_file())
    assert len(paths) == 8
    for path in paths:
        content = path.read_bytes()
        for at in (0, len(content) // 2, len(content) - 2):
            changed = bytearray(content)
            changed[at] ^= 1
            path.write_bytes(changed)
            with pytest.raises(CommandError, match="Nothing was restored"):
                place(where)
        path.write_bytes(content)
    assert place.is_empty()
    place(where)


def test_a_file_too_many_or_too_few_is_noticed(tmp_path, place):
    where, _said = backup(tmp_path / "backups")
    (where / "files" / "more.pdf").write_bytes(b"x")
    with pytest.raises(CommandError, match=r"alike: files/more\.pdf"):
        place(where)
    (where / "files" / "more.pdf").unlink()
    (where / "manifest.json").rename(where / "other")
    with pytest.raises(CommandError, match=r"alike: manifest\.json, other"):
        place(where)
    shutil.rmtree(where)
    with pytest.raises(CommandError, match="is no backup"):
        place(where)
    assert place.is_empty()


def test_a_place_that_is_not_empty_is_left_as_it_is(tmp_path, place, settings):
    where, _said = backup(tmp_path / "backups")
    before = everything()
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", where)
    assert everything() == before
    (tmp_path / "restored").mkdir()
    (tmp_path / "restored" / "x.pdf").write_bytes(b"%PDF-1.7 theirs")
    with pytest.raises(CommandError, match="The folder of files is not empty"):
        place(where)
    assert [path.name for path in (tmp_path / "restored").iterdir()] == ["x.pdf"]


def rewritten(where, **changes):
    """Change a manifest as somebody would who also writes the sums anew."""
    facts = json.loads((where / "manifest.json").read_text())
    (where / "manifest.json").write_text(json.dumps(facts | changes))
    lines = [
        f"{backups._sum(where / name)}  {name}\n"
        for name in backups._names_in(where)
        if name != "SHA256SUMS"
    ]
    (where / "SHA256SUMS").write_text("".join(lines))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": 2}, "A backup of the form 2 is not known here"),
        ({"vendor": "oracle"}, "This is a backup of oracle"),
        ({"migrations": ["council.0999_later"]}, "later release: council.0999_later"),
        ({"more": 1}, r"manifest\.json cannot be read"),
        ({"rows": {"council_body": 99}}, "council_body: 4 rows instead of 99"),
        ({"rows": {"gone": 1}}, "gone: None rows instead of 1"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path, place, changes, sentence):
    where, _said = backup(tmp_path / "backups")
    rewritten(where, **changes)
    with pytest.raises(CommandError, match=sentence):
        place(where)


@pytest.mark.postgresql
def test_a_server_without_the_roles_is_refused(tmp_path, place):
    where, _said = backup(tmp_path / "backups")
    roles = json.loads((where / "manifest.json").read_text())["roles"]
    assert connection.settings_dict["USER"] in roles
    rewritten(where, roles=[*roles, "sarapshy_reader"])
    with pytest.raises(CommandError, match="lacks the roles sarapshy_reader"):
        place(where)
    assert place.is_empty()


@pytest.mark.postgresql
def test_grants_come_back(tmp_path, place):
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS sarapshy_drill")
        cursor.execute("CREATE ROLE sarapshy_drill")
        cursor.execute("GRANT SELECT (id) ON council_body TO sarapshy_drill")
    try:
        where, said = backup(tmp_path / "backups")
        assert "sarapshy_drill" in said[0]

        def granted():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT attname, attacl::text FROM pg_attribute WHERE attacl IS "
                    "NOT NULL AND attrelid = 'council_body'::regclass"
                )
                return cursor.fetchall()

        before = granted()
        assert place(where, granted)[1] == before != []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY sarapshy_drill")
    # The role itself goes with the server: the restored database may still name it.


@pytest.mark.postgresql
def test_a_program_that_fails_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    with pytest.raises(CommandError, match="pg_dump failed: .*Connection refused"):
        backup(tmp_path / "backups")
    assert list((tmp_path / "backups").glob("sarapshy-*")) == []


def test_what_comes_and_goes_meanwhile_is_no_harm(
    tmp_path, place, council, monkeypatch
):
    """A file added after the database's moment is nobody's; one deleted is told."""
    scan = SignedScan.objects.get()
    dump = databases.dump

    def meanwhile(folder):
        found = dump(folder)
        default_storage.save("papers/added.pdf", ContentFile(b"added"))
        default_storage.delete(str(Council.objects.get().logo.name))
        return found

    monkeypatch.setattr(databases, "dump", meanwhile)
    where, said = backup(tmp_path / "backups")
    logo = str(Council.objects.get().logo.name)
    assert said[-1] == f"Named, but not there any more: {logo}"
    _text, names = place(where, lambda: list(kept_files().names()))
    assert "papers/added.pdf" in names
    assert str(scan.file.name) in names
    assert logo not in names


def test_while_others_write_the_backup_is_of_one_moment(
    tmp_path, place, council, monkeypatch
):
    """A deed in the middle of the dump is in none of it: rows, counts, versions."""
    step = "_run" if connection.vendor == "postgresql" else "_described"
    usual = getattr(databases, step)

    def do_a_deed():
        actions.enter_person(surname="Кейін", given_name="Ә", by=council.secretariat)
        connection.close()

    def meanwhile(*arguments):
        thread = threading.Thread(target=do_a_deed)
        thread.start()
        thread.join()
        return usual(*arguments)

    before = everything()
    monkeypatch.setattr(databases, step, meanwhile)
    where, _said = backup(tmp_path / "backups")
    monkeypatch.setattr(databases, step, usual)
    assert Person.objects.filter(surname="Кейін").count() == 1
    assert place(where, everything)[1] == before


def test_the_newest_are_kept(tmp_path):
    folder = tmp_path / "backups"
    made = []
    for hour in range(3):
        with time_machine.travel(f"2026-01-01 0{hour}:00+05:00", tick=False):
            made.append(backup(folder, keep=2)[0].name)
    (folder / ".unfinished-20250101-000000").mkdir()
    (folder / "notes.txt").write_text("theirs")
    assert made == [f"sarapshy-20260101-0{hour}0000" for hour in range(3)]
    assert sorted(path.name for path in folder.iterdir()) == [
        ".unfinished-20250101-000000",
        "notes.txt",
        *made[1:],
    ]
    assert sorted(backups.prune(folder, 1)) == [
        ".unfinished-20250101-000000",
        made[1],
    ]
    with pytest.raises(CommandError, match="at least 1"):
        backup(folder, keep=0)


def test_a_backup_that_breaks_off_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "_copied_files", lambda target: 1 / 0)
    folder = tmp_path / "backups"
    with pytest.raises(ZeroDivisionError):
        backup(folder)
    assert list(folder.glob("sarapshy-*")) == []
