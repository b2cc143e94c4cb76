"""The council's own settings: names, address, logo, and where they are shown."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageFile

from council import actions
from council.models import Council
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NAMES = {
    "name_kk": "Шымкент қаласының Қоғамдық кеңесі",
    "name_ru": "Общественный совет города Шымкента",
    "city_kk": "Шымкент қаласы",
    "city_ru": "город Шымкент",
    "email": "kenes@example.kz",
}


@built_once()
def council():
    return make.a_council()


@pytest.fixture
def secretary(council):
    client = Client()
    client.force_login(council.secretariat)
    return client


def a_picture(kind="PNG", size=(800, 200), **options):
    made = io.BytesIO()
    Image.new("RGB", size, "navy").save(made, kind, **options)
    return made.getvalue()


def save(client, content=None, name="logo.png", **changes):
    files = {"logo": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(reverse("name_council"), NAMES | files | changes)


def head(text):
    """Return whose site a page says it is."""
    found = re.search(r'<span\s+class="brand__name"\s*>([^<]*)</span>', text)
    return found and found[1].strip()


def errors(answer):
    assert answer.status_code == 200
    return dict(answer.context["form"].errors)


def test_names_and_address_are_saved_and_shown_to_everybody(secretary, client):
    assert save(secretary).status_code == 302
    for language, name in (
        ("kk", "Шымкент қаласының Қоғамдық кеңесі"),
        ("ru", "Общественный совет города Шымкента"),
        ("en", "Общественный совет города Шымкента"),
    ):
        with translation.override(language):
            text = client.get(reverse("register")).text
        assert head(text) == name
        assert '<a href="mailto:kenes@example.kz">kenes@example.kz</a>' in text


def test_without_a_council_the_system_names_itself(client):
    text = client.get(reverse("register")).text
    assert head(text) == "Sarapshy"
    assert "mailto:" not in text
    assert "council-logo" not in text


def test_the_desk_keeps_its_own_head(secretary):
    save(secretary, a_picture())
    text = secretary.get(reverse("desk")).text
    assert head(text) == "Sarapshy"
    assert "council-logo" not in text


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("JPEG", "b.jpg")])
def test_a_logo_is_drawn_anew_under_a_random_name(secretary, kind, name):
    content = (
        a_picture(kind, exif=b"Exif\x00\x00secret")
        if kind == "JPEG"
        else (a_picture(kind))
    )
    assert save(secretary, content, name).status_code == 302
    logo = Council.objects.get().logo
    assert re.fullmatch(r"council/[0-9a-f]{32}\.png", str(logo.name))
    assert len(Council.objects.get().logo_version) == 32
    with logo.open("rb") as file:
        kept = file.read()
    assert b"secret" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.format, picture.size) == ("PNG", (480, 120))


def test_everybody_may_fetch_the_logo_without_a_cookie(secretary, client):
    save(secretary, a_picture())
    version = Council.objects.get().logo_version
    address = f"/council-logo.png?v={version}"
    assert f'src="{address}"' in client.get(reverse("register")).text
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    for other in ("/council-logo.png", "/council-logo.png?v=old"):
        answer = client.get(other)
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert answer.getvalue().startswith(b"\x89PNG")
    assert client.post(address).status_code == 405


def test_a_new_logo_has_a_new_address(secretary):
    save(secretary, a_picture())
    first = Council.objects.get().logo_version
    save(secretary, a_picture(size=(100, 100)))
    assert Council.objects.get().logo_version != first


def test_without_a_new_file_the_logo_stays_until_it_is_removed(secretary, client):
    assert "remove_logo" not in secretary.get(reverse("name_council")).text
    save(secretary, a_picture())
    before = Council.objects.get().logo_version
    save(secretary)
    assert Council.objects.get().logo_version == before
    save(secretary, remove_logo="on")
    assert Council.objects.get().logo_version == ""
    assert client.get("/council-logo.png").status_code == 404


def test_a_logo_whose_file_is_gone_is_not_found(secretary, client):
    save(secretary, a_picture())
    logo = Council.objects.get().logo
    logo.storage.delete(str(logo.name))
    assert client.get("/council-logo.png").status_code == 404


def a_bomb():
    """Return a PNG that says it has 50,000 by 50,000 pixels."""
    content = bytearray(a_picture(size=(1, 1)))
    place = content.find(b"IHDR") + 4
    content[place : place + 8] = (50_000).to_bytes(4, "big") * 2
    return bytes(content)


NO_PICTURE = "This is not a picture that can be read: PNG or JPEG is expected."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n no more", NO_PICTURE),
        (a_picture("GIF"), NO_PICTURE),
        (a_picture()[:100], NO_PICTURE),
        (a_bomb(), NO_PICTURE),
        (
            a_picture(size=(4001, 10)),
            "The picture is larger than 4000 pixels in width or height.",
        ),
        (bytes(1024 * 1024 + 1), "The file is larger than 1 MB."),
        (b"", "The submitted file is empty."),
    ],
)
def test_what_is_no_logo_is_refused_in_a_sentence(
    secretary, monkeypatch, content, sentence
):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    assert errors(save(secretary, content)) == {"logo": [sentence]}
    assert Council.objects.get().logo_version == ""
    assert Council.objects.get().email == ""


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "Бұл суретті оқу мүмкін емес: PNG немесе JPEG керек."),
        ("ru", "Эта картинка не читается: нужен PNG или JPEG."),
        ("en", NO_PICTURE),
    ],
)
def test_a_refusal_keeps_what_was_typed(secretary, language, sentence):
    with translation.override(language):
        text = save(secretary, b"%PDF-1.7", city_ru="город Тест").text
    assert sentence in text
    assert 'value="город Тест"' in text


def test_every_change_has_its_version(secretary, council):
    save(secretary, a_picture())
    version = Council.history.latest()
    assert (version.email, version.history_user, version.history_change_reason) == (
        "kenes@example.kz",
        council.secretariat,
        "name_council",
    )
    assert version.logo


def test_only_the_secretariat_changes_them(council, client):
    client.force_login(council.chair_accounts[0])
    assert client.get(reverse("name_council")).status_code == 403
    assert save(client).status_code == 403


# The names of a body


def test_names_of_a_body_are_corrected_on_its_page(secretary, council):
    body = council.commissions[0]
    address = reverse("change_body", args=[body.pk])
    assert f'href="{address}"' in secretary.get(reverse("body", args=[body.pk])).text
    answer = secretary.post(address, {"name_kk": "Экология", "name_ru": "Экологии"})
    assert answer.url == reverse("body", args=[body.pk])
    assert "Экологии" in secretary.get(answer.url).text
    answer = secretary.post(address, {"name_kk": " ", "name_ru": "Экологии"})
    assert errors(answer) == {"name_kk": ["This field is required."]}


def test_only_the_secretariat_corrects_the_names_of_a_body(council, client):
    client.force_login(council.chair_accounts[0])
    body = council.commissions[0]
    address = reverse("change_body", args=[body.pk])
    assert client.get(address).status_code == 403
    assert address not in client.get(reverse("body", args=[body.pk])).text


def test_the_names_are_kept_by_the_deed_without_a_logo(council):
    kept = actions.name_council(by=council.secretariat, **NAMES)
    assert kept.logo_version == ""
