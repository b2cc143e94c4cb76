"""What somebody with the database in hand may do to what is sealed.

Each kind of tampering takes a source of chance and does it once, past every deed; the
tests then ask whether it is noticed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from council.audit import Tracked, tracked_models, versions
from council.chain import code_of, covered, fingerprint, sealed_facts
from council.models import Account, AuditEvent, LastDeed, Link, ProtocolVersion
from experts.models import Expert, ListEdition, ListEntry

MICROSECOND = timedelta(microseconds=1)
OWN = {"history_id", "id", "history_type", "history_salt", "history_deed"}

Tampering = Callable[[random.Random], None]


def sealed_versions(model: type[Tracked]) -> models.QuerySet[Any]:
    """Return the versions of a model's rows that some link covers."""
    last = Link.objects.latest("number")
    return versions(model).filter(history_date__lt=last.at)


def a_version(chance: random.Random, at_least: int = 1) -> Any:
    """Return one sealed version, of any kind of row that has so many."""
    kinds = [
        model
        for model in tracked_models()
        if sealed_versions(model).count() >= at_least
    ]
    return chance.choice(sealed_versions(chance.choice(kinds)).order_by("history_id"))


def an_event(chance: random.Random) -> AuditEvent:
    """Return one sealed entry of the record."""
    last = Link.objects.latest("number")
    return chance.choice(AuditEvent.objects.filter(at__lt=last.at).order_by("pk"))


def other(value: Any) -> Any:
    """Return a value of the same kind that is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + MICROSECOND
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, dict):
        return value | {"added": 1}
    return f"{value}x"


def write(row: models.Model, **values: Any) -> None:
    """Change columns of one row past every deed."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def columns(row: Any) -> list[str]:
    """Return the columns of a version that hold what it is about."""
    fields = row._meta.concrete_fields
    return [
        field.attname
        for field in fields
        if field.attname not in OWN
        and not field.attname.startswith("history_")
        and getattr(row, field.attname) is not None
    ]


def payload(chance: random.Random) -> None:
    """Change what a version, a protocol, an entry, a link or the record says."""
    target = chance.choice(["version", "protocol", "entry", "link", "event"])
    if target == "version":
        row = a_version(chance)
        name = chance.choice(columns(row))
        write(row, **{name: other(getattr(row, name))})
    elif target == "protocol":
        row = chance.choice(ProtocolVersion.objects.order_by("pk"))
        write(row, text=row.text.replace("2025", "2026", 1))
    elif target == "entry":
        row = chance.choice(ListEntry.objects.order_by("pk"))
        text: dict[str, Any] = dict(row.text or {})
        name = chance.choice(sorted(text))
        write(row, text=text | {name: other(text[name])})
    elif target == "event":
        event = an_event(chance)
        write(event, name=other(event.name))
    else:
        row = chance.choice(Link.objects.all())
        write(row, content=fingerprint(chance.random()))


def a_row(chance: random.Random) -> Any:
    """Return a version, a link or an entry of the record."""
    link = chance.choice(Link.objects.all())
    return chance.choice([a_version(chance), link, an_event(chance)])


def actor(chance: random.Random) -> None:
    """Say that somebody else did it."""
    row = a_row(chance)
    column = "by_id" if hasattr(row, "by_id") else "history_user_id"
    others = Account.objects.exclude(pk=getattr(row, column)).order_by("pk")
    write(row, **{column: chance.choice(others).pk})


def moment(chance: random.Random) -> None:
    """Say that it was done a microsecond later."""
    row = a_row(chance)
    column = "at" if hasattr(row, "at") else "history_date"
    write(row, **{column: getattr(row, column) + MICROSECOND})


def deletion(chance: random.Random) -> None:
    """Delete a version, an entry, what is on record, or a link with what it seals."""
    target = chance.choice(["version", "entry", "event", "link"])
    if target == "version":
        a_version(chance).delete()
    elif target == "event":
        AuditEvent.objects.filter(pk=an_event(chance).pk).delete()
    elif target == "entry":
        chance.choice(ListEntry.objects.order_by("pk")).delete()
    else:
        links = list(Link.objects.all())
        cut(chance.choice(links[:-1]))


def swap(chance: random.Random) -> None:
    """Let two versions, entries or links change places."""
    target = chance.choice(["version", "entry", "link"])
    if target == "version":
        one = a_version(chance, at_least=2)
        rest = sealed_versions(one.instance_type).exclude(pk=one.pk)
        two = chance.choice(rest.order_by("history_id"))
        names = [*columns(one), "history_salt", "id"]
        mine, theirs = (
            {name: getattr(row, name) for name in names} for row in (one, two)
        )
        write(one, **theirs)
        write(two, **mine)
        return
    if target == "entry":
        edition = chance.choice(ListEdition.objects.order_by("pk"))
        one, two = chance.sample(list(edition.entries.all()), 2)
        name = "position"
    else:
        one, two = chance.sample(list(Link.objects.all()), 2)
        name = "number"
    mine, theirs = getattr(one, name), getattr(two, name)
    write(one, **{name: 0})
    write(two, **{name: mine})
    write(one, **{name: theirs})


def cut(link: Link) -> None:
    """Delete a link and what it seals, with all that hangs on it."""
    if link.kind == Link.Kind.LIST:
        edition = link.list_edition
        edition.entries.all().delete()
        versions(ListEdition).filter(id=edition.pk).delete()
        ListEdition.objects.filter(pk=edition.pk).delete()
    else:
        version = link.version
        versions(ProtocolVersion).filter(id=version.pk).delete()
        ProtocolVersion.objects.filter(pk=version.pk).delete()
    Link.objects.filter(pk=link.pk).delete()


def tail_cut(chance: random.Random) -> None:
    """Cut the last edition of the list off the chain."""
    cut(Link.objects.latest("number"))


def rewind() -> None:
    """Note the chain as it now is as the whole chain."""
    last = Link.objects.latest("number")
    LastDeed.objects.update(links=last.number, head=last.sha256)


def tail_cut_and_rewound(chance: random.Random) -> None:
    """Cut the end off, and write down that nothing is missing."""
    tail_cut(chance)
    rewind()


def seal_again(cover: Callable[..., dict[str, Any]] = covered) -> None:
    """Compute every link anew, so that all fit again."""
    before: Link | None = None
    for number, link in enumerate(Link.objects.all(), start=1):
        link.number = number
        link.since = before.at if before else None
        link.previous = before.sha256 if before else ""
        link.covers = cover(link.since, link.at)
        if link.kind == Link.Kind.LIST:
            link.content = link.list_edition.sha256
        else:
            link.content = link.version.sha256
        link.sha256 = fingerprint(sealed_facts(link))
        link.code = code_of(link.sha256)
        link.save()
        before = link
    rewind()


def changed_and_sealed_again(chance: random.Random) -> None:
    """Change what no edition shows, in every version, and seal everything again."""
    row = chance.choice(Expert.objects.order_by("pk"))
    write(row, note=other(row.note))
    versions(Expert).filter(id=row.pk).update(note=other(row.note))
    seal_again()


def deleted_and_sealed_again(chance: random.Random) -> None:
    """Delete the first version of a row that has several, and seal again."""
    expert = chance.choice(Expert.objects.order_by("pk"))
    versions(Expert).filter(id=expert.pk).earliest("history_id").delete()
    seal_again()


NOTICED: list[Tampering] = [payload, actor, moment, deletion, swap, tail_cut]
NOTICED_BY_PRINTED_HEADS: list[Tampering] = [
    tail_cut_and_rewound,
    changed_and_sealed_again,
    deleted_and_sealed_again,
]
