"""The council itself: convocations, bodies, seats, editions."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from council import actions
from council.audit import deed
from council.models import Body, Convocation, Edition, Seat
from council.regulation import RuleViolation
from tests import factories as make

pytestmark = pytest.mark.django_db


def refusal(action, **facts):
    """Return the sentences with which a deed is refused."""
    with pytest.raises(RuleViolation) as caught:
        action(by=make.the_secretariat(), **facts)
    return caught.value.sentences


@pytest.mark.clause("1.9")
def test_convocations_do_not_overlap():
    make.a_council()
    assert refusal(
        actions.enter_convocation,
        number=5,
        begins=make.CONVOCATION_ENDS,
        ends=date(2031, 5, 19),
    ) == ["1.9: convocation № 4 is in office from 20.05.2025 to 19.05.2028."]


def test_the_next_convocation_begins_the_day_after():
    make.a_council()
    next_one = actions.enter_convocation(
        number=5,
        begins=make.CONVOCATION_ENDS + timedelta(days=1),
        ends=date(2031, 5, 19),
        by=make.the_secretariat(),
    )
    assert Convocation.objects.on(date(2028, 5, 20)).get() == next_one
    assert Convocation.objects.on(date(2028, 5, 19)).get().number == 4


def test_a_number_is_taken_once():
    make.a_council()
    assert refusal(
        actions.enter_convocation,
        number=4,
        begins=date(2030, 1, 1),
        ends=date(2031, 5, 19),
    ) == ["Convocation № 4 exists already."]


@pytest.mark.parametrize(
    ("kind", "number"), [(Body.Kind.PRESIDIUM, None), (Body.Kind.COMMISSION, 1)]
)
def test_a_body_exists_once(kind, number):
    council = make.a_council()
    assert refusal(
        actions.enter_body,
        convocation=council.convocation,
        kind=kind,
        number=number,
        name_kk="Тағы",
        name_ru="Ещё",
    ) == ["This convocation has that body already."]


def test_seats_are_refused_with_every_reason():
    council = make.a_council()
    person = council.members[0]
    body = council.commissions[0]
    assert refusal(
        actions.seat_person,
        body=body,
        person=person,
        role=Seat.Role.CHAIR,
        begins=date(2025, 5, 19),
    ) == [
        "The convocation is in office from 20.05.2025 to 19.05.2028.",
        f"{person} has a seat in Commission № 1 already.",
        f"{person} chairs Commission № 1; end that seat first.",
        f"1.7: {person} does not sit in the Public Council on 19.05.2025.",
    ]


def test_a_secretary_needs_no_seat_in_the_council():
    council = make.a_council()
    clerk = make.a_person()
    make.seated(council.presidium, clerk, Seat.Role.SECRETARY)
    on = date(2025, 6, 1)
    assert clerk.pk not in council.presidium.seats.voting().on(on).values_list(
        "person", flat=True
    )


def test_a_seat_ends_on_its_last_day():
    council = make.a_council()
    seat = council.commissions[0].seats.get()
    actions.end_seat(seat=seat, ends=date(2025, 12, 31), by=council.secretariat)
    assert list(council.commissions[0].seats.on(date(2025, 12, 31))) == [seat]
    assert list(council.commissions[0].seats.on(date(2026, 1, 1))) == []


def test_a_seat_does_not_end_before_it_began():
    council = make.a_council()
    seat = council.commissions[0].seats.get()
    assert refusal(actions.end_seat, seat=seat, ends=date(2025, 5, 19)) == [
        "The seat began on 20.05.2025; it cannot end before."
    ]


def test_a_seat_is_given_to_somebody_new_in_one_deed():
    council = make.a_council()
    seat = actions.seat_new_person(
        body=council.assembly,
        role=Seat.Role.MEMBER,
        begins=date(2026, 1, 1),
        surname="Өтегенқызы",
        given_name="Ұлжан",
        patronymic="",
        by=council.secretariat,
    )
    assert str(seat.person) == "Өтегенқызы Ұлжан"


@pytest.mark.clause("7.3")
def test_an_edition_is_never_changed():
    edition = make.an_edition()

    @deed
    def change(*, by):
        edition.candidates_limit = 9
        edition.save_as(by)

    with pytest.raises(TypeError):
        change(by=make.the_secretariat())
    assert Edition.objects.get().candidates_limit == 5


@pytest.mark.parametrize(("part", "is_allowed"), [((3, 3), True), ((4, 3), False)])
def test_a_quorum_is_a_share(part, is_allowed):
    facts = {"quorum_numerator": part[0], "quorum_denominator": part[1]}
    if is_allowed:
        assert make.an_edition(**facts).quorum.needed(9) == 9
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        make.an_edition(**facts)


def test_names_of_the_council_are_changed_in_place():
    council = make.a_council()
    first = actions.name_council(name_ru="Совет", by=council.secretariat)
    assert type(first).objects.get().name_ru == "Совет"


def test_change_body_corrects_its_names_only():
    council = make.a_council()
    body = actions.change_body(
        body=council.commissions[0],
        name_kk="Экология",
        name_ru="Экологии",
        by=council.secretariat,
    )
    body.refresh_from_db()
    assert (body.kind, body.number, body.name_kk, body.name_ru) == (
        "commission",
        1,
        "Экология",
        "Экологии",
    )
