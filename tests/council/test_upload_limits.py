"""How much may come in at once, in one file, and in ten minutes (rows 12, 22)."""

import io
import os
import tempfile

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from django.utils import translation

from council.models import Council
from council.upload_limits import LARGEST_REQUEST, LimitedUploadHandler
from council.uploads import LARGEST
from experts.models import Expert, Paper
from tests import factories as make
from tests.experts import pages
from tests.experts.lists import ROW, table, workbook
from tests.scans import a_pdf, a_picture
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = "2025-12-10 12:00+05:00"
TOO_MANY = "Too many files in a short time. Wait ten minutes and try again."


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(NOW):
        yield
    cache.clear()


@built_once(NOW)
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def secretary(council):
    client = Client()
    client.force_login(council.secretariat)
    return client


class Told(io.BytesIO):
    """A body that counts what was read of it."""

    taken = 0

    def read(self, size=-1):
        """Read on, and count."""
        part = super().read(size)
        self.taken += len(part)
        return part


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_request_that_says_it_is_too_large_is_not_read(secretary, language):
    body = Told(b"x" * 1000)
    with translation.override(language):
        answer = secretary.generic(
            "POST",
            reverse("enter_candidate"),
            b"",
            MULTIPART_CONTENT,
            **{"wsgi.input": body, "CONTENT_LENGTH": str(LARGEST_REQUEST + 1)},
        )
        title = translation.gettext("This is too large to be sent")
    assert answer.status_code == 413
    assert f"<h1>{title}</h1>" in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert body.taken == 0


def test_a_form_without_files_has_less_room(secretary, settings):
    def sent(size):
        return secretary.generic(
            "POST",
            reverse("enter_candidate"),
            b"note=" + b"x" * size,
            "application/x-www-form-urlencoded",
        ).status_code

    assert sent(settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 5) == 200
    assert sent(settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 4) == 413


@pytest.mark.parametrize("said", ["", "many", "-1", "1.5"])
def test_a_length_that_is_none_breaks_nothing(client, said):
    assert client.post(reverse("choose_display"), CONTENT_LENGTH=said).status_code < 500


def read_in(content):
    """Return a file as the handler gives it to a form."""
    file = SimpleUploadedFile("a.pdf", content)
    request = RequestFactory().post("/", {"file": file})
    return request.FILES["file"]


@pytest.mark.parametrize("size", [0, 1, LARGEST // 100, LARGEST - 1, LARGEST])
def test_what_is_within_the_limit_comes_whole(size):
    content = os.urandom(size)
    file = read_in(content)
    assert (file.size, file.read()) == (size, content)
    file.close()


def test_of_a_file_beyond_the_limit_nothing_is_kept_but_its_size():
    file = read_in(bytes(LARGEST + 1))
    assert file.size == LARGEST + 1
    assert file.read() == b""
    file.close()


def test_a_file_that_comes_in_has_no_name_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = read_in(bytes(LARGEST))
    assert list(tmp_path.iterdir()) == []
    file.close()


def test_beyond_the_limit_nothing_more_is_written():
    handler = LimitedUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", 100)
    for part in range(30):
        handler.receive_data_chunk(bytes(LARGEST // 10), part * LARGEST // 10)
    assert handler.file.tell() == LARGEST
    file = handler.file_complete(3 * LARGEST)
    assert (file.size, file.read()) == (3 * LARGEST, b"")
    file.close()


def test_what_breaks_off_is_forgotten():
    handler = LimitedUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", 100)
    handler.receive_data_chunk(b"half", 0)
    handler.upload_interrupted()
    assert handler.file.closed


def test_three_files_too_large_are_three_sentences_and_the_typing_stays(
    council, secretary
):
    facts = pages.complete(council.commissions[0])
    for kind in ("application", "diploma", "resume"):
        facts[f"{kind}-file"] = SimpleUploadedFile("a.pdf", bytes(LARGEST + 1))
    answer = pages.enter(secretary, **facts)
    assert pages.errors(answer) == {
        f"{kind}-file": ["The file is larger than 10 MB."]
        for kind in ("application", "diploma", "resume")
    }
    assert 'value="Әлихан"' in answer.text
    assert not Expert.objects.exists()


# The rate of an account


@pytest.fixture
def few(settings):
    settings.ACCOUNT_RATE_LIMITS = {"upload": "2/10m/user"}


def logo():
    return SimpleUploadedFile("a.png", a_picture("PNG"))


def name_council(client, **changes):
    names = {"name_kk": "К", "name_ru": "С", "city_kk": "А", "city_ru": "Г"}
    return client.post(reverse("name_council"), names | changes)


def test_beyond_the_rate_a_form_says_so_and_keeps_the_typing(council, secretary, few):
    facts = pages.complete(council.commissions[0])
    for number in range(2):
        named = {"surname": f"Қасен{'абв'[number]}ов"}
        file = SimpleUploadedFile("a.pdf", a_pdf())
        sent = facts | named | {"resume-file": file}
        assert pages.enter(secretary, **sent).status_code == 302
    third = facts | {"resume-file": SimpleUploadedFile("a.pdf", a_pdf())}
    answer = pages.enter(secretary, **third)
    assert pages.errors(answer) == {"resume-file": [TOO_MANY]}
    assert 'value="Әлихан"' in answer.text
    assert Paper.objects.filter(file__gt="").count() == 2
    assert pages.enter(secretary, **facts).status_code == 302  # without a file
    with time_machine.travel("2025-12-10 12:10:01+05:00"):
        last = third | {"surname": "Ә"}
        last["resume-file"] = SimpleUploadedFile("a.pdf", a_pdf())
        assert pages.enter(secretary, **last).status_code == 302


def test_the_bucket_is_one_for_all_pages_and_each_account_has_its_own(
    council, secretary, few
):
    assert name_council(secretary, logo=logo()).status_code == 302
    list_of_experts = SimpleUploadedFile("a.xlsx", workbook(table(ROW)))
    address = reverse("import_register")
    assert secretary.post(address, {"file": list_of_experts}).status_code == 302
    before = Council.objects.get().logo.name
    answer = name_council(secretary, logo=logo())
    assert answer.context["form"].errors == {"logo": [TOO_MANY]}
    assert Council.objects.get().logo.name == before
    list_of_experts = SimpleUploadedFile("a.xlsx", workbook(table(ROW)))
    answer = secretary.post(address, {"file": list_of_experts})
    assert answer.context["form"].errors == {"file": [TOO_MANY]}
    assert name_council(secretary).status_code == 302  # no file, no limit
    other = Client()
    other.force_login(make.an_account("secretariat"))
    assert name_council(other, logo=logo()).status_code == 302


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_sentence_is_in_the_readers_language(secretary, few, language):
    with translation.override(language):
        sent = [name_council(secretary, logo=logo()) for _time in range(3)]
        assert sent[2].context["form"].errors["logo"] == [translation.gettext(TOO_MANY)]
        assert translation.gettext(TOO_MANY) != TOO_MANY


def test_the_rate_is_modest(settings):
    assert settings.ACCOUNT_RATE_LIMITS["upload"] == "120/10m/user"
