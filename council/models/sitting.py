"""Sittings: who came, what was on the agenda, how it was voted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.audit import Tracked
from council.dates import numeric_date
from council.models.convocation import Body, translated
from council.models.edition import Edition, in_force
from council.models.people import Account, Person
from council.regulation import SIMPLE_MAJORITY

if TYPE_CHECKING:
    from council.models.matter import Matter


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Sittings by what can still happen to them."""

    def open(self) -> SittingQuerySet:
        """Return those neither cancelled nor formalised by a final protocol."""
        return self.filter(status=Sitting.Status.PLANNED)

    def presidium(self) -> SittingQuerySet:
        """Return the sittings of the Presidium."""
        return self.filter(body__kind=Body.Kind.PRESIDIUM)


class Sitting(Tracked):
    """A sitting of a body on a day, with its agenda and attendance."""

    technical: ClassVar = ("revision",)

    class Status(models.TextChoices):
        """Planned until its protocol is final or it is cancelled."""

        PLANNED = "planned", _("planned")
        CANCELLED = "cancelled", _("cancelled")
        FINAL = "final", _("formalised")

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="sittings",
        verbose_name=_("body of the council"),
    )
    held_on = models.DateField(_("day of the sitting"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place_kk = models.CharField(_("place, in Kazakh"), max_length=300, blank=True)
    place_ru = models.CharField(_("place, in Russian"), max_length=300, blank=True)
    presiding = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("presiding"),
    )
    secretary = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("secretary"),
    )
    invited = models.TextField(
        _("invited guests"),
        max_length=3000,
        blank=True,
        help_text=_("Who is not on record, one a line; they have no vote."),
    )
    status = models.CharField(
        _("state"), max_length=20, choices=Status, default=Status.PLANNED
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["body", "held_on"])]

    def __str__(self) -> str:
        return f"{self.body}, {numeric_date(self.held_on)}"

    @cached_property
    def edition(self) -> Edition:
        """Return the edition in force on the day; a final one keeps its own."""
        return self.protocol.edition if self.is_final else in_force(self.held_on)

    @property
    def is_open(self) -> bool:
        """Return whether the agenda and the votes can still change."""
        return self.status == self.Status.PLANNED

    @property
    def is_cancelled(self) -> bool:
        """Return whether it is not held after all."""
        return self.status == self.Status.CANCELLED

    @property
    def is_final(self) -> bool:
        """Return whether a final protocol formalises this sitting (1.8)."""
        return self.status == self.Status.FINAL

    @cached_property
    def members(self) -> list[Person]:
        """Return who holds a voting seat in the body on the day, in Kazakh order."""
        return list(
            Person.objects.filter(
                pk__in=self.body.seats.voting().on(self.held_on).values("person")
            )
        )

    @cached_property
    def voters(self) -> list[Person]:
        """Return the members who came."""
        return [row.person for row in self.attended if row.has_vote]

    @cached_property
    def attended(self) -> list[Attendance]:
        """Return who came, with and without a vote, in Kazakh order."""
        return list(self.attendances.select_related("person"))

    @property
    def has_quorum(self) -> bool:
        """Return whether enough members came, by the edition's reading."""
        return self.edition.quorum.holds(len(self.voters), len(self.members))


class Attendance(Tracked):
    """A person who came to a sitting, as a member or without a vote (1.5)."""

    part_of: ClassVar = ("sitting", "person")

    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.CASCADE,
        related_name="attendances",
        verbose_name=_("sitting"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="attendances",
        verbose_name=_("person"),
    )
    has_vote = models.BooleanField(_("with a vote"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "person"],
                name="%(app_label)s_%(class)s_once_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.sitting}"

    def told(self) -> str:
        """Return the sitting."""
        return str(self.sitting)

    def settle(self, twin: Attendance, by: Account) -> list[str]:
        """Note the one person once, unless a protocol has counted two."""
        if self.sitting.is_open and self.has_vote == twin.has_vote:
            self.delete_as(by)
            return []
        return [
            _("Both are noted as present at one sitting: %(sitting)s.")
            % {"sitting": self.sitting}
        ]


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Agenda items in the order of the agenda, with what they decide."""

    def with_matters(self) -> AgendaItemQuerySet:
        """Fetch the matter of each item along with it, whatever its kind."""
        from_apps = [
            "__".join([kind.related_name(), *more])
            for kind in AgendaItem.matter_kinds
            for more in [(), *((way,) for way in kind.goes_along)]
        ]
        return self.select_related(*from_apps) if from_apps else self


class AgendaItem(Tracked):
    """One question of a sitting, with its draft decision and its vote."""

    part_of: ClassVar = ("sitting",)
    found_by: ClassVar = ("title_kk", "title_ru")

    class Outcome(models.TextChoices):
        """What the final protocol says of the item; open until then."""

        OPEN = "", _("open")
        ADOPTED = "adopted", _("adopted")
        REFUSED = "refused", _("not adopted")
        POSTPONED = "postponed", _("postponed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class PutOff(models.TextChoices):
        """Why an item was not put to the vote at the sitting."""

        POSTPONED = "postponed", _("postponed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    TEXTS: ClassVar = ("title_kk", "draft_kk", "title_ru", "draft_ru")
    matter_kinds: ClassVar[list[type[Matter]]] = []

    sitting = models.ForeignKey(
        Sitting,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("sitting"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title_kk = models.CharField(_("question, in Kazakh"), max_length=1000)
    title_ru = models.CharField(_("question, in Russian"), max_length=1000, blank=True)
    draft_kk = models.TextField(_("draft decision, in Kazakh"), max_length=5000)
    draft_ru = models.TextField(
        _("draft decision, in Russian"), max_length=5000, blank=True
    )
    reporter = models.CharField(_("reporter"), max_length=200, blank=True)
    speakers = models.CharField(_("speakers"), max_length=500, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(
        _("against"), null=True, blank=True
    )
    votes_abstained = models.PositiveSmallIntegerField(
        _("abstained"), null=True, blank=True
    )
    stepped_out = models.PositiveSmallIntegerField(_("stepped out"), default=0)
    put_off = models.CharField(
        _("not put to the vote"), max_length=10, choices=PutOff, blank=True
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    votes_for__isnull=True,
                    votes_against__isnull=True,
                    votes_abstained__isnull=True,
                )
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    votes_abstained__isnull=False,
                ),
                name="%(app_label)s_%(class)s_votes_all_or_none",
            ),
            models.CheckConstraint(
                condition=Q(put_off="") | Q(votes_for__isnull=True),
                name="%(app_label)s_%(class)s_put_off_without_votes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @classmethod
    def prepare(cls, items: Iterable[AgendaItem]) -> None:
        """Fetch at once what the matters of one sitting's items rest on."""
        matters = [item.matter for item in items]
        for kind in cls.matter_kinds:
            kind.prepare([matter for matter in matters if isinstance(matter, kind)])

    @property
    def title(self) -> str:
        """Return the question in the reader's language."""
        return translated(self, "title")

    @property
    def draft(self) -> str:
        """Return the draft decision in the reader's language."""
        return translated(self, "draft")

    @cached_property
    def matter(self) -> Matter | None:
        """Return what the item decides; None for free business."""
        for kind in self.matter_kinds:
            if (matter := getattr(self, kind.related_name(), None)) is not None:
                return matter
        return None

    @property
    def is_voted(self) -> bool:
        """Return whether a vote is recorded."""
        return self.votes_for is not None

    @property
    def is_settled(self) -> bool:
        """Return whether the sitting is done with it: voted, or put off."""
        return self.is_voted or bool(self.put_off)

    @property
    def votes_cast(self) -> int:
        """Return how many votes are recorded."""
        return sum(
            votes or 0
            for votes in (self.votes_for, self.votes_against, self.votes_abstained)
        )

    @property
    def is_adopted(self) -> bool:
        """Return whether the vote reaches the majority (1.6), or did when final."""
        if self.outcome or self.votes_for is None:
            return self.outcome == self.Outcome.ADOPTED
        sitting = self.sitting
        base = sitting.edition.majority_base(
            len(sitting.voters) - self.stepped_out, len(sitting.members)
        )
        return SIMPLE_MAJORITY.holds(self.votes_for, base)


class NamedVote(Tracked):
    """A member who did not vote for, by name; the others present voted for."""

    part_of: ClassVar = ("item", "person")

    class Choice(models.TextChoices):
        """How the member differs from those who voted for."""

        AGAINST = "against", pgettext_lazy("one member", "against")
        ABSTAINED = "abstained", pgettext_lazy("one member", "abstained")
        OUT = "out", pgettext_lazy("one member", "stepped out")

    item = models.ForeignKey(
        AgendaItem,
        on_delete=models.CASCADE,
        related_name="named_votes",
        verbose_name=_("agenda item"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    choice = models.CharField(_("vote"), max_length=20, choices=Choice)

    class Meta:
        verbose_name = _("vote by name")
        verbose_name_plural = _("votes by name")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                name="%(app_label)s_%(class)s_once_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_choice_display()}"

    def told(self) -> str:
        """Return the sitting and the vote."""
        return f"{self.item.sitting}: {self.get_choice_display()}"

    def settle(self, twin: NamedVote, by: Account) -> list[str]:
        """Count the one person's vote once, unless a protocol has counted two."""
        if self.item.sitting.is_open and self.choice == twin.choice:
            self.delete_as(by)
            return []
        return [
            _("Both voted by name on one question: %(sitting)s, %(item)s")
            % {"sitting": self.item.sitting, "item": self.item}
        ]
