"""What a protocol says, as data: frozen when final, computed while a draft."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from council import chain
from council.models import AgendaItem, Body, Council, ProtocolVersion, Sitting

HEADINGS = {
    "kk": {
        Body.Kind.ASSEMBLY: "Жалпы отырыстың хаттамасы",
        Body.Kind.PRESIDIUM: "Президиум отырысының хаттамасы",
        Body.Kind.COMMISSION: "№ {number} комиссия отырысының хаттамасы",
    },
    "ru": {
        Body.Kind.ASSEMBLY: "Протокол общего заседания",
        Body.Kind.PRESIDIUM: "Протокол заседания Президиума",
        Body.Kind.COMMISSION: "Протокол заседания комиссии № {number}",
    },
}
MEMBERS = {
    "kk": {
        Body.Kind.ASSEMBLY: "Қоғамдық кеңес мүшелерінің",
        Body.Kind.PRESIDIUM: "Президиум мүшелерінің",
        Body.Kind.COMMISSION: "Комиссия мүшелерінің",
    },
    "ru": {
        Body.Kind.ASSEMBLY: "членов Общественного совета",
        Body.Kind.PRESIDIUM: "членов Президиума",
        Body.Kind.COMMISSION: "членов комиссии",
    },
}
PUT_OFF = {
    "kk": {
        AgendaItem.PutOff.POSTPONED: "Мәселені қарау кейінге қалдырылды.",
        AgendaItem.PutOff.WITHDRAWN: "Мәселе қараудан алынды.",
    },
    "ru": {
        AgendaItem.PutOff.POSTPONED: "Рассмотрение вопроса отложено.",
        AgendaItem.PutOff.WITHDRAWN: "Вопрос снят с рассмотрения.",
    },
}
NOT_ADOPTED = {"kk": "Шешім қабылданбады.", "ru": "Решение не принято."}


def protocol_text(sitting: Sitting, number: int | None = None) -> dict[str, Any]:
    """Return the protocol as data: `head`, `kk`, and `ru` or None.

    Dates are ISO strings. `ru` is None when an item has no Russian text.
    """
    items = list(sitting.items.with_matters())
    for item in items:
        item.sitting = sitting
    edition, voters, members = sitting.edition, sitting.voters, sitting.members
    has_russian = all(item.title_ru and item.draft_ru for item in items)
    return {
        "head": {
            "schema": 1,
            "number": number,
            "date": sitting.held_on.isoformat(),
            "members": len(members),
            "present": len(voters),
            "absent": len(members) - len(voters),
            "quorum_needed": edition.quorum.needed(len(members)),
            "quorum_met": sitting.has_quorum,
            "edition_number": edition.decision_number,
            "edition_decided_on": edition.decided_on.isoformat(),
            "version": 1,
        },
        "kk": _in_language(sitting, items, "kk"),
        "ru": _in_language(sitting, items, "ru") if has_russian else None,
    }


def _in_language(
    sitting: Sitting, items: list[AgendaItem], language: str
) -> dict[str, Any]:
    body, council = sitting.body, Council.objects.get()
    kind = Body.Kind(body.kind)
    return {
        "council": getattr(council, f"name_{language}"),
        "city": getattr(council, f"city_{language}"),
        "heading": HEADINGS[language][kind].format(number=body.number),
        "body": getattr(body, f"name_{language}"),
        "body_members": MEMBERS[language][kind],
        "place": getattr(sitting, f"place_{language}"),
        "presiding": sitting.presiding.short_name if sitting.presiding else "",
        "secretary": sitting.secretary.short_name if sitting.secretary else "",
        "present": [str(row.person) for row in sitting.attended if row.has_vote],
        "without_vote": [
            str(row.person) for row in sitting.attended if not row.has_vote
        ]
        + sitting.invited.split("\n") * bool(sitting.invited),
        "items": [_item(item, language) for item in items],
    }


def _item(item: AgendaItem, language: str) -> dict[str, Any]:
    if item.put_off:
        decision = PUT_OFF[language][AgendaItem.PutOff(item.put_off)]
    elif item.is_adopted:
        decision = getattr(item, f"draft_{language}")
    elif item.matter is not None:
        decision = item.matter.refused_texts()[language]
    else:
        decision = NOT_ADOPTED[language]
    return {
        "position": item.position,
        "title": getattr(item, f"title_{language}"),
        "reporter": item.reporter,
        "speakers": item.speakers,
        "vote": {
            "for": item.votes_for,
            "against": item.votes_against,
            "abstained": item.votes_abstained,
        }
        if item.is_voted
        else None,
        "adopted": item.is_adopted if item.is_voted else None,
        "decision": decision if item.is_settled else "",
    }


def corrected_text(
    sitting: Sitting, before: ProtocolVersion, on: date, **explanations: str
) -> dict[str, Any] | None:
    """Return what the next version says, the one before it named; None if the same."""
    text = protocol_text(sitting, sitting.protocol.number)
    if _content(text) == _content(before.frozen):
        return None
    text["head"] |= {
        "version": before.version + 1,
        "corrects": {"version": before.version, "sha256": before.sha256},
        "corrected_on": on.isoformat(),
        **explanations,
    }
    return text


def _content(text: dict[str, Any]) -> dict[str, Any]:
    """Return a text without what tells its versions apart."""
    versioned = {
        "version",
        "corrects",
        "corrected_on",
        "explanation_kk",
        "explanation_ru",
    }
    kept = text["head"].items()
    return text | {
        "head": {name: value for name, value in kept if name not in versioned}
    }


def excerpt_text(
    frozen: dict[str, Any], position: int, language: str
) -> dict[str, Any] | None:
    """Return the same protocol with one item only; None where there is none.

    Guests without a vote are counted, not named, and neither reporter nor speakers
    are printed: experts and candidates may be among them (5.2.2).
    """
    said = frozen[language]
    found = (
        [item for item in said["items"] if item["position"] == position] if said else []
    )
    if not found:
        return None
    item = found[0] | {"reporter": "", "speakers": ""}
    head = frozen["head"] | {"guests": len(said["without_vote"]), "excerpt": True}
    return {"head": head, language: said | {"items": [item], "without_vote": []}}


def canonical(text: dict[str, Any]) -> tuple[str, str]:
    """Return the text as canonical JSON (keys sorted, UTF-8) and its SHA-256."""
    return chain.canonical(text), chain.fingerprint(text)


def vote_problems(sitting: Sitting, items: list[AgendaItem]) -> list[str]:
    """Return what keeps the votes from being formalised (1.6)."""
    present = len(sitting.voters)
    problems = [
        _(
            "Item %(position)s: 1.6: %(votes)s votes are recorded, but "
            "%(present)s members were present."
        )
        % {
            "position": item.position,
            "votes": item.votes_cast + item.stepped_out,
            "present": present,
        }
        for item in items
        if item.is_voted and item.votes_cast + item.stepped_out > present
    ]
    problems += [
        _("Item %(position)s: 1.6: %(name)s voted, but was not present.")
        % {"position": item.position, "name": vote.person}
        for item in items
        for vote in item.named_votes.all()
        if vote.person not in sitting.voters
    ]
    unvoted = [str(item.position) for item in items if not item.is_settled]
    if unvoted:
        problems.append(
            _("No vote is recorded on items: %(positions)s.")
            % {"positions": ", ".join(unvoted)}
        )
    return problems
