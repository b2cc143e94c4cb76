"""The application to be engaged as an expert, as a form to fill in by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.text import capfirst

from council.dates import short_date, today
from council.models import Council, Edition
from experts.models import Paper

LANGUAGES = ("kk", "ru")
STYLESHEET = "css/application.css"
MEMBERSHIP_LINES = range(3)


def application_html(language: str) -> str:
    """Return the form as a whole HTML document in kk or ru.

    The council's name, the papers of 2.3 and the number of months of 2.1 are those
    of today.
    """
    council = Council.objects.first()
    edition = Edition.objects.filter(effective_on__lte=today()).first()
    with translation.override(language):
        facts: dict[str, Any] = {
            "council": getattr(council, f"name_{language}", ""),
            "edition": edition,
            "decided_on": short_date(edition.decided_on, language) if edition else "",
            "enclosed": [
                capfirst(str(kind.label))
                for kind in Paper.REQUIRED_KINDS
                if kind != Paper.Kind.APPLICATION
            ],
            "membership_lines": MEMBERSHIP_LINES,
        }
        html = render_to_string(f"experts/application_{language}.html", facts)
    return html.replace("№ ", "№\N{NO-BREAK SPACE}").replace(
        " –", "\N{NO-BREAK SPACE}–"
    )


def application_pdf(language: str) -> bytes:
    """Return the form as PDF/A-2a; drawn once for each state of text and style.

    Never call it inside a transaction: drawing takes half a second.
    """
    found = finders.find(STYLESHEET)
    if found is None:
        raise FileNotFoundError(STYLESHEET)
    css = Path(found).read_text(encoding="utf-8")
    html = application_html(language)
    key = "application-" + hashlib.sha256(f"{html}\0{css}".encode()).hexdigest()
    pdf: bytes | None = cache.get(key)
    if pdf is None:
        pdf = import_string("council.pdf.render_pdf")(html, css=css)
        cache.set(key, pdf, timeout=None)
    return pdf
