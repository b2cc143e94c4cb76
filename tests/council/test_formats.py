"""Formats: one way of reading a date in all three languages."""

from datetime import date, datetime

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone, translation

from council.forms import day_field

DAY = date(2025, 10, 13)


languages = pytest.mark.parametrize("language", ["kk", "ru", "en"])


@languages
@pytest.mark.parametrize("typed", ["13/10/25", "13 қазан 2025", "2025-10-13"])
def test_a_date_is_read_alike_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        assert day_field().clean(typed) == DAY


@languages
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2026", "There is no such day. Write it as 13.10.2025."),
        ("кеше", "Write the day as 13.10.2025."),
    ],
)
def test_a_refused_day_says_the_expected_form(
    language: str, typed: str, sentence: str
) -> None:
    with translation.override(language):
        with pytest.raises(ValidationError) as refusal:
            day_field().clean(typed)
        assert refusal.value.messages == [translation.gettext(sentence)]


def test_a_day_of_birth_is_never_to_come() -> None:
    with time_machine.travel("2025-10-13 12:00+05:00"):
        born = day_field(has_passed=True)
        assert born.clean("13.10.25") == DAY
        assert born.clean("14.10.25") == date(1925, 10, 14)
        with pytest.raises(ValidationError, match="still to come"):
            born.clean("14.10.2025")
        assert day_field().clean("14.10.25") == date(2025, 10, 14)


@languages
@pytest.mark.parametrize(
    "typed",
    ["2025-10-13T15:30", "2025-10-13 15:30", "13.10.2025 15:30", "13.10.25 15:30"],
)
def test_a_moment_is_read_alike_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        read = forms.DateTimeField().clean(typed)
    assert timezone.make_naive(read) == datetime(2025, 10, 13, 15, 30)  # noqa: DTZ001


@languages
def test_a_date_goes_back_to_the_browser_as_it_came(language: str) -> None:
    with translation.override(language):
        assert 'value="2025-10-13"' in forms.DateInput().render("day", DAY)


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("kk", "13.10.2025 ж.", "1234,5"),
        ("ru", "13 октября 2025 года", "1234,5"),
        ("en", "13 October 2025", "1234.5"),
    ],
)
def test_dates_and_numbers_are_written_as_readers_expect(
    language: str, written: str, number: str
) -> None:
    with translation.override(language):
        assert formats.date_format(DAY) == written
        assert formats.number_format(1234.5) == number
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
