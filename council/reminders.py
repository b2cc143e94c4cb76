"""Reminders by e-mail: each app says what is due, `send_reminders` says it once.

A notice tells how many things wait and where; it names nobody, for a letter leaves the
server. `about` tells one notice from the next: it is sent again only under another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from council.models import Account, Council, SentReminder
from council.roles import may

SATURDAY = 5


@dataclass(frozen=True)
class Notice:
    """One thing that is due, as a sentence in the language of the moment."""

    about: str
    text: str
    url: str


@dataclass(frozen=True)
class Sent:
    """A letter that went out: to whom, with how many notices."""

    account: Account
    notices: int


NoticeMaker = Callable[[Account, date], list[Notice]]

_makers: dict[str, tuple[str, NoticeMaker]] = {}


def reminder(*, deed: str) -> Callable[[NoticeMaker], NoticeMaker]:
    """Offer notices to those who may do the deed; the maker's name is their kind."""

    def decorate(maker: NoticeMaker) -> NoticeMaker:
        _makers[maker.__name__] = (deed, maker)
        return maker

    return decorate


def week_of(day: date) -> str:
    """Return "2026-W47": what is still due is said again once a week."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def working_days_after(day: date, count: int) -> date:
    """Return the day that is so many working days later; holidays are not known."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def notices_for(account: Account, on: date) -> list[tuple[str, Notice]]:
    """Return what is due for an account and was not said yet, each with its kind."""
    said = set(
        SentReminder.objects.filter(account=account).values_list("kind", "about")
    )
    return [
        (kind, notice)
        for kind, (deed, maker) in _makers.items()
        if may(account, deed)
        for notice in maker(account, on)
        if (kind, notice.about) not in said
    ]


def send_due(on: date, base_url: str) -> list[Sent]:
    """Send each account one letter with all that is new for it; return those sent.

    In the language of its receiver. The log is written first and in one transaction
    with the letter: a second run at the same time waits and then finds it said.
    """
    receivers = Account.objects.filter(is_active=True).exclude(email="").order_by("pk")
    return [
        Sent(account, count)
        for account in receivers
        if (count := _send(account, on, base_url))
    ]


def _send(account: Account, on: date, base_url: str) -> int:
    with translation.override(account.writing_language), transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        due = notices_for(account, on)
        if not due:
            return 0
        count = len(due)
        subject = ngettext(
            "%(count)s reminder from the experts desk",
            "%(count)s reminders from the experts desk",
            count,
        ) % {"count": count}
        SentReminder.objects.bulk_create(
            SentReminder(
                kind=kind,
                about=notice.about,
                account=account,
                address=account.email,
                language=account.writing_language,
                text=notice.text,
                sent_on=on,
            )
            for kind, notice in due
        )
        EmailMessage(subject, _letter(due, base_url), to=[account.email]).send()
        return count


def _letter(due: list[tuple[str, Notice]], base_url: str) -> str:
    council = Council.objects.first()
    return render_to_string(
        "council/reminder.txt",
        {
            "council": council.name if council else "",
            "notices": [notice for _kind, notice in due],
            "base_url": base_url,
        },
    )
