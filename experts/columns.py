"""The columns of the experts' tables: the desk's dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.tables import Column, in_order_of
from experts.models import Expert, Paper

if TYPE_CHECKING:
    from experts.overview import Completeness

NEEDED = len(Paper.REQUIRED_KINDS)


def _missing_papers() -> Case:
    """Return how many of the needed papers nobody has seen, as a query counts (2.3)."""
    seen = Paper.objects.filter(expert=OuterRef("pk"), seen_on__isnull=False)

    def count(condition: Q) -> Coalesce:
        counted = (
            seen.filter(condition)
            .order_by()
            .values("expert")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return Coalesce(Subquery(counted), 0, output_field=IntegerField())

    required = Q(kind__in=Paper.REQUIRED_KINDS)
    diploma = Q(kind=Paper.Kind.DIPLOMA)
    return Case(
        When(has_higher_education=True, then=NEEDED - count(required)),
        default=NEEDED - 1 - count(required & ~diploma),
    )


def papers_in_words(row: Completeness) -> str:
    """Return how many papers were seen, and what else is open."""
    words = _("%(seen)s of %(needed)s seen") % {
        "seen": row.papers_seen,
        "needed": row.papers_needed,
    }
    if not row.also_open:
        return words
    also = _("also open: %(labels)s") % {"labels": "; ".join(row.also_open)}
    return f"{words}; {also}"


# The rows are dossiers with what they lack (`Completeness`).
CANDIDATES = (
    Column(
        "name",
        gettext_lazy("Person"),
        lambda row: str(row.expert),
        by=["person__sort_key"],
        width=36,
    ),
    Column(
        "commission",
        gettext_lazy("Commission"),
        lambda row: f"№ {row.expert.commission.number}",
        by=["commission__number"],
        width=14,
    ),
    Column("field", gettext_lazy("Field"), lambda row: row.expert.field, width=40),
    Column(
        "papers",
        gettext_lazy("Papers"),
        papers_in_words,
        by=[_missing_papers()],
        width=40,
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(row.expert.get_status_display()),
        by=[in_order_of("status", Expert.Status)],
        width=20,
    ),
)
