"""Correcting a final protocol: a new version that names the one before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from council.actions.protocols import (
    carry_out,
    gaps,
    number_taken,
    settle,
)
from council.actions.sittings import refusals, write_attendance
from council.actions.votes import ItemVote, write_votes
from council.audit import check_revision, deed, lock, locked
from council.chain import seal
from council.models import (
    Account,
    AgendaItem,
    Body,
    Link,
    Person,
    ProtocolVersion,
    Sitting,
)
from council.protocol_text import canonical, corrected_text
from council.regulation import RuleViolation


@dataclass
class Correction:
    """What the protocol should have said, whole.

    `texts` are an item's reporter, speakers and, of free business, its wording, by
    the item's key; items that are not named keep theirs.
    """

    number: int
    presiding: Person | None
    secretary: Person | None
    invited: str
    voters: Collection[Person]
    others: Collection[Person]
    votes: Iterable[ItemVote]
    explanation_kk: str
    explanation_ru: str
    texts: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@deed
def correct_protocol(
    *,
    sitting: Sitting,
    correction: Correction,
    on: date,
    by: Account,
    revision: int | None = None,
) -> ProtocolVersion:
    """Give a final protocol another version, and the decisions what it now says.

    Where an outcome changes, the matter takes its old outcome back and carries the
    new one out, dated the day of the sitting; the edition stays the one of that day.
    The earlier version stays as it is. Raises RuleViolation with every sentence that
    stands against it, a later decision that rests on this one among them.
    """
    sitting = _final_sitting(sitting)
    check_revision(sitting, revision)
    locked(Body.objects.filter(convocation=sitting.body.convocation_id))
    problems = number_taken(sitting, correction.number)
    if problems:
        raise RuleViolation(*problems)
    before = {item.pk: AgendaItem.Outcome(item.outcome) for item in sitting.items.all()}
    sitting = _write(sitting, correction, by)
    if problems := gaps(sitting):
        raise RuleViolation(*problems)
    items = list(sitting.items.with_matters())
    for item in items:
        item.sitting = sitting
        settle(item, by)
    version = _next_version(sitting, correction, on, by)
    changed = [item for item in items if item.outcome != before[item.pk]]
    for item in changed:
        problems += _undo(item, before[item.pk], by)
    if not problems:
        problems = carry_out(changed, by)
    if problems:
        raise RuleViolation(*problems)
    return version


def _final_sitting(sitting: Sitting) -> Sitting:
    found = lock(sitting)
    if not found.is_final:
        raise RuleViolation(
            _("There is no final protocol yet: change the sitting itself.")
        )
    return found


def _write(sitting: Sitting, correction: Correction, by: Account) -> Sitting:
    """Write what was recorded of the sitting anew, and return it read afresh."""
    protocol = sitting.protocol
    if protocol.number != correction.number:
        protocol.number = correction.number
        protocol.save_as(by)
    for name in ("presiding", "secretary", "invited"):
        setattr(sitting, name, getattr(correction, name))
    sitting.revision += 1
    sitting.save_as(by)
    for item in sitting.items.with_matters():
        item.outcome = AgendaItem.Outcome.OPEN
        for name, value in _own_texts(item, correction).items():
            setattr(item, name, value)
        item.save_as(by)
    write_attendance(sitting, correction.voters, correction.others, by)
    fresh = Sitting.objects.get(pk=sitting.pk)
    write_votes(fresh, correction.votes, by)
    return Sitting.objects.get(pk=sitting.pk)


def _own_texts(item: AgendaItem, correction: Correction) -> dict[str, str]:
    """Return what may be reworded: of a matter only who reported and spoke."""
    given = correction.texts.get(item.pk, {})
    return {
        name: value
        for name, value in given.items()
        if item.matter is None or name in {"reporter", "speakers"}
    }


def _next_version(
    sitting: Sitting, correction: Correction, on: date, by: Account
) -> ProtocolVersion:
    last = sitting.protocol.versions.all()[0]
    facts: dict[str, Any] = {
        "explanation_kk": correction.explanation_kk,
        "explanation_ru": correction.explanation_ru,
    }
    said = corrected_text(sitting, last, on, **facts)
    if said is None:
        raise RuleViolation(_("Nothing differs from the protocol as it stands."))
    text, sha256 = canonical(said)
    version = ProtocolVersion(
        protocol=sitting.protocol,
        version=last.version + 1,
        corrects=last,
        corrected_on=on,
        text=text,
        sha256=sha256,
        link=seal(Link.Kind.PROTOCOL, sha256, by),
        **facts,
    )
    version.save_as(by)
    return version


def _undo(item: AgendaItem, outcome: AgendaItem.Outcome, by: Account) -> list[str]:
    return refusals(item, lambda matter: matter.undo(outcome, by))
