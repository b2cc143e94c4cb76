"""The dossier of a candidate or expert, within one convocation."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import audit, names
from council.audit import Tracked
from council.models import Account, Body, Convocation, Person, Seat, translated
from council.regulation import NOT_COUNCIL_MEMBER, collect
from experts.models.paper import Paper

if TYPE_CHECKING:
    from experts.models.engagement import Engagement

PUBLIC_ID_BYTES = 8
SEARCH_KEY_LENGTH = 1300


def new_public_id() -> str:
    """Return a stable id that tells nothing, for the entry's address."""
    return secrets.token_hex(PUBLIC_ID_BYTES)


def answers_to(text: str, dossier: str = "") -> models.Q:
    """Return what a row must meet to be found: each word of the text, anywhere.

    That is in the name, the field or the row's own commission, as names.matches
    says of one text. `dossier` is the way to it from the row, with its "__".
    """
    words = names.search_words(text)
    commissions = list(Body.objects.commissions()) if words else []
    met = models.Q()
    for word in words:
        found = models.Q(
            commission__in=[
                body.pk
                for body in commissions
                if names.matches(body.search_key, [word])
            ]
        )
        for spelling in word:
            for key in ("person__search_key", "field_search_key"):
                found |= models.Q((f"{dossier}{key}__contains", spelling))
        met &= found
    return met


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Dossiers by commission, name and what has become of them."""

    def search(self, text: str) -> ExpertQuerySet:
        """Return those whose name, field or commission has every word of the text."""
        return self.filter(answers_to(text))

    def with_person(self) -> ExpertQuerySet:
        """Fetch the person and the commission along with the dossier."""
        return self.select_related("person", "commission", "convocation")


class Expert(Tracked):
    """A person's dossier; a new convocation needs a new one (1.11)."""

    part_of: ClassVar = ("person",)
    technical: ClassVar = ("public_id", "field_search_key", "revision")
    redactable: ClassVar = ("education", "practice", "phone", "email", "note")

    class Status(models.TextChoices):
        """What the Presidium has decided on the person, if anything."""

        CANDIDATE = "candidate", gettext_lazy("under consideration")
        ENGAGED = "engaged", gettext_lazy("in office")
        REFUSED = "refused", gettext_lazy("refused")
        RELEASED = "released", gettext_lazy("released")

    class Corruption(models.TextChoices):
        """The candidate's own statement on the fourth bar of 2.2."""

        UNKNOWN = "", gettext_lazy("not stated")
        NONE = "none", gettext_lazy("no court has found so")
        FOUND = "found", gettext_lazy("found guilty by a court")

    convocation = models.ForeignKey(
        Convocation,
        on_delete=models.PROTECT,
        related_name="experts",
        verbose_name=gettext_lazy("convocation"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=gettext_lazy("person"),
    )
    commission = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=gettext_lazy("commission"),
        limit_choices_to={"kind": Body.Kind.COMMISSION},
    )
    public_id = models.CharField(
        max_length=2 * PUBLIC_ID_BYTES,
        unique=True,
        default=new_public_id,
        editable=False,
    )
    field_kk = models.CharField(gettext_lazy("field, in Kazakh"), max_length=300)
    field_ru = models.CharField(
        gettext_lazy("field, in Russian"), max_length=300, blank=True
    )
    field_search_key = models.CharField(max_length=SEARCH_KEY_LENGTH, editable=False)
    has_higher_education = models.BooleanField(
        gettext_lazy("higher education"), default=False
    )
    education = models.CharField(
        gettext_lazy("education: institution, speciality, year"),
        max_length=500,
        blank=True,
    )
    practice_months = models.PositiveSmallIntegerField(
        gettext_lazy("full months of practice in the field"), default=0
    )
    practice = models.CharField(
        gettext_lazy("practice: where and as what"), max_length=500, blank=True
    )
    phone = models.CharField(gettext_lazy("telephone"), max_length=12, blank=True)
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    is_ready = models.BooleanField(
        gettext_lazy("shares the council's mission and is ready to work unpaid"),
        default=False,
    )
    corruption = models.CharField(
        gettext_lazy("corruption offence found by a court"),
        max_length=10,
        choices=Corruption,
        blank=True,
        default=Corruption.UNKNOWN,
    )
    no_memberships = models.BooleanField(
        gettext_lazy("states no membership in other bodies"), default=False
    )
    status = models.CharField(
        gettext_lazy("state"),
        max_length=20,
        choices=Status,
        default=Status.CANDIDATE,
        editable=False,
    )
    note = models.TextField(gettext_lazy("note"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("dossier")
        verbose_name_plural = gettext_lazy("dossiers")
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convocation", "person"],
                name="%(app_label)s_%(class)s_one_per_convocation",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    def complete(self) -> None:
        """Fill the key by which the field is searched."""
        key = names.fold(f"{self.field_kk} {self.field_ru}")
        self.field_search_key = key[:SEARCH_KEY_LENGTH]

    def told(self) -> str:
        """Return the commission and the state."""
        return f"{self.commission}, {self.get_status_display()}"

    @property
    def is_candidate(self) -> bool:
        """Return whether the Presidium has yet to decide on the person."""
        return self.status == self.Status.CANDIDATE

    @property
    def is_decided(self) -> bool:
        """Return whether anything beyond the dossier's own papers rests on it."""
        return self.status != self.Status.CANDIDATE or any(
            relation.related_model._default_manager.filter(
                **{relation.field.name: self}
            ).exists()
            for relation in audit.relations_to(Expert)
            if relation.on_delete is models.PROTECT
        )

    def settle(self, twin: Expert, by: Account) -> list[str]:
        """Keep the dossier on which something rests; of two new ones, the twin."""
        for row in (self, twin):
            if not row.is_decided:
                row.discard(by)
                return []
        return [
            _(
                "Both have a dossier of this convocation on which decisions rest: "
                "%(one)s; %(other)s."
            )
            % {"one": twin.told(), "other": self.told()}
        ]

    def discard(self, by: Account) -> None:
        """Delete the dossier with its papers; each leaves its last version."""
        for relation in audit.relations_to(Expert):
            if relation.on_delete is models.CASCADE:
                for row in relation.related_model._default_manager.filter(
                    **{relation.field.name: self}
                ):
                    row.delete_as(by)
        self.delete_as(by)

    def merge_objections(self) -> list[str]:
        """Say whether the person sits in the council during an engagement (1.5)."""
        sits = any(
            Seat.objects.in_council()
            .filter(
                models.Q(ends__isnull=True) | models.Q(ends__gte=row.begins),
                person=self.person_id,
                body__convocation=self.convocation_id,
                begins__lte=row.left_on or row.ends,
            )
            .exists()
            for row in self.engagements.valid()
        )
        return collect(
            (NOT_COUNCIL_MEMBER, {"is_member": sits, "name": str(self.person)})
        )

    @property
    def field(self) -> str:
        """Return the field of activity in the reader's language."""
        return translated(self, "field")

    @cached_property
    def imported(self) -> Engagement | None:
        """Return the entry that came from the list kept before; None by default."""
        return self.engagements.filter(admitted_by__isnull=True).first()

    @property
    def phone_spaced(self) -> str:
        """Return the telephone as people read it: +7 701 123 45 67."""
        code, rest = self.phone[:2], self.phone[2:]
        groups = (code, rest[:3], rest[3:6], rest[6:8], rest[8:])
        return " ".join(group for group in groups if group)

    @cached_property
    def papers_by_kind(self) -> dict[str, Paper]:
        """Return the papers of 2.3 by their kind; certificates are not among them."""
        return {
            paper.kind: paper
            for paper in self.papers.all()
            if paper.kind in Paper.REQUIRED_KINDS
        }

    @property
    def needed_papers(self) -> list[Paper.Kind]:
        """Return the kinds of 2.3; the diploma only where education is the basis."""
        return [
            kind
            for kind in Paper.REQUIRED_KINDS
            if kind != Paper.Kind.DIPLOMA or self.has_higher_education
        ]

    @property
    def missing_papers(self) -> list[str]:
        """Return the labels of the needed papers nobody has seen yet (2.3)."""
        return [
            str(kind.label)
            for kind in self.needed_papers
            if (paper := self.papers_by_kind.get(kind)) is None or not paper.is_seen
        ]

    @property
    def bars(self) -> tuple[list[str], list[str]]:
        """Return the labels of the bars of 2.2 that are present, and those unknown.

        Three follow from the results of the certificates, the fourth from the
        candidate's statement. A conviction that is expunged is no bar.
        """
        present, unknown = [], []
        for kind, label in Paper.BARS.items():
            paper = self.papers_by_kind.get(kind)
            if paper is None or not paper.result:
                unknown.append(str(label))
            elif paper.result == Paper.Result.BAR:
                present.append(str(label))
        corruption = _("found guilty of a corruption crime or offence by a court")
        if self.corruption == self.Corruption.FOUND:
            present.append(corruption)
        elif self.corruption == self.Corruption.UNKNOWN:
            unknown.append(corruption)
        return present, unknown

    @property
    def has_consented(self) -> bool:
        """Return whether a consent is on record that was not withdrawn."""
        return any(consent.is_given for consent in self.consents.all())

    def consent_on(self, day: date) -> bool:
        """Return whether a consent to processing is given and not withdrawn."""
        return any(
            consent.given_on <= day
            and (consent.withdrawn_on is None or consent.withdrawn_on > day)
            for consent in self.consents.all()
        )
