"""The deed that turns votes into decisions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from council.actions.sittings import open_sitting, refusals
from council.audit import check_revision, deed, locked
from council.chain import seal
from council.dates import numeric_date
from council.models import (
    Account,
    AgendaItem,
    Body,
    Link,
    Protocol,
    ProtocolVersion,
    Sitting,
)
from council.protocol_text import canonical, protocol_text, vote_problems
from council.regulation import EXPERTS_HAVE_NO_VOTE, RuleViolation, collect


def next_number(sitting: Sitting) -> int:
    """Return the number that follows the body's last protocol of the year."""
    last = sitting.body.protocols.filter(year=sitting.held_on.year).aggregate(
        last=Max("number")
    )
    return (last["last"] or 0) + 1


def obstacles(sitting: Sitting, on: date) -> list[str]:
    """Return what must be resolved before the protocol can be finalised.

    What the matters object to is asked of them when they are carried out.
    """
    sentences = []
    if sitting.held_on > on:
        sentences.append(
            _("The sitting of %(day)s has not been held yet.")
            % {"day": numeric_date(sitting.held_on)}
        )
    if sitting.body.is_presidium:
        earlier = (
            sitting.body.sittings.open()
            .filter(held_on__lt=sitting.held_on)
            .order_by("held_on")
            .first()
        )
        if earlier:
            sentences.append(
                _(
                    "The Presidium's sitting of %(day)s comes first: finalise or "
                    "cancel it."
                )
                % {"day": numeric_date(earlier.held_on)}
            )
    return sentences + gaps(sitting)


def gaps(sitting: Sitting) -> list[str]:
    """Return what a protocol of the sitting would lack: officers, quorum, votes."""
    sentences = []
    if sitting.presiding is None:
        sentences.append(_("Nobody is named as presiding."))
    if sitting.secretary is None:
        sentences.append(_("Nobody is named as secretary."))
    sentences += _absent_officers(sitting)
    sentences += collect(
        (
            sitting.edition.quorum,
            {"present": len(sitting.voters), "members": len(sitting.members)},
        ),
        (
            EXPERTS_HAVE_NO_VOTE,
            {"voters": sitting.voters, "members": sitting.members},
        ),
    )
    items = list(sitting.items.prefetch_related("named_votes__person"))
    if not items:
        sentences.append(_("The agenda is empty."))
    return sentences + vote_problems(sitting, items)


def _absent_officers(sitting: Sitting) -> list[str]:
    """Return who led or wrote and is printed among the absent; none came: none is."""
    came = {row.person for row in sitting.attended}
    absent = set(sitting.members) - came if came else set()
    sentences = []
    if sitting.presiding in absent:
        sentences.append(
            _("%(name)s presides and is among the absent.")
            % {"name": sitting.presiding}
        )
    if sitting.secretary in absent:
        sentences.append(
            _("%(name)s is the secretary and is among the absent.")
            % {"name": sitting.secretary}
        )
    return sentences


@deed
def finalise_protocol(
    *,
    sitting: Sitting,
    number: int,
    on: date,
    by: Account,
    revision: int | None = None,
) -> Protocol:
    """Formalise the decisions of a sitting (1.8) and carry them out, all or none.

    Locks the sitting and the convocation's bodies, checks everything again in the
    order of the agenda, freezes the text with its SHA-256. Raises RuleViolation
    with every sentence that stands against it; then nothing has happened.
    """
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    locked(Body.objects.filter(convocation=sitting.body.convocation_id))
    problems = obstacles(sitting, on)
    year = sitting.held_on.year
    problems += number_taken(sitting, number)
    if problems:
        raise RuleViolation(*problems)
    text, sha256 = canonical(protocol_text(sitting, number))
    protocol = Protocol(
        sitting=sitting,
        body=sitting.body,
        edition=sitting.edition,
        year=year,
        number=number,
    )
    protocol.save_as(by)
    link = seal(Link.Kind.PROTOCOL, sha256, by)
    ProtocolVersion(protocol=protocol, text=text, sha256=sha256, link=link).save_as(by)
    items = list(sitting.items.with_matters())
    for item in items:
        item.sitting = sitting
        settle(item, by)
    if problems := carry_out(items, by):
        raise RuleViolation(*problems)
    sitting.status = Sitting.Status.FINAL
    sitting.revision += 1
    sitting.save_as(by)
    return protocol


def number_taken(sitting: Sitting, number: int) -> list[str]:
    """Return whether another protocol of the body has that number in the year."""
    year = sitting.held_on.year
    others = sitting.body.protocols.filter(year=year, number=number)
    if not others.exclude(sitting=sitting).exists():
        return []
    return [
        _("Protocol № %(number)s of %(year)s exists already in this body.")
        % {"number": number, "year": year}
    ]


def settle(item: AgendaItem, by: Account) -> None:
    """Write down what came of an item: put off, adopted or refused (1.6)."""
    if item.put_off:
        item.outcome = AgendaItem.Outcome(item.put_off)
    elif item.is_adopted:
        item.outcome = AgendaItem.Outcome.ADOPTED
    else:
        item.outcome = AgendaItem.Outcome.REFUSED
    item.save_as(by)


def carry_out(items: Collection[AgendaItem], by: Account) -> list[str]:
    """Let the matters do what came of the items; return the refusals, items named."""
    outcomes = AgendaItem.Outcome
    AgendaItem.prepare([item for item in items if item.outcome == outcomes.ADOPTED])
    problems = []
    for item in items:
        if item.outcome == outcomes.ADOPTED:
            problems += refusals(item, lambda matter: matter.carry_out(by))
        elif item.outcome == outcomes.REFUSED:
            problems += refusals(item, lambda matter: matter.refuse(by))
    return problems
