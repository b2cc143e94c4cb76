"""Deeds on the council itself: convocations, bodies, persons, seats, editions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from council.actions.sittings import (
    cancel_sitting,
    open_sitting,
    put_on_agenda,
)
from council.audit import deed, lock
from council.dates import numeric_date
from council.models import (
    Account,
    ActingChair,
    AgendaItem,
    Body,
    Convocation,
    Council,
    Edition,
    EditionItem,
    Person,
    Seat,
    Sitting,
)
from council.regulation import ENDS_EARLIER, RuleViolation


@deed
def name_council(*, by: Account, **facts: Any) -> Council:
    """Say which council this is: name_kk, name_ru, city_kk, city_ru, email, logo."""
    council = Council.objects.first() or Council()
    for field, value in facts.items():
        setattr(council, field, value)
    council.save_as(by)
    return council


@deed
def set_retention(*, council: Council, by: Account, **months: int) -> Council:
    """Say for how long papers are kept: keep_admitted, keep_refused and so on.

    Months after the day that each ground names (law № 94-V, art. 12).
    """
    council = lock(council)
    for field, value in months.items():
        setattr(council, field, value)
    council.save_as(by)
    return council


@deed
def enter_convocation(
    *, number: int, begins: date, ends: date, by: Account
) -> Convocation:
    """Open a convocation; RuleViolation when its term overlaps another's (1.9)."""
    other = Convocation.objects.filter(begins__lte=ends, ends__gte=begins).first()
    if other:
        raise RuleViolation(
            _("1.9: convocation № %(number)s is in office from %(begins)s to %(ends)s.")
            % {
                "number": other.number,
                "begins": numeric_date(other.begins),
                "ends": numeric_date(other.ends),
            }
        )
    if Convocation.objects.filter(number=number).exists():
        raise RuleViolation(
            _("Convocation № %(number)s exists already.") % {"number": number}
        )
    convocation = Convocation(number=number, begins=begins, ends=ends)
    convocation.save_as(by)
    return convocation


@deed
def end_convocation_early(
    *, convocation: Convocation, ends: date, ended_early_by: str, by: Account
) -> Convocation:
    """End the council before its term; its experts' terms end with it (1.11).

    Sittings planned for later days are cancelled. Raises RuleViolation outside the
    term, and when a sitting after that day has its final protocol.
    """
    convocation = lock(convocation)
    sittings = Sitting.objects.filter(body__convocation=convocation)
    decided = sittings.filter(status=Sitting.Status.FINAL).order_by("held_on").last()
    ENDS_EARLIER.check(
        ends=ends,
        begins=convocation.begins,
        planned=convocation.ends,
        last_decision=decided.held_on if decided else None,
    )
    for sitting in sittings.open().filter(held_on__gt=ends):
        cancel_sitting(sitting=sitting, by=by)
    convocation.ends, convocation.ended_early_by = ends, ended_early_by
    convocation.save_as(by)
    return convocation


@deed
def enter_body(
    *,
    convocation: Convocation,
    kind: str,
    name_kk: str,
    name_ru: str,
    by: Account,
    number: int | None = None,
) -> Body:
    """Open a body; RuleViolation when the convocation has that one already."""
    convocation = lock(convocation)
    if convocation.bodies.filter(kind=kind, number=number).exists():
        raise RuleViolation(_("This convocation has that body already."))
    body = Body(
        convocation=convocation,
        kind=kind,
        number=number,
        name_kk=name_kk,
        name_ru=name_ru,
    )
    body.save_as(by)
    return body


@deed
def change_body(*, body: Body, name_kk: str, name_ru: str, by: Account) -> Body:
    """Correct a body's names; its kind and its number stay."""
    body = lock(body)
    body.name_kk, body.name_ru = name_kk, name_ru
    body.save_as(by)
    return body


@deed
def enter_person(*, by: Account, **facts: Any) -> Person:
    """Put a person on record: surname, given_name, patronymic, birth_date."""
    person = Person(**facts)
    person.save_as(by)
    return person


@deed
def change_person(*, person: Person, by: Account, **facts: Any) -> Person:
    """Correct a person's name or birth date; the register shows it at once."""
    person = lock(person)
    for field, value in facts.items():
        setattr(person, field, value)
    person.save_as(by)
    return person


@deed
def seat_person(
    *, body: Body, person: Person, role: str, begins: date, by: Account
) -> Seat:
    """Give a person a seat in a body from a day on.

    Raises RuleViolation when the person has one there already, when the chair is
    taken, or when a commission or the Presidium would get somebody who does not sit
    in the council (1.7 counts council members).
    """
    body = lock(body)
    seats = body.seats.filter(Q(ends__isnull=True) | Q(ends__gte=begins))
    problems = []
    if not body.convocation.begins <= begins <= body.convocation.ends:
        problems.append(
            _("The convocation is in office from %(begins)s to %(ends)s.")
            % {
                "begins": numeric_date(body.convocation.begins),
                "ends": numeric_date(body.convocation.ends),
            }
        )
    if seats.filter(person=person).exists():
        problems.append(_has_a_seat(person, body))
    chair = seats.filter(role=Seat.Role.CHAIR).first()
    if role == Seat.Role.CHAIR and chair:
        problems.append(_is_led(chair))
    problems += _outside_council(body, person, role, begins)
    if problems:
        raise RuleViolation(*problems)
    seat = Seat(body=body, person=person, role=role, begins=begins)
    seat.save_as(by)
    return seat


def _has_a_seat(person: Person, body: Body) -> str:
    return _("%(name)s has a seat in %(body)s already.") % {
        "name": person,
        "body": body,
    }


def _outside_council(body: Body, person: Person, role: str, day: date) -> list[str]:
    """Say whether the seat asks for a member of the council, and the person is none."""
    if body.kind == Body.Kind.ASSEMBLY or role == Seat.Role.SECRETARY:
        return []
    if Seat.objects.in_council().on(day).filter(person=person).exists():
        return []
    return [
        _("1.7: %(name)s does not sit in the Public Council on %(day)s.")
        % {"name": person, "day": numeric_date(day)}
    ]


def _is_led(chair: Seat) -> str:
    return _("%(name)s chairs %(body)s; end that seat first.") % {
        "name": chair.person,
        "body": chair.body,
    }


@deed
def seat_new_person(
    *,
    body: Body,
    role: str,
    begins: date,
    by: Account,
    person: Person | None = None,
    **facts: Any,
) -> Seat:
    """Give a seat to a person on record, or to one put on record with it."""
    person = person or enter_person(by=by, **facts)
    return seat_person(body=body, person=person, role=role, begins=begins, by=by)


@deed
def end_seat(*, seat: Seat, ends: date, by: Account) -> Seat:
    """End a seat on its last day. When a commission then stands above its cap,
    nobody is released: admissions stop (1.7)."""
    seat = lock(seat)
    if ends < seat.begins:
        raise RuleViolation(
            _("The seat began on %(begins)s; it cannot end before.")
            % {"begins": numeric_date(seat.begins)}
        )
    seat.ends = ends
    seat.save_as(by)
    return seat


@deed
def reopen_seat(*, seat: Seat, by: Account) -> Seat:
    """Take the end of a seat back: its holder goes on sitting.

    Raises RuleViolation when it has no end, when its holder was given another seat
    there meanwhile or has left the council (1.7), and when somebody else leads now.
    """
    body = lock(seat.body)
    seat = lock(seat)
    if seat.ends is None:
        raise RuleViolation(_("The seat has not ended."))
    others = body.seats.exclude(pk=seat.pk).filter(
        Q(ends__isnull=True) | Q(ends__gte=seat.begins)
    )
    problems = []
    if others.filter(person=seat.person).exists():
        problems.append(_has_a_seat(seat.person, body))
    chair = others.filter(role=Seat.Role.CHAIR).first()
    if seat.role == Seat.Role.CHAIR and chair:
        problems.append(_is_led(chair))
    day = seat.ends + timedelta(days=1)
    problems += _outside_council(body, seat.person, seat.role, day)
    if problems:
        raise RuleViolation(*problems)
    seat.ends = None
    seat.save_as(by)
    return seat


@deed
def name_acting_chair(
    *, body: Body, person: Person, begins: date, ends: date, by: Account
) -> ActingChair:
    """Let a member of the body lead it while its chair is away.

    Raises RuleViolation for who has no seat in it on the first day, and when somebody
    acts already on one of the days.
    """
    body = lock(body)
    problems = []
    if ends < begins:
        problems.append(_("The last day lies before the first."))
    if not body.seats.voting().on(begins).filter(person=person).exists():
        problems.append(
            _("%(name)s has no seat in %(body)s on %(day)s.")
            % {"name": person, "body": body, "day": numeric_date(begins)}
        )
    other = body.acting_chairs.filter(begins__lte=ends, ends__gte=begins).first()
    if other:
        problems.append(
            _("%(name)s is acting chair from %(begins)s to %(ends)s.")
            % {
                "name": other.person,
                "begins": numeric_date(other.begins),
                "ends": numeric_date(other.ends),
            }
        )
    if problems:
        raise RuleViolation(*problems)
    acting = ActingChair(body=body, person=person, begins=begins, ends=ends)
    acting.save_as(by)
    return acting


@deed
def end_acting(*, acting: ActingChair, ends: date, by: Account) -> ActingChair:
    """Let the chair lead again: the acting chair's last day comes earlier."""
    acting = lock(acting)
    if not acting.begins <= ends <= acting.ends:
        raise RuleViolation(
            _("The last day lies between %(begins)s and %(ends)s.")
            % {
                "begins": numeric_date(acting.begins),
                "ends": numeric_date(acting.ends),
            }
        )
    acting.ends = ends
    acting.save_as(by)
    return acting


@deed
def adopt_edition(*, by: Account, **facts: Any) -> Edition:
    """Put an edition of the Regulation on record, in force from its day (7.1, 7.3)."""
    edition = Edition(**facts)
    edition.save_as(by)
    return edition


@deed
def propose_edition(
    *, sitting: Sitting, effective_on: date, by: Account, **numbers: Any
) -> EditionItem:
    """Put an amendment of the Regulation on an agenda of the Presidium (7.3).

    `numbers` are those of Edition.NUMBERS. Raises RuleViolation when nothing would
    differ, when it would reach back, and at a commission's sitting.
    """
    sitting = open_sitting(sitting)
    amendment = EditionItem(effective_on=effective_on, **numbers)
    amendment.item = AgendaItem(sitting=sitting)
    amendment.refuse_if_objected()
    put_on_agenda(sitting, amendment, by)
    return amendment
