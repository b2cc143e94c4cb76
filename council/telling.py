"""What the next page says after a deed: what was done, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext

from council.desk import Path
from council.models import Account, Body
from council.roles import DEEDS, DeskRequest, may


@dataclass(frozen=True)
class Next:
    """A page where the next step is done; `page` names its address and its deed.

    `more` is the rest of the address: a query, a place on the page.
    """

    label: str
    page: str
    args: tuple[Any, ...] = ()
    body: Body | None = None
    more: str = ""

    def is_for(self, account: Account) -> bool:
        """Return whether the account may open the page; public ones are for all."""
        return self.page not in DEEDS or may(account, self.page, self.body)

    @property
    def url(self) -> str:
        """Return the address."""
        return reverse(self.page, args=self.args) + self.more


def tell(request: DeskRequest, sentence: str, *then: Next) -> None:
    """Say what was done, with links to what comes next for who did it."""
    offered = [step for step in then if step.is_for(request.user)]
    _say(request, sentence, [(step.url, step.label) for step in offered])


def tell_path(request: DeskRequest, sentence: str, path: Path | None) -> None:
    """Say what was done, and at which step of its path the thing stands now."""
    present = path.present if path else None
    if path is None or present is None:
        _say(request, sentence, [])
        return
    words = gettext("%(done)s Next, %(step)s. %(note)s") % {
        "done": sentence,
        "step": path.in_words,
        "note": capfirst(present.note),
    }
    _say(request, words, [(present.url, present.action)] if present.action else [])


def _say(request: HttpRequest, sentence: str, links: list[tuple[str, str]]) -> None:
    listed = format_html_join("", ' <a href="{}">{}</a>', links)
    messages.success(request, format_html("{}{}", sentence, listed))


def tell_mending(request: HttpRequest, sentences: Iterable[str]) -> None:
    """Say what is kept otherwise than it was typed."""
    if said := " ".join(sentences):
        messages.info(request, said)
