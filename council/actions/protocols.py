"""The deed that turns votes into decisions, and the papers printed from it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from council.actions.sittings import open_sitting
from council.audit import check_revision, deed, locked
from council.dates import numeric_date
from council.models import (
    Account,
    AgendaItem,
    Body,
    Protocol,
    ProtocolPaper,
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
    if sitting.presiding is None:
        sentences.append(_("Nobody is named as presiding."))
    if sitting.secretary is None:
        sentences.append(_("Nobody is named as secretary."))
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
    if sitting.body.protocols.filter(year=year, number=number).exists():
        problems.append(
            _("Protocol № %(number)s of %(year)s exists already in this body.")
            % {"number": number, "year": year}
        )
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
    ProtocolVersion(protocol=protocol, text=text, sha256=sha256).save_as(by)
    for item in sitting.items.with_matters():
        item.sitting = sitting
        problems += _decide(item, by)
    if problems:
        raise RuleViolation(*problems)
    sitting.status = Sitting.Status.FINAL
    sitting.revision += 1
    sitting.save_as(by)
    return protocol


def _decide(item: AgendaItem, by: Account) -> list[str]:
    is_adopted = item.is_adopted
    if item.put_off:
        item.outcome = AgendaItem.Outcome(item.put_off)
    elif is_adopted:
        item.outcome = AgendaItem.Outcome.ADOPTED
    else:
        item.outcome = AgendaItem.Outcome.REFUSED
    item.save_as(by)
    if item.matter is None or item.put_off:
        return []
    try:
        if is_adopted:
            item.matter.carry_out(by)
        else:
            item.matter.refuse(by)
    except RuleViolation as refusal:
        return [
            _("Item %(position)s, “%(title)s”: %(sentence)s")
            % {"position": item.position, "title": item.title, "sentence": sentence}
            for sentence in refusal.sentences
        ]
    return []


def draft_pdf(sitting: Sitting, language: str) -> bytes | None:
    """Render the draft as it stands, marked as one; None without that language."""
    text = protocol_text(sitting)
    return _render(text, language, sha256="") if text[language] else None


def protocol_paper(protocol: Protocol, language: str) -> ProtocolPaper | None:
    """Return the protocol's PDF, rendered from the frozen text at first opening.

    It is rendered again where its file is gone. None when the protocol has no text in
    that language. Rendering happens outside any transaction: it takes about a second
    and must not hold a lock.
    """
    if language not in protocol.languages:
        return None
    version = protocol.current
    paper = version.papers.filter(language=language).first()
    if paper is not None and not paper.is_kept:
        paper.delete()
        paper = None
    if paper is None:
        pdf = _render(version.frozen, language, version.sha256)
        name = f"{secrets.token_hex(16)}.pdf"
        paper, _created = ProtocolPaper.objects.get_or_create(
            version=version,
            language=language,
            defaults={
                "file": ContentFile(pdf, name),
                "sha256": hashlib.sha256(pdf).hexdigest(),
            },
        )
    return paper


def _render(text: dict[str, Any], language: str, sha256: str) -> bytes:
    head = dict(text["head"])
    render = import_string("council.protocol_print.render_protocol")
    pdf: bytes = render(
        head
        | {
            "date": date.fromisoformat(head["date"]),
            "edition_adopted_on": date.fromisoformat(head["edition_decided_on"]),
            "draft": head["number"] is None,
            "fingerprint": sha256,
        },
        text[language],
        language,
    )
    return pdf
