"""The protocol of a sitting as a paper, in one of the two official languages."""

from datetime import date
from typing import Any, NotRequired, TypedDict

from council.dates import long_date, short_date
from council.paper import Seal, draw, paper_html, stylesheet

EXCERPT = {"kk": "Хаттамадан үзінді", "ru": "Выписка из протокола"}


class Head(TypedDict):
    """What the paper says in both languages alike.

    A draft has no number and is marked on every page. Where `counts_known` is False
    the counts are left to be filled in on a draft and left out otherwise; where
    `conducts_votes` is False the paper speaks neither of quorum nor of votes. Both
    are True when absent. A corrected version names the one it `corrects` by version and
    sha256. An excerpt counts its `guests` and is certified by the secretary alone.
    `quorum_needed` is not printed: it may be a reading of ours. The `seal` is absent
    on drafts and on what is older than the chain.
    """

    number: int | None
    date: date
    members: int
    present: int
    absent: int
    quorum_met: bool
    quorum_needed: int
    draft: bool
    edition_number: str
    edition_adopted_on: date
    fingerprint: str
    counts_known: NotRequired[bool]
    conducts_votes: NotRequired[bool]
    version: NotRequired[int]
    corrects: NotRequired[dict[str, Any]]
    corrected_on: NotRequired[date]
    explanation_kk: NotRequired[str]
    explanation_ru: NotRequired[str]
    excerpt: NotRequired[bool]
    guests: NotRequired[int]
    seal: NotRequired[Seal]


# "for" is a keyword of Python, hence the other notation.
Vote = TypedDict("Vote", {"for": int, "against": int, "abstained": int})


class Item(TypedDict):
    """An item of the agenda.

    `decision` says what came out, refusals included and never with reasons (1.6);
    each of its lines becomes a paragraph. Its label follows `adopted`: taken where
    True, neutral where False; None is a matter that needs no vote, or on a draft one
    that is not decided yet. What is empty leaves no line, but blanks on a draft.
    """

    position: int
    title: str
    reporter: str
    speakers: NotRequired[str]
    vote: Vote | None
    adopted: bool | None
    decision: str


class Text(TypedDict):
    """What the paper says in its language; empty parts leave no line behind.

    `body_members` is the phrase that the count needs, «Президиум мүшелерінің» or
    «членов Президиума»: a name is never inflected here.
    """

    council: str
    city: str
    heading: str
    body_members: str
    place: str
    presiding: str
    secretary: str
    present: list[str]
    without_vote: list[str]
    items: list[Item]


def protocol_html(head: Head, text: Text, language: str) -> str:
    """Return the protocol as a whole HTML document in kk or ru, values escaped."""
    facts = {
        "head": {"counts_known": True, "conducts_votes": True} | head,
        "text": text,
        "title": _title(head, text, language),
        "date": long_date(head["date"], language),
        "corrected": short_date(head["corrected_on"], language)
        if "corrected_on" in head
        else "",
        "edition_date": short_date(head["edition_adopted_on"], language),
    }
    return paper_html(f"council/protocol_{language}.html", facts, language)


def _title(head: Head, text: Text, language: str) -> str:
    """Return what a reader's window is called: heading, number where final, day."""
    number = "" if head["draft"] else f" № {head['number']}"
    kind = f"{EXCERPT[language]}: " if head.get("excerpt") else ""
    return f"{kind}{text['heading']}{number}, {long_date(head['date'], language)}"


def render_protocol(head: Head, text: Text, language: str) -> bytes:
    """Return the protocol as PDF/A-2a; the same text gives the same bytes.

    Raises council.pdf.PdfError when a value makes the paper refer outside itself.
    Never call it inside a transaction: it takes half a second, and more for a long
    agenda.
    """
    seal = head.get("seal")
    return draw(
        protocol_html(head, text, language),
        stylesheet("protocol.css", "seal.css"),
        seal.pictures if seal else None,
    )
