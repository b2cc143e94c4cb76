"""The council, its convocations, their bodies, and who sits there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import ClassVar

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from council import names
from council.audit import Tracked
from council.dates import numeric_date
from council.models.people import Person
from council.uploads import random_path


def translated(row: object, field: str) -> str:
    """Return a two-language field in the reader's language, Kazakh where it is empty.

    English readers get the Russian text: there is no official English one.
    """
    language = "kk" if get_language() == "kk" else "ru"
    return getattr(row, f"{field}_{language}") or getattr(row, f"{field}_kk")


class Council(Tracked):
    """The Public Council that this installation serves; one row."""

    found_by: ClassVar = ("name_kk", "name_ru")

    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    city_kk = models.CharField(_("city in Kazakh"), max_length=100)
    city_ru = models.CharField(_("city in Russian"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    logo = models.FileField(_("logo"), upload_to=random_path, blank=True)
    keep_admitted = models.PositiveSmallIntegerField(
        _("months after the admission for files of papers"), default=12
    )
    keep_refused = models.PositiveSmallIntegerField(
        _("months after a refusal for papers and particulars"), default=3
    )
    keep_left = models.PositiveSmallIntegerField(
        _("months after the end of office for papers and particulars"), default=12
    )
    keep_undecided = models.PositiveSmallIntegerField(
        _("months for a dossier that nobody touches and nothing was decided on"),
        default=12,
    )

    class Meta:
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return translated(self, "name")

    @property
    def logo_version(self) -> str:
        """Return what tells one logo from the next: its file's random name."""
        return PurePosixPath(str(self.logo.name)).stem if self.logo else ""


class ConvocationQuerySet(models.QuerySet["Convocation"]):
    """Convocations by day."""

    def on(self, day: date) -> ConvocationQuerySet:
        """Return the convocation whose term holds that day, the last day included."""
        return self.filter(begins__lte=day, ends__gte=day)


class Convocation(Tracked):
    """One composition of the council, for its term of office (1.9, 1.11)."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    ended_early_by = models.CharField(
        _("act by which it ended early"), max_length=300, blank=True
    )

    objects = ConvocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("convocation")
        verbose_name_plural = _("convocations")
        ordering = ["-begins", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            )
        ]

    def __str__(self) -> str:
        return _("convocation %(number)s") % {"number": self.number}


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies by convocation and kind."""

    def on(self, day: date) -> BodyQuerySet:
        """Return the bodies of the convocation in office that day."""
        return self.filter(convocation__begins__lte=day, convocation__ends__gte=day)

    def commissions(self) -> BodyQuerySet:
        """Return the commissions, in the order of their numbers."""
        return self.filter(kind=Body.Kind.COMMISSION).order_by("number", "pk")


class Body(Tracked):
    """A body of a convocation: the general assembly, the Presidium, a commission."""

    part_of: ClassVar = ("convocation",)
    found_by: ClassVar = ("name_kk", "name_ru")

    class Kind(models.TextChoices):
        """The three kinds of body the Regulation knows."""

        ASSEMBLY = "assembly", _("General assembly")
        PRESIDIUM = "presidium", _("Presidium")
        COMMISSION = "commission", _("Commission")

    convocation = models.ForeignKey(
        Convocation,
        on_delete=models.PROTECT,
        related_name="bodies",
        verbose_name=_("convocation"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("name in Russian"), max_length=300)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body of the council")
        verbose_name_plural = _("bodies of the council")
        ordering = ["convocation", "kind", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="commission", number__isnull=False)
                | (~Q(kind="commission") & Q(number__isnull=True)),
                name="%(app_label)s_%(class)s_only_commissions_numbered",
            ),
            models.UniqueConstraint(
                fields=["convocation", "kind", "number"],
                name="%(app_label)s_%(class)s_one_per_number",
            ),
            models.UniqueConstraint(
                fields=["convocation", "kind"],
                condition=Q(number__isnull=True),
                name="%(app_label)s_%(class)s_one_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return translated(self, "name")

    @property
    def search_key(self) -> str:
        """Return by what a commission is found, in either language."""
        return names.commission_key(self.number or 0, self.name_kk, self.name_ru)

    @property
    def short_name(self) -> str:
        """Return what people call it: the commission's number, or the kind."""
        if self.kind == self.Kind.COMMISSION:
            return _("Commission № %(number)s") % {"number": self.number}
        return str(self.get_kind_display())

    @staticmethod
    def council_members(bodies: Iterable[Body], on: date) -> dict[int, int]:
        """Return, by the body's key, how many council members sit in it that day.

        A seat counts when its holder also sits in the general assembly (1.7).
        """
        rows = (
            Seat.objects.voting()
            .on(on)
            .filter(
                body__in=bodies,
                person__in=Seat.objects.in_council().on(on).values("person"),
            )
            .order_by()
            .values_list("body")
            .annotate(members=Count("person", distinct=True))
        )
        return {body.pk: 0 for body in bodies} | dict(rows)

    def chair(self, on: date) -> Person | None:
        """Return who leads this body that day: the acting chair before the chair."""
        acting = self.acting_chairs.on(on).select_related("person").first()
        seat = acting or (
            self.seats.on(on)
            .filter(role=Seat.Role.CHAIR)
            .select_related("person")
            .first()
        )
        return seat.person if seat else None

    @property
    def is_presidium(self) -> bool:
        """Return whether this is the body that decides on experts (1.6)."""
        return self.kind == self.Kind.PRESIDIUM


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by day, and those that vote."""

    def on(self, day: date) -> SeatQuerySet:
        """Return the seats held on that day, within the convocation's term."""
        return self.filter(
            Q(ends__isnull=True) | Q(ends__gte=day),
            begins__lte=day,
            body__convocation__begins__lte=day,
            body__convocation__ends__gte=day,
        )

    def voting(self) -> SeatQuerySet:
        """Return the seats of members, chairs included; a secretary has no vote."""
        return self.exclude(role=Seat.Role.SECRETARY)

    def in_council(self) -> SeatQuerySet:
        """Return the seats that make a person a member of the council."""
        return self.voting().filter(body__kind=Body.Kind.ASSEMBLY)


class Seat(Tracked):
    """A person's place in a body, with its role and its dates."""

    part_of: ClassVar = ("body", "person")

    class Role(models.TextChoices):
        """The part a person has in the body."""

        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        SECRETARY = "secretary", _("secretary")

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("body of the council"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="seats", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["body", "role", "person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            ),
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=Q(ends__isnull=True),
                name="%(app_label)s_%(class)s_one_open_per_person",
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(ends__isnull=True, role="chair"),
                name="%(app_label)s_%(class)s_one_open_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.body}"

    def told(self) -> str:
        """Return the body, the role and the days."""
        ends = numeric_date(self.ends) if self.ends else ""
        days = f"{numeric_date(self.begins)} – {ends}".strip()
        return f"{self.body}, {self.get_role_display()}, {days}"


class ActingChairQuerySet(models.QuerySet["ActingChair"]):
    """Acting chairs by day."""

    def on(self, day: date) -> ActingChairQuerySet:
        """Return those in charge on that day who still hold a seat in the body."""
        seats = Seat.objects.voting().on(day).filter(body=models.OuterRef("body"))
        return self.filter(
            models.Exists(seats.filter(person=models.OuterRef("person"))),
            begins__lte=day,
            ends__gte=day,
        )


class ActingChair(Tracked):
    """A member who leads the body while its chair is away, from a day to a day."""

    part_of: ClassVar = ("body", "person")

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="acting_chairs",
        verbose_name=_("body of the council"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="acting_chairs",
        verbose_name=_("person"),
    )
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))

    objects = ActingChairQuerySet.as_manager()

    class Meta:
        verbose_name = _("acting chair")
        verbose_name_plural = _("acting chairs")
        ordering = ["-begins", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="%(app_label)s_%(class)s_ends_after_begin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.body}"

    def told(self) -> str:
        """Return the body and the days."""
        return f"{self.body}, {numeric_date(self.begins)} – {numeric_date(self.ends)}"
