"""An amendment of the Regulation on an agenda (7.3)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.dates import long_date
from council.models.convocation import Body
from council.models.edition import Edition, Numbers, in_force
from council.models.matter import Matter
from council.models.people import Account
from council.models.sitting import AgendaItem
from council.regulation import AMENDED_AHEAD, AMENDED_BY, RuleViolation, collect

WORDS = {
    "kk": {
        "candidates_limit": "бір комиссиядан Президиумның бір отырысына "
        "ұсынылатын кандидаттардың ең көп саны (1.7) – {}",
        "experts_multiple": "комиссияның бір мүшесіне шаққандағы эксперттердің "
        "ең көп саны (1.7) – {}",
        "practice_months": "практикалық тәжірибенің ең аз мерзімі, ай (2.1) – {}",
        "quorum": "кворум, мүшелердің үлесі – {}",
        "majority_of": "дауыстардың көпшілігі есептелетін негіз (1.6) – {}",
    },
    "ru": {
        "candidates_limit": "наибольшее число кандидатов от комиссии на одно "
        "заседание Президиума (1.7) – {}",
        "experts_multiple": "наибольшее число экспертов на одного члена комиссии "
        "(1.7) – {}",
        "practice_months": "наименьший практический опыт, месяцев (2.1) – {}",
        "quorum": "кворум, доля членов – {}",
        "majority_of": "основа, от которой считается большинство голосов (1.6) – {}",
    },
}
MAJORITY_OF = {
    "kk": {
        Numbers.MajorityOf.PRESENT: "қатысқан мүшелер",
        Numbers.MajorityOf.MEMBERS: "барлық мүшелер",
    },
    "ru": {
        Numbers.MajorityOf.PRESENT: "присутствующие члены",
        Numbers.MajorityOf.MEMBERS: "все члены",
    },
}


def in_words(numbers: Numbers, language: str) -> dict[str, str]:
    """Return what the numbers say on a paper in kk or ru, by what they govern."""
    values: dict[str, Any] = {
        "candidates_limit": numbers.candidates_limit,
        "experts_multiple": numbers.experts_multiple,
        "practice_months": numbers.practice_months,
        "quorum": f"{numbers.quorum_numerator}/{numbers.quorum_denominator}",
        "majority_of": MAJORITY_OF[language][Numbers.MajorityOf(numbers.majority_of)],
    }
    return {name: WORDS[language][name].format(value) for name, value in values.items()}


class EditionItem(Matter, Numbers):
    """Other numbers or readings of the Regulation, to be in force from a day."""

    effective_on = models.DateField(gettext_lazy("in force from"))

    class Meta(Numbers.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)

    def changes(self, language: str) -> list[str]:
        """Return in words what differs from the edition it would follow."""
        before = in_words(in_force(self.effective_on), language)
        after = in_words(self, language)
        return [words for name, words in after.items() if words != before[name]]

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision of an amendment."""
        changes_kk = "; ".join(self.changes("kk"))
        changes_ru = "; ".join(self.changes("ru"))
        return {
            "title_kk": "Эксперттер туралы ережеге өзгерістер енгізу туралы",
            "draft_kk": (
                "Ережеге өзгерістер енгізілсін. Қолданысқа енгізілетін күні – "
                f"{long_date(self.effective_on, 'kk')}. Өзгерістер: {changes_kk}."
            ),
            "title_ru": "О внесении изменений в положение об экспертах",
            "draft_ru": (
                "Внести изменения в положение. Дата введения в действие – "
                f"{long_date(self.effective_on, 'ru')}. Изменения: {changes_ru}."
            ),
        }

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the amendment is not adopted."""
        return {
            "kk": "Ережеге өзгерістер енгізу туралы шешім қабылданбады.",
            "ru": "Решение о внесении изменений в положение не принято.",
        }

    def objections(self) -> list[str]:
        """Return what speaks against amending the Regulation at this sitting (7.3)."""
        sitting = self.item.sitting
        sentences = collect(
            (
                AMENDED_BY,
                {
                    "may_amend": sitting.body.kind != Body.Kind.COMMISSION,
                    "body": str(sitting.body),
                },
            ),
            (
                AMENDED_AHEAD,
                {"effective_on": self.effective_on, "decided_on": sitting.held_on},
            ),
        )
        if Edition.objects.filter(effective_on=self.effective_on).exists():
            sentences.append(
                _("7.3: another edition is in force from that day already.")
            )
        if not self.changes("kk"):
            sentences.append(_("7.3: nothing differs from the edition before."))
        return sentences

    def carry_out(self, by: Account) -> None:
        """Put the new edition in force, citing this protocol."""
        self.refuse_if_objected()
        sitting = self.item.sitting
        Edition(
            effective_on=self.effective_on,
            decision_number=str(sitting.protocol.number),
            decided_on=sitting.held_on,
            decided_by_kk=sitting.body.name_kk,
            decided_by_ru=sitting.body.name_ru,
            **{name: getattr(self, name) for name in self.NUMBERS},
        ).save_as(by)

    def undo(self, outcome: str, by: Account) -> None:
        """Refuse to take an adopted amendment back: editions stay as they are."""
        if outcome == AgendaItem.Outcome.ADOPTED:
            raise RuleViolation(
                _("7.3: an edition is never changed; adopt another one instead.")
            )
