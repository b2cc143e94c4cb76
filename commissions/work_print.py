"""Papers of the experts' work: a written work, a letter of thanks."""

from __future__ import annotations

from datetime import date
from typing import Any

from commissions.models import Commendation, Recommendation
from council.dates import long_date, today
from council.models import Body, Council
from council.paper import LOGO, draw, logo_of, paper_html, stylesheet

Kind = Recommendation.Kind
LONG_MERIT = 300
KINDS = {
    "kk": {
        Kind.RECOMMENDATION: "Жазбаша ұсыным",
        Kind.TO_COMMISSION: "Комиссияға ұсыныс",
        Kind.TO_CHAIR: "Комиссия жұмысы жөніндегі ұсыныс",
        Kind.TO_COUNCIL: "Нормативтік құқықтық акт жөніндегі ұсыныс",
        Kind.TOPIC: "Эксперт бастаған тақырып",
        Kind.PROJECT: "Эксперт бастаған жоба",
        Kind.REQUEST: "Эксперт бастаған талдамалық сұраным",
    },
    "ru": {
        Kind.RECOMMENDATION: "Письменная рекомендация",
        Kind.TO_COMMISSION: "Предложение комиссии",
        Kind.TO_CHAIR: "Предложение по работе комиссии",
        Kind.TO_COUNCIL: "Предложение по нормативному правовому акту",
        Kind.TOPIC: "Тема по инициативе эксперта",
        Kind.PROJECT: "Проект по инициативе эксперта",
        Kind.REQUEST: "Аналитический запрос по инициативе эксперта",
    },
}


def recommendation_html(work: Recommendation, language: str) -> str:
    """Return the last version of a work as a whole HTML document in kk or ru.

    The text stands as the expert wrote it; what it is (3.6, 3.7) on every page.
    """
    version = work.last_version
    facts = {
        "council": _council_name(Council.objects.get(), language),
        "kind": KINDS[language][Kind(work.kind)],
        "work": work,
        "expert": work.engagement.expert,
        "commission": work.engagement.commission,
        "version": version,
        "received": long_date(version.received_on, language),
    }
    return paper_html(f"commissions/work_paper_{language}.html", facts, language)


def recommendation_pdf(work: Recommendation, language: str) -> bytes:
    """Return it as a PDF; never inside a transaction."""
    return draw(recommendation_html(work, language), stylesheet("work.css"))


def letter_html(commendation: Commendation, language: str) -> str:
    """Return the letter of thanks as a whole HTML document in kk or ru.

    Dated by the award; before it, the day is left to be written by hand. Who signs
    are the chairs of the council and of the commission on that day.
    """
    council, engagement = Council.objects.get(), commendation.engagement
    day = commendation.awarded_on
    commission = engagement.commission
    merit = getattr(commendation, f"merit_{language}")
    facts = {
        "council": _council_name(council, language),
        "city": getattr(council, f"city_{language}"),
        "logo": LOGO if logo_of(council) else "",
        "expert": engagement.expert,
        "commission": commission,
        "merit": merit,
        "is_long": len(merit) > LONG_MERIT,
        "date": long_date(day, language) if day else "",
        "council_chair": _council_chair(commission, day or today()),
        "commission_chair": commission.chair(day or today()),
    }
    return paper_html(f"commissions/letter_{language}.html", facts, language)


def letter_pdf(commendation: Commendation, language: str) -> bytes:
    """Return the letter as a PDF; never inside a transaction."""
    pictures = logo_of(Council.objects.get())
    html = letter_html(commendation, language)
    return draw(html, stylesheet("letter.css"), pictures)


def _council_name(council: Council, language: str) -> str:
    name: str = getattr(council, f"name_{language}")
    return name


def _council_chair(commission: Body, day: date) -> Any:
    """Return who leads the council that day: its assembly, or the Presidium."""
    bodies = {body.kind: body for body in commission.convocation.bodies.all()}
    for kind in (Body.Kind.ASSEMBLY, Body.Kind.PRESIDIUM):
        chair = bodies[kind].chair(day) if kind in bodies else None
        if chair is not None:
            return chair
    return None
