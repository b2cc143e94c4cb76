"""Papers in an official language: a template becomes HTML, and that a PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from council.models import Council, Link
from council.pdf import render_pdf
from council.qr import qr_png

LANGUAGES = ("kk", "ru")
LOGO = "asset:logo"
QR = "asset:qr"
AFTER_NUMBER_SIGN = re.compile(r"№\s+")


@dataclass(frozen=True)
class Seal:
    """What a paper prints of its link, so that anybody can check it later."""

    number: int
    sha256: str
    code: str
    url: str

    @property
    def pictures(self) -> dict[str, bytes]:
        """Return the QR code of the address under the one that a paper names."""
        return {QR: qr_png(self.url)}


def seal_of(link: Link, language: str) -> Seal:
    """Return what a paper in that language prints of its link."""
    with translation.override(language):
        path = reverse("verification", args=[link.code])
    return Seal(link.number, link.sha256, link.printed_code, settings.SITE_URL + path)


def paper_html(template: str, facts: Mapping[str, Any], language: str) -> str:
    """Return the paper as a whole HTML document in kk or ru, values escaped.

    A number stays on one line with its № and a dash never opens a line.
    """
    with translation.override(language):
        html = render_to_string(template, dict(facts))
    numbered = AFTER_NUMBER_SIGN.sub("№\N{NO-BREAK SPACE}", html)
    return numbered.replace(" –", "\N{NO-BREAK SPACE}–")


def stylesheet(*names: str) -> str:
    """Return these stylesheets of static/css as one text."""
    texts = []
    for name in names:
        found = finders.find(f"css/{name}")
        if found is None:
            raise FileNotFoundError(f"css/{name}")
        texts.append(Path(found).read_text(encoding="utf-8"))
    return "\n".join(texts)


def logo_of(council: Council) -> dict[str, bytes]:
    """Return the council's logo under the address that a paper names, if it has one."""
    logo = council.logo
    if not logo or not logo.storage.exists(str(logo.name)):
        return {}
    with logo.open("rb") as picture:
        return {LOGO: picture.read()}


def draw(html: str, css: str, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Return the paper as PDF/A-2a; the same text gives the same bytes.

    `pictures` are PNG by the address at which the text names them.

    Raises council.pdf.PdfError when a value makes the paper refer outside itself.
    Never call it inside a transaction: it takes half a second and more.
    """
    return render_pdf(html, css=css, pictures=pictures)
