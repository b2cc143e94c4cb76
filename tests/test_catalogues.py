"""The Kazakh and Russian catalogues are complete."""

import re
import shutil
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "council" / "locale"
OF_DJANGO = Path(django.__file__).parent / "conf" / "locale"
# The same word, or no word at all, in both languages.
SAME_IN_BOTH = {
    *("%(day)s: %(outcome)s", "%(commission)s, %(field)s"),
    *("Commission", "commission", "Expert", "Presidium", "Quorum", "file"),
    *(
        "logo",
        "the expert",
        "expert",
        "the Presidium",
        "monitoring",
        "material",
        "File",
        "Material",
        "Code",
    ),
}
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]")
# What stands right behind a value in Kazakh is an ordinal's noun, never an ending.
BEHIND_A_VALUE = re.compile(r"%(?:\(\w+\))?[sd](-?\w+)")
ORDINALS = ("-тармақ", "-мәселе", "-сайланым")


def whole_catalogue(language, root=LOCALE):
    """Return the catalogue of a language."""
    with (root / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def catalogue(language, root=LOCALE):
    """Return the messages of a language, without the header."""
    return [message for message in whole_catalogue(language, root) if message.id]


def strings(message):
    """Return every plural form of a translation."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def singular(message):
    """Return the message's id, the first form where it has a plural."""
    return message.id[0] if isinstance(message.id, tuple) else message.id


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_missing_or_fuzzy(language):
    assert [
        singular(message)
        for message in catalogue(language)
        if message.fuzzy or not all(strings(message))
    ] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_header_lets_the_catalogue_be_compiled_and_counts_as_django_does(language):
    ours = whole_catalogue(language)
    django_s = whole_catalogue(language, OF_DJANGO)
    assert not ours.fuzzy
    assert (ours.num_plurals, ours.plural_expr) == (
        django_s.num_plurals,
        django_s.plural_expr,
    )
    assert {len(strings(m)) for m in ours if isinstance(m.id, tuple)} == {
        ours.num_plurals
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_string_of_the_sources_is_in_the_catalogue(language, tmp_path, settings):
    for part in ("council", "experts", "commissions", "kpi", "templates"):
        shutil.copytree(
            ROOT / part,
            tmp_path / part,
            ignore=shutil.ignore_patterns("*.mo", "__pycache__", "migrations"),
        )
    settings.LOCALE_PATHS = [tmp_path / "council" / "locale"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        call_command(
            "makemessages",
            locale=[language],
            no_location=True,
            no_obsolete=True,
            verbosity=0,
        )
    fresh = catalogue(language, tmp_path / "council" / "locale")
    assert {message.id for message in fresh} == {
        message.id for message in catalogue(language)
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_placeholders_are_kept_in_every_form(language):
    for message in catalogue(language):
        wanted = set(PLACEHOLDERS.findall(str(message.id)))
        for text in strings(message):
            assert set(PLACEHOLDERS.findall(text)) == wanted, message.id


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_clause_numbers_stand_where_they_stood(language):
    clause = re.compile(r"\b\d\.\d+\b")
    for message in catalogue(language):
        for text in strings(message):
            assert clause.findall(text) == clause.findall(singular(message)), text


def test_kazakh_is_not_russian():
    russian = {singular(message): strings(message) for message in catalogue("ru")}
    assert {
        singular(message)
        for message in catalogue("kk")
        if strings(message)[0] == russian[singular(message)][0]
    } == SAME_IN_BOTH


def test_kazakh_inflects_no_value():
    assert [
        text
        for message in catalogue("kk")
        for text in strings(message)
        for behind in BEHIND_A_VALUE.findall(text)
        if not behind.startswith(ORDINALS)
    ] == []


def test_kazakh_counts_with_one_form():
    assert [
        singular(message)
        for message in catalogue("kk")
        if len(set(strings(message))) > 1
    ] == []
