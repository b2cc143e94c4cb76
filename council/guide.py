"""The guide for the three users: Markdown in docs/guide, a file a task and language.

What stands in bold is what stands on the screen; a test holds the words to the
catalogues, and the pictures to those that `python -m tests.guide_screenshots` made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TEXTS = Path(settings.BASE_DIR) / "docs" / "guide"
PICTURES = Path(settings.BASE_DIR) / "static" / "img" / "guide"
LANGUAGES = ("kk", "ru")
PARTS = {
    "secretariat": (
        *("first-days", "sign-in", "enter-candidate"),
        *("hold-presidium", "publish-list"),
    ),
    "chair": (
        *("discuss-candidates", "work-of-experts"),
        *("evaluate-quarter", "release-expert"),
    ),
    "citizen": ("read-register", "past-day", "verify-paper", "become-expert"),
}
TITLES = {
    "secretariat": _("For the secretariat"),
    "chair": _("For the chair of a commission"),
    "citizen": _("For everybody"),
}
NAMES = tuple(name for names in PARTS.values() for name in names)
# Which page of the guide speaks of which part of the site.
SECTIONS = {
    "candidates": "enter-candidate",
    "sittings": "hold-presidium",
    "evaluations": "evaluate-quarter",
    "events": "work-of-experts",
    "the_council": "first-days",
    "accounts": "sign-in",
    "register": "read-register",
    "become_expert": "become-expert",
}


@dataclass(frozen=True)
class GuidePage:
    """One task: its heading, and the steps as HTML."""

    name: str
    title: str
    body: SafeString


@dataclass(frozen=True)
class GuidePart:
    """The tasks of one of the three users, under an anchor."""

    anchor: str
    title: str
    pages: list[GuidePage]


def language_of_guide() -> str:
    """Return the language of the guide for this reader: Kazakh, or else Russian."""
    return "kk" if get_language() == "kk" else "ru"


def parts() -> list[GuidePart]:
    """Return the whole guide in the reader's language."""
    return [part_of(names[0]) for names in PARTS.values()]


def part_of(name: str) -> GuidePart:
    """Return the part to which a page belongs; StopIteration for no such page."""
    anchor = next(anchor for anchor, names in PARTS.items() if name in names)
    pages = [guide_page(each, language_of_guide()) for each in PARTS[anchor]]
    return GuidePart(anchor, str(TITLES[anchor]), pages)


@cache
def guide_page(name: str, language: str) -> GuidePage:
    """Return a page of the guide; read once, as it comes with the release."""
    text = (TEXTS / language / f"{name}.md").read_text(encoding="utf-8")
    heading, body = text.split("\n", 1)
    html = _markdown().render(body, {"language": language})
    return GuidePage(name, heading.removeprefix("# "), mark_safe(html))  # noqa: S308


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  few processes need it

    reader = MarkdownIt("commonmark", {"html": False})
    reader.add_render_rule("image", _image)
    return reader


def _image(
    renderer: Any, tokens: Sequence[Token], place: int, options: Any, env: Any
) -> str:
    """Draw a picture whose room is kept while it is on its way."""
    from PIL import Image  # noqa: PLC0415  few processes need it

    token = tokens[place]
    file = f"{env['language']}/{token.attrGet('src')}"
    with Image.open(PICTURES / file) as picture:
        width, height = picture.size
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        static(f"img/guide/{file}"),
        token.content,
        width,
        height,
    )
