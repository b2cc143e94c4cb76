"""Telephone numbers as people write them, kept as +7 and ten digits."""

import re

from django import forms
from django.utils.translation import gettext

from council import names

PHONE_LENGTH = 40
PHONE_PUNCTUATION = re.compile(r"[\s()./,\u2010-\u2015-]+")
PHONE_WORD = re.compile(r"^(?:тел|моб|ұялы|tel|phone)\w*[.:\s]*", re.IGNORECASE)
PHONE = re.compile(r"(?:\+?7|8)?([0-9]{10})")


def parse_phone(typed: str) -> str:
    """Return +7 and ten digits; raises ValidationError for anything else.

    Reads 8 701…, +7 (701)…, 7701…, 701…, all the usual punctuation, the word
    «тел.» before it, and what a list of contacts hides in a copied number.
    """
    number = PHONE_WORD.sub("", names.clean(typed))
    found = PHONE.fullmatch(PHONE_PUNCTUATION.sub("", number))
    if found is None:
        raise forms.ValidationError(
            gettext("A number of ten digits after +7 is expected: +7 701 123 45 67.")
        )
    return f"+7{found[1]}"
