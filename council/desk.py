"""The desk: panels and tabs that each app offers, without council knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from council.kept_facts import while_it_stands
from council.models import Account, Body, Person, Sitting
from council.pictures import Levels
from council.roles import may, roles_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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
    levels: Levels | None = None

    @property
    def is_quiet(self) -> bool:
        """Return whether it has nothing to say today."""
        return not self.rows and not self.meters and not self.levels

    @property
    def is_urgent(self) -> bool:
        """Return whether something in it waits for this reader."""
        return any(row.tone == "warm" for row in self.rows)


@dataclass(frozen=True)
class Task:
    """One thing that is needed, done or not; `status` is said in place of both."""

    label: str
    clause: str
    done: bool
    note: str = ""
    url: str = ""
    status: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it has to be done; what has a status of its own need not."""
        return not self.done and not self.status


@dataclass(frozen=True)
class Tab:
    """One app's page on a person, under the common header."""

    name: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Moment:
    """One thing in the story of a person's work: when, what, where it stands."""

    day: date
    label: str
    url: str = ""
    note: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class PathStep:
    """One step of a path; `state` is done, current, stopped or ahead.

    `url` is where it stands or is done; `action` says what the reader does there.
    """

    label: str
    clause: str
    state: str
    note: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Path:
    """The steps of one thing on its way, of which one at most is the present one."""

    steps: tuple[PathStep, ...]

    @property
    def present(self) -> PathStep | None:
        """Return the step that is to be done now."""
        return next((step for step in self.steps if step.state == "current"), None)

    @property
    def number(self) -> int:
        """Return the place of the present step; after the last one, the last place."""
        return self.steps.index(self.present) + 1 if self.present else len(self.steps)

    @property
    def in_words(self) -> str:
        """Return how far it is: "step 2 of 4: Discussion"."""
        if self.present is None:
            return ""
        return _("step %(number)s of %(of)s: %(label)s") % {
            "number": self.number,
            "of": len(self.steps),
            "label": self.present.label,
        }


@dataclass(frozen=True)
class Offer:
    """A panel on offer: its place, whose it is, what makes it.

    One that rests on more than deeds, as on what was only typed, is made each time.
    """

    order: int
    deed: str
    make: PanelMaker
    rests_on_deeds: bool


PanelMaker = Callable[[Account, date], Panel]
GuestList = Callable[[Sitting], QuerySet[Person]]
Teller = Callable[[Any, Account], list[Moment]]
FirstSteps = Callable[[Account, date], dict[int, Task]]

PathFinder = Callable[[Iterable[Any], Account], dict[int, Path]]

_panels: list[Offer] = []
_tabs: list[tuple[int, str, StrOrPromise]] = []
_sitting_links: list[tuple[int, str, StrOrPromise, str]] = []
_guest_lists: list[GuestList] = []
_tellers: list[Teller] = []
_first_steps: list[FirstSteps] = []
_path_finders: list[PathFinder] = []


def panel(
    *, order: int, deed: str, rests_on_deeds: bool = True
) -> Callable[[PanelMaker], PanelMaker]:
    """Offer a panel to those who may do the deed."""

    def decorate(maker: PanelMaker) -> PanelMaker:
        _panels.append(Offer(order, deed, maker, rests_on_deeds))
        return maker

    return decorate


def offer_tab(*, order: int, url_name: str, label: StrOrPromise) -> None:
    """Offer a page on a person; its deed and its address share the name."""
    _tabs.append((order, url_name, label))


def offer_sitting_link(
    *, order: int, url_name: str, label: StrOrPromise, kind: str
) -> None:
    """Offer a page that fills the agenda of one kind of body's sittings."""
    _sitting_links.append((order, url_name, label, kind))


def sitting_links(account: Account, sitting: Sitting) -> list[Tab]:
    """Return the pages that may fill this sitting's agenda for the account."""
    return [
        Tab(name, str(label), reverse(name, args=[sitting.pk]), is_current=False)
        for _order, name, label, kind in sorted(
            _sitting_links, key=lambda offer: offer[0]
        )
        if kind == sitting.body.kind and may(account, name)
    ]


def guest_list(lister: GuestList) -> GuestList:
    """Offer persons who may attend a sitting without a vote (1.5)."""
    _guest_lists.append(lister)
    return lister


def guests_of(sitting: Sitting) -> QuerySet[Person]:
    """Return whom the apps offer as attending without a vote, and who is noted so.

    Only who belongs to that sitting: a chair reads this list too.
    """
    noted = sitting.attendances.filter(has_vote=False).values("person")
    found = Q(pk__in=noted)
    for lister in _guest_lists:
        found |= Q(pk__in=lister(sitting).order_by().values("pk"))
    return Person.objects.filter(found)


def first_steps(tell: FirstSteps) -> FirstSteps:
    """Offer what a new council does first, each step by its place in the list."""
    _first_steps.append(tell)
    return tell


def steps_left(account: Account, on: date) -> list[Task]:
    """Return the first steps of the council, done or not; none once all are done.

    Computed from what is on record, for those who set up the council.
    """
    if not may(account, "name_council"):
        return []
    told = {
        place: task
        for tell in _first_steps
        for place, task in tell(account, on).items()
    }
    tasks = [task for _place, task in sorted(told.items(), key=lambda each: each[0])]
    return tasks if any(task.is_open for task in tasks) else []


def teller(tell: Teller) -> Teller:
    """Offer what an app knows of a dossier's work, as far as the account may read."""
    _tellers.append(tell)
    return tell


def path_finder(find: PathFinder) -> PathFinder:
    """Offer how far dossiers have come, as far as the account may read."""
    _path_finders.append(find)
    return find


def paths_for(dossiers: Iterable[Any], account: Account) -> dict[int, Path]:
    """Return the path of each dossier by its key."""
    listed = list(dossiers)
    return {
        key: path
        for find in _path_finders
        for key, path in find(listed, account).items()
    }


def story_of_work(dossier: Any, account: Account) -> list[Moment]:
    """Return what every app tells of a dossier's work, the latest first."""
    told = [moment for tell in _tellers for moment in tell(dossier, account)]
    return sorted(told, key=lambda moment: moment.day, reverse=True)


def roles_in_words(account: Account) -> list[str]:
    """Return what the account is today, as the desk greets it."""
    roles = roles_of(account)
    words = [_("secretariat")] if roles.is_secretariat else []
    words += [
        _("chair of commission № %(number)s") % {"number": number}
        for number in Body.objects.filter(pk__in=roles.chaired)
        .order_by("number")
        .values_list("number", flat=True)
    ]
    if roles.presidium:
        words.append(_("member of the Presidium"))
    return words


def desk_of(account: Account, on: date) -> tuple[list[Task], list[Panel]]:
    """Return the first steps left and the panels this account sees today, in order."""
    offers = [offer for offer in _panels if may(account, offer.deed)]
    steps, kept = while_it_stands(
        f"desk of {account.pk} on {on}",
        lambda: (
            steps_left(account, on),
            _made(account, on, (offer for offer in offers if offer.rests_on_deeds)),
        ),
    )
    made = kept + _made(
        account, on, (offer for offer in offers if not offer.rests_on_deeds)
    )
    return steps, [panel for _order, panel in sorted(made, key=lambda each: each[0])]


def _made(
    account: Account, on: date, offers: Iterable[Offer]
) -> list[tuple[int, Panel]]:
    return [(offer.order, offer.make(account, on)) for offer in offers]


def tabs_for(account: Account, pk: int, current: str) -> list[Tab]:
    """Return the tabs of a person's page that this account may open."""
    return [
        Tab(name, str(label), reverse(name, args=[pk]), name == current)
        for _order, name, label in sorted(_tabs, key=lambda offer: offer[0])
        if may(account, name)
    ]
