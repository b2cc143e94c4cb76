"""Every indicator: what counts, what does not, whose day it is, at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissions import actions as commissions
from commissions.models import Event, Recommendation
from council import actions
from council.dates import Quarter
from experts.models import Engagement
from kpi.indicators import CLAUSES, Period, counts_of, touching, with_facts
from tests import factories as make
from tests.kpi import records

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2026, 1)
INSIDE, BEFORE, AFTER = date(2026, 2, 10), date(2025, 12, 31), date(2026, 4, 1)
PERIOD = Period.of(QUARTER)


@pytest.fixture(autouse=True)
def _in_may(time_machine):
    time_machine.move_to("2026-05-20 12:00+05:00")


def numbers(entry, *periods):
    """Return the seven numbers of each period, in the order of the clauses."""
    found = counts_of([entry], periods)
    listed = [[count.number for count in found[entry.pk, period]] for period in periods]
    return listed[0] if len(listed) == 1 else listed


def a_sitting(council, body, on, *, is_final=True, others=()):
    """Return a sitting of the body to which these came without a vote."""
    sitting = actions.plan_sitting(
        body=body,
        held_on=on,
        presiding=body.chair(on) or council.chairs[0],
        secretary=council.secretary,
        by=council.secretariat,
    )
    actions.add_item(
        sitting=sitting,
        texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
        by=council.secretariat,
    )
    make.attended(sitting, others=others)
    make.voted(sitting)
    if is_final:
        make.finalised(sitting)
    return sitting


@pytest.mark.parametrize("day", [PERIOD.begins, INSIDE, PERIOD.ends])
def test_each_direction_counts_what_its_clause_names(day):
    council = make.a_council(per_commission=2)
    expert = make.in_office(council)
    entry = records.the_entry(expert)
    assert numbers(entry, PERIOD) == [0, 0, 0, 0, 0, 0, None]

    for body in (council.assembly, council.presidium, council.commissions[0]):
        a_sitting(council, body, day, others=[expert.person])
    for kind in Event.Kind.values:
        records.an_event(entry, day, kind=kind)
    for kind in Recommendation.Kind.values:
        records.a_recommendation(entry, day, kind=kind)
    records.a_breach(entry, day)
    records.a_publication(entry, day)
    records.a_publication(entry, day)

    assert numbers(entry, PERIOD) == [2, 1, 3, 1, 3, 1, 2]
    previous, following = Period.of(QUARTER.previous), Period.of(QUARTER.next)
    assert numbers(entry, previous, following) == [[0] * 6 + [None]] * 2


def test_what_is_not_settled_or_not_the_experts_does_not_count():
    council = make.a_council(per_commission=2)
    expert, other = make.in_office(council), make.in_office(council)
    entry = records.the_entry(expert)
    a_sitting(
        council, council.presidium, INSIDE, is_final=False, others=[expert.person]
    )
    a_sitting(council, council.assembly, INSIDE, others=[other.person])
    a_sitting(council, council.commissions[1], INSIDE)
    records.an_event(entry, INSIDE, came=False)
    records.an_event(entry, INSIDE, came=None)
    records.an_event(entry, INSIDE, status=Event.Status.CANCELLED)
    records.a_breach(entry, INSIDE, lifted_on=INSIDE, lifted_because="Қате")
    records.a_recommendation(records.the_entry(other), INSIDE)
    records.an_event(entry, date(2026, 3, 30), AFTER)
    assert numbers(entry, PERIOD) == [0, 0, 0, 0, 0, 0, None]
    assert numbers(entry, Period.of(QUARTER.next))[2] == 1


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ([], None),
        ([{"is_agreed": False}], 0),
        ([{"is_open": False}], 0),
        ([{}, {"is_agreed": False}], 1),
    ],
)
def test_publications_do_not_apply_without_activity_in_the_media(facts, number):
    entry = records.the_entry(make.in_office(make.a_council()))
    for one in facts:
        records.a_publication(entry, INSIDE, **one)
    assert numbers(entry, PERIOD)[-1] == number


def test_a_reassigned_expert_has_numbers_of_each_commission():
    """The day of the reassignment is the first one in the new commission."""
    council = make.a_council(per_commission=2)
    expert = make.in_office(council)
    presidium = make.a_presidium_sitting(council, INSIDE)
    commissions.propose_reassignment(
        expert=expert,
        sitting=presidium,
        target=council.commissions[1],
        by=council.secretariat,
    )
    make.decided(presidium)
    old, new = with_facts(Engagement.objects.order_by("begins"))
    eve = INSIDE - timedelta(days=1)
    for day in (eve, INSIDE):
        a_sitting(council, council.assembly, day, others=[expert.person])
        a_sitting(council, old.commission, day)
        a_sitting(council, new.commission, day)
        for entry in (old, new):
            records.a_recommendation(entry, day)
    records.an_event(old, eve, INSIDE)

    for entry, day in ((old, eve), (new, INSIDE)):
        found = counts_of([old, new], [PERIOD])[entry.pk, PERIOD]
        behind = {
            count.indicator.clause: [record.on for record in count.records or ()]
            for count in found
        }
        assert behind["4.2.1"] == behind["4.2.4"] == [day]
        assert behind["4.2.3"] == ([eve] if entry == old else [])
        assert [row.pk for row in touching(PERIOD).filter(pk=entry.pk)] == [entry.pk]
    a_sitting(council, old.commission, eve, others=[expert.person])
    assert (numbers(old, PERIOD)[1], numbers(new, PERIOD)[1]) == (1, 0)


def test_numbers_cost_the_same_for_one_expert_and_for_many():
    council = make.a_council(members=8, commissions=1)
    make.engaged(council, *[make.a_candidate(council) for _number in range(5)])
    periods = [
        Period.of(Quarter(2025 + place // 4, place % 4 + 1)) for place in range(8)
    ]
    entries = list(with_facts(Engagement.objects.all())) * 9
    costs = []
    for listed in (entries[:1], entries):
        with CaptureQueriesContext(connection) as queries:
            counts_of(listed, periods)
        costs.append(len(queries))
    assert len(entries) == 45
    assert costs == [8, 8]
    assert len(CLAUSES) == 7
