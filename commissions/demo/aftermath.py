"""What happens after the sittings: a correction, and the council itself changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commissions.demo import texts
from commissions.demo.founding import Founding
from commissions.demo.moves import ABOVE_CAP, CORRECTED_AT, JOINS_COUNCIL
from council import actions as council
from council.actions import Correction, ItemVote
from council.models import AgendaItem, Body, Seat, Sitting
from council.regulation import Move

if TYPE_CHECKING:
    from commissions.demo.story import Story


class Aftermath:
    """The changes that the register and its caps have to bear."""

    def __init__(self, story: Story, founded: Founding) -> None:
        self.story, self.by, self.founded = story, founded.by, founded

    def correct_a_protocol(self) -> None:
        """Count a vote again: a candidate recorded as refused was engaged."""
        sitting = self._sitting_to_correct()
        item = sitting.items.filter(outcome=AgendaItem.Outcome.REFUSED)[0]
        came = len(sitting.voters)
        council.correct_protocol(
            sitting=sitting,
            correction=Correction(
                number=sitting.protocol.number,
                presiding=sitting.presiding,
                secretary=sitting.secretary,
                invited=sitting.invited,
                voters=sitting.voters,
                others=[row.person for row in sitting.attended if not row.has_vote],
                votes=[ItemVote(item.pk, totals=(came, 0, 0, 0))],
                explanation_kk=texts.CORRECTION["kk"],
                explanation_ru=texts.CORRECTION["ru"],
            ),
            on=self.story.days.latest,
            by=self.by,
        )

    def _sitting_to_correct(self) -> Sitting:
        """Return the first sitting from that place on that refused somebody."""
        return self.founded.presidium.sittings.filter(
            held_on__gte=self.story.days.formalised[CORRECTED_AT],
            status=Sitting.Status.FINAL,
            items__outcome=AgendaItem.Outcome.REFUSED,
            items__submission__kind=Move.ADMIT,
        ).order_by("held_on")[0]

    def change_the_council(self) -> None:
        """Let a member leave a full commission, and an expert join the council."""
        day = self.story.days.latest
        full = self.founded.commissions[ABOVE_CAP]
        leaves = full.seats.filter(role=Seat.Role.MEMBER).order_by("-pk")[0]
        council.end_seat(seat=leaves, ends=day, by=self.by)
        body = self.founded.commissions[JOINS_COUNCIL]
        joins = next(
            expert for expert in self.story.experts if expert.commission_id == body.pk
        )
        council.seat_person(
            body=body.convocation.bodies.get(kind=Body.Kind.ASSEMBLY),
            person=joins.person,
            role=Seat.Role.MEMBER,
            begins=day,
            by=self.by,
        )
