"""The papers for a sitting: its agenda to hand out, the sheet that people sign.

Neither is kept: they are drawn from what is on record at the moment of asking.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from council.dates import long_date
from council.models import Body, Council, Seat, Sitting
from council.paper import draw, paper_html, stylesheet

AGENDA_HEADINGS = {
    "kk": {
        Body.Kind.ASSEMBLY: "Жалпы отырыстың күн тәртібі",
        Body.Kind.PRESIDIUM: "Президиум отырысының күн тәртібі",
        Body.Kind.COMMISSION: "№ {number} комиссия отырысының күн тәртібі",
    },
    "ru": {
        Body.Kind.ASSEMBLY: "Повестка дня общего заседания",
        Body.Kind.PRESIDIUM: "Повестка дня заседания Президиума",
        Body.Kind.COMMISSION: "Повестка дня заседания комиссии № {number}",
    },
}
SHEET_HEADINGS = {
    "kk": {
        Body.Kind.ASSEMBLY: "Жалпы отырысқа қатысушыларды тіркеу парағы",
        Body.Kind.PRESIDIUM: "Президиум отырысына қатысушыларды тіркеу парағы",
        Body.Kind.COMMISSION: (
            "№ {number} комиссия отырысына қатысушыларды тіркеу парағы"
        ),
    },
    "ru": {
        Body.Kind.ASSEMBLY: "Лист регистрации участников общего заседания",
        Body.Kind.PRESIDIUM: "Лист регистрации участников заседания Президиума",
        Body.Kind.COMMISSION: (
            "Лист регистрации участников заседания комиссии № {number}"
        ),
    },
}
ROLES = {
    "kk": {Seat.Role.CHAIR: "төраға", Seat.Role.MEMBER: "мүше"},
    "ru": {Seat.Role.CHAIR: "председатель", Seat.Role.MEMBER: "член"},
}
LINES_FOR_GUESTS = 6


def agenda_html(sitting: Sitting, language: str) -> str | None:
    """Return the agenda as HTML; None where a question has no text in Russian."""
    asked = questions(sitting, language)
    if asked is None:
        return None
    facts = head(sitting, AGENDA_HEADINGS, language) | {"questions": asked}
    return paper_html(f"council/agenda_{language}.html", facts, language)


def agenda_pdf(sitting: Sitting, language: str) -> bytes | None:
    """Return the agenda as a PDF; None as above."""
    html = agenda_html(sitting, language)
    return draw(html, stylesheet("protocol.css", "sitting.css")) if html else None


def attendance_sheet_html(sitting: Sitting, language: str) -> str:
    """Return the sheet as HTML: every member, then those who come without a vote.

    Guests on record and those invited stand there by name; free lines are for others.
    """
    facts = head(sitting, SHEET_HEADINGS, language) | {
        "members": [
            (str(seat.person), ROLES[language][Seat.Role(seat.role)])
            for seat in members(sitting)
        ],
        "guests": [*guests(sitting), *[""] * LINES_FOR_GUESTS],
    }
    return paper_html(f"council/attendance_sheet_{language}.html", facts, language)


def attendance_sheet_pdf(sitting: Sitting, language: str) -> bytes:
    """Return the sheet as a PDF."""
    html = attendance_sheet_html(sitting, language)
    return draw(html, stylesheet("protocol.css", "sitting.css"))


def members(sitting: Sitting) -> QuerySet[Seat]:
    """Return the seats that vote on the day, in the order of the names."""
    return (
        sitting.body.seats.voting()
        .on(sitting.held_on)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )


def guests(sitting: Sitting) -> list[str]:
    """Return who comes without a vote: those on record, then those only named."""
    named = [line.strip() for line in sitting.invited.splitlines()]
    return [
        *(str(row.person) for row in sitting.attended if not row.has_vote),
        *(line for line in named if line),
    ]


def questions(sitting: Sitting, language: str) -> list[dict[str, Any]] | None:
    """Return the agenda; None where a question has no text in that language."""
    items = list(sitting.items.all())
    titles = [getattr(item, f"title_{language}") for item in items]
    if not all(titles):
        return None
    return [
        {"position": item.position, "title": title, "reporter": item.reporter}
        for item, title in zip(items, titles, strict=True)
    ]


def head(
    sitting: Sitting, headings: dict[str, dict[Body.Kind, str]], language: str
) -> dict[str, Any]:
    """Return what every paper for a sitting begins with."""
    body, council = sitting.body, Council.objects.get()
    heading = headings[language][Body.Kind(body.kind)]
    return {
        "council": getattr(council, f"name_{language}"),
        "city": getattr(council, f"city_{language}"),
        "heading": heading.format(number=body.number),
        "date": long_date(sitting.held_on, language),
        "time": sitting.starts_at,
        "place": getattr(sitting, f"place_{language}"),
        "presiding": sitting.presiding.short_name if sitting.presiding else "",
        "secretary": sitting.secretary.short_name if sitting.secretary else "",
    }
