"""A whole council for tests, built by the deeds that the application itself uses.

The days stand in one order: the Regulation in force, a commission's discussion, the
Presidium's sitting. What a deed keys in is keyed in by the secretariat's account.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from commissions import actions as commissions
from commissions.models import Submission
from council import actions
from council.models import (
    Account,
    Body,
    Convocation,
    Edition,
    Person,
    Protocol,
    ProtocolVersion,
    Seat,
    Sitting,
)
from council.names import KAZAKH_ALPHABET, fold
from experts import actions as experts
from experts.models import Expert, Paper

CONVOCATION_BEGINS = date(2025, 5, 20)
CONVOCATION_ENDS = date(2028, 5, 19)
IN_FORCE = date(2025, 10, 13)
ENTERED_ON = date(2025, 10, 20)
DISCUSSED_ON = date(2025, 11, 3)
DECIDED_ON = date(2025, 11, 10)
PLACES = 5

# Letters that the search tells apart, so that no name finds another one.
LETTERS = [letter for letter in KAZAKH_ALPHABET if fold(letter) == letter]

_numbers = count()


def _letters() -> str:
    """Return another ending for a name that is nobody else's, folded or not."""
    number, size = next(_numbers), len(LETTERS)
    return LETTERS[number // size % size] + LETTERS[number % size]


@dataclass
class MadeCouncil:
    """A council in office; `chairs` and `chair_accounts` stand as `commissions` do."""

    secretariat: Account
    convocation: Convocation
    edition: Edition
    assembly: Body
    presidium: Body
    commissions: list[Body]
    members: list[Person]
    chairs: list[Person]
    chair_accounts: list[Account]
    secretary: Person


def an_account(role: str = "none", username: str = "") -> Account:
    """Return an account that signs in with the password "x"."""
    return Account.objects.create_user(
        username or f"account-{next(_numbers)}", password="x", role=role
    )


def the_secretariat() -> Account:
    """Return the account that keys in what nobody else is named for."""
    found = Account.objects.filter(role=Account.Role.SECRETARIAT).order_by("pk").first()
    return found or an_account(role=Account.Role.SECRETARIAT, username="secretariat")


def a_person(**changes: Any) -> Person:
    """Return a person on record, with a surname of their own."""
    facts = {"surname": f"Сейіт{_letters()}", "given_name": "Әлия", "patronymic": ""}
    return actions.enter_person(by=the_secretariat(), **(facts | changes))


def an_edition(effective_on: date = IN_FORCE, **changes: Any) -> Edition:
    """Return an edition of the Regulation with the numbers of the first one."""
    facts = {
        "decision_number": "24",
        "decided_on": effective_on,
        "decided_by_kk": "Жалпы отырыс",
        "decided_by_ru": "Общее заседание",
        "candidates_limit": PLACES,
        "experts_multiple": 7,
        "practice_months": 36,
        "quorum_numerator": 2,
        "quorum_denominator": 3,
        "majority_of": Edition.MajorityOf.PRESENT,
    }
    return actions.adopt_edition(
        by=the_secretariat(), effective_on=effective_on, **(facts | changes)
    )


def a_council(
    *,
    members: int = 6,
    commissions: int = 2,
    presidium: int = 4,
    per_commission: int = 1,
    **numbers: Any,
) -> MadeCouncil:
    """Return a council whose first members chair its commissions, in their order.

    `per_commission` counts the chair; `numbers` are those of the edition. The
    Presidium is the first `presidium` members, the first of them its chair; the
    secretary of every sitting is the last.
    """
    by = the_secretariat()
    actions.name_council(
        name_kk="Алматы қаласының Қоғамдық кеңесі",
        name_ru="Общественный совет города Алматы",
        city_kk="Алматы қаласы",
        city_ru="город Алматы",
        by=by,
    )
    edition = an_edition(**numbers)
    convocation = actions.enter_convocation(
        number=4, begins=CONVOCATION_BEGINS, ends=CONVOCATION_ENDS, by=by
    )
    assembly = a_body(convocation, Body.Kind.ASSEMBLY)
    people = [a_person() for _number in range(members)]
    for person in people:
        seated(assembly, person)
    bodies = [
        a_body(convocation, Body.Kind.COMMISSION, number + 1)
        for number in range(commissions)
    ]
    accounts = [
        an_account(username=f"chair-{number + 1}") for number in range(commissions)
    ]
    for number, body in enumerate(bodies):
        actions.change_person(person=people[number], account=accounts[number], by=by)
        people[number].refresh_from_db()
        seated(body, people[number], Seat.Role.CHAIR)
        for other in range(1, per_commission):
            seated(body, people[(number + other * commissions) % members])
    made = a_body(convocation, Body.Kind.PRESIDIUM)
    for number, person in enumerate(people[:presidium]):
        seated(made, person, Seat.Role.MEMBER if number else Seat.Role.CHAIR)
    return MadeCouncil(
        secretariat=by,
        convocation=convocation,
        edition=edition,
        assembly=assembly,
        presidium=made,
        commissions=bodies,
        members=people,
        chairs=people[:commissions],
        chair_accounts=accounts,
        secretary=people[-1],
    )


def a_body(convocation: Convocation, kind: str, number: int | None = None) -> Body:
    """Return a body of the convocation."""
    return actions.enter_body(
        convocation=convocation,
        kind=kind,
        number=number,
        name_kk=f"{Body.Kind(kind).name} {number or ''} атауы",
        name_ru=f"Название {Body.Kind(kind).name} {number or ''}",
        by=the_secretariat(),
    )


def seated(
    body: Body,
    person: Person,
    role: str = Seat.Role.MEMBER,
    begins: date = CONVOCATION_BEGINS,
) -> Seat:
    """Return a person's seat in a body, from the convocation's first day."""
    return actions.seat_person(
        body=body, person=person, role=role, begins=begins, by=the_secretariat()
    )


def a_dossier(
    *,
    person: Mapping[str, Any] | None = None,
    expert: Mapping[str, Any] | None = None,
    papers: Mapping[str, Mapping[str, Any] | None] | None = None,
    **changes: Any,
) -> experts.Dossier:
    """Return a complete dossier, with the changes laid over it.

    `papers` changes those of 2.3 by kind; None takes one out. Other changes are
    fields of the dossier: welcome, disclosures, acknowledged_on, consent_on.
    """
    all_papers: dict[str, dict[str, Any]] = {
        kind.value: {
            "number": "7",
            "issued_on": ENTERED_ON - timedelta(days=5),
            "result": Paper.Result.CLEAR if kind in Paper.BARS else "",
            "is_seen": True,
            "file": None,
        }
        for kind in Paper.REQUIRED_KINDS
    }
    for kind, facts in (papers or {}).items():
        if facts is None:
            del all_papers[kind]
        else:
            all_papers[kind] |= facts
    names = {"surname": f"Қасен{_letters()}", "given_name": "Әлихан", "patronymic": ""}
    facts = {
        "field_kk": "Қала экологиясы",
        "field_ru": "Экология города",
        "has_higher_education": True,
        "is_ready": True,
        "corruption": Expert.Corruption.NONE,
        "no_memberships": True,
    }
    return experts.Dossier(
        person=names | dict(person or {}),
        expert=facts | dict(expert or {}),
        papers=all_papers,
        **{"acknowledged_on": ENTERED_ON, "consent_on": ENTERED_ON} | changes,
    )


def a_candidate(
    council: MadeCouncil,
    commission: Body | None = None,
    *,
    known_person: Person | None = None,
    **changes: Any,
) -> Expert:
    """Return a candidate of the commission (the first one), the dossier complete.

    `changes` are those of `a_dossier`.
    """
    if known_person is not None:
        changes["person"] = {
            name: getattr(known_person, name)
            for name in ("surname", "given_name", "patronymic")
        }
    return experts.enter_candidate(
        commission=commission or council.commissions[0],
        dossier=a_dossier(**changes),
        on=ENTERED_ON,
        known_person=known_person,
        by=council.secretariat,
    )


def discussed(
    *candidates: Expert, on: date = DISCUSSED_ON, against: Collection[Person] = ()
) -> Sitting:
    """Return the sitting at which the candidates' commission discussed them."""
    by = the_secretariat()
    body = candidates[0].commission
    sitting = actions.plan_sitting(body=body, held_on=on, by=by)
    for candidate in candidates:
        commissions.discuss(sitting=sitting, expert=candidate, by=by)
    attended(sitting)
    return voted(sitting, against=against)


def a_presidium_sitting(council: MadeCouncil, on: date = DECIDED_ON) -> Sitting:
    """Return a planned sitting of the Presidium."""
    return actions.plan_sitting(
        body=council.presidium,
        held_on=on,
        secretary=council.secretary,
        by=council.secretariat,
    )


def proposed(*candidates: Expert, sitting: Sitting) -> list[Submission]:
    """Return the proposals to admit these candidates, on the sitting's agenda."""
    return commissions.propose_together(
        sitting=sitting, candidates=candidates, by=the_secretariat()
    )


def attended(
    sitting: Sitting,
    *,
    voters: Collection[Person] | None = None,
    others: Collection[Person] = (),
) -> Sitting:
    """Return the sitting with those who came: every member, unless told."""
    return actions.record_attendance(
        sitting=sitting,
        voters=sitting.members if voters is None else voters,
        others=others,
        by=the_secretariat(),
    )


def voted(sitting: Sitting, *, against: Collection[Person] = ()) -> Sitting:
    """Return the sitting with a vote on every item: all for, but those named."""
    exceptions = dict.fromkeys(against, "against")
    return actions.record_votes(
        sitting=sitting,
        votes=[
            actions.ItemVote(item.pk, exceptions=exceptions)
            for item in sitting.items.all()
        ],
        by=the_secretariat(),
    )


def finalised(sitting: Sitting, number: int | None = None) -> Protocol:
    """Return the final protocol of the sitting, its decisions carried out."""
    return actions.finalise_protocol(
        sitting=sitting,
        number=number or actions.next_number(sitting),
        on=sitting.held_on,
        by=the_secretariat(),
    )


def engaged(
    council: MadeCouncil,
    *candidates: Expert,
    discussed_on: date = DISCUSSED_ON,
    decided_on: date = DECIDED_ON,
) -> Protocol:
    """Return the protocol by which the Presidium engaged these candidates of one
    commission: discussed, proposed, voted, formalised."""
    discussed(*candidates, on=discussed_on)
    sitting = a_presidium_sitting(council, decided_on)
    proposed(*candidates, sitting=sitting)
    attended(sitting)
    voted(sitting)
    return finalised(sitting)


def in_office(council: MadeCouncil, commission: Body | None = None) -> Expert:
    """Return an expert of the commission (the first one), engaged on DECIDED_ON."""
    expert = a_candidate(council, commission)
    engaged(council, expert)
    expert.refresh_from_db()
    return expert


def decided(sitting: Sitting, *, against: Collection[Person] = ()) -> Protocol:
    """Return the protocol of a sitting to which all came: all for, but those named."""
    attended(sitting)
    voted(sitting, against=against)
    return finalised(sitting)


def corrected(
    sitting: Sitting,
    *,
    votes: Mapping[int, tuple[int, int, int, int]] | None = None,
    on: date | None = None,
    **changes: Any,
) -> ProtocolVersion:
    """Return the next version of a final protocol, with these changes of what it says.

    `votes` are totals by the item's position: for, against, abstained, stepped out.
    """
    sitting = Sitting.objects.get(pk=sitting.pk)
    said = {
        "number": sitting.protocol.number,
        "presiding": sitting.presiding,
        "secretary": sitting.secretary,
        "invited": sitting.invited,
        "voters": sitting.voters,
        "others": [row.person for row in sitting.attended if not row.has_vote],
        "votes": [
            actions.ItemVote(sitting.items.get(position=position).pk, totals=totals)
            for position, totals in (votes or {}).items()
        ],
        "explanation_kk": "Дауыс саны түзетілді.",
        "explanation_ru": "Исправлено число голосов.",
    }
    return actions.correct_protocol(
        sitting=sitting,
        correction=actions.Correction(**said | changes),
        on=on or sitting.held_on,
        by=the_secretariat(),
    )
