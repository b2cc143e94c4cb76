"""People's names: how they are searched, sorted, cleaned and written."""

import re
import unicodedata
from dataclasses import dataclass

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
APOSTROPHES = "'’ʼ`"
MOST_WORDS = 12

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
# Lower-case h is drawn like һ, but upper-case H like Н.
_LOOK_ALIKES = str.maketrans(
    "aceopxykmtbihəACEOPXYKMTBIHƏ", "асеорхукмтвіһәАСЕОРХУКМТВІНӘ"
)
_PLAIN_LETTERS = str.maketrans("әғқңөұүһіё", "агкноуухие")
_STEM = re.compile(r"\bсарапшы")
_LATIN = re.compile(r"[a-z]")
_AROUND_WORDS = '.,;:!?…«»„“”"()[]'
_APART = re.compile(r"№\s+(?=\d)")
# «2», «№2», «2-ші», «2-я»; a longer number is a word like any other.
_COMMISSION = re.compile(r"№?(\d{1,2})(-\w+)?")

_ORDER = {
    character: f"{place:02}"
    for place, character in enumerate(
        f" -'0123456789{KAZAKH_ALPHABET}{LATIN_ALPHABET}", start=1
    )
} | dict.fromkeys(APOSTROPHES, "03")
_UNKNOWN = "99"

_WORD_OF_NAME = re.compile(r"[\w']+")
_HYPHEN = re.compile(r" ?[-\u2010-\u2015\u2212] ?")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}\u2018\u02bb\u2032\xb4]")
# «О'Коннор», but «Мар'яна».
_NAME_PART = re.compile(r"(?:\b\w'(?=\w))|(?:(?<!\w\w')\b\w+)")
_LOWER_PARTS = frozenset({"ұлы", "қызы", "улы", "кызы", "оглы", "угли"})
_NAME = re.compile(rf"[{KAZAKH_ALPHABET}a-zß-öø-ɏə{APOSTROPHES} -]+", re.IGNORECASE)


def _in_cyrillic(text: str) -> str:
    """Return text with Latin look-alikes replaced in words that have Cyrillic.

    Published Kazakh texts mix the two («негiзгi», «жəне»); a word all in Latin
    stays as it is, so that a part of it still finds the whole.
    """
    return _WORD.sub(
        lambda word: (
            word[0].translate(_LOOK_ALIKES) if _CYRILLIC.search(word[0]) else word[0]
        ),
        unicodedata.normalize("NFC", text),
    )


def fold(text: str) -> str:
    """Return text as the search columns hold it and the search asks for it.

    Kazakh letters fall to the Russian ones that people type for them, case and
    spacing do not matter, and «сарапшы» is the same word as «эксперт» (the
    Regulation uses both). Folding twice changes nothing more.
    """
    folded = _in_cyrillic(text).casefold().translate(_PLAIN_LETTERS)
    return " ".join(_STEM.sub("эксперт", folded).split())


def search_words(text: str) -> list[tuple[str, ...]]:
    """Return the words of a question, each in the spellings that may be meant.

    A word all in Latin letters that are drawn like Cyrillic ones is looked for as
    it stands and in Cyrillic. A short number is that of a commission. Of a long
    question only the first words count, so that no question costs more than these.
    """
    words = _APART.sub("№", unicodedata.normalize("NFC", text)).split()
    spelled = (_spellings(word.strip(_AROUND_WORDS) or word) for word in words)
    return list(dict.fromkeys(spelled))[:MOST_WORDS]


def matches(key: str, words: list[tuple[str, ...]]) -> bool:
    """Return whether a folded text has every word, at its beginning or inside."""
    return all(any(spelling in key for spelling in word) for word in words)


def commission_key(number: int, *written: str) -> str:
    """Return what of a commission is searched: its number and its names."""
    return f"{fold('комиссия')} {_numbered(number)} {fold(' '.join(written))}"


def _spellings(word: str) -> tuple[str, ...]:
    typed = fold(word)
    if asked := _COMMISSION.fullmatch(typed):
        return (_numbered(int(asked[1])),)
    drawn = fold(word.translate(_LOOK_ALIKES))
    return (typed,) if drawn == typed or _LATIN.search(drawn) else (typed, drawn)


def _numbered(commission: int) -> str:
    """Return the number so that 1 is not found in 12."""
    return f"№{commission}."


def sort_key(text: str) -> str:
    """Return a key whose plain comparison is the order of the Kazakh alphabet.

    Two ASCII digits a character, so no collation of a database can spoil it:
    space, hyphen, apostrophe, digits, the 42 letters, Latin, all others. The key
    is twice as long as the text.
    """
    folded = " ".join(_in_cyrillic(text).casefold().split())
    return "".join(_ORDER.get(character, _UNKNOWN) for character in folded)


def clean(text: str) -> str:
    r"""Return text that can be stored, compared and printed.

    Invisible characters (Cc, Cf, Cs) are removed, runs of space become one, lines
    are trimmed and end in "\n"; the result is in NFC.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = "".join(
        character
        for character in text
        if character.isspace()
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    lines = unicodedata.normalize("NFC", visible).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


@dataclass(frozen=True)
class Mended:
    """A name as it was typed, and as it is kept."""

    typed: str
    kept: str
    had_latin: bool

    @property
    def was_changed(self) -> bool:
        """Return whether it is kept otherwise than it was typed."""
        return self.typed != self.kept


def mend_name(typed: str) -> Mended:
    """Return a name with what the keyboard spoiled put right.

    Latin letters within a Cyrillic word become the Cyrillic ones they look like, if
    that makes it all Cyrillic; dashes and apostrophes become one kind, spaces around
    hyphens go, and a name all in capitals or all in small letters gets a capital a
    part. Any other use of capitals is left alone: people write their names as they do.
    """
    spelled = unicodedata.normalize("NFC", typed)
    spelled = _HYPHEN.sub("-", _APOSTROPHE.sub("'", spelled))
    kept = cyrillic = _WORD_OF_NAME.sub(_all_cyrillic, spelled)
    if kept.islower() or (kept.isupper() and len(kept) > 1):
        kept = _NAME_PART.sub(_capitalised, kept.lower())
    return Mended(typed, kept, had_latin=cyrillic != spelled)


def _all_cyrillic(word: re.Match[str]) -> str:
    drawn = word[0].translate(_LOOK_ALIKES)
    is_mixed = _CYRILLIC.search(word[0]) and not _LATIN.search(drawn.casefold())
    return drawn if is_mixed else word[0]


def _capitalised(part: re.Match[str]) -> str:
    word = part[0]
    return word if word in _LOWER_PARTS else word[:1].upper() + word[1:]


def valid_name(text: str) -> bool:
    """Say whether text can be a surname, a given name or a patronymic.

    Kazakh and Russian Cyrillic, Latin, hyphen, space and apostrophe; one letter at
    least. Case is not judged: people write their names as they do.
    """
    text = unicodedata.normalize("NFC", text)
    return bool(_NAME.fullmatch(text)) and _first_letter(text) != ""


def full_name(surname: str, given_name: str, patronymic: str) -> str:
    """Return "Surname Given Patronymic"; an absent part leaves no gap."""
    parts = (surname, given_name, patronymic)
    return " ".join(part.strip() for part in parts if _first_letter(part))


def initials(surname: str, given_name: str, patronymic: str) -> str:
    """Return "Surname G.P.", or "Surname G." where there is no patronymic.

    Of a patronymic in two words («Серік ұлы») the father's name gives the initial;
    of a double given name both parts do («Анна-Мария»: «А.-М.»).
    """
    given = "-".join(
        f"{letter}."
        for part in given_name.split("-")
        if (letter := _first_letter(part))
    )
    father = _first_letter(patronymic)
    return full_name(surname, given + (f"{father}." if father else ""), "")


def _first_letter(text: str) -> str:
    return next((character.upper() for character in text if character.isalpha()), "")
