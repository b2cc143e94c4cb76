"""Events of public control and of state bodies, and who took part (3.5, 5.2.6)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.dates import numeric_date
from council.models import Body, Person
from experts.models import Engagement


class EventQuerySet(models.QuerySet["Event"]):
    """Events by what has become of them."""

    def held(self) -> EventQuerySet:
        """Return those that took place."""
        return self.filter(status=Event.Status.HELD)

    def planned(self) -> EventQuerySet:
        """Return those that are still to be held or cancelled."""
        return self.filter(status=Event.Status.PLANNED)


class Event(Tracked):
    """An event in which experts of one commission take part, in company (3.5).

    `companion` and `group_lead` are who is to come while it is planned, and who came
    once it was held: none of them then is recorded and flagged.
    """

    class Kind(models.TextChoices):
        """The kinds of public control, and the events that state bodies hold."""

        MONITORING = "monitoring", _("monitoring")
        HEARING = "hearing", _("hearing")
        PUBLIC_HEARING = "public_hearing", _("public hearing")
        INSPECTION = "inspection", _("field inspection")
        TRIP = "trip", _("business trip")
        WORKING_GROUP = "working_group", _("working group")
        STATE_SITTING = "state_sitting", _("event of a state body")

    class Status(models.TextChoices):
        """Planned until it is noted as held or is cancelled."""

        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    # 4.2.3 names these three; the others are shown and not counted.
    COUNTED = (Kind.MONITORING, Kind.HEARING, Kind.PUBLIC_HEARING)

    part_of: ClassVar = ("commission",)
    found_by: ClassVar = ("title", "organ")
    technical: ClassVar = ("revision",)

    commission = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("commission"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("what it is about"), max_length=300)
    organ = models.CharField(
        _("state body or organisation concerned"), max_length=300, blank=True
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    is_closed = models.BooleanField(
        _("touches state or other protected secrets"), default=False
    )
    agreed_on = models.DateField(_("the commission agreed on"), null=True, blank=True)
    companion = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accompanying member of the commission"),
    )
    group_lead = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead of the monitoring group"),
    )
    status = models.CharField(
        _("state"), max_length=20, choices=Status, default=Status.PLANNED
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-begins", "-pk"]
        indexes = [models.Index(fields=["commission", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned")
                | Q(kind="state_sitting")
                | Q(companion__isnull=False)
                | Q(group_lead__isnull=False),
                name="%(app_label)s_%(class)s_planned_in_company",
            ),
            models.CheckConstraint(
                condition=~Q(status="planned", is_closed=True)
                | Q(companion__isnull=False)
                | Q(agreed_on__isnull=False),
                name="%(app_label)s_%(class)s_closed_agreed_or_accompanied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}, {numeric_date(self.begins)}"

    @property
    def is_public_control(self) -> bool:
        """Return whether 3.5 asks for company: a state body's event is no control."""
        return self.kind != self.Kind.STATE_SITTING

    @property
    def is_unaccompanied(self) -> bool:
        """Return whether it was held without the company of 3.5."""
        return (
            self.status == self.Status.HELD
            and self.is_public_control
            and self.companion_id is None
            and self.group_lead_id is None
        )

    @property
    def is_counted(self) -> bool:
        """Return whether taking part counts for 4.2.3."""
        return self.kind in self.COUNTED

    @property
    def was_closed_unagreed(self) -> bool:
        """Return whether it was held closed with neither of what 5.2.6 asks for."""
        is_agreed = self.agreed_on is not None and self.agreed_on <= self.begins
        return (
            self.status == self.Status.HELD
            and self.is_closed
            and not is_agreed
            and self.companion_id is None
        )

    def is_over(self, on: date) -> bool:
        """Return whether its last day is not ahead."""
        return self.ends <= on


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations that took place."""

    def done(self) -> ParticipationQuerySet:
        """Return those of experts who came to an event that was held."""
        return self.filter(came=True, event__status=Event.Status.HELD)


class Participation(Tracked):
    """An expert at an event, by the engagement of that day."""

    part_of: ClassVar = ("event", "engagement")

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("event"),
    )
    engagement = models.ForeignKey(
        Engagement,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("entry of the register"),
    )
    came = models.BooleanField(_("came"), null=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation in an event")
        verbose_name_plural = _("participations in events")
        ordering = ["engagement__expert__person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "engagement"],
                name="%(app_label)s_%(class)s_once_per_expert",
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement.expert} – {self.event}"

    def told(self) -> str:
        """Return the event."""
        return str(self.event)
