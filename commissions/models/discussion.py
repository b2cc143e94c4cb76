"""The commission's own discussion of a candidate or an expert (1.8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models.proposal import Proposal
from council.models import Account, AgendaItem, Body, Matter, Sitting
from council.regulation import Move, RuleViolation
from experts.models import Engagement, Expert

WORDS = {
    Move.ADMIT: {
        "title_kk": "Эксперттікке кандидатураны талқылау: {name} ({field})",
        "draft_kk": "Эксперттікке кандидатура қолдау тапты: {name}.",
        "refused_kk": "Эксперттікке кандидатура қолдау таппады: {name}.",
        "title_ru": "Обсуждение кандидатуры в эксперты: {name} ({field})",
        "draft_ru": "Поддержать кандидатуру в эксперты: {name}.",
        "refused_ru": "Кандидатура в эксперты не поддержана: {name}.",
    },
    Move.RELEASE: {
        "title_kk": "Экспертті босату мәселесін талқылау: {name}",
        "draft_kk": "Экспертті босату туралы ұсыныс қолдау тапты: {name}.",
        "refused_kk": "Экспертті босату туралы ұсыныс қолдау таппады: {name}.",
        "title_ru": "Обсуждение вопроса об освобождении эксперта: {name}",
        "draft_ru": "Поддержать предложение об освобождении эксперта: {name}.",
        "refused_ru": "Предложение об освобождении эксперта не поддержано: {name}.",
    },
    Move.REASSIGN: {
        "title_kk": "Экспертті комиссиялар арасында қайта бөлуді талқылау: {name}",
        "draft_kk": "Экспертті қайта бөлу туралы ұсыныс қолдау тапты: {name}.",
        "refused_kk": "Экспертті қайта бөлу туралы ұсыныс қолдау таппады: {name}.",
        "title_ru": "Обсуждение перераспределения эксперта между комиссиями: {name}",
        "draft_ru": "Поддержать предложение о перераспределении эксперта: {name}.",
        "refused_ru": "Предложение о перераспределении эксперта не поддержано: {name}.",
    },
}


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    """Discussions that count for a proposal."""

    def first_days(
        self, move: str, pairs: Iterable[tuple[Expert, Body]]
    ) -> dict[tuple[int, int], date]:
        """Return the day of the first discussion of that move with an outcome.

        By the keys of expert and commission, in one query for all of them. It counts
        after a refusal of the same move. For a release or reassignment it counts from
        the day of the engagement, for an admission from the day a former one ended.
        """
        keys = {(expert.pk, commission.pk) for expert, commission in pairs}
        voted = self.filter(
            move=move,
            expert__in={expert for expert, _commission in keys},
            item__votes_for__isnull=False,
        ).exclude(item__sitting__status=Sitting.Status.CANCELLED)
        rows = (
            voted.filter(*(~Exists(later) for later in _decided_later(move)))
            .order_by("-item__sitting__held_on", "-pk")
            .values_list("expert", "item__sitting__body", "item__sitting__held_on")
        )
        return {
            (expert, body): day for expert, body, day in rows if (expert, body) in keys
        }


def _decided_later(move: str) -> Iterator[models.QuerySet[Any]]:
    """Give what the Presidium decided on the expert since, after which it is old."""
    day = OuterRef("item__sitting__held_on")
    turn = "left_on" if move == Move.ADMIT else "begins"
    yield Engagement.objects.valid().filter(
        expert=OuterRef("expert"), **{f"{turn}__gt": day}
    )
    yield Proposal.objects.filter(
        expert=OuterRef("expert"),
        kind=move,
        submissions__item__outcome=AgendaItem.Outcome.REFUSED,
        submissions__sitting__held_on__gte=day,
    )


class Discussion(Matter):
    """A candidate or expert on a commission's agenda; its vote is the outcome.

    1.8 wants the discussion, not a favourable vote: a proposal may follow either.
    """

    part_of: ClassVar = ("expert", "item")

    move = models.CharField(
        gettext_lazy("what is discussed"),
        max_length=20,
        choices=Move,
        default=Move.ADMIT,
    )
    expert = models.ForeignKey(
        Expert,
        on_delete=models.PROTECT,
        related_name="discussions",
        verbose_name=gettext_lazy("dossier"),
    )

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("discussion")
        verbose_name_plural = gettext_lazy("discussions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.expert} – {self.item.sitting}"

    @classmethod
    def waiting(cls, dossier: models.Model) -> models.QuerySet[Discussion]:
        """Return the discussions of an expert without a vote."""
        return cls.objects.filter(
            expert=dossier,
            item__outcome=AgendaItem.Outcome.OPEN,
            item__votes_for__isnull=True,
        )

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision of the discussion."""
        return {
            "title_kk": self._words("title", "kk"),
            "draft_kk": self._words("draft", "kk"),
            "title_ru": self.expert.field_ru and self._words("title", "ru"),
            "draft_ru": self.expert.field_ru and self._words("draft", "ru"),
        }

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the commission does not support it."""
        return {language: self._words("refused", language) for language in ("kk", "ru")}

    def _words(self, part: str, language: str) -> str:
        return WORDS[Move(self.move)][f"{part}_{language}"].format(
            name=self.expert, field=getattr(self.expert, f"field_{language}")
        )

    def undo(self, outcome: str, by: Account) -> None:
        """Refuse to unsay a discussion on which the Presidium has decided (1.8)."""
        is_voted = self.item.is_voted
        day = self.item.sitting.held_on
        decided = self.expert.proposals.filter(
            kind=self.move,
            submissions__item__outcome=AgendaItem.Outcome.ADOPTED,
            submissions__sitting__held_on__gte=day,
        )
        if not is_voted and decided.exists():
            raise RuleViolation(
                _("1.8: the Presidium has decided on %(name)s after this discussion.")
                % {"name": self.expert}
            )
