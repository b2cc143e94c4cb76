"""A proposal on the agenda of a Presidium sitting (1.7, 1.8)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commissions.models.facts import Facts, facts_of, key_of
from commissions.models.moves import MOVES, Deciding
from commissions.models.proposal import Proposal
from council.models import Account, AgendaItem, Body, Matter, Sitting
from council.regulation import Move, RuleViolation


class Submission(Matter):
    """A proposal on the agenda of one Presidium sitting.

    Only admissions take a place; places of a commission are numbered from 1.
    """

    part_of: ClassVar = ("proposal", "item")
    goes_along: ClassVar = (
        *("proposal__expert__person", "proposal__expert__convocation"),
        "commission",
    )

    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("proposal"),
    )
    kind = models.CharField(_("what is proposed"), max_length=20, choices=Move)
    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("sitting"),
    )
    commission = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("commission"),
    )
    place = models.PositiveSmallIntegerField(_("place of 1.7"), null=True)
    place_limit = models.PositiveSmallIntegerField(
        _("places of the commission"), null=True
    )

    class Meta:
        verbose_name = _("proposal on an agenda")
        verbose_name_plural = _("proposals on agendas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "commission", "place"],
                name="%(app_label)s_%(class)s_place_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=True)
                | Q(
                    place__gte=1,
                    place_limit__isnull=False,
                    place__lte=F("place_limit"),
                ),
                name="%(app_label)s_%(class)s_place_within_limit",
            ),
            models.CheckConstraint(
                condition=Q(kind="admit", place__isnull=False)
                | (~Q(kind="admit") & Q(place__isnull=True)),
                name="%(app_label)s_%(class)s_only_admissions_have_places",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} – {self.sitting}"

    @classmethod
    def waiting(cls, dossier: models.Model) -> models.QuerySet[Submission]:
        """Return the proposals on an expert that no final protocol has decided."""
        return cls.objects.filter(
            proposal__expert=dossier, item__outcome=AgendaItem.Outcome.OPEN
        )

    @classmethod
    def prepare(cls, matters: list[Submission]) -> None:
        """Fetch dossiers, discussions and headroom of one sitting's submissions."""
        if not matters:
            return
        sitting = matters[0].item.sitting
        prefetch_related_objects(
            matters,
            "commission",
            "proposal__target",
            "proposal__expert__person",
            "proposal__expert__convocation",
            "proposal__expert__commission",
            "proposal__expert__papers",
            "proposal__expert__consents",
        )
        for matter in matters:
            matter.proposal.commission = matter.commission
        found = facts_of([matter.proposal for matter in matters], sitting)
        for matter in matters:
            matter.sitting = sitting
            matter.facts = found[key_of(matter.proposal)]

    @cached_property
    def facts(self) -> Facts:
        """Return what was recorded of the expert and the commissions on the day."""
        return facts_of([self.proposal], self.sitting)[key_of(self.proposal)]

    @property
    def deciding(self) -> Deciding:
        """Return what is to be said and done about this kind of move."""
        return MOVES[Move(self.kind)](self)

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision."""
        return self.deciding.texts()

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the vote does not adopt it; no reasons (1.6)."""
        return self.deciding.refused_texts()

    def notes(self) -> list[dict[str, Any]]:
        """Return the caps of 1.7 that the move counts for, as meters."""
        return self.deciding.notes()

    def objections_to_submit(self) -> list[str]:
        """Return what keeps the proposal off the agenda; the 7× cap only warns here."""
        return self.deciding.objections_to_submit()

    def objections(self) -> list[str]:
        """Return what speaks against deciding it on the sitting's day."""
        return self.deciding.objections()

    def follow(self, by: Account) -> None:
        """Follow the sitting to its new day, under the edition of that day (1.7).

        A place beyond that edition's limit is given up for a lower one that is free.
        """
        self._take_place_within(self.sitting.edition.candidates_limit)
        sentences = [*self.objections_to_submit(), *self.deciding.place_objections()]
        if sentences:
            raise RuleViolation(*sentences)
        if self.place is not None:
            self.place_limit = self.sitting.edition.candidates_limit
            self.save_as(by)

    def _take_place_within(self, limit: int) -> None:
        if self.place is None or self.place <= limit:
            return
        taken = Submission.objects.filter(
            sitting=self.sitting_id, commission=self.commission_id
        ).values_list("place", flat=True)
        self.place = min(set(range(1, limit + 1)) - set(taken), default=self.place)

    def carry_out(self, by: Account) -> None:
        """Enter the decision in the register, dated the day of the sitting (1.8)."""
        self.sitting = self.item.sitting
        self.deciding.carry_out(by)

    def refuse(self, by: Account) -> None:
        """Note the refusal of an admission in the dossier; never published (1.6)."""
        self.deciding.refuse(by)

    def undo(self, outcome: str, by: Account) -> None:
        """Take the decision back; RuleViolation when a later one rests on it."""
        if outcome == AgendaItem.Outcome.ADOPTED:
            self.deciding.undo(by)
        elif outcome == AgendaItem.Outcome.REFUSED:
            self.deciding.undo_refusal(by)

    def withdraw(self, by: Account) -> None:
        """Free the place; a proposal that was never decided goes with it (1.7)."""
        proposal = self.proposal
        super().withdraw(by)
        if not proposal.submissions.exists():
            proposal.delete_as(by)
