"""The guide: whole in both languages, in the words of the screen, with its pictures."""

import re
from html import unescape

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse

from council.guide import LANGUAGES, NAMES, PICTURES, SECTIONS, TEXTS, guide_page
from experts.plain_rules import plain_rules
from tests import factories as make
from tests.guide_screenshots import SHOTS

BOLD = re.compile(r"\*\*(.+?)\*\*")
PICTURE = re.compile(r"!\[(.+?)\]\((.+?)\)")
CLAUSE = re.compile(r"\[([\d.]+)\]\(\.\./\.\./rules/#clause-([\d.]+)\)")
STEP = re.compile(r"^(\d+)\. ", re.MULTILINE)
MOST_BYTES, MOST_IN_ALL = 60_000, 2_000_000
BOTH = [(language, name) for language in LANGUAGES for name in NAMES]


def text_of(language, name):
    return (TEXTS / language / f"{name}.md").read_text(encoding="utf-8")


def said_on_screen(language):
    """Return every sentence of the catalogue, with and without a capital letter."""
    path = f"{settings.BASE_DIR}/council/locale/{language}/LC_MESSAGES/django.po"
    with open(path, "rb") as file:
        strings = [message.string for message in read_po(file) if message.id]
    flat = {each for each in strings if isinstance(each, str) and each}
    return flat | {each[0].upper() + each[1:] for each in flat}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_bold_stands_on_the_screen(language):
    known = said_on_screen(language)
    quoted = [
        (name, word) for name in NAMES for word in BOLD.findall(text_of(language, name))
    ]
    assert [each for each in quoted if each[1] not in known] == []
    assert len(quoted) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_a_page_and_every_page_a_file(language):
    found = {path.stem for path in (TEXTS / language).iterdir()}
    assert found == set(NAMES)
    assert set(SECTIONS.values()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_tell_the_same_steps_clauses_and_pictures(name):
    kazakh, russian = (text_of(language, name) for language in LANGUAGES)
    assert STEP.findall(kazakh) == STEP.findall(russian)
    assert CLAUSE.findall(kazakh) == CLAUSE.findall(russian)
    assert len(BOLD.findall(kazakh)) == len(BOLD.findall(russian))
    pictures = [
        [file for _alt, file in PICTURE.findall(text)] for text in (kazakh, russian)
    ]
    assert pictures == [[f"{name}.webp"]] * 2


@pytest.mark.django_db
def test_the_clauses_it_cites_have_words_to_lead_to():
    edition = make.an_edition()
    anchors = {rule.anchor for group in plain_rules(edition) for rule in group.rules}
    cited = {
        each
        for language, name in BOTH
        for each in CLAUSE.findall(text_of(language, name))
    }
    assert {shown for shown, _linked in cited} == {linked for _shown, linked in cited}
    assert {f"clause-{number}" for number, _same in cited} - anchors == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_picture_is_missing_or_left_over(language):
    files = {path.name: path.stat().st_size for path in (PICTURES / language).iterdir()}
    assert set(files) == {f"{name}.webp" for name in NAMES}
    assert {shot.name for shot in SHOTS} == set(NAMES)
    assert {name for name, size in files.items() if size > MOST_BYTES} == set()
    assert sum(files.values()) < MOST_IN_ALL / len(LANGUAGES)


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_picture_keeps_its_room_and_comes_when_it_is_needed(language, name):
    (tag,) = re.findall(r"<img[^>]+>", guide_page(name, language).body)
    shot = next(shot for shot in SHOTS if shot.name == name)
    width, height = shot.window
    assert f'width="{width}" height="{height}" loading="lazy"' in tag
    (alt,) = re.findall(r'alt="([^"]+)"', tag)
    assert unescape(alt) == PICTURE.findall(text_of(language, name))[0][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "written"), [("kk", "kk"), ("ru", "ru"), ("en", "ru")]
)
def test_everybody_reads_it_without_signing_in(client, language, written):
    start = client.get(f"/{language}/help/")
    for name in NAMES:
        page = guide_page(name, written)
        assert f'href="/{language}/help/{name}/">{page.title}</a>' in start.text
        answer = client.get(f"/{language}/help/{name}/")
        assert answer.status_code == 200
        assert f'<h1 lang="{written}">{page.title}</h1>' in answer.text
        assert page.body in answer.text
        assert not answer.cookies
        is_noted = "The guide is written in Kazakh" in answer.text
        assert is_noted == (language == "en")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing", "README", "..%2Fru", "first-days.md"])
def test_what_is_no_page_is_not_found(client, name):
    assert client.get(f"/kk/help/{name}/").status_code == 404


@pytest.mark.django_db
def test_every_page_leads_to_what_the_guide_says_of_the_page(client):
    council = make.a_council()
    leads = {
        reverse("register"): "read-register",
        reverse("become_expert"): "become-expert",
        reverse("account_login"): "",
    }
    client.force_login(council.secretariat)
    leads |= {
        reverse("desk"): "",
        reverse("candidates"): "enter-candidate",
        reverse("enter_candidate"): "enter-candidate",
        reverse("sittings"): "hold-presidium",
        reverse("the_council"): "first-days",
        reverse("evaluations"): "evaluate-quarter",
        reverse("events"): "work-of-experts",
    }
    found = {}
    for address in leads:
        text = client.get(address, follow=True).text
        found[address] = re.findall(
            r'<a href="/en/help/([\w-]*)/?"[^>]*>Help</a>', text
        )[0]
    assert found == leads
