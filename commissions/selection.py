"""Which candidates can go on an agenda, and how much room there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commissions.models import Discussion, Submission
from council.models import AgendaItem, Body, Sitting
from council.regulation import Move, collect
from experts.models import Expert
from experts.validators import dossier_objections, headroom


@dataclass(frozen=True)
class Choice:
    """A candidate on offer; `objections` say why not yet."""

    expert: Expert
    note: str = ""
    objections: list[str] = field(default_factory=list)
    is_chosen: bool = False

    @property
    def is_held(self) -> bool:
        """Return whether it cannot be chosen; what is chosen can be given up."""
        return bool(self.objections) and not self.is_chosen


def _candidates(bodies: QuerySet[Body] | list[Body]) -> QuerySet[Expert]:
    return (
        Expert.objects.filter(commission__in=bodies)
        .exclude(status=Expert.Status.ENGAGED)
        .with_person()
        .order_by("commission__number", "person__sort_key", "pk")
    )


def open_candidates(bodies: QuerySet[Body] | list[Body]) -> QuerySet[Expert]:
    """Return the commissions' candidates whom the Presidium has not refused."""
    return _candidates(bodies).filter(status=Expert.Status.CANDIDATE)


def chosen(choices: Iterable[Choice], keys: list[Any]) -> list[Choice]:
    """Return the choices with those marked whose keys the form sent back."""
    sent = {str(key) for key in keys}
    return [
        replace(choice, is_chosen=str(choice.expert.pk) in sent) for choice in choices
    ]


def candidates_to_discuss(sitting: Sitting) -> list[Choice]:
    """Return the commission's candidates who are on no open agenda for discussion.

    Those already discussed stay away too; whom the Presidium refused or released since
    is discussed anew (1.8), even where the commission spoke of a refused one between
    the sitting and its protocol.
    """
    on_agenda = Discussion.objects.filter(
        expert=OuterRef("pk"),
        item__sitting__status=Sitting.Status.PLANNED,
        item__votes_for__isnull=True,
    )
    found = list(_candidates([sitting.body]).filter(~Exists(on_agenda)))
    discussed = Discussion.objects.first_days(
        Move.ADMIT, ((row, sitting.body) for row in found)
    )
    return [
        Choice(expert, expert.field)
        for expert in found
        if expert.status == Expert.Status.REFUSED
        or (expert.pk, sitting.body_id) not in discussed
    ]


def candidates_to_propose(
    sitting: Sitting, commissions: QuerySet[Body] | list[Body]
) -> list[Choice]:
    """Return the candidates discussed by the sitting's day and on no open agenda.

    With each, what the dossier still lacks, and that the commission has no place left
    (1.7); the number of queries is constant.
    """
    waiting = Submission.objects.filter(
        proposal__expert=OuterRef("pk"), item__outcome=AgendaItem.Outcome.OPEN
    )
    found = list(
        open_candidates(commissions)
        .filter(~Exists(waiting))
        .prefetch_related("papers", "consents")
    )
    days = Discussion.objects.first_days(
        Move.ADMIT, ((row, row.commission) for row in found)
    )
    taken = _places_taken(sitting)
    return [
        Choice(
            expert,
            _("%(commission)s, %(field)s")
            % {"commission": expert.commission, "field": expert.field},
            dossier_objections(expert, sitting.held_on, sitting.edition)
            + collect(
                (
                    sitting.edition.candidates_per_sitting,
                    {
                        "taken": taken.get(expert.commission_id, 0),
                        "commission": expert.commission.number,
                        "day": sitting.held_on,
                    },
                )
            ),
        )
        for expert in found
        if (day := days.get((expert.pk, expert.commission_id)))
        and day <= sitting.held_on
    ]


def _places_taken(sitting: Sitting) -> dict[int, int]:
    """Return how many places each commission has taken on the sitting (1.7)."""
    return dict(
        Submission.objects.filter(sitting=sitting, kind=Move.ADMIT)
        .order_by()
        .values_list("commission")
        .annotate(count=Count("pk"))
    )


def places(sitting: Sitting, commissions: Iterable[Body]) -> list[dict[str, Any]]:
    """Return, for each commission, its two meters of 1.7 on that sitting."""
    taken = _places_taken(sitting)
    bodies = list(commissions)
    rooms = headroom(bodies, sitting.held_on, sitting.edition)
    return [
        {
            "commission": body,
            "taken": taken.get(body.pk, 0),
            "limit": sitting.edition.candidates_limit,
            "room": rooms[body.pk],
        }
        for body in bodies
    ]
