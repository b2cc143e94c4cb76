"""What the demonstration's experts hand in and say, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from commissions import actions
from commissions.demo import output_texts as texts
from commissions.demo.calendar import working_day
from commissions.demo.founding import Founding
from commissions.models import (
    Breach,
    Commendation,
    Participation,
    Publication,
    Recommendation,
    RiskNotice,
)
from council.models import Account, Attendance, Sitting
from experts.models import Engagement

# What becomes of a commission's works, the oldest first; the last one waits, with
# every other commission for a clarification.
FATES = ("sitting", "order", "clarified", "sitting")
WAITING = ("waiting", "unclear")
FEW_DAYS = timedelta(days=4)
STEP = timedelta(days=11)


class Outputs:
    """Works, publications, conduct and thanks, through the deeds of the chairs."""

    def __init__(self, founded: Founding) -> None:
        self.founded, self.today = founded, founded.days.today
        self.latest = founded.days.latest
        self.serving = {
            number: list(
                Engagement.objects.active(self.latest)
                .filter(commission=body, begins__lte=self.today - 4 * STEP)
                .select_related("expert__person", "commission")
                .order_by("begins", "pk")
            )
            for number, body in founded.commissions.items()
        }

    def tell(self) -> None:
        """Record all of it."""
        self.hand_in_works()
        self.publish()
        self.notice_a_risk()
        self.thank()

    def _chair(self, number: int) -> Account:
        return self.founded.accounts[f"chair{number}"]

    def _facts(self, number: int, engagement: Engagement) -> dict[str, Any]:
        return {
            "expert": engagement.expert,
            "commission": engagement.commission,
            "on": self.today,
            "by": self._chair(number),
        }

    def _day(self, engagement: Engagement, back: timedelta) -> date:
        """Return a working day so long before today, in office."""
        day = max(self.today - back, engagement.begins + FEW_DAYS)
        return min(working_day(day), self.latest)

    # Written works

    def hand_in_works(self) -> None:
        """Receive five works a commission, over the last months."""
        for number, works in texts.WORKS.items():
            for place, (kind, title, text) in enumerate(works):
                engagement = self.serving[number][place]
                back = STEP * (2 + 4 * (len(works) - 1 - place) + number)
                day = self._day(engagement, back)
                work = actions.receive_recommendation(
                    **self._facts(number, engagement),
                    kind=kind,
                    title=title,
                    text=text,
                    received_on=day,
                    **self._occasion(engagement, day),
                )
                fates = (*FATES, WAITING[number % len(WAITING)])
                self._settle(work, fates[place], place, self._chair(number))

    def _occasion(self, engagement: Engagement, day: date) -> dict[str, Any]:
        """Return the last event or sitting the expert came to before that day."""
        came = (
            Participation.objects.done()
            .filter(engagement=engagement, event__begins__lte=day)
            .select_related("event")
            .order_by("-event__begins", "-pk")
            .first()
        )
        if came:
            return {"event": came.event}
        present = (
            Attendance.objects.filter(
                person=engagement.expert.person_id, sitting__held_on__lte=day
            )
            .exclude(sitting__status=Sitting.Status.CANCELLED)
            .select_related("sitting")
            .order_by("-sitting__held_on", "-pk")
            .first()
        )
        return {"sitting": present.sitting} if present else {}

    def _settle(self, work: Recommendation, fate: str, place: int, by: Account) -> None:
        """Let the work come so far: asked about, answered, considered."""
        at: dict[str, Any] = {"on": self.today, "by": by}
        asked_on = min(working_day(work.received_on + FEW_DAYS), self.latest)
        answered_on = min(working_day(asked_on + FEW_DAYS), self.latest)
        if fate in ("unclear", "clarified"):
            actions.ask_clarification(
                work=work, clarify=texts.CLARIFY, clarify_on=asked_on, **at
            )
        if fate == "clarified":
            text = f"{work.versions.get().text}\n\n{texts.CLARIFIED}"
            actions.receive_version(work=work, received_on=answered_on, text=text, **at)
        if fate in ("waiting", "unclear"):
            return
        result = texts.RESULTS[place % len(texts.RESULTS)]
        sitting = actions.sittings_to_consider(work, self.latest).last()
        if fate == "order" or sitting is None or sitting.held_on < answered_on:
            actions.consider_recommendation(
                work=work,
                considered_how=Recommendation.How.WORKING_ORDER,
                considered_on=answered_on,
                result=result,
                **at,
            )
        else:
            actions.consider_recommendation(
                work=work,
                considered_how=Recommendation.How.SITTING,
                considered_at=sitting,
                result=result,
                **at,
            )

    # Publications and conduct

    def publish(self) -> None:
        """Ask for publications; agree, decline, let some come out."""
        for place, (number, kind, title, fate) in enumerate(texts.PUBLICATIONS):
            engagement = self.serving[number][5 + place % 2]
            is_unasked = fate in ("unagreed", "flagged")
            late = timedelta(days=3 + place) if fate == "asked" else STEP * (3 + place)
            day = self._day(engagement, late)
            publication = actions.enter_publication(
                **self._facts(number, engagement),
                kind=kind,
                title=title,
                outlet=texts.OUTLETS[place % len(texts.OUTLETS)],
                asked_on=None if is_unasked else day,
                appeared_on=day if is_unasked else None,
                is_open=is_unasked,
            )
            self._decide(publication, fate, day, self._chair(number))
            if fate == "unagreed":
                actions.establish_breach(
                    **self._facts(number, engagement),
                    kind=Breach.Kind.UNAGREED,
                    essence=texts.BREACH,
                    publication=publication,
                    happened_on=day,
                    established_on=min(working_day(day + FEW_DAYS), self.latest),
                )

    def _decide(
        self, publication: Publication, fate: str, day: date, by: Account
    ) -> None:
        at: dict[str, Any] = {"publication": publication, "on": self.today, "by": by}
        decided_on = min(working_day(day + timedelta(days=2)), self.latest)
        if fate == "declined":
            actions.decline_publication(
                **at, declined_on=decided_on, note=texts.DECLINED
            )
        if fate in ("open", "closed", "agreed"):
            actions.approve_publication(
                **at, approved_by=Publication.Approver.CHAIR, approved_on=decided_on
            )
        if fate == "presidium":
            sitting = (
                actions.sittings_to_agree(publication, self.latest)
                .filter(held_on__gte=day)
                .last()
            )
            if sitting is None:
                return
            decided_on = sitting.held_on
            actions.approve_publication(
                **at,
                approved_by=Publication.Approver.PRESIDIUM,
                approved_at=sitting,
            )
        if fate in ("open", "closed", "presidium"):
            appeared_on = min(working_day(decided_on + FEW_DAYS), self.latest)
            actions.record_appearance(
                **at,
                appeared_on=appeared_on,
                is_open=fate != "closed",
                link="https://example.org/" if fate == "open" else "",
            )

    def notice_a_risk(self) -> None:
        """Let one expert tell the chair of a corruption risk (5.1.5)."""
        engagement = self.serving[3][7]
        actions.enter_risk_notice(
            **self._facts(3, engagement),
            addressee=RiskNotice.Told.CHAIR,
            received_on=self._day(engagement, 3 * STEP),
            essence=texts.RISK,
        )

    def thank(self) -> None:
        """Propose honours, and award most of them."""
        for number, form, merit_kk, merit_ru, is_awarded in texts.COMMENDATIONS:
            engagement = self.serving[number][0]
            day = self._day(engagement, 3 * STEP)
            commendation: Commendation = actions.commend(
                **self._facts(number, engagement),
                form=form,
                merit_kk=merit_kk,
                merit_ru=merit_ru,
                proposed_on=day,
            )
            if is_awarded:
                actions.award_commendation(
                    commendation=commendation,
                    awarded_on=min(working_day(day + STEP), self.latest),
                    awarded_by=texts.AWARDED_BY,
                    on=self.today,
                    by=self._chair(number),
                )
