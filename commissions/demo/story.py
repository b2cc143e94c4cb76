"""The story of the demonstration council, told through the deeds alone."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

from django.db import transaction

from commissions import actions as commissions
from commissions.demo import texts
from commissions.demo.aftermath import Aftermath
from commissions.demo.calendar import Calendar, calendar, working_day
from commissions.demo.fates import PROPOSED_NEXT, Fate, Round, open_round, rounds
from commissions.demo.founding import ACCOUNTS, Founding
from commissions.demo.moves import AMENDED_AT, DAYS_AHEAD, MOVES, PlannedMove
from commissions.demo.outputs import Outputs
from commissions.demo.people import Cast
from commissions.demo.steps import further_steps
from commissions.demo.work import WorkYear
from commissions.models import Submission
from council import actions as council
from council.actions import ItemVote
from council.models import (
    Account,
    AgendaItem,
    Body,
    Convocation,
    Council,
    Edition,
    EditionItem,
    NamedVote,
    Person,
    Sitting,
)
from council.regulation import Ground, Move
from experts import actions as experts
from experts.actions import Dossier
from experts.models import Expert

SEED = 24
KAZAKH_ONLY_SITTING = 5
PUBLISHED_AFTER = (2, 5)
DAYS_TO_PUBLISH = timedelta(days=2)
# Two of four would be no majority (1.6).
SMALLEST_SITTING = 4


def load(*, password: str, today: date) -> None:
    """Load the whole demonstration, or nothing of it.

    The same seed gives the same council; only the days depend on today.
    """
    rng = Random(SEED)  # noqa: S311 (a fixed draw, nothing secret)
    days, cast = calendar(today), Cast(rng)
    with transaction.atomic():
        founded = Founding(days, cast, password)
        story = Story(rng, days, cast, founded)
        for place, fates in enumerate(rounds(rng)):
            story.formalise(story.hold_round(days.formalised[place], fates, place))
            if place in PUBLISHED_AFTER:
                story.publish(days.formalised[place])
        story.hold_round(days.held, open_round())
        aftermath = Aftermath(story, founded)
        aftermath.correct_a_protocol()
        aftermath.change_the_council()
        story.leave_open_work()
        WorkYear(days, founded).tell()
        Outputs(founded).tell()
        for step in further_steps():
            step(days, founded)


def is_possible() -> bool:
    """Return whether the database has neither a council nor these accounts."""
    return not (
        Council.objects.exists()
        or Convocation.objects.exists()
        or Account.objects.filter(username__in=ACCOUNTS).exists()
    )


def is_loaded() -> bool:
    """Return whether the council on record is the demonstration."""
    return Council.objects.filter(name_kk=texts.COUNCIL["name_kk"]).exists()


class Story:
    """The council at work: it discusses, proposes, votes, formalises."""

    def __init__(
        self, rng: Random, days: Calendar, cast: Cast, founded: Founding
    ) -> None:
        self.rng, self.days, self.cast = rng, days, cast
        self.by, self.secretary = founded.by, founded.secretary
        self.presidium, self.commissions = founded.presidium, founded.commissions
        self.experts: list[Expert] = []
        self.waiting: dict[int, Expert] = {}

    # One round: the commissions, then the Presidium

    def hold_round(self, day: date, fates: Round, place: int | None = None) -> Sitting:
        """Hold the commissions' sittings, then the Presidium's of that day, voted.

        `place` counts the formalised sittings from 0: some of them move experts.
        """
        proposed = []
        moved = self._choose_moved(MOVES.get(place, ()) if place is not None else ())
        for number in sorted(fates):
            released = [
                expert
                for expert, planned in moved
                if planned.commission == number
                and planned.ground == Ground.CHAIR_INITIATIVE
            ]
            discussed = self._hold_commission(number, day, fates[number], released)
            for expert, fate in discussed:
                if fate.is_proposed:
                    proposed.append((expert, fate))
                else:
                    self.waiting[number] = expert
        sitting = self._plan(self.presidium, day)
        passes = {self._add_business(sitting).pk: True}
        for expert, fate in proposed:
            submission = commissions.propose(expert=expert, sitting=sitting, by=self.by)
            passes[submission.item_id] = fate.is_admitted
        for expert, planned in moved:
            submission = self._propose_move(sitting, expert, planned)
            passes[submission.item_id] = planned.is_adopted
        if place == AMENDED_AT:
            passes[self._amend(sitting).item_id] = True
        self._vote(sitting, passes)
        self.experts += [expert for expert, fate in proposed if fate.is_admitted]
        return sitting

    def _choose_moved(
        self, planned: tuple[PlannedMove, ...]
    ) -> list[tuple[Expert, PlannedMove]]:
        """Take for each move the commission's longest serving expert."""
        chosen = []
        for move in planned:
            body = self.commissions[move.commission]
            expert = next(row for row in self.experts if row.commission_id == body.pk)
            self.experts.remove(expert)
            chosen.append((expert, move))
        return chosen

    def _propose_move(
        self, sitting: Sitting, expert: Expert, planned: PlannedMove
    ) -> Submission:
        """Bring the move to the Presidium as its kind and ground ask for."""
        if planned.move == Move.REASSIGN:
            return commissions.propose_reassignment(
                expert=expert,
                sitting=sitting,
                target=self.commissions[planned.target],
                by=self.by,
            )
        if planned.ground == Ground.OWN_REQUEST:
            return commissions.key_request(
                expert=expert,
                sitting=sitting,
                requested_on=working_day(sitting.held_on - timedelta(days=6)),
                by=self.by,
            )
        return commissions.propose_release(
            expert=expert, sitting=sitting, ground=planned.ground, by=self.by
        )

    def _amend(self, sitting: Sitting) -> EditionItem:
        """Lower the quorum from two thirds to a half, from a day ahead on."""
        numbers = {name: getattr(sitting.edition, name) for name in Edition.NUMBERS}
        return council.propose_edition(
            sitting=sitting,
            effective_on=sitting.held_on + timedelta(days=DAYS_AHEAD),
            by=self.by,
            **numbers | {"quorum_numerator": 1, "quorum_denominator": 2},
        )

    def _hold_commission(
        self, number: int, presidium: date, fates: list[Fate], released: list[Expert]
    ) -> list[tuple[Expert, Fate]]:
        """Enter the candidates, discuss them at a sitting and formalise it."""
        body = self.commissions[number]
        day = self.days.commission_day(number, presidium)
        sitting = self._plan(body, day)
        passes = {}
        if self.rng.random() < 0.4:
            passes[self._add_business(sitting).pk] = True
        discussed = []
        for fate in fates:
            on = max(
                self.days.adopted_on, day - timedelta(days=self.rng.randint(4, 12))
            )
            expert = self._enter(number, on)
            discussion = commissions.discuss(sitting=sitting, expert=expert, by=self.by)
            passes[discussion.item_id] = fate.is_supported
            discussed.append((expert, fate))
        for expert in released:
            discussion = commissions.discuss_expert(
                sitting=sitting, expert=expert, move=Move.RELEASE, by=self.by
            )
            passes[discussion.item_id] = True
        self._vote(sitting, passes)
        self.formalise(sitting)
        return discussed

    def formalise(self, sitting: Sitting) -> None:
        """Finalise the protocol under the body's next number."""
        council.finalise_protocol(
            sitting=sitting,
            number=council.next_number(sitting),
            on=self.days.today,
            by=self.by,
        )

    def publish(self, decided_on: date) -> None:
        """Publish the list some days after the sitting (1.12)."""
        experts.publish_list(on=decided_on + DAYS_TO_PUBLISH, by=self.by)

    def _enter(self, number: int, on: date, dossier: Dossier | None = None) -> Expert:
        return experts.enter_candidate(
            commission=self.commissions[number],
            dossier=dossier or self.cast.dossier(number, on),
            on=on,
            by=self.by,
        )

    def _plan(self, body: Body, day: date) -> Sitting:
        return council.plan_sitting(
            body=body,
            held_on=day,
            by=self.by,
            secretary=self.secretary,
            starts_at=time(15 if body.is_presidium else 11),
            **texts.PLACE,
        )

    def _add_business(self, sitting: Sitting) -> AgendaItem:
        """Add a free question; one sitting of the Presidium has it in Kazakh only."""
        choice: tuple[dict[str, str], ...] = texts.COMMISSION_BUSINESS
        if sitting.body.is_presidium:
            choice = texts.PRESIDIUM_BUSINESS
        business = self.rng.choice(choice)
        if sitting.body.is_presidium and sitting.held_on == self._kazakh_only_day:
            business = texts.KAZAKH_ONLY_BUSINESS
        reporter = sitting.presiding.short_name if sitting.presiding else ""
        return council.add_item(
            sitting=sitting, texts=business, reporter=reporter, by=self.by
        )

    @property
    def _kazakh_only_day(self) -> date:
        return self.days.formalised[KAZAKH_ONLY_SITTING]

    # Attendance and votes

    def _attend(self, sitting: Sitting) -> Sitting:
        """Record who came: the chair, most members, now and then an expert (1.5)."""
        members = [person for person in sitting.members if person != sitting.presiding]
        absent = self.rng.choices((0, 1, 2), (5, 3, 2))[0]
        came = self.rng.sample(members, len(members) - absent)
        return council.record_attendance(
            sitting=sitting,
            voters=[person for person in (sitting.presiding, *came) if person],
            others=self._guests(sitting.body),
            by=self.by,
        )

    def _guests(self, body: Body) -> list[Person]:
        """Draw experts who attend without a vote, a commission's own at its sitting."""
        own = [
            expert.person
            for expert in self.experts
            if body.is_presidium or expert.commission_id == body.pk
        ]
        return self.rng.sample(own, min(self.rng.choice((0, 0, 1, 2)), len(own)))

    def _vote(self, sitting: Sitting, passes: dict[int, bool]) -> None:
        """Record attendance and, item by item, a vote that ends as it should."""
        voters = self._attend(sitting).voters
        council.record_votes(
            sitting=sitting,
            votes=[
                self._item_vote(item, voters, is_adopted=is_adopted)
                for item, is_adopted in passes.items()
            ],
            by=self.by,
        )

    def _item_vote(
        self, item: int, voters: list[Person], *, is_adopted: bool
    ) -> ItemVote:
        """Return mostly a vote of all; else exceptions by name, or totals only."""
        present = len(voters)
        if not is_adopted:
            others = present - present // 2
            if self.rng.random() < 0.5:
                return ItemVote(
                    item, exceptions=self._exceptions(voters, others, ["against"])
                )
            return ItemVote(item, totals=(present // 2, others - 1, 1, 0))
        manner = self.rng.choices(("all", "names", "totals"), (14, 3, 3))[0]
        if manner == "all":
            return ItemVote(item)
        if manner == "totals":
            return ItemVote(item, totals=(present - 1, 0, 1, 0))
        few = 1 if present == SMALLEST_SITTING else self.rng.choice((1, 1, 2))
        return ItemVote(
            item, exceptions=self._exceptions(voters, few, NamedVote.Choice.values)
        )

    def _exceptions(
        self, voters: list[Person], count: int, choices: list[str]
    ) -> dict[Person, str]:
        return {
            person: self.rng.choice(choices)
            for person in self.rng.sample(voters, count)
        }

    # What waits today

    def leave_open_work(self) -> None:
        """Plan what comes next, and leave candidates in every state before it."""
        planned = self._plan(self.presidium, self.days.planned)
        self._add_business(planned)
        for number in PROPOSED_NEXT:
            commissions.propose(
                expert=self.waiting[number], sitting=planned, by=self.by
            )
        self._leave_unvoted()
        ahead = {
            number: self._plan(
                body, self.days.commission_day(number, self.days.planned)
            )
            for number, body in self.commissions.items()
        }
        for sitting in ahead.values():
            self._add_business(sitting)
        for number, dossier in self._incomplete().items():
            expert = self._enter(number, self.days.latest, dossier)
            if number == 1:
                commissions.discuss(sitting=ahead[1], expert=expert, by=self.by)

    def _leave_unvoted(self) -> None:
        """Leave a commission's sitting held and attended, its votes not recorded."""
        sitting = self._plan(self.commissions[3], self.days.latest)
        for _candidate in range(2):
            expert = self._enter(3, self.days.latest - timedelta(days=5))
            commissions.discuss(sitting=sitting, expert=expert, by=self.by)
        self._attend(sitting)

    def _incomplete(self) -> dict[int, Dossier]:
        """Return by commission dossiers that lack something yet."""
        dossiers = {
            number: self.cast.dossier(number, self.days.latest)
            for number in (1, 4, 5, 6)
        }
        for kind in ("narcology", "mental_health"):
            del dossiers[1].papers[kind]
        dossiers[4].expert |= {
            "has_higher_education": False,
            "education": "",
            "practice_months": 30,
            "practice": texts.PRACTICE[0],
        }
        dossiers[5].papers["criminal_record"] |= {"result": "", "is_seen": False}
        dossiers[5].expert["corruption"] = ""
        dossiers[6].papers = {"application": dossiers[6].papers["application"]}
        dossiers[6].consent_on = None
        dossiers[6].acknowledged_on = None
        return dossiers
