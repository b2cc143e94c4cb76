"""The round of a quarter: every expert of a commission, with what is said of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as CountOf
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property

from council.dates import Quarter
from council.models import Body
from experts.models import Engagement
from kpi.indicators import Counts, Period, counts_of, touching
from kpi.models import Evaluation, EvaluationVersion
from kpi.validators import Words


@dataclass(frozen=True)
class Row:
    """One expert in a quarter.

    `evaluation` is the quarterly one, a draft or signed; `completions` are the
    signed ones of works that ended in the quarter (4.1: either satisfies it).
    """

    engagement: Engagement
    counts: Counts
    evaluation: Evaluation | None
    completions: tuple[Evaluation, ...] = ()

    @cached_property
    def signed(self) -> EvaluationVersion | None:
        """Return the version in force of the quarterly evaluation, if there is one."""
        return latest_version(self.evaluation)

    @property
    def is_evaluated(self) -> bool:
        """Return whether either kind of evaluation is signed off (4.1)."""
        return self.signed is not None or bool(self.completions)

    @cached_property
    def words(self) -> Words:
        """Return what the chair has noted so far."""
        return Words.of(self.evaluation)

    @property
    def seen(self) -> str:
        """Return what tells this state of numbers and notes from any other."""
        return seen_mark(self.counts, self.evaluation)


def latest_version(evaluation: Evaluation | None) -> EvaluationVersion | None:
    """Return the version in force; costs nothing where versions are fetched along."""
    versions = list(evaluation.versions.all()) if evaluation else []
    return versions[-1] if versions else None


def seen_mark(counts: Counts, evaluation: Evaluation | None) -> str:
    """Return a mark of the numbers, the records behind them and the draft."""
    said = repr(
        [
            (
                count.indicator.clause,
                count.number,
                [(record.kind, record.key) for record in count.records or ()],
            )
            for count in counts
        ]
    )
    revision = evaluation.revision if evaluation else 0
    return f"{revision}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def with_versions(evaluations: Iterable[Evaluation] | None = None) -> Prefetch[str]:
    """Return what fetches the versions of evaluations along, with who signed."""
    return Prefetch("versions", EvaluationVersion.objects.select_related("signed_by"))


def round_of(commission: Body, quarter: Quarter) -> list[Row]:
    """Return the commission's experts of the quarter, in Kazakh order.

    The number of queries does not depend on the number of experts.
    """
    period = Period.of(quarter)
    engagements = list(touching(period).filter(commission=commission))
    counts = counts_of(engagements, [period])
    quarterly: dict[int, Evaluation] = {}
    completions: dict[int, list[Evaluation]] = {}
    for evaluation in evaluations_in(period).filter(engagement__in=engagements):
        if evaluation.kind == Evaluation.Kind.QUARTERLY:
            quarterly[evaluation.engagement_id] = evaluation
        elif latest_version(evaluation):
            completions.setdefault(evaluation.engagement_id, []).append(evaluation)
    return [
        Row(
            engagement,
            counts[engagement.pk, period],
            quarterly.get(engagement.pk),
            tuple(completions.get(engagement.pk, ())),
        )
        for engagement in engagements
    ]


def _of_quarter(period: Period, prefix: str = "") -> Q:
    return Q(
        **{
            f"{prefix}kind": Evaluation.Kind.QUARTERLY,
            f"{prefix}begins": period.begins,
        }
    ) | Q(
        **{
            f"{prefix}kind": Evaluation.Kind.COMPLETION,
            f"{prefix}ends__range": period,
        }
    )


def evaluations_in(period: Period):  # type: ignore[no-untyped-def]
    """Return the quarterly evaluations of a quarter and the works that ended in it."""
    return (
        Evaluation.objects.filter(_of_quarter(period))
        .select_related("event", "assignment")
        .prefetch_related(with_versions())
    )


def progress(bodies: set[int] | None, quarter: Quarter) -> list[tuple[Body, int, int]]:
    """Return for each commission how many experts are evaluated, and of how many."""
    period = Period.of(quarter)
    evaluated = _of_quarter(period, "evaluations__") & Q(
        evaluations__versions__isnull=False
    )
    rows = (
        Engagement.objects.from_day(period.begins)
        .filter(begins__lte=period.ends)
        .order_by()
        .values_list("commission")
        .annotate(
            of=CountOf("pk", distinct=True),
            done=CountOf("pk", distinct=True, filter=evaluated),
        )
    )
    if bodies is not None:
        rows = rows.filter(commission__in=bodies)
    counted = {commission: (done, of) for commission, of, done in rows}
    found = Body.objects.filter(pk__in=counted).commissions()
    return [(body, *counted[body.pk]) for body in found]


def quarters_of(first: date, last: date) -> list[Quarter]:
    """Return the quarters from one day's to another's, in their order."""
    quarters = [Quarter.of(first)]
    while quarters[-1].ends < last:
        quarters.append(quarters[-1].next)
    return quarters
