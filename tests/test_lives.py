"""Random lives of councils against a plain model: the same register on every day.

`make test` plays a few short lives, always the same ones; `make test-long` plays fifty
of 50 steps on each database, other ones each time; LIVES says how many else.
"""

from __future__ import annotations

import copy
import os
from datetime import date, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commissions import actions as commissions
from commissions.models import Submission
from council import actions
from council.models import Edition, Sitting
from council.regulation import Ground, Move, RuleViolation
from experts.models import Engagement, Expert
from experts.register import paginator
from tests import factories as make
from tests.lives import Decided, Life

MULTIPLE, LIMIT = 2, 3
GROUNDS = [ground for ground in Ground if ground != Ground.CHAIR_INITIATIVE]
IS_LONG = settings.get_current_profile_name() == "long"
LIVES = int(os.environ.get("LIVES", "50"))
SETTINGS = settings(
    max_examples=LIVES if IS_LONG else 16,
    stateful_step_count=50 if IS_LONG else 16,
    derandomize=not IS_LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Lives(RuleBasedStateMachine):
    """A council that acts, and the model that says what must come of it."""

    council: ClassVar[make.MadeCouncil]

    @initialize()
    def found(self):
        """Begin a life: two commissions, small caps, nobody engaged."""
        self.point = transaction.savepoint()
        self.by = self.council.secretariat
        self.day = make.IN_FORCE + timedelta(days=7)
        self.bodies = dict(enumerate(self.council.commissions, start=1))
        self.life = Life(
            ends=self.council.convocation.ends,
            multiples={make.IN_FORCE: MULTIPLE},
            seats={
                number: [
                    (seat.person_id, seat.begins, seat.ends)
                    for seat in body.seats.voting()
                ]
                for number, body in self.bodies.items()
            },
        )
        self.is_over = False
        self.experts: dict[int, Expert] = {}
        self.probes = {make.IN_FORCE, make.CONVOCATION_BEGINS - timedelta(days=1)}

    def teardown(self):
        """Let nothing of this life stay for the next one."""
        if hasattr(self, "point"):
            transaction.savepoint_rollback(self.point)

    # What happens

    @rule(days=st.integers(1, 60))
    def wait(self, days):
        """Let days pass, not beyond the term; also when the council has ended."""
        later = min(self.day + timedelta(days=days), date(2028, 1, 1))
        self.day = max(self.day, later)

    @precondition(lambda self: not self.is_over)
    @rule(number=st.integers(1, 2))
    def member_leaves(self, number):
        """End the seat of the commission's youngest member, never of the chair."""
        seat = (
            self.bodies[number]
            .seats.filter(role="member", ends__isnull=True, begins__lte=self.day)
            .order_by("-pk")
            .first()
        )
        if seat is None:
            return
        actions.end_seat(seat=seat, ends=self.day, by=self.by)
        rows = self.life.seats[number]
        place = rows.index((seat.person_id, seat.begins, None))
        rows[place] = (seat.person_id, seat.begins, self.day)
        self.probes.add(self.day)

    @precondition(lambda self: not self.is_over)
    @rule(number=st.integers(1, 2))
    def member_joins(self, number):
        """Seat another member of the council in the commission."""
        body = self.bodies[number]
        seated = set(
            body.seats.filter(ends__isnull=True).values_list("person", flat=True)
        ) | set(body.seats.filter(ends__gte=self.day).values_list("person", flat=True))
        free = [person for person in self.council.members if person.pk not in seated]
        if free:
            make.seated(body, free[0], begins=self.day)
            self.life.seats[number].append((free[0].pk, self.day, None))

    @precondition(lambda self: not self.is_over)
    @rule(
        admissions=st.lists(
            st.tuples(st.integers(1, 2), st.booleans()), max_size=2 * LIMIT
        ),
        moves=st.lists(
            st.tuples(
                st.integers(0, 30),
                st.sampled_from(["release", "reassign"]),
                st.sampled_from(GROUNDS),
                st.booleans(),
            ),
            max_size=2,
        ),
        comes_back=st.booleans(),
    )
    def presidium_sits(self, admissions, moves, comes_back):
        """Discuss, propose, vote and finalise; or cancel what a rule forbids."""
        self.day += timedelta(days=1)
        sitting = make.a_presidium_sitting(self.council, self.day)
        self.life.days[sitting.pk] = self.day
        decided: list[Decided] = []
        for number, is_adopted in self._within_limit(admissions):
            expert = self._candidate(number, comes_back=comes_back)
            self._discuss(expert)
            make.proposed(expert, sitting=sitting)
            decided.append(self._item(sitting, "admit", expert, is_adopted))
        for place, kind, ground, is_adopted in moves:
            expert = self._in_office(place, decided)
            if expert is not None:
                self._propose(sitting, kind, expert, ground)
                decided.append(self._item(sitting, kind, expert, is_adopted))
        if decided:
            self._decide(sitting, decided)
        else:
            actions.cancel_sitting(sitting=sitting, by=self.by)

    @precondition(lambda self: not self.is_over and self.life.decided)
    @rule(place=st.integers(0, 100))
    def protocol_is_corrected(self, place):
        """Turn one decision into its opposite, where no later one rests on it."""
        decided = self.life.decided[place % len(self.life.decided)]
        expected = copy.deepcopy(self.life)
        twin = expected.decided[place % len(self.life.decided)]
        was = twin.is_adopted
        may = expected.undo(twin) if was else expected.carry_out(twin)
        twin.is_adopted = not was
        sitting = Sitting.objects.get(pk=decided.sitting)
        present = len(sitting.voters)
        totals = (0, present, 0, 0) if was else (present, 0, 0, 0)
        votes = {decided.position: totals}
        if may:
            make.corrected(sitting, votes=votes, on=self.day)
            self.life = expected
        else:
            with pytest.raises(RuleViolation), transaction.atomic():
                make.corrected(sitting, votes=votes, on=self.day)

    @precondition(lambda self: not self.is_over)
    @rule(multiple=st.integers(1, 3), days=st.integers(1, 30))
    def regulation_is_amended(self, multiple, days):
        """Adopt another multiple of 1.7, from a day ahead."""
        self.day += timedelta(days=1)
        effective_on = self.day + timedelta(days=days)
        before = self.life.multiples[
            max(one for one in self.life.multiples if one <= effective_on)
        ]
        if effective_on in self.life.multiples or multiple == before:
            return
        sitting = make.a_presidium_sitting(self.council, self.day)
        numbers = {
            name: getattr(self.council.edition, name) for name in Edition.NUMBERS
        }
        actions.propose_edition(
            sitting=sitting,
            effective_on=effective_on,
            by=self.by,
            **numbers | {"experts_multiple": multiple},
        )
        make.decided(sitting)
        self.life.multiples[effective_on] = multiple

    @precondition(lambda self: not self.is_over and self.life.decided)
    @rule(dice=st.integers(0, 9))
    def council_ends_early(self, dice):
        """End the convocation, seldom: nothing happens after it."""
        if dice:
            return
        actions.end_convocation_early(
            convocation=self.council.convocation,
            ends=self.day,
            ended_early_by="№ 1",
            by=self.by,
        )
        self.life.ends, self.is_over = self.day, True
        self.probes |= {self.day, self.day + timedelta(days=1)}

    # What must be so

    @invariant()
    def register_is_the_models_on_every_day(self):
        """Ask the register of the days on which something happened."""
        if not hasattr(self, "life"):
            return
        recent = sorted(self.probes)[-4:]
        for day in {*recent, self.day, self.day + timedelta(days=400)}:
            shown = {
                (row.expert_id, row.commission.number)
                for page in paginator(day)
                for row in page.object_list
            }
            assert shown == self.life.register(day), day

    @invariant()
    def nothing_is_orphaned(self):
        """Every entry cites a final protocol; every dossier says what has become."""
        if not hasattr(self, "life"):
            return
        cited = Engagement.objects.values_list(
            "admitted_by__sitting__status", flat=True
        )
        assert set(cited) <= {"final"}
        serving = set(
            Engagement.objects.filter(left_on=None).values_list("expert", flat=True)
        )
        assert {
            expert.pk for expert in Expert.objects.filter(status=Expert.Status.ENGAGED)
        } == serving
        assert not Submission.objects.filter(sitting__status="cancelled").exists()

    # How it is done

    def _within_limit(self, admissions):
        """Return at most as many of each commission as 1.7 lets on a sitting."""
        taken = {1: 0, 2: 0}
        for number, is_adopted in admissions:
            taken[number] += 1
            if taken[number] <= LIMIT:
                yield number, is_adopted

    def _candidate(self, number, *, comes_back):
        """Return somebody who was released or refused before, or somebody new."""
        known = Expert.objects.filter(
            commission=self.bodies[number], status__in=["released", "refused"]
        ).exclude(pk__in=[row.expert for row in self._waiting])
        expert = known.first() if comes_back else None
        if expert is None:
            expert = make.a_candidate(self.council, self.bodies[number])
        self.experts[expert.pk] = expert
        self._waiting.append(Decided(0, 0, "", expert.pk, 0))
        return expert

    _waiting: ClassVar[list[Decided]] = []

    def _discuss(self, expert):
        sitting = actions.plan_sitting(
            body=expert.commission, held_on=self.day, by=self.by
        )
        commissions.discuss(sitting=sitting, expert=expert, by=self.by)
        make.attended(sitting)
        make.voted(sitting)
        expert.refresh_from_db()

    def _in_office(self, place, decided):
        """Return an expert in office since before today, whom nobody moves yet."""
        moved = {row.expert for row in decided}
        serving = (
            Engagement.objects.active(self.day)
            .filter(begins__lt=self.day)
            .exclude(expert__in=moved)
            .order_by("pk")
        )
        rows = list(serving)
        if not rows:
            return None
        return Expert.objects.get(pk=rows[place % len(rows)].expert_id)

    def _propose(self, sitting, kind, expert, ground):
        facts = {"expert": expert, "sitting": sitting, "by": self.by}
        if kind == "reassign":
            number = expert.commission.number
            commissions.propose_reassignment(target=self.bodies[3 - number], **facts)
        elif ground == Ground.OWN_REQUEST:
            commissions.key_request(requested_on=self.day, **facts)
        else:
            commissions.propose_release(ground=ground, **facts)

    def _item(self, sitting, kind, expert, is_adopted):
        number = expert.commission.number
        return Decided(
            sitting=sitting.pk,
            position=sitting.items.count(),
            kind=kind,
            expert=expert.pk,
            commission=number,
            target=3 - number if kind == Move.REASSIGN else 0,
            is_adopted=is_adopted,
        )

    def _decide(self, sitting, decided):
        """Vote as told and finalise: refused whole where one item breaks a rule."""
        expected = copy.deepcopy(self.life)
        may = True
        for row in decided:
            if row.is_adopted:
                may = expected.carry_out(row) and may
        make.attended(sitting)
        present = len(sitting.members)
        actions.record_votes(
            sitting=sitting,
            votes=[
                actions.ItemVote(
                    sitting.items.get(position=row.position).pk,
                    totals=(present, 0, 0, 0) if row.is_adopted else (0, present, 0, 0),
                )
                for row in decided
            ],
            by=self.by,
        )
        if may:
            make.finalised(sitting)
            expected.decided += decided
            self.life = expected
            self.probes.add(self.day)
        else:
            with pytest.raises(RuleViolation), transaction.atomic():
                make.finalised(sitting)
            actions.cancel_sitting(sitting=sitting, by=self.by)
        self._waiting.clear()


@pytest.mark.django_db
def test_a_councils_life_is_the_models(monkeypatch):
    council = make.a_council(
        members=8,
        per_commission=2,
        experts_multiple=MULTIPLE,
        candidates_limit=LIMIT,
    )
    monkeypatch.setattr(Lives, "council", council, raising=False)
    run_state_machine_as_test(Lives, settings=SETTINGS)
