"""Two times: whoever asks for a day and a moment gets what the register said then.

Random lives of councils, as in `tests/test_lives.py`, in which names, fields and
commissions are corrected too and records merged. A plain list of what the register
held after each deed says what must be shown.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import astuple, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from council import actions
from council.as_recorded import reading
from council.audit import doing
from council.models import LastDeed, Sitting
from experts import actions as experts
from experts.models import Expert
from experts.register import entries_of, listing, paginator
from tests import factories as make
from tests.lives import Served
from tests.test_lives import IS_LONG, LIMIT, LIVES, MULTIPLE, SETTINGS, Lives

INSTANT = timedelta.resolution
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
QUESTIONS = 4  # after each step of a life


@dataclass
class State:
    """All that the register can show of any day, as it stands after a deed."""

    ends: date = date.max
    served: list[Served] = field(default_factory=list)
    told: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    sittings: dict[int, tuple[str, date]] = field(default_factory=dict)

    def register(self, day):
        """Return the entries of who is an expert that day, as plain tuples."""
        if day > self.ends:
            return []
        return sorted(self.entry(row) for row in self.served if row.on(day))

    def entries(self, public_id):
        """Return all entries of one expert."""
        return sorted(
            self.entry(row)
            for row in self.served
            if row.is_valid and self.told[row.expert][0] == public_id
        )

    def entry(self, row):
        public_id, name, what = self.told[row.expert]
        number, day = self.sittings[row.by]
        left = (row.how, row.left, self.sittings.get(row.left_by, ("",))[0])
        return (
            *(public_id, name, row.commission, self.bodies[row.commission], what),
            *(number, day, row.begins, self.ends),
            *(left if row.left else ("", None, "")),
        )


class TwoTimes(Lives):
    """A council's life, and readers who ask what the register said about it when."""

    client: ClassVar[Client]

    @initialize(seed=st.integers(0, 2**32))
    def found(self, seed):
        super().found()
        self.dice = random.Random(seed)
        self.told: dict[int, tuple[str, str, str]] = {}
        self.names = {number: body.name_ru for number, body in self.bodies.items()}
        self.numbers: dict[int, str] = {}
        self.moments = [LONG_AGO]
        self.states = [State()]
        admissions = [(1, True), (2, True), (1, True), (2, False)]
        self.presidium_sits(admissions=admissions, moves=[], comes_back=False)

    # What else happens

    def _known(self, place):
        """Return one of those who ever stood before the Presidium, or None."""
        known = sorted(self.told)
        return Expert.objects.get(pk=known[place % len(known)]) if known else None

    @precondition(lambda self: bool(getattr(self, "told", None)))
    @rule(place=st.integers(0, 50))
    def name_is_corrected(self, place):
        """Correct the spelling of a name, in one deed twice: the last one counts."""
        expert = self._known(place)
        first, last = (make.a_dossier().person["surname"] for _time in range(2))
        with doing("name_is_corrected", self.by):
            actions.change_person(person=expert.person, surname=first, by=self.by)
            actions.change_person(person=expert.person, surname=last, by=self.by)
        self._tell(expert, name=f"{last} {expert.person.given_name}")

    @precondition(lambda self: bool(getattr(self, "told", None)))
    @rule(place=st.integers(0, 50))
    def record_is_merged(self, place):
        """Find that the person was on record before, under another name."""
        expert = self._known(place)
        known = make.a_person()
        actions.merge_persons(person=known, duplicate=expert.person, by=self.by)
        self._tell(expert, name=str(known))

    @precondition(lambda self: bool(getattr(self, "told", None)))
    @rule(place=st.integers(0, 50))
    def field_is_corrected(self, place):
        """Put another field into the dossier, the name as it is."""
        expert = self._known(place)
        person = expert.person
        what = f"Көпірлер {len(self.moments)}"
        facts = {
            "person": {"surname": person.surname, "given_name": person.given_name},
            "expert": {"field_kk": what, "field_ru": what},
        }
        dossier = make.a_dossier(**facts)
        experts.change_dossier(expert=expert, dossier=dossier, on=self.day, by=self.by)
        self._tell(expert, what=what)

    @rule(number=st.integers(1, 2))
    def commission_is_renamed(self, number):
        """Correct the name of a commission, in one deed twice."""
        body, name = self.bodies[number], f"Комиссия {len(self.moments)}"
        with doing("commission_is_renamed", self.by):
            for each in ("Комисия", name):
                actions.change_body(body=body, name_kk=each, name_ru=each, by=self.by)
        self.names[number] = name

    def _tell(self, expert, name="", what=""):
        public_id, old_name, old_field = self.told[expert.pk]
        self.told[expert.pk] = (public_id, name or old_name, what or old_field)

    # What must be so

    @invariant()
    def readers_get_what_was_recorded(self):
        """Note the state, then ask for days and moments all through the life."""
        if not hasattr(self, "moments"):
            return
        self._remember()
        for _question in range(QUESTIONS):
            day = self.dice.choice([*self.probes, self.day, make.CONVOCATION_ENDS])
            day += self.dice.choice([-1, 0, 0, 1]) * timedelta(days=1)
            place = self.dice.randrange(len(self.moments))
            until = [*self.moments, self.moments[-1] + timedelta(hours=1)][place + 1]
            middle = self.moments[place] + (until - self.moments[place]) / 2
            moment = self.dice.choice(
                [self.moments[place], middle, until - INSTANT, until]
            )
            with translation.override("en"):
                self._ask(day, moment)

    def _remember(self):
        """Note what the register holds from the last deed on."""
        for expert in self.experts.values():
            if expert.pk not in self.told:
                told = (expert.public_id, str(expert.person), expert.field_ru)
                self.told[expert.pk] = told
        for pk in set(self.life.days) - set(self.numbers):
            sitting = Sitting.objects.get(pk=pk)
            if sitting.is_final:
                self.numbers[pk] = str(sitting.protocol.number)
        self.moments.append(LastDeed.objects.get().at)
        self.states.append(
            State(
                ends=self.life.ends,
                served=[Served(**vars(row)) for row in self.life.served],
                told=dict(self.told),
                bodies=dict(self.names),
                sittings={
                    pk: (number, self.life.days[pk])
                    for pk, number in self.numbers.items()
                },
            )
        )

    def _ask(self, day, moment):
        state = self.states[max(bisect_right(self.moments, moment) - 1, 0)]
        with reading(moment):
            pages = paginator(day)
            shown = [
                astuple(entry)
                for number in pages.page_range
                for entry in listing(pages, number).page.object_list
            ]
        assert sorted(shown) == state.register(day), (day, moment)
        kind = self.dice.choice(["", "", "", "json", "page", "entry"])
        if kind == "entry" and self.told:
            public_id = self.dice.choice(list(self.told.values()))[0]
            with reading(moment):
                found = [astuple(entry) for entry in entries_of(public_id)]
            assert sorted(found) == state.entries(public_id), (public_id, moment)
        elif kind in ("json", "page"):
            with time_machine.travel(self.moments[-1] + timedelta(hours=2)):
                self._ask_the_site(kind, day, moment, state.register(day))

    def _ask_the_site(self, kind, day, moment, expected):
        query = {"on": day.isoformat(), "as_recorded": moment.isoformat()}
        name = "register_json" if kind == "json" else "register"
        caches["pages"].clear()  # a kept page does not say what it was made from
        answer = self.client.get(reverse(name), query)
        assert answer.status_code == 200
        if kind == "page":
            page = answer.context["listing"].page
            assert sorted(map(astuple, page.object_list)) == expected
            return
        data = answer.json()
        shown = [
            (
                *(row["person_id"], person["name"], person["field"]["ru"]),
                *(row["organization_id"][-1], row["protocol_number"]),
                *(row["protocol_date"], row["start_date"], row["end_date"]),
            )
            for person, row in zip(data["persons"], data["memberships"], strict=True)
        ]
        assert sorted(shown) == sorted(
            (row[0], row[1], row[4], str(row[2]), row[5], *map(str, row[6:9]))
            for row in expected
        )


@pytest.mark.django_db
def test_the_register_of_any_day_and_moment_is_the_models(monkeypatch, client):
    council = make.a_council(
        members=8,
        per_commission=2,
        experts_multiple=MULTIPLE,
        candidates_limit=LIMIT,
    )
    monkeypatch.setattr(Lives, "council", council, raising=False)
    monkeypatch.setattr(TwoTimes, "client", client, raising=False)
    lives, steps = (LIVES // 5, 50) if IS_LONG else (4, 14)
    size = settings(SETTINGS, max_examples=lives, stateful_step_count=steps)
    run_state_machine_as_test(TwoTimes, settings=size)
