"""The Kazakh and Russian catalogues are complete."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "council" / "locale"
SAME_IN_BOTH = {"№ %(number)s"}
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]")


def catalogue(language, root=LOCALE):
    """Return the messages of a language, without the header."""
    with (root / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


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
def test_every_string_of_the_sources_is_in_the_catalogue(language, tmp_path):
    for part in ("council", "experts", "commissions", "kpi", "templates"):
        shutil.copytree(
            ROOT / part,
            tmp_path / part,
            ignore=shutil.ignore_patterns("*.mo", "__pycache__", "migrations"),
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        shutil.copy(ROOT / "manage.py", tmp_path)
        call_command(
            "makemessages", locale=[language], no_location=True, no_obsolete=True,
            verbosity=0,
        )
    fresh = catalogue(language, tmp_path / "council" / "locale")
    assert {singular(message) for message in fresh} == {
        singular(message) for message in catalogue(language)
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_placeholders_are_kept(language):
    for message in catalogue(language):
        wanted = set(PLACEHOLDERS.findall(str(message.id)))
        for text in strings(message):
            assert set(PLACEHOLDERS.findall(text)) <= wanted, message.id
        assert set(PLACEHOLDERS.findall(strings(message)[-1])) == wanted, message.id


def test_kazakh_is_not_russian():
    russian = {singular(message): strings(message) for message in catalogue("ru")}
    assert {
        singular(message)
        for message in catalogue("kk")
        if strings(message)[0] == russian[singular(message)][0]
    } == SAME_IN_BOTH
