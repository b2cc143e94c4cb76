"""A chair's proposal and its submission to a Presidium sitting (1.7, 1.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models.discussion import Discussion
from council.audit import Tracked
from council.dates import long_date
from council.models import Account, AgendaItem, Body, Matter, Person, Sitting
from council.regulation import DISCUSSED_FIRST, PRESIDIUM_DECIDES, collect
from experts import actions as experts
from experts.models import Expert
from experts.validators import (
    Standing,
    capacity_objections,
    dossier_objections,
    person_objections,
    standing,
    term_objections,
)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals that can still be brought."""

    def postponed(self, expert: Expert, commission: Body) -> Proposal | None:
        """Return the one that its last sitting postponed, if there is one."""
        last = self.filter(expert=expert, commission=commission).order_by("pk").last()
        if last is None:
            return None
        outcome = (
            last.submissions.order_by("pk")
            .values_list("item__outcome", flat=True)
            .last()
        )
        return last if outcome == AgendaItem.Outcome.POSTPONED else None


class Proposal(Tracked):
    """What the chair of a commission asks of the Presidium."""

    class Kind(models.TextChoices):
        """What is proposed."""

        ADMIT = "admit", gettext_lazy("proposal to admit an expert")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ADMIT)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="proposals"
    )
    commission = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="proposals"
    )
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    keyed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    term_ends = models.DateField(gettext_lazy("last day of the term"))

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.expert} – {self.commission}"

    @property
    def is_on_behalf(self) -> bool:
        """Return whether the secretariat keyed it in for the chair."""
        return self.keyed_by_id != self.proposer.account_id


class Submission(Matter):
    """A proposal on the agenda of one Presidium sitting, in a numbered place.

    Only admissions take a place; places of a commission are numbered from 1.
    """

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="submissions"
    )
    kind = models.CharField(max_length=20, choices=Proposal.Kind)
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="submissions"
    )
    commission = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="submissions"
    )
    place = models.PositiveSmallIntegerField(null=True)
    place_limit = models.PositiveSmallIntegerField(null=True)

    class Meta:
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

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision of an admission."""
        proposal, expert = self.proposal, self.proposal.expert
        number = self.commission.number
        until = proposal.term_ends
        return {
            "title_kk": f"Экспертті тарту туралы: {expert} (№ {number} комиссия)",
            "draft_kk": (
                f"№ {number} комиссияның эксперті ретінде тартылсын: {expert}. "
                f"Қызмет саласы – {expert.field_kk}. Өкілеттік мерзімінің соңғы күні – "
                f"{long_date(until, 'kk')}."
            ),
            "title_ru": expert.field_ru
            and f"О привлечении эксперта: {expert} (комиссия № {number})",
            "draft_ru": expert.field_ru
            and (
                f"Привлечь в качестве эксперта комиссии № {number}: {expert}. "
                f"Сфера деятельности – {expert.field_ru}. Последний день срока "
                f"полномочий – {long_date(until, 'ru')}."
            ),
        }

    def refused_texts(self) -> dict[str, str]:
        """Return the decision of a refusal; reasons are not given (1.6)."""
        expert = self.proposal.expert
        return {
            "kk": f"Экспертті тартудан бас тартылды: {expert}.",
            "ru": f"В привлечении эксперта отказано: {expert}.",
        }

    @classmethod
    def prepare(cls, matters: list[Submission]) -> None:
        """Fetch dossiers, discussions and headroom of one sitting's submissions."""
        if not matters:
            return
        sitting = matters[0].item.sitting
        prefetch_related_objects(
            matters,
            "commission",
            "proposal__expert__person",
            "proposal__expert__convocation",
            "proposal__expert__commission",
            "proposal__expert__papers",
            "proposal__expert__consents",
        )
        days = Discussion.objects.first_days(
            (matter.proposal.expert, matter.commission) for matter in matters
        )
        standings = standing(
            [(matter.proposal.expert, matter.commission) for matter in matters],
            sitting.held_on,
            sitting.edition,
        )
        for matter in matters:
            matter.sitting = sitting
            key = (matter.proposal.expert_id, matter.commission_id)
            matter.discussed_on = days.get(key)
            matter.standing = standings[key]

    @cached_property
    def discussed_on(self) -> date | None:
        """Return the day the commission first discussed the candidate (1.8)."""
        pair = (self.proposal.expert, self.commission)
        return Discussion.objects.first_days([pair]).get(
            (self.proposal.expert_id, self.commission_id)
        )

    @cached_property
    def standing(self) -> Standing:
        """Return where the candidate and the commission stand on the day."""
        pair = (self.proposal.expert, self.commission)
        day, edition = self.sitting.held_on, self.sitting.edition
        return standing([pair], day, edition)[pair[0].pk, pair[1].pk]

    def notes(self) -> list[dict[str, Any]]:
        """Return the two caps of 1.7 as meters: n of 5, and the headroom to 7×."""
        return [
            {
                "clause": "1.7",
                "label": _("Place on this sitting"),
                "taken": self.place,
                "limit": self.place_limit,
            },
            {
                "clause": "1.7",
                "label": _("Experts of commission № %(number)s")
                % {"number": self.commission.number},
                "taken": self.standing.taken,
                "limit": self.standing.capacity,
            },
        ]

    def objections_to_submit(self) -> list[str]:
        """Return what keeps the proposal off the agenda; the 7× cap only warns here."""
        expert, sitting = self.proposal.expert, self.sitting
        return [
            *collect(
                (
                    PRESIDIUM_DECIDES,
                    {"is_presidium": sitting.body.is_presidium, "body": sitting.body},
                ),
                (
                    DISCUSSED_FIRST,
                    {"discussed_on": self.discussed_on, "decided_on": sitting.held_on},
                ),
            ),
            *person_objections(expert, self.standing),
            *dossier_objections(expert, sitting.held_on, sitting.edition),
            *term_objections(expert, self.proposal.term_ends),
        ]

    def objections(self) -> list[str]:
        """Return what speaks against admitting the person on the sitting's day."""
        return [
            *self.objections_to_submit(),
            *capacity_objections(self.commission, self.standing, self.sitting.edition),
        ]

    def carry_out(self, by: Account) -> None:
        """Enter the expert in the register, dated the day of the sitting (1.8)."""
        DISCUSSED_FIRST.check(
            discussed_on=self.discussed_on, decided_on=self.sitting.held_on
        )
        experts.engage(
            expert=self.proposal.expert,
            commission=self.commission,
            protocol=self.item.sitting.protocol,
            ends=self.proposal.term_ends,
            by=by,
        )

    def refuse(self, by: Account) -> None:
        """Note the refusal in the dossier; it is never published (1.6)."""
        experts.refuse(expert=self.proposal.expert, by=by)

    def withdraw(self, by: Account) -> None:
        """Free the place; a proposal that was never decided goes with it (1.7)."""
        proposal = self.proposal
        super().withdraw(by)
        if not proposal.submissions.exists():
            proposal.delete_as(by)
