"""Tags and filters of the templates: dates, languages, page addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council import dates
from council.audit import Tracked
from council.changes import story_url
from council.display import LOW_VISION, display_mode
from council.guide import SECTIONS
from council.models import Council, translated
from council.roles import NAVIGATION, PUBLIC_NAVIGATION, may

if TYPE_CHECKING:
    from council.forms import SortForm

register = template.Library()
SHORT_NAMES = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}


@dataclass(frozen=True)
class Link:
    """One entry of a row of links."""

    label: str
    url: str
    current: bool
    code: str = ""


@register.filter
def long_date(day: date | None) -> str:
    """Return the day in words, in the reader's language."""
    return dates.long_date(day, get_language() or "kk") if day else ""


@register.filter
def long_moment(moment: datetime) -> str:
    """Return the moment in words, in the reader's language and Almaty's time."""
    return dates.long_moment(moment, get_language() or "kk")


@register.filter
def in_language(row: Model, field: str) -> str:
    """Return a two-language field of the row in the reader's language."""
    return translated(row, field)


@register.filter
def breakable(address: str) -> SafeString:
    """Return an address that breaks at its slashes, not inside its ending."""
    steps = ((step,) for step in re.split(r"(?<=[^/]/)(?=[^/])", address))
    return format_html_join(mark_safe("<wbr>"), "{}", steps)


@register.filter
def short_date(day: date | None) -> str:
    """Return the day in figures, in the reader's language, all on one line."""
    if not day:
        return ""
    said = dates.short_date(day, get_language() or "kk")
    return said.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Return the first page, the last, this one with its neighbours; None for a gap."""
    listed = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    return [number if isinstance(number, int) else None for number in listed]


TONES = {
    "planned": "info",
    "final": "good",
    "held": "good",
    "cancelled": "neutral",
    "candidate": "info",
    "engaged": "good",
    "refused": "neutral",
    "released": "neutral",
    "reassigned": "info",
    "term-ended": "neutral",
    "convocation-ended": "neutral",
    "corrected": "neutral",
    "error": "bad",
    "new": "good",
    "matched": "info",
    "entered": "neutral",
}


@register.filter
def tone(status: str) -> str:
    """Return the badge's tone for a status."""
    return TONES[status]


@register.simple_tag
def council_on_record() -> Any:
    """Return the council; asked of the database once a page, where it is shown."""
    return SimpleLazyObject(lambda: Council.objects.first())


@register.simple_tag(takes_context=True)
def low_vision(context: dict[str, Any]) -> bool:
    """Return whether the reader asked for pages for people with low vision."""
    return display_mode(context["request"]) == LOW_VISION


@register.simple_tag(takes_context=True)
def page_attributes(context: dict[str, Any]) -> SafeString:
    """Return the language of the page and how it is to look."""
    language = format_html('lang="{}"', get_language())
    mode = display_mode(context["request"])
    return format_html('{} data-display="{}"', language, mode) if mode else language


@register.simple_tag(takes_context=True)
def own_address(context: dict[str, Any]) -> str:
    """Return this page's whole address, as it is printed under it."""
    return settings.SITE_URL + context["request"].get_full_path()


@register.simple_tag
def date_of_today() -> date:
    """Return the day in the council's city."""
    return dates.today()


@register.simple_tag(takes_context=True)
def language_links(context: dict[str, Any]) -> list[Link]:
    """Return this page's address in each language, the present one marked."""
    path = context["request"].get_full_path()
    return [
        Link(SHORT_NAMES[code], translate_url(path, code), code == get_language(), code)
        for code, _name in settings.LANGUAGES
    ]


def _help(section: str) -> Link:
    """Return the link to what the guide says of this part of the site."""
    name = SECTIONS.get(section)
    address = reverse("guide_page", args=[name]) if name else reverse("guide")
    return Link(_("Help"), address, section == "guide")


@register.simple_tag(takes_context=True)
def desk_navigation(context: dict[str, Any]) -> list[Link]:
    """Return the desk's pages that this account may open, and the guide."""
    request = context["request"]
    section = context.get("section", "")
    return [
        Link(str(label), reverse(name), name == section)
        for deed, label, name in NAVIGATION
        if may(request.user, deed)
    ] + [_help(section)]


@register.simple_tag(takes_context=True)
def public_navigation(context: dict[str, Any]) -> list[Link]:
    """Return the public pages and the guide; whoever asked for a day stays on it."""
    section = context.get("section", "")
    asked = context.get("form") or context.get("question")
    day = getattr(asked, "day_query", "")
    return [
        Link(str(label), reverse(name) + day, name == section)
        for name, label in PUBLIC_NAVIGATION
    ] + [_help(section)]


@register.simple_tag(takes_context=True)
def query_without_page(context: dict[str, Any]) -> str:
    """Return the query string without what tells its pages apart."""
    query: QueryDict = context["request"].GET.copy()
    for name in ("page", "before", "after"):
        query.pop(name, None)
    return query.urlencode()


@register.simple_tag
def query_with(form: SortForm, **changes: object) -> str:
    """Return the query of the list as asked, with these changes, from its beginning."""
    return form.query_with(**changes)


@register.simple_tag(takes_context=True)
def history_of(context: dict[str, Any], row: Tracked) -> str:
    """Return the address of the row's history, for those who may read it."""
    return story_url(row) if may(context["request"].user, "row_history") else ""
