"""An organ in an event or assignment beside what its experts disclosed (5.1.21)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import takewhile

from council.models import Account
from council.names import fold
from council.roles import scope
from experts.models import Disclosure, Expert

SHORTEST_WORD = 3
SHORTEST_STEM = 4
LONGEST_ENDING = 2
LINKING_WORDS = frozenset(
    fold("және жөніндегі жөнінде жанындағы бойынша при для или над").split()
)


def affected(
    experts: Collection[Expert], organ: str, account: Account
) -> list[Disclosure]:
    """Return the memberships of these experts in bodies at that organ.

    Only of those whose dossiers the account may read; a warning, never a bar.
    """
    if not organ or not experts:
        return []
    found = Disclosure.objects.filter(expert__in=experts).select_related(
        "expert__person"
    )
    bodies = scope(account, "dossier")
    if bodies is not None:
        found = found.filter(expert__commission__in=bodies)
    rows = found.order_by("expert__person__sort_key", "pk")
    return [
        row
        for row in rows
        if names_meet(organ, row.attached_to) or names_meet(organ, row.body)
    ]


def names_meet(one: str, other: str) -> bool:
    """Return whether all that tells in one name stands in the other, too.

    Case, Kazakh letters and the last letters of a word do not matter, as both
    languages inflect: «экология басқармасының» meets «Экология басқармасы».
    """
    first, second = _telling_words(one), _telling_words(other)
    return _covers(first, second) or _covers(second, first)


def _telling_words(name: str) -> list[str]:
    letters = "".join(sign if sign.isalnum() else " " for sign in fold(name))
    return [
        word
        for word in letters.split()
        if len(word) >= SHORTEST_WORD and word not in LINKING_WORDS
    ]


def _covers(words: list[str], others: list[str]) -> bool:
    return bool(words) and all(
        any(_is_one_word(word, other) for other in others) for word in words
    )


def _is_one_word(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    shorter = min(len(one), len(other))
    return one == other or shared >= max(SHORTEST_STEM, shorter - LONGEST_ENDING)
