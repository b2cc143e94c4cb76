"""What is kept of what comes in: the corpus, and mutants of it (row 12)."""

import io
import json
import os
import random
import resource
import subprocess
import sys

import hypothesis
import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from council import file_check, uploads
from council.models import SignedScan, Sitting
from council.uploads import CHECK, KINDS, answer_of, content_of, suffix_of
from tests import factories as make
from tests.scans import a_pdf, a_picture
from tests.upload_corpus import BAD, GOOD, PHP, with_place
from tests.worlds import built_once

NOW = "2025-11-20 12:00+05:00"
MOST_SECONDS, MOST_KILOBYTES = 2, 300 * 1024
# The answer is the same whatever the database: one of the two runs tells it.
once = pytest.mark.sqlite


@built_once(NOW)
def sitting():
    """Return a sitting with a final protocol."""
    make.in_office(make.a_council(per_commission=2))
    return Sitting.objects.presidium().get(status=Sitting.Status.FINAL)


@pytest.fixture
def secretary(sitting):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.the_secretariat())
    return client


def attach(client, sitting, name, content):
    """Send a scan as the page does."""
    return client.post(
        reverse("attach_scan", args=[sitting.pk]),
        {
            "version": sitting.protocol.current.pk,
            "language": "kk",
            "upload": SimpleUploadedFile(name, content, "text/html"),
        },
    )


def spent():
    """Return how many seconds the processes worked that ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@once
@pytest.mark.django_db
@pytest.mark.parametrize("case", BAD)
def test_what_is_no_honest_scan_is_refused_with_what_to_do(secretary, sitting, case):
    reason, name, content = BAD[case][0], BAD[case][1], BAD[case][2]()
    before = spent()
    answer = attach(secretary, sitting, name, content)
    assert answer.status_code == 200
    (sentence,) = answer.context["form"].errors["upload"]
    if reason:
        assert sentence == uploads.SENTENCES[reason]()
    else:
        assert sentence in (
            "Only PDF, JPEG and PNG files are kept.",
            "The submitted file is empty.",
            "The file is larger than 10 MB.",
        )
    assert SignedScan.objects.count() == 0
    assert spent() - before <= MOST_SECONDS


@once
@pytest.mark.django_db
@pytest.mark.parametrize("case", GOOD)
def test_an_honest_scan_is_kept(secretary, sitting, case):
    name, content = GOOD[case][0], GOOD[case][1]()
    before = spent()
    assert attach(secretary, sitting, name, content).status_code == 302
    assert spent() - before <= MOST_SECONDS
    scan = SignedScan.objects.get()
    kept = content_of(scan.file)
    kind = KINDS[suffix_of(name)]
    if kind == file_check.PDF:
        assert kept == content
    else:
        old, new = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept))
        assert (new.size, str(new.format).lower()) == (old.size, kind)
    assert str(scan.file.name).removeprefix("signedscan/")[:32].isalnum()
    assert len(str(scan.file.name)) == len("signedscan/") + 32 + len(suffix_of(name))


def test_the_corpus_is_as_large_as_it_says():
    assert len(BAD) >= 80
    assert len(GOOD) >= 30
    told = {case[0] for case in BAD.values()}
    assert told - {None} == set(uploads.SENTENCES) - {""}


def test_kinds_and_limits_are_those_of_the_examination():
    assert (uploads.PDF, uploads.JPEG, uploads.PNG) == (
        file_check.PDF,
        file_check.JPEG,
        file_check.PNG,
    )
    assert uploads.MOST_PAGES == file_check.MOST_PAGES


def test_what_few_need_is_not_loaded_with_the_application():
    asked = (
        "import council.wsgi, sys; from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "few = {'openpyxl', 'lxml', 'pikepdf', 'PIL', 'markdown_it', 'weasyprint'}\n"
        "print(sorted(few & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "council.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_reason_is_said_in_both_languages(language):
    english = {reason: said() for reason, said in uploads.SENTENCES.items()}
    with translation.override(language):
        said = {reason: words() for reason, words in uploads.SENTENCES.items()}
    assert [reason for reason in said if said[reason] == english[reason]] == []


def test_nothing_of_a_photograph_stays_but_its_points():
    kept = file_check.examine("jpeg", with_place())
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}
    assert b"SecretPhone" in with_place()
    assert b"SecretPhone" not in kept


def test_nothing_after_a_photograph_stays():
    whole = a_picture() + PHP + b"SEFT"
    assert PHP not in file_check.examine("jpeg", whole)


def test_a_png_keeps_nothing_but_its_points():
    words = PngInfo()
    words.add_text("Author", "SecretName")
    content = a_picture("PNG", pnginfo=words)
    assert b"SecretName" in content
    assert b"SecretName" not in file_check.examine("png", content)


@once
@pytest.mark.parametrize("case", [*GOOD, *BAD])
def test_the_examination_in_the_process_comes_to_the_same(case, monkeypatch):
    """The rules themselves, without the process around them: so coverage sees them."""
    # WeasyPrint, once imported, has Pillow take pictures that are cut off.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    reason, name, content_of_case = BAD.get(case) or (None, *GOOD[case])
    content = content_of_case()
    kind = KINDS.get(suffix_of(name))
    if kind is None or (case in BAD and reason is None):
        return
    try:
        kept, found = file_check.examine(kind, content), None
    except file_check.Refused as refusal:
        kept, found = b"", str(refusal)
    assert found == reason
    assert bool(kept) == (case in GOOD)


# The process itself


def probe(body):
    """Return what a program says that has put itself under the limits."""
    program = (
        f"import sys; sys.path.insert(0, {str(CHECK.parent)!r})\n"
        "import file_check; file_check.SECONDS = 1; file_check.limit()\n" + body
    )
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_under_the_limits_memory_time_and_files_run_out(tmp_path):
    assert "MemoryError" in probe("bytearray(300 * 1024 * 1024)").stderr
    assert probe("bytearray(200 * 1024 * 1024)").returncode == 0
    assert probe("while True: pass").returncode == -9
    written = f"import os; os.write(os.open({str(tmp_path / 'x')!r}, 65), b'x')"
    assert "File too large" in probe(written).stderr


def test_the_examination_has_no_environment_and_no_open_files(tmp_path, monkeypatch):
    told = tmp_path / "told"
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, json, sys\n"
        "fds = sorted(os.listdir('/proc/self/fd'))\n"
        "sys.stdout.write(json.dumps({'refused': json.dumps("
        "[dict(os.environ), os.getcwd(), len(fds)])}) + '\\n')\n"
    )
    monkeypatch.setattr(uploads, "CHECK", spy)
    with told.open("w") as kept_open:
        os.set_inheritable(kept_open.fileno(), True)
        reason, _kept = answer_of("pdf", b"")
    environment, folder, files = json.loads(str(reason))
    assert set(environment) <= {"LC_CTYPE"}
    assert folder == "/"
    assert files == 4  # its three streams, and the folder it lists


# A process counts what its parent had before it, so a small parent starts these.
SIZES = """
import os, subprocess, sys
for kind, path in zip(sys.argv[2::2], sys.argv[3::2]):
    child = subprocess.Popen([sys.executable, "-I", sys.argv[1], kind],
        stdin=open(path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(os.wait4(child.pid, 0)[2].ru_maxrss)
"""


@once
def test_no_file_takes_more_memory_than_it_may(tmp_path):
    heavy = {
        f"a square of 50 million, {mode}": (kind, a_square(kind, mode))
        for kind, mode in (("jpeg", "RGB"), ("jpeg", "CMYK"), ("png", "RGBA"))
    }
    for case in ("content", "run lengths", "objects packed", "50,000 points"):
        _reason, name, make_it = BAD[case]
        heavy[case] = (KINDS[suffix_of(name)], make_it())
    asked = []
    for place, (kind, content) in enumerate(heavy.values()):
        path = tmp_path / str(place)
        path.write_bytes(content)
        asked += [kind, path]
    done = subprocess.run(
        [sys.executable, "-c", SIZES, CHECK, *asked],
        capture_output=True,
        text=True,
        check=True,
    )
    sizes = dict(zip(heavy, map(int, done.stdout.split()), strict=True))
    assert {case: size for case, size in sizes.items() if size > MOST_KILOBYTES} == {}
    assert max(sizes.values()) > MOST_KILOBYTES // 2  # the largest was really read


def a_square(kind, mode):
    """Return as large a picture as may be."""
    side = int(file_check.MOST_PIXELS**0.5)
    return a_picture(kind.upper(), mode=mode, size=(side, side))


@pytest.mark.parametrize(
    "body", ["import os; os.abort()", "while True: pass", "raise SystemExit(3)"]
)
def test_an_examination_that_breaks_off_is_a_refusal(tmp_path, monkeypatch, body):
    spy = tmp_path / "spy.py"
    spy.write_text(body)
    monkeypatch.setattr(uploads, "CHECK", spy)
    monkeypatch.setattr(uploads, "SECONDS", 1)
    assert answer_of("pdf", a_pdf()) == ("", b"")


# Mutants


def mutant(chance):
    """Return a kind and a file that began as one of the corpus."""
    listed = [
        (KINDS[suffix_of(name)], make_it)
        for name, make_it in [*GOOD.values(), *[case[1:] for case in BAD.values()]]
        if suffix_of(name) in KINDS
    ]
    kind, make_it = chance.choice(listed)
    content = bytearray(make_it()[: 2 * 1024 * 1024])
    for _change in range(chance.choice([1, 1, 2, 5, 20])):
        place = chance.randrange(len(content) + 1)
        end = min(len(content), place + chance.choice([1, 1, 2, 8, 64, 500]))
        content[place:end] = chance.choice(
            [
                b"",
                chance.randbytes(end - place),
                bytes(content[place:end]) * 2,
                b"/JS",
                b"\xff\xff\xff\xff",
                PHP,
            ]
        )
    return kind, bytes(content)


FORBIDDEN = [b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/XFA", b"/AA "]


def is_honest(kind, kept):
    """Return whether a file that was let in is of its kind, judged in another way."""
    if kind != file_check.PDF:
        with Image.open(io.BytesIO(kept)) as picture:
            picture.load()
            return str(picture.format).lower() == kind
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        pdf.save(
            plain,
            qdf=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    shown = plain.getvalue()
    return kept.startswith(b"%PDF-") and not any(word in shown for word in FORBIDDEN)


def try_mutants(seed, count):
    """Return how many of the mutants were refused, and those let in wrongly."""
    chance, refused = random.Random(seed), 0
    wrong: list[tuple[object, ...]] = []
    for number in range(count):
        kind, content = mutant(chance)
        before = spent()
        reason, kept = answer_of(kind, content)
        seconds = spent() - before
        refused += reason is not None
        if reason is None and not is_honest(kind, kept or content):
            wrong.append((seed, number))
        if seconds > MOST_SECONDS:
            wrong.append((seed, number, seconds))
    return refused, wrong


@once
def test_no_mutant_is_let_in_that_should_not_be():
    refused, wrong = try_mutants(1, 40)
    assert wrong == []
    assert 10 < refused < 40


@once
@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_mutants(seed):
    assert hypothesis.settings.get_current_profile_name() == "long"
    refused, wrong = try_mutants(100 + seed, 100)
    assert wrong == []
    assert 30 < refused <= 100
