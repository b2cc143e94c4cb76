"""Telephone numbers are read as people write them, and kept in one form."""

import pytest
from django.core.exceptions import ValidationError

from experts.phones import parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        *("+77011234567", "87011234567", "77011234567", "7011234567"),
        *("8 701 123 45 67", "+7 (701) 123-45-67", "8-701-123-45-67", "7 701 1234567"),
        *("+7.701.123.45.67", "8/701/123/45/67", "8\u00a0701\u2013123\u201345\u201367"),
        *("тел. 8 701 123 45 67", "Тел: 87011234567", "моб. +7 701 123 45 67"),
        "\u202a+7 701 123 45 67\u202c",
    ],
)
def test_a_number_is_kept_as_seven_and_ten_digits(typed: str) -> None:
    assert parse_phone(typed) == "+77011234567"


@pytest.mark.parametrize(
    "typed",
    ["8 701", "+8 701 123 45 67", "8701123456789", "+1 202 555 01 00", "жоқ", "тел."],
)
def test_what_is_no_number_is_refused_with_the_expected_form(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"\+7 701 123 45 67"):
        parse_phone(typed)
