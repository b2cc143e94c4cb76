"""Invitations to a sitting: a page for each member and for each who comes as a guest.

Like the sitting's other papers they are drawn from what is on record, and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from council.models import Body, Sitting
from council.paper import draw, paper_html, stylesheet
from council.sitting_print import guests, head, members, questions

HEADINGS = {
    "kk": {
        Body.Kind.ASSEMBLY: "Жалпы отырысқа шақыру",
        Body.Kind.PRESIDIUM: "Президиум отырысына шақыру",
        Body.Kind.COMMISSION: "№ {number} комиссия отырысына шақыру",
    },
    "ru": {
        Body.Kind.ASSEMBLY: "Приглашение на общее заседание",
        Body.Kind.PRESIDIUM: "Приглашение на заседание Президиума",
        Body.Kind.COMMISSION: "Приглашение на заседание комиссии № {number}",
    },
}
AS_MEMBER = {"kk": "мүше, дауыс береді", "ru": "член, с правом голоса"}
AS_GUEST = {"kk": "дауыс беру құқығынсыз", "ru": "без права голоса"}


@dataclass(frozen=True)
class Invited:
    """Who is invited, and as what."""

    name: str
    role: str


def invited_to(sitting: Sitting, language: str) -> list[Invited]:
    """Return the members of the day, then those who come without a vote."""
    return [
        *(Invited(str(seat.person), AS_MEMBER[language]) for seat in members(sitting)),
        *(Invited(name, AS_GUEST[language]) for name in guests(sitting)),
    ]


def invitations_html(sitting: Sitting, language: str) -> str | None:
    """Return all invitations as HTML; None where there is nobody to invite.

    None, too, where a question of the agenda has no text in Russian.
    """
    asked, invited = questions(sitting, language), invited_to(sitting, language)
    if asked is None or not invited:
        return None
    facts = head(sitting, HEADINGS, language) | {
        "questions": asked,
        "invited": invited,
    }
    return paper_html(f"council/invitations_{language}.html", facts, language)


def invitations_pdf(sitting: Sitting, language: str) -> bytes | None:
    """Return the invitations as a PDF; None as above."""
    html = invitations_html(sitting, language)
    css = stylesheet("protocol.css", "sitting.css", "invitations.css")
    return draw(html, css) if html else None
