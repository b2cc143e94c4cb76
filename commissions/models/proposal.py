"""What a chair, or an expert, asks of the Presidium (1.8, 1.10, 6.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models import Account, AgendaItem, Body, Person
from council.regulation import Ground, Move, Terms, terms_of
from experts.models import Expert


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals that can still be brought."""

    def postponed(self, **asked: object) -> Proposal | None:
        """Return the one asked for that its last sitting postponed, if there is one.

        `asked` are values of its fields: what is proposed, of whom, on what ground.
        """
        last = self.filter(**asked).order_by("pk").last()
        if last is None:
            return None
        outcome = (
            last.submissions.order_by("pk")
            .values_list("item__outcome", flat=True)
            .last()
        )
        return last if outcome == AgendaItem.Outcome.POSTPONED else None


class Proposal(Tracked):
    """A move that is asked for: admission, release or reassignment.

    `commission` is the one whose expert it is, or is to be; `proposer` its chair, or
    the expert where it is an own request (1.10).
    """

    kind = models.CharField(
        _("what is proposed"), max_length=20, choices=Move, default=Move.ADMIT
    )
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="proposals"
    )
    commission = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="proposals"
    )
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    keyed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    term_ends = models.DateField(_("last day of the term"), null=True, blank=True)
    target = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_to_receive",
        verbose_name=_("new commission"),
    )
    ground = models.CharField(
        _("main ground"), max_length=20, choices=Ground, blank=True
    )
    further_grounds = models.JSONField(_("further grounds"), default=list, blank=True)
    requested_on = models.DateField(_("date of the request"), null=True, blank=True)
    note = models.TextField(
        _("note"),
        max_length=2000,
        blank=True,
        help_text=_("For the desk only: it is neither printed nor published."),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="admit", term_ends__isnull=False)
                | ~Q(kind="admit") & Q(term_ends__isnull=True),
                name="%(app_label)s_%(class)s_only_admissions_have_terms",
            ),
            models.CheckConstraint(
                condition=Q(kind="reassign", target__isnull=False)
                | ~Q(kind="reassign") & Q(target__isnull=True),
                name="%(app_label)s_%(class)s_only_reassignments_have_targets",
            ),
            models.CheckConstraint(
                condition=Q(kind="release") & ~Q(ground="")
                | ~Q(kind="release") & Q(ground=""),
                name="%(app_label)s_%(class)s_only_releases_have_grounds",
            ),
            models.CheckConstraint(
                condition=Q(ground="own_request", requested_on__isnull=False)
                | ~Q(ground="own_request") & Q(requested_on__isnull=True),
                name="%(app_label)s_%(class)s_only_own_requests_are_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} – {self.commission}"

    @property
    def terms(self) -> Terms:
        """Return what this move asks for, by the matrix."""
        return terms_of(self.kind, self.ground)

    @property
    def is_on_behalf(self) -> bool:
        """Return whether the secretariat keyed it in for the chair."""
        return self.keyed_by_id != self.proposer.account_id
