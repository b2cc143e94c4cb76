"""The desk: panels and tabs that each app offers, without council knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from council.models import Account
from council.roles import may


@dataclass(frozen=True)
class Row:
    """One thing that waits: what it is, where it is done, how urgent it looks."""

    label: str
    url: str
    note: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Panel:
    """What waits of one kind. `count` may be more than the rows shown."""

    title: str
    rows: list[Row]
    count: int
    url: str = ""
    empty: str = ""
    meters: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True)
class Tab:
    """One app's page on a person, under the common header."""

    name: str
    label: str
    url: str
    is_current: bool


PanelMaker = Callable[[Account, date], Panel]

_panels: list[tuple[int, str, PanelMaker]] = []
_tabs: list[tuple[int, str, str]] = []


def panel(*, order: int, deed: str) -> Callable[[PanelMaker], PanelMaker]:
    """Offer a panel to those who may do the deed."""

    def decorate(maker: PanelMaker) -> PanelMaker:
        _panels.append((order, deed, maker))
        return maker

    return decorate


def offer_tab(*, order: int, url_name: str, label: str) -> None:
    """Offer a page on a person; its deed and its address share the name."""
    _tabs.append((order, url_name, label))


def panels_for(account: Account, on: date) -> list[Panel]:
    """Return the panels this account sees today, in their order."""
    return [
        maker(account, on)
        for _order, deed, maker in sorted(_panels, key=lambda offer: offer[0])
        if may(account, deed)
    ]


def tabs_for(account: Account, pk: int, current: str) -> list[Tab]:
    """Return the tabs of a person's page that this account may open."""
    return [
        Tab(name, label, reverse(name, args=[pk]), name == current)
        for _order, name, label in sorted(_tabs)
        if may(account, name)
    ]
