"""The chairs' evaluations in the demonstration: closed quarters signed, one left.

Then two reports to the Presidium: one on its way, one begun.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from commissions.demo.calendar import Calendar, working_day
from commissions.demo.founding import Founding
from commissions.demo.steps import further_step
from commissions.models import Participation
from council.dates import Quarter
from council.models import Account, Body, Sitting
from experts.models import Engagement
from kpi import actions
from kpi.indicators import Period, counts_of, with_facts
from kpi.models import Evaluation, Report
from kpi.round import Row, quarters_of, round_of, seen_mark
from kpi.validators import Stated, Words

# These commissions have signed every closed quarter, that one all but the last.
SIGNED, LEFT = (1, 2, 4), 3
STATED_IN, CORRECTED_IN = 1, 2
TEN_DAYS = timedelta(days=10)
STATED = Words(
    {
        "4.2.4": Stated(
            1,
            "Жазбаша ұсыным комиссия төрағасына электрондық поштамен келіп, "
            "тіркеуге кейін енгізіледі.",
        )
    }
)
NOTE = Words(
    form=Evaluation.Form.NOTE,
    note="Тоқсан бойы эксперт көше абаттандыру мәселелері бойынша кеңес беріп тұрды.",
)
REQUESTED_OF, BEGUN_BY = 2, 4
ANALYSIS = {
    "note_kk": "Осы тоқсандарда эксперттер комиссия отырыстарына, мониторингтер мен "
    "тыңдауларға қатысты. Жазбаша ұсыным әзірге аз: келесі тоқсанда әр мониторингтен "
    "кейін қысқа қорытынды сұралады.",
    "note_ru": "В этих кварталах эксперты участвовали в заседаниях комиссии, "
    "мониторингах и слушаниях. Письменных рекомендаций пока мало: в следующем квартале "
    "после каждого мониторинга будет запрошено краткое заключение.",
}
BEGINNING = {
    "note_kk": "Эксперттің осы екі тоқсандағы жұмысы туралы қысқаша анықтама.",
    "note_ru": "Краткая справка о работе эксперта за эти два квартала.",
}
EXPLANATION = "Тоқсан соңында өткен отырысқа қатысу ескерілмеген."


@further_step
def evaluate(days: Calendar, founded: Founding) -> None:
    """Let chairs sign off the closed quarters, correct one and evaluate a work."""
    closed = quarters_of(days.formalised[0], Quarter.of(days.today).previous.ends)
    for number in (*SIGNED, LEFT):
        body, chair = founded.commissions[number], founded.accounts[f"chair{number}"]
        for quarter in closed[:-1] if number == LEFT else closed:
            _sign_round(body, quarter, days, chair, is_first=quarter == closed[0])
    _note_the_last(founded.commissions[LEFT], closed[-1], days, founded)
    _correct_one(founded.commissions[CORRECTED_IN], days, founded)
    _evaluate_a_work(founded.commissions[STATED_IN], days, founded)


def _sign_round(
    body: Body, quarter: Quarter, days: Calendar, chair: Account, *, is_first: bool
) -> None:
    """Sign a whole round some days after its quarter; in one, another number."""
    rows = round_of(body, quarter)
    if not rows:
        return
    entries = [_entry(row) for row in rows]
    if body.number == STATED_IN and not is_first:
        entries[0] = _entry(rows[0], STATED)
    if body.number == CORRECTED_IN:
        entries[-1] = _entry(rows[-1], NOTE)
    actions.sign_evaluations(
        commission=body,
        quarter=quarter,
        entries=entries,
        chosen={row.engagement.pk for row in rows},
        on=min(working_day(quarter.ends + TEN_DAYS), days.latest),
        by=chair,
    )


def _entry(row: Row, words: Words | None = None) -> actions.Entry:
    return actions.Entry(row.engagement, row.seen, words or row.words)


def _note_the_last(
    body: Body, quarter: Quarter, days: Calendar, founded: Founding
) -> None:
    """Keep a note on the first expert of a round that is not signed yet."""
    actions.note_evaluations(
        commission=body,
        quarter=quarter,
        entries=[_entry(row, NOTE) for row in round_of(body, quarter)[:1]],
        on=days.latest,
        by=founded.accounts[f"chair{body.number}"],
    )


def _correct_one(body: Body, days: Calendar, founded: Founding) -> None:
    """Sign the first evaluation of a commission anew."""
    found = (
        Evaluation.objects.signed().filter(engagement__commission=body).order_by("pk")
    )
    evaluation = found[0]
    entry = with_facts(Engagement.objects).get(pk=evaluation.engagement_id)
    period = Period(evaluation.begins, evaluation.ends)
    counts = counts_of([entry], [period])[entry.pk, period]
    actions.correct_evaluation(
        evaluation=evaluation,
        seen=seen_mark(counts, evaluation),
        words=Words.of(evaluation),
        explanation=EXPLANATION,
        on=days.latest,
        by=founded.accounts[f"chair{body.number}"],
    )


def _evaluate_a_work(body: Body, days: Calendar, founded: Founding) -> None:
    """Evaluate one expert on completion of an event, where one was held."""
    came = (
        Participation.objects.done()
        .filter(event__commission=body, event__ends__lt=days.latest)
        .order_by("event__ends", "pk")
    )
    for participation in came[:1]:
        entry = with_facts(Engagement.objects).get(pk=participation.engagement_id)
        event = participation.event
        period = Period(event.begins, event.ends)
        counts = counts_of([entry], [period])[entry.pk, period]
        actions.evaluate_work(
            engagement=entry,
            work=event,
            seen=seen_mark(counts, None),
            words=Words(),
            is_signed=True,
            on=days.latest,
            by=founded.accounts[f"chair{body.number}"],
        )


@further_step
def report_to_the_presidium(days: Calendar, founded: Founding) -> None:
    """Sign a report that was requested and put it on the next agenda; begin another."""
    last = Quarter.of(days.today).previous
    requested = _report(
        founded,
        REQUESTED_OF,
        first=last.previous,
        last=last,
        occasion=Report.Occasion.REQUEST,
        requested_on=days.held,
        on=days.latest,
        **ANALYSIS,
    )
    by = founded.accounts[f"chair{REQUESTED_OF}"]
    actions.sign_report(report=requested, revision=None, on=days.latest, by=by)
    actions.submit_report(
        report=requested,
        sitting=Sitting.objects.get(body=founded.presidium, held_on=days.planned),
        by=by,
    )
    serving = Engagement.objects.active(days.latest).select_related("expert__person")
    busiest = (
        serving.filter(commission=founded.commissions[BEGUN_BY])
        .annotate(events=Count("participations", filter=Q(participations__came=True)))
        .order_by("-events", "begins", "pk")[0]
    )
    _report(
        founded,
        BEGUN_BY,
        expert=busiest.expert,
        first=last.previous,
        last=last,
        occasion=Report.Occasion.INITIATIVE,
        requested_on=None,
        on=days.latest,
        **BEGINNING,
    )


def _report(founded: Founding, number: int, **facts: Any) -> Report:
    """Begin a report on the commission, or on one expert of it, by its chair."""
    return actions.make_report(
        convocation=founded.convocation,
        commission=founded.commissions[number],
        by=founded.accounts[f"chair{number}"],
        **{"expert": None} | facts,
    )
