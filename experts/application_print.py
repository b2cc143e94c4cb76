"""The application to be engaged as an expert, as a form to fill in by hand."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.utils import translation
from django.utils.text import capfirst

from council.dates import short_date, today
from council.models import Council, Edition
from council.paper import draw, paper_html, stylesheet
from experts.models import Paper

MEMBERSHIP_LINES = range(3)


def application_html(language: str) -> str:
    """Return the form as a whole HTML document in kk or ru.

    The council's name, the papers of 2.3 and the number of months of 2.1 are those
    of today.
    """
    council = Council.objects.first()
    edition = Edition.objects.filter(effective_on__lte=today()).first()
    with translation.override(language):
        enclosed = [
            capfirst(str(kind.label))
            for kind in Paper.REQUIRED_KINDS
            if kind != Paper.Kind.APPLICATION
        ]
    facts = {
        "council": getattr(council, f"name_{language}", ""),
        "edition": edition,
        "decided_on": short_date(edition.decided_on, language) if edition else "",
        "enclosed": enclosed,
        "membership_lines": MEMBERSHIP_LINES,
    }
    return paper_html(f"experts/application_{language}.html", facts, language)


def application_pdf(language: str) -> bytes:
    """Return the form as PDF/A-2a; drawn once for each state of text and style.

    Never call it inside a transaction: drawing takes half a second.
    """
    html, css = application_html(language), stylesheet("application.css")
    key = "application-" + hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = draw(html, css)
        cache.set(key, pdf, timeout=None)
    return pdf
