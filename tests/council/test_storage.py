"""Kept files: encrypted, whole or not at all, each only under its own name (row 26)."""

import io
import os
import shutil
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from council.file_keys import file_keys, fingerprint
from council.storage import MARK, UnreadableFile, kept_files
from tests.scans import a_pdf, a_picture

OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _key in range(3))
PLAIN = {
    "papers/1.pdf": a_pdf(),
    "signedscan/2.jpg": a_picture(),
    "council/3.png": a_picture("PNG"),
}


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.FILE_KEYS = [OLD]


@pytest.fixture
def folder(settings):
    return Path(settings.MEDIA_ROOT)


def save(name="papers/a.pdf", content=b"%PDF- secret words"):
    return default_storage.save(name, ContentFile(content))


def read(name):
    with default_storage.open(name) as file:
        return file.read()


def rotate():
    said = io.StringIO()
    call_command("rotate_file_keys", stdout=said)
    return said.getvalue().strip()


def test_what_lies_on_the_disk_tells_nothing(folder):
    name = save()
    stored = (folder / name).read_bytes()
    assert read(name) == b"%PDF- secret words"
    assert default_storage.size(name) == len(b"%PDF- secret words")
    assert stored.startswith(MARK)
    assert b"secret" not in stored
    assert name.encode() not in stored
    assert stored != (folder / save()).read_bytes()
    assert (folder / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-", MARK, MARK + b"x", b"\n\n", b"x\ny"]
)
def test_any_content_comes_back_as_it_was(content):
    assert read(save(content=content)) == content


@pytest.mark.parametrize("content", [b"secret", a_pdf()])
def test_a_changed_byte_is_noticed_wherever_it_is(folder, content):
    name = save(content=content)
    stored = (folder / name).read_bytes()
    for place in (0, len(MARK) - 1, len(MARK), len(stored) // 2, len(stored) - 1):
        changed = bytearray(stored)
        changed[place] ^= 1
        (folder / name).write_bytes(changed)
        with pytest.raises(UnreadableFile, match=name):
            read(name)
    (folder / name).write_bytes(stored[:-3])
    with pytest.raises(UnreadableFile):
        read(name)


def test_a_wrong_key_opens_nothing_and_names_the_file_only(settings):
    name = save()
    settings.FILE_KEYS = [FOREIGN]
    with pytest.raises(UnreadableFile) as failure:
        read(name)
    assert str(failure.value) == name


def test_a_file_in_the_place_of_another_is_not_read(folder):
    one, other = save("papers/1.pdf", b"one"), save("papers/2.pdf", b"other")
    shutil.copy(folder / one, folder / other)
    with pytest.raises(UnreadableFile, match=other):
        read(other)
    assert read(one) == b"one"


def test_files_of_the_releases_before_are_read_and_then_encrypted(folder):
    for name, content in PLAIN.items():
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)
    assert {name: read(name) for name in PLAIN} == PLAIN
    assert rotate() == "Encrypted anew: 3; with the first key already: 0."
    assert {name: read(name) for name in PLAIN} == PLAIN
    assert all((folder / name).read_bytes().startswith(MARK) for name in PLAIN)


def test_what_is_neither_encrypted_nor_a_scan_is_not_read(folder):
    for content in (b"", b"root:x:0:0", b"<html>", MARK.lower()[:-1], MARK):
        (folder / "papers").mkdir(parents=True, exist_ok=True)
        (folder / "papers" / "x.pdf").write_bytes(content)
        with pytest.raises(UnreadableFile):
            read("papers/x.pdf")


# Keys


def test_after_rotation_the_old_key_opens_nothing_and_the_new_one_all(settings):
    kept = {save(f"papers/{n}.pdf", bytes([n]) * n): bytes([n]) * n for n in range(20)}
    settings.FILE_KEYS = [NEW, OLD]
    before = {save(f"papers/new{n}.pdf", b"new"): b"new" for n in range(3)}
    assert rotate() == "Encrypted anew: 20; with the first key already: 3."
    assert rotate() == "Encrypted anew: 0; with the first key already: 23."
    settings.FILE_KEYS = [NEW]
    assert {name: read(name) for name in kept | before} == kept | before
    settings.FILE_KEYS = [OLD]
    for name in kept:
        with pytest.raises(UnreadableFile):
            read(name)


def test_rotation_that_broke_off_is_taken_up_again(settings, monkeypatch):
    kept = {save(f"papers/{n}.pdf", bytes([n])): bytes([n]) for n in range(6)}
    settings.FILE_KEYS = [NEW, OLD]
    replace, left = os.replace, iter(range(3))

    def breaking_off(*paths):
        if next(left, None) is None:
            raise KeyboardInterrupt
        replace(*paths)

    monkeypatch.setattr(os, "replace", breaking_off)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.undo()
    settings.FILE_KEYS = [NEW, OLD]
    assert {name: read(name) for name in kept} == kept
    assert rotate() == "Encrypted anew: 3; with the first key already: 3."


def test_rotation_without_the_old_key_fails_aloud_and_harms_nothing(settings, folder):
    name, other = save(), save("papers/b.pdf", b"other")
    stored = {each: (folder / each).read_bytes() for each in (name, other)}
    settings.FILE_KEYS = [NEW]
    with pytest.raises(CommandError, match=f"No key opens 2 files.*: {name}, {other}$"):
        rotate()
    assert {each: (folder / each).read_bytes() for each in stored} == stored


def test_keys_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("FILE_KEYS", f"{NEW}, {OLD}")
    assert file_keys(tmp_path, may_make_one=False) == [NEW, OLD]
    assert list(tmp_path.iterdir()) == []


def test_the_embedded_database_makes_and_keeps_its_key(tmp_path, monkeypatch):
    monkeypatch.delenv("FILE_KEYS", raising=False)
    first = file_keys(tmp_path / "var", may_make_one=True)
    assert first == file_keys(tmp_path / "var", may_make_one=True)
    assert len(first) == 1
    Fernet(first[0])
    kept = tmp_path / "var" / "file_keys"
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_text(f"{NEW}\n{first[0]}\n")
    assert file_keys(tmp_path / "var", may_make_one=True) == [NEW, first[0]]


def test_a_database_server_needs_keys(tmp_path, monkeypatch):
    monkeypatch.delenv("FILE_KEYS", raising=False)
    with pytest.raises(ImproperlyConfigured, match="FILE_KEYS must be too"):
        file_keys(tmp_path, may_make_one=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shape", ["password", "{0}x", "{0},,x", "{0} y", ",{0}="])
def test_what_is_no_key_is_refused_and_not_shown(tmp_path, monkeypatch, shape):
    given = shape.format(OLD)
    monkeypatch.setenv("FILE_KEYS", given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        file_keys(tmp_path, may_make_one=False)
    assert "is not a key" in str(refusal.value)
    assert OLD not in str(refusal.value)
    assert given not in str(refusal.value)


def test_a_fingerprint_tells_keys_apart_and_nothing_of_them():
    found = [fingerprint(key) for key in (OLD, NEW)]
    assert len(set(found)) == 2
    assert [len(each) for each in found] == [16, 16]
    assert OLD[:4] not in found[0]


# On the disk


def test_a_write_that_breaks_off_leaves_what_was_there(folder, monkeypatch):
    name = save()
    before = (folder / name).read_bytes()

    def breaking_off(_descriptor):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", breaking_off)
    with pytest.raises(OSError, match="no space"):
        save("papers/b.pdf")
    with pytest.raises(OSError, match="no space"):
        kept_files().backend.replace(name, b"half")
    assert [path.name for path in (folder / "papers").iterdir()] == ["a.pdf"]
    assert (folder / name).read_bytes() == before


@pytest.mark.parametrize("name", ["../x.pdf", "papers/../../x.pdf", "/etc/passwd"])
def test_no_name_leads_out_of_the_folder(name):
    with pytest.raises(SuspiciousFileOperation):
        default_storage.open(name)


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "papers/a.pdf%00", "%2e%2e"]
)
def test_an_encoded_name_is_only_a_name(name):
    assert not default_storage.exists(name)


def test_a_name_with_nul_is_no_name():
    with pytest.raises(ValueError, match="null byte"):
        default_storage.open("papers/a\x00b.pdf")


def test_a_link_to_elsewhere_is_not_followed(folder, tmp_path):
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(a_pdf())
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "x.pdf").symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        read("papers/x.pdf")


def test_a_kept_file_has_no_address_and_is_never_written_to():
    name = save()
    with pytest.raises(NotImplementedError):
        default_storage.url(name)
    with pytest.raises(NotImplementedError):
        default_storage.path(name)
    with pytest.raises(ValueError, match="only read"):
        default_storage.open(name, "wb")


def test_names_are_those_of_whole_files(folder):
    assert list(kept_files().names()) == []
    names = [save(f"{place}/a.pdf") for place in ("papers", "lists/2025", "papers")]
    (folder / "papers" / ".x.part").write_bytes(b"half")
    assert list(kept_files().names()) == sorted(names)
    assert default_storage.listdir("lists")[0] == ["2025"]
    assert default_storage.get_modified_time(names[0]).year > 2020
