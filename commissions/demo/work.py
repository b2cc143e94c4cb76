"""A year of the experts' work: events with who came, and what chairs asked."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from commissions import actions as commissions
from commissions.demo.calendar import Calendar, working_day
from commissions.demo.founding import Founding
from commissions.demo.work_texts import (
    MOVED_TASK,
    OUTCOME,
    PLACES,
    TASKS,
    TOPICS,
    WITHDRAWN,
    Task,
    Topic,
)
from commissions.models import Assignment, Event
from council.models import Account, Body, Person
from experts.models import Engagement, Expert

SEED = 69
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
# By commission and place among its events: held without company; agreed and closed.
UNACCOMPANIED, CLOSED = (2, 2), (6, 3)
INVITED = (2, 3, 3, 4)
WITHDRAWN_IN, OVERDUE_IN = 5, (1, 4)


class WorkYear:
    """The commissions at work since their first experts took office."""

    def __init__(self, days: Calendar, founded: Founding) -> None:
        self.rng = Random(SEED)  # noqa: S311 (a fixed draw, nothing secret)
        self.days, self.founded = days, founded

    def tell(self) -> None:
        """Let every commission hold its events and give its assignments."""
        for number, body in self.founded.commissions.items():
            chair = self.founded.accounts[f"chair{number}"]
            held = self._hold_events(number, body, chair)
            self._leave_events(number, body, chair)
            self._give_assignments(number, body, chair, held)
        self._ask_before_moving()

    # Events

    def _hold_events(self, number: int, body: Body, chair: Account) -> list[Event]:
        first = self.days.formalised[1] + A_WEEK
        gap = (self.days.latest - 2 * A_WEEK - first) / len(TOPICS[number])
        return [
            self._held(number, place, body, chair, topic, first + place * gap)
            for place, topic in enumerate(TOPICS[number])
        ]

    def _held(  # noqa: PLR0913 (one event of the year)
        self,
        number: int,
        place: int,
        body: Body,
        chair: Account,
        topic: Topic,
        around: date,
    ) -> Event:
        day = working_day(around + number * A_DAY)
        event = self._planned(
            body, chair, topic, day, is_closed=(number, place) == CLOSED
        )
        invited = [
            row.engagement.expert
            for row in event.participations.select_related("engagement__expert__person")
        ]
        came = [expert for expert in invited if self.rng.random() < 0.85]
        is_alone = (number, place) == UNACCOMPANIED
        return commissions.record_event(
            event=event,
            came=came or invited[:1],
            companion=None if is_alone else event.companion,
            group_lead=None if is_alone else event.group_lead,
            on=self.days.today,
            by=chair,
        )

    def _leave_events(self, number: int, body: Body, chair: Account) -> None:
        """Leave one event ahead, here and there one to record and one cancelled."""
        topics = TOPICS[number]
        ahead = working_day(self.days.today + (7 + number) * A_DAY)
        self._planned(body, chair, topics[0], ahead)
        if number % 2:
            self._planned(body, chair, topics[1], self.days.latest - 2 * A_DAY)
        else:
            cancelled = self._planned(body, chair, topics[3], ahead + A_WEEK)
            commissions.cancel_event(event=cancelled, by=chair)

    def _planned(
        self,
        body: Body,
        chair: Account,
        topic: Topic,
        day: date,
        *,
        is_closed: bool = False,
    ) -> Event:
        is_led = topic.kind == Event.Kind.MONITORING
        return commissions.plan_event(
            commission=body,
            kind=topic.kind,
            title=topic.title,
            organ=topic.organ,
            place=self.rng.choice(PLACES),
            begins=day,
            ends=day + A_DAY if topic.kind == Event.Kind.TRIP else day,
            is_closed=is_closed,
            agreed_on=day - A_WEEK if is_closed else None,
            companion=None if is_led else self._companion(body, day),
            group_lead=chair.person if is_led else None,
            experts=self._experts(body, day, self.rng.choice(INVITED)),
            by=chair,
        )

    def _companion(self, body: Body, day: date) -> Person:
        seats = body.seats.voting().on(day).select_related("person")
        return self.rng.choice(list(seats)).person

    def _experts(self, body: Body, day: date, count: int) -> list[Expert]:
        """Draw experts in office that day; the same few come again and again."""
        rows = (
            Engagement.objects.active(day)
            .filter(commission=body)
            .select_related("expert__person")
            .order_by("begins", "pk")[: 3 * count]
        )
        experts = [row.expert for row in rows]
        return self.rng.sample(experts, min(count, len(experts)))

    # Assignments

    def _give_assignments(
        self, number: int, body: Body, chair: Account, held: list[Event]
    ) -> None:
        """Give three tasks: one done, one open or withdrawn, one open or overdue."""
        today = self.days.today
        first, second, third = TASKS[number]
        event = held[3]
        done = self._given(
            body, chair, first, event.ends + A_DAY, 3 * A_WEEK, 1, event=event
        )
        commissions.complete_assignment(
            assignment=done,
            done_on=done.due - 3 * A_DAY,
            outcome=OUTCOME,
            on=today,
            by=chair,
        )
        given = self._given(
            body, chair, second, self.days.latest - 2 * A_WEEK, 6 * A_WEEK, 2
        )
        if number == WITHDRAWN_IN:
            commissions.withdraw_assignment(
                assignment=given, outcome=WITHDRAWN, on=today, by=chair
            )
        term = 3 * A_WEEK if number in OVERDUE_IN else 8 * A_WEEK
        self._given(body, chair, third, self.days.latest - 4 * A_WEEK, term, 1)

    def _given(  # noqa: PLR0913 (one task with its term)
        self,
        body: Body,
        chair: Account,
        task: Task,
        on: date,
        term: timedelta,
        count: int,
        event: Event | None = None,
    ) -> Assignment:
        given_on = working_day(on)
        return commissions.give_assignment(
            commission=body,
            experts=self._experts(body, given_on, count),
            task=task.text,
            format=task.format,
            organ=task.organ,
            event=event,
            given_on=given_on,
            due=working_day(given_on + term),
            on=self.days.today,
            by=chair,
        )[0]

    def _ask_before_moving(self) -> None:
        """Leave open what a reassigned expert was asked in the old commission."""
        moved = (
            Engagement.objects.filter(left_how=Engagement.Left.REASSIGNED)
            .select_related("expert__person", "commission")
            .order_by("left_on")
            .last()
        )
        if moved is None or moved.left_on is None:
            return
        commissions.give_assignment(
            commission=moved.commission,
            experts=[moved.expert],
            task=MOVED_TASK.text,
            format=MOVED_TASK.format,
            given_on=moved.left_on - A_WEEK,
            due=working_day(self.days.today + 2 * A_WEEK),
            on=self.days.today,
            by=self.founded.accounts[f"chair{moved.commission.number}"],
        )
