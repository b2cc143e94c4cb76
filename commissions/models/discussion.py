"""The commission's own discussion of a candidate (1.8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Min

from council.models import Body, Matter, Sitting
from experts.models import Expert


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Discussions that count for a proposal."""

    def first_days(
        self, pairs: Iterable[tuple[Expert, Body]]
    ) -> dict[tuple[int, int], date]:
        """Return the day of each candidate's earliest discussion with an outcome.

        By the keys of candidate and commission; one query for all of them.
        """
        keys = {(expert.pk, commission.pk) for expert, commission in pairs}
        rows = (
            self.filter(
                expert__in={expert for expert, _commission in keys},
                item__votes_for__isnull=False,
            )
            .exclude(item__sitting__status=Sitting.Status.CANCELLED)
            .order_by()
            .values_list("expert", "item__sitting__body")
            .annotate(day=Min("item__sitting__held_on"))
        )
        return {
            (expert, body): day for expert, body, day in rows if (expert, body) in keys
        }


class Discussion(Matter):
    """A candidate on a commission's agenda; its vote is the outcome.

    1.8 wants the discussion, not a favourable vote: a proposal may follow either.
    """

    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, related_name="discussions"
    )

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.expert} – {self.item.sitting}"

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision of the discussion."""
        name, field_kk, field_ru = (
            str(self.expert),
            self.expert.field_kk,
            self.expert.field_ru,
        )
        return {
            "title_kk": f"Эксперттікке кандидатураны талқылау: {name} ({field_kk})",
            "draft_kk": f"Эксперттікке кандидатура қолдау тапты: {name}.",
            "title_ru": field_ru
            and f"Обсуждение кандидатуры в эксперты: {name} ({field_ru})",
            "draft_ru": field_ru and f"Поддержать кандидатуру в эксперты: {name}.",
        }

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the commission does not support the candidate."""
        return {
            "kk": f"Эксперттікке кандидатура қолдау таппады: {self.expert}.",
            "ru": f"Кандидатура в эксперты не поддержана: {self.expert}.",
        }
