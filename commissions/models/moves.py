"""What is said and done about each kind of move when the Presidium decides it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from council.dates import long_date
from council.models import Account
from council.regulation import (
    ANOTHER_COMMISSION,
    DISCUSSED_FIRST,
    IN_OFFICE,
    PRESIDIUM_DECIDES,
    RELEASE_DISCUSSED,
    Ground,
    Move,
    RuleViolation,
    collect,
)
from experts import actions as experts
from experts.validators import (
    Headroom,
    capacity_objections,
    dossier_objections,
    person_objections,
    term_objections,
)

if TYPE_CHECKING:
    from commissions.models.submission import Submission

GROUNDS = {
    "kk": {
        Ground.CHAIR_INITIATIVE: "комиссия төрағасының жеке бастамасы",
        Ground.ETHICS: "этикалық нормаларды бұзу",
        Ground.SYSTEMATIC: "міндеттерін жүйелі түрде орындамау",
        Ground.CONFLICT: "мүдделер қақтығысының болуы",
        Ground.TRUST: "сенімнің жоғалуы",
        Ground.LOW_EFFICIENCY: "жұмыс тиімділігінің төмендігі",
        Ground.OWN_REQUEST: "эксперттің өз бастамасы",
    },
    "ru": {
        Ground.CHAIR_INITIATIVE: "личная инициатива председателя комиссии",
        Ground.ETHICS: "нарушение этических норм",
        Ground.SYSTEMATIC: "систематическое неисполнение обязанностей",
        Ground.CONFLICT: "наличие конфликта интересов",
        Ground.TRUST: "утрата доверия",
        Ground.LOW_EFFICIENCY: "низкая эффективность работы",
        Ground.OWN_REQUEST: "собственная инициатива эксперта",
    },
}


class Deciding:
    """One kind of move on an agenda: its texts, what opposes it, what it does."""

    WORDS: ClassVar[dict[str, str]]

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.proposal = submission.proposal
        self.expert = submission.proposal.expert
        self.commission = submission.commission

    @abstractmethod
    def words(self, language: str) -> dict[str, Any]:
        """Return what the words of the texts are filled with."""

    @abstractmethod
    def objections_to_submit(self) -> list[str]:
        """Return what keeps the proposal off the agenda."""

    @abstractmethod
    def carry_out(self, by: Account) -> None:
        """Enter the decision in the register."""

    @abstractmethod
    def undo(self, by: Account) -> None:
        """Take the entry back."""

    def texts(self) -> dict[str, str]:
        """Return the question and the draft decision; Russian where there is one."""
        is_russian = bool(self.expert.field_ru)
        return {
            f"{part}_{language}": self._filled(part, language)
            if language == "kk" or is_russian
            else ""
            for part in ("title", "draft")
            for language in ("kk", "ru")
        }

    def refused_texts(self) -> dict[str, str]:
        """Return the decision when the draft is not adopted."""
        return {
            language: self._filled("refused", language) for language in ("kk", "ru")
        }

    def _filled(self, part: str, language: str) -> str:
        return self.WORDS[f"{part}_{language}"].format(
            name=self.expert, number=self.commission.number, **self.words(language)
        )

    def notes(self) -> list[dict[str, Any]]:
        """Return meters to show beside the item."""
        return []

    def objections(self) -> list[str]:
        """Return what speaks against deciding it on the day."""
        return self.objections_to_submit()

    def place_objections(self) -> list[str]:
        """Return whether the place still is one under the day's edition (1.7)."""
        return []

    def refuse(self, by: Account) -> None:
        """Note that it was not adopted: an expert in office stays so."""

    def undo_refusal(self, by: Account) -> None:
        """Take back that it was not adopted."""

    def _decided_by_presidium(self) -> tuple[Any, dict[str, Any]]:
        body = self.submission.sitting.body
        return (
            PRESIDIUM_DECIDES,
            {"is_presidium": body.is_presidium, "body": str(body)},
        )

    @staticmethod
    def _meter(label: str, taken: int | None, limit: int | None) -> dict[str, Any]:
        return {"clause": "1.7", "label": label, "taken": taken, "limit": limit}

    def _room_meter(self, number: int | None, room: Headroom) -> dict[str, Any]:
        label = _("Experts of commission № %(number)s") % {"number": number}
        return self._meter(label, room.taken, room.capacity)


class Admission(Deciding):
    """A candidate is engaged as an expert (1.6 to 1.9)."""

    WORDS: ClassVar[dict[str, str]] = {
        "title_kk": "Экспертті тарту туралы: {name} (№ {number} комиссия)",
        "draft_kk": (
            "№ {number} комиссияның эксперті ретінде тартылсын: {name}. "
            "Қызмет саласы – {field}. Өкілеттік мерзімінің соңғы күні – {until}."
        ),
        "refused_kk": "Экспертті тартудан бас тартылды: {name}.",
        "title_ru": "О привлечении эксперта: {name} (комиссия № {number})",
        "draft_ru": (
            "Привлечь в качестве эксперта комиссии № {number}: {name}. "
            "Сфера деятельности – {field}. Последний день срока полномочий – {until}."
        ),
        "refused_ru": "В привлечении эксперта отказано: {name}.",
    }

    def words(self, language: str) -> dict[str, Any]:
        """Return the field and the last day of the term."""
        ends = self.proposal.term_ends
        return {
            "field": getattr(self.expert, f"field_{language}"),
            "until": long_date(ends, language) if ends else "",
        }

    def notes(self) -> list[dict[str, Any]]:
        """Return the two caps of 1.7: n of 5, and the headroom to 7×."""
        place, limit = self.submission.place, self.submission.place_limit
        notes = [self._meter(_("Place on this sitting"), place, limit)]
        if stands := self.submission.facts.standing:
            notes.append(self._room_meter(self.commission.number, stands))
        return notes

    def objections_to_submit(self) -> list[str]:
        """Return what keeps the candidate off; the 7× cap only warns here."""
        sitting, facts = self.submission.sitting, self.submission.facts
        sentences = collect(
            self._decided_by_presidium(),
            (
                DISCUSSED_FIRST,
                {"discussed_on": facts.discussed_on, "decided_on": sitting.held_on},
            ),
        )
        if facts.standing:
            sentences += person_objections(self.expert, facts.standing)
        sentences += dossier_objections(self.expert, sitting.held_on, sitting.edition)
        if self.proposal.term_ends:
            sentences += term_objections(self.expert, self.proposal.term_ends)
        return sentences

    def place_objections(self) -> list[str]:
        """Return whether the place is within the limit of the day's edition (1.7)."""
        sitting, place = self.submission.sitting, self.submission.place or 1
        return collect(
            (
                sitting.edition.candidates_per_sitting,
                {
                    "taken": place - 1,
                    "commission": self.commission.number,
                    "day": sitting.held_on,
                },
            )
        )

    def objections(self) -> list[str]:
        """Return what speaks against admitting the person on the sitting's day."""
        sentences = [*self.objections_to_submit(), *self.place_objections()]
        if stands := self.submission.facts.standing:
            edition = self.submission.sitting.edition
            sentences += capacity_objections(self.commission, stands, edition)
        return sentences

    def carry_out(self, by: Account) -> None:
        """Engage the expert; everything is asked again under the locks."""
        DISCUSSED_FIRST.check(
            discussed_on=self.submission.facts.discussed_on,
            decided_on=self.submission.sitting.held_on,
        )
        if sentences := self.place_objections():
            raise RuleViolation(*sentences)
        experts.engage(
            expert=self.expert,
            commission=self.commission,
            protocol=self.submission.item.sitting.protocol,
            ends=self.proposal.term_ends or self.expert.convocation.ends,
            by=by,
        )

    def refuse(self, by: Account) -> None:
        """Note the refusal in the dossier."""
        experts.refuse(expert=self.expert, by=by)

    def undo(self, by: Account) -> None:
        """Annul the engagement: it was in force on no day."""
        protocol = self.submission.item.sitting.protocol
        experts.annul_engagement(expert=self.expert, protocol=protocol, by=by)

    def undo_refusal(self, by: Account) -> None:
        """Take the candidate up again."""
        experts.reopen(expert=self.expert, by=by)


class Release(Deciding):
    """An expert is released before the term is over (1.8, 1.10, 6.3)."""

    WORDS: ClassVar[dict[str, str]] = {
        "title_kk": "Экспертті босату туралы: {name} (№ {number} комиссия)",
        "draft_kk": "№ {number} комиссияның эксперті босатылсын: {name}. "
        "Негізі – {grounds}.",
        "refused_kk": "Экспертті босату туралы шешім қабылданбады: {name}.",
        "title_ru": "Об освобождении эксперта: {name} (комиссия № {number})",
        "draft_ru": "Освободить эксперта комиссии № {number}: {name}. "
        "Основание – {grounds}.",
        "refused_ru": "Решение об освобождении эксперта не принято: {name}.",
    }

    def words(self, language: str) -> dict[str, Any]:
        """Return the grounds, the main one first."""
        listed = [self.proposal.ground, *self.proposal.further_grounds]
        return {"grounds": "; ".join(GROUNDS[language][Ground(one)] for one in listed)}

    def objections_to_submit(self) -> list[str]:
        """Return what keeps the release off the agenda: discussion, office."""
        return collect(
            self._decided_by_presidium(),
            _in_office(self),
            (
                RELEASE_DISCUSSED,
                {
                    "is_needed": self.proposal.terms.needs_discussion,
                    "discussed_on": self.submission.facts.discussed_on,
                    "decided_on": self.submission.sitting.held_on,
                },
            ),
        )

    def carry_out(self, by: Account) -> None:
        """Release the expert from the day of the sitting on."""
        self.submission.refuse_if_objected()
        experts.release(
            expert=self.expert,
            commission=self.commission,
            protocol=self.submission.item.sitting.protocol,
            by=by,
        )

    def undo(self, by: Account) -> None:
        """Put the expert back in office, as if never released."""
        protocol = self.submission.item.sitting.protocol
        experts.undo_release(expert=self.expert, protocol=protocol, by=by)


class Reassignment(Deciding):
    """An expert moves to another commission, for the same term (6.3)."""

    WORDS: ClassVar[dict[str, str]] = {
        "title_kk": "Экспертті комиссиялар арасында қайта бөлу туралы: {name} "
        "(№ {number} комиссиядан № {target} комиссияға)",
        "draft_kk": "№ {number} комиссияның эксперті № {target} комиссияға "
        "ауыстырылсын: {name}. Өкілеттік мерзімі өзгермейді.",
        "refused_kk": "Экспертті қайта бөлу туралы шешім қабылданбады: {name}.",
        "title_ru": "О перераспределении эксперта между комиссиями: {name} "
        "(из комиссии № {number} в комиссию № {target})",
        "draft_ru": "Перевести эксперта комиссии № {number} в комиссию "
        "№ {target}: {name}. Срок полномочий не меняется.",
        "refused_ru": "Решение о перераспределении эксперта не принято: {name}.",
    }

    def words(self, language: str) -> dict[str, Any]:
        """Return the number of the new commission."""
        target = self.proposal.target
        return {"target": target.number if target else ""}

    def notes(self) -> list[dict[str, Any]]:
        """Return the headroom of the new commission."""
        target, room = self.proposal.target, self.submission.facts.room
        return [self._room_meter(target.number, room)] if target and room else []

    def objections_to_submit(self) -> list[str]:
        """Return what keeps the move off the agenda; the 7× cap only warns here."""
        target = self.proposal.target
        return collect(
            self._decided_by_presidium(),
            _in_office(self),
            (
                ANOTHER_COMMISSION,
                {
                    "is_another": target is not None
                    and experts.is_another_commission(self.commission, target),
                    "commission": target.number if target else None,
                },
            ),
        )

    def objections(self) -> list[str]:
        """Return what speaks against it, the cap of the new commission included."""
        sentences = self.objections_to_submit()
        target, room = self.proposal.target, self.submission.facts.room
        if target and room:
            edition = self.submission.sitting.edition
            sentences += capacity_objections(target, room, edition)
        return sentences

    def carry_out(self, by: Account) -> None:
        """End the one engagement and begin the other on the day of the sitting.

        Room is counted then: earlier questions of the sitting may have made some.
        """
        if sentences := self.objections_to_submit():
            raise RuleViolation(*sentences)
        if self.proposal.target:
            experts.reassign(
                expert=self.expert,
                commission=self.commission,
                target=self.proposal.target,
                protocol=self.submission.item.sitting.protocol,
                by=by,
            )

    def undo(self, by: Account) -> None:
        """Put the expert back in the former commission."""
        protocol = self.submission.item.sitting.protocol
        experts.undo_reassignment(expert=self.expert, protocol=protocol, by=by)


def _in_office(deciding: Deciding) -> tuple[Any, dict[str, Any]]:
    """Return the question whether the expert was in office before the day (1.8)."""
    day = deciding.submission.sitting.held_on
    engagement = deciding.submission.facts.engagement
    return (
        IN_OFFICE,
        {
            "is_in_office": engagement is not None and engagement.begins < day,
            "name": str(deciding.expert),
            "commission": deciding.commission.number,
            "day": day,
        },
    )


MOVES: dict[Move, type[Deciding]] = {
    Move.ADMIT: Admission,
    Move.RELEASE: Release,
    Move.REASSIGN: Reassignment,
}
