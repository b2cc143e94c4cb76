"""Deeds of evaluation: notes kept, quarters and works signed off, corrections."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commissions.models import Assignment, Event
from council.audit import deed, lock
from council.dates import Quarter, numeric_date
from council.models import Account, Body
from council.protocol_text import canonical
from council.regulation import EXPERT_THAT_DAY, PERIOD_OVER, RuleViolation, collect
from experts.models import Engagement
from kpi.indicators import Counts, Period, counts_of
from kpi.models import Evaluation, EvaluationVersion
from kpi.round import Row, latest_version, round_of, seen_mark
from kpi.validators import Words, check_chair, word_objections


@dataclass(frozen=True)
class Entry:
    """What the page of the round says of one expert.

    `seen` marks the numbers and notes that the page showed.
    """

    engagement: Engagement
    seen: str
    words: Words


@deed
def note_evaluations(
    *,
    commission: Body,
    quarter: Quarter,
    entries: Sequence[Entry],
    on: date,
    by: Account,
) -> list[Evaluation]:
    """Keep the chair's numbers and notes until they are signed off (4.1)."""
    commission = lock(commission)
    check_chair(by, commission, on)
    rows = _rows(commission, quarter, entries)
    _refuse_if(_note_objections(entries, rows))
    kept = (_keep(quarter, entry, rows[entry.engagement.pk], by) for entry in entries)
    return [evaluation for evaluation in kept if evaluation]


@deed
def sign_evaluations(
    *,
    commission: Body,
    quarter: Quarter,
    entries: Sequence[Entry],
    chosen: Collection[int],
    on: date,
    by: Account,
) -> list[EvaluationVersion]:
    """Sign off the evaluations of the chosen engagements, all or none (4.1, 4.2–4.6).

    Freezes numbers, records and notes as they stand now, which must be what the page
    showed. The notes on the others are kept. The commission is locked: of two chairs
    who sign at once the second is told whom the first has signed.
    """
    commission = lock(commission)
    check_chair(by, commission, on)
    PERIOD_OVER.check(ends=quarter.ends, today=on)
    rows = _rows(commission, quarter, entries)
    signing = [entry for entry in entries if entry.engagement.pk in chosen]
    others = [entry for entry in entries if entry.engagement.pk not in chosen]
    if not signing:
        raise RuleViolation(_("Choose at least one expert."))
    objections = _note_objections(others, rows)
    for entry in signing:
        row = rows[entry.engagement.pk]
        objections += _signing_objections(entry, row.evaluation, row.counts)
    _refuse_if(objections)
    for entry in others:
        _keep(quarter, entry, rows[entry.engagement.pk], by)
    return [
        _sign(
            rows[entry.engagement.pk].evaluation
            or _quarterly(entry.engagement, quarter),
            entry.words,
            rows[entry.engagement.pk].counts,
            on,
            by,
        )
        for entry in signing
    ]


@deed
def evaluate_work(
    *,
    engagement: Engagement,
    work: Event | Assignment,
    seen: str,
    words: Words,
    is_signed: bool,
    on: date,
    by: Account,
) -> Evaluation:
    """Evaluate an expert on completion of a concrete work, signed or noted (4.1)."""
    commission = lock(engagement.commission)
    check_chair(by, commission, on)
    period = period_of_work(engagement, work)
    if period is None:
        raise RuleViolation(
            _("4.1: only a work that the expert has done is evaluated.")
        )
    if is_signed:
        PERIOD_OVER.check(ends=period.ends, today=on)
    of = {"event": work} if isinstance(work, Event) else {"assignment": work}
    evaluation = Evaluation.objects.filter(engagement=engagement, **of).first()
    counts = counts_of([engagement], [period])[engagement.pk, period]
    entry = Entry(engagement, seen, words)
    if is_signed:
        _refuse_if(_signing_objections(entry, evaluation, counts))
    else:
        _refuse_if(_draft_objections(entry, evaluation))
    evaluation = evaluation or Evaluation(
        engagement=engagement, kind=Evaluation.Kind.COMPLETION, **of
    )
    evaluation.begins, evaluation.ends = period
    if is_signed:
        _sign(evaluation, words, counts, on, by)
    else:
        _write(evaluation, words, by)
    return evaluation


@deed
def correct_evaluation(
    *,
    evaluation: Evaluation,
    seen: str,
    words: Words,
    explanation: str,
    on: date,
    by: Account,
) -> EvaluationVersion:
    """Sign a new version with the numbers of today; the old one stays (4.1)."""
    engagement = evaluation.engagement
    commission = lock(engagement.commission)
    check_chair(by, commission, on)
    evaluation = Evaluation.objects.get(pk=evaluation.pk)
    if latest_version(evaluation) is None:
        raise RuleViolation(_("4.1: only what is signed off can be corrected."))
    period = Period(evaluation.begins, evaluation.ends)
    counts = counts_of([engagement], [period])[engagement.pk, period]
    objections = word_objections(words)
    if not explanation:
        objections.append(_("4.1: say what is corrected."))
    if seen != seen_mark(counts, evaluation):
        objections.append(_stale(engagement))
    _refuse_if(objections)
    return _sign(evaluation, words, counts, on, by, explanation)


def period_of_work(engagement: Engagement, work: Event | Assignment) -> Period | None:
    """Return the days of a work that the expert has done; None where it is not."""
    if isinstance(work, Event):
        came = engagement.participations.done().filter(event=work).exists()
        return Period(work.begins, work.ends) if came else None
    if work.engagement_id != engagement.pk or work.done_on is None:
        return None
    return Period(work.given_on, work.done_on)


def _rows(
    commission: Body, quarter: Quarter, entries: Sequence[Entry]
) -> dict[int, Row]:
    """Return the round as it stands now; refuse entries that are none of it (6.1)."""
    rows = {row.engagement.pk: row for row in round_of(commission, quarter)}
    _refuse_if(
        collect(
            *(
                (
                    EXPERT_THAT_DAY,
                    {
                        "is_in_office": entry.engagement.pk in rows,
                        "name": str(entry.engagement.expert),
                        "commission": commission.number,
                        "day": quarter.ends,
                    },
                )
                for entry in entries
            )
        )
    )
    return rows


def _note_objections(entries: Sequence[Entry], rows: dict[int, Row]) -> list[str]:
    return [
        sentence
        for entry in entries
        if entry.words != rows[entry.engagement.pk].words
        for sentence in _draft_objections(entry, rows[entry.engagement.pk].evaluation)
    ]


def _draft_objections(entry: Entry, evaluation: Evaluation | None) -> list[str]:
    """Say what speaks against changing the notes: they are signed, or not as shown."""
    if signed := _signed_already(entry, evaluation):
        return signed
    revision = evaluation.revision if evaluation else 0
    if entry.seen.partition("-")[0] != str(revision):
        return [_stale(entry.engagement)]
    return []


def _signing_objections(
    entry: Entry, evaluation: Evaluation | None, counts: Counts
) -> list[str]:
    if signed := _signed_already(entry, evaluation):
        return signed
    objections = [
        f"{entry.engagement.expert}: {sentence}"
        for sentence in word_objections(entry.words)
    ]
    if entry.seen != seen_mark(counts, evaluation):
        objections.append(_stale(entry.engagement))
    return objections


def _signed_already(entry: Entry, evaluation: Evaluation | None) -> list[str]:
    version = latest_version(evaluation)
    if version is None:
        return []
    return [
        _("%(expert)s: signed off already on %(day)s, by %(chair)s.")
        % {
            "expert": entry.engagement.expert,
            "day": numeric_date(version.signed_on),
            "chair": version.signed_by,
        }
    ]


def _stale(engagement: Engagement) -> str:
    return _(
        "%(expert)s: numbers or notes have changed since your page was opened. Compare "
        "them as they are now and press again."
    ) % {"expert": engagement.expert}


def _keep(quarter: Quarter, entry: Entry, row: Row, by: Account) -> Evaluation | None:
    """Keep what is new in the chair's words; None where nothing is."""
    if entry.words == row.words:
        return None
    evaluation = row.evaluation or _quarterly(entry.engagement, quarter)
    _write(evaluation, entry.words, by)
    return evaluation


def _quarterly(engagement: Engagement, quarter: Quarter) -> Evaluation:
    return Evaluation(
        engagement=engagement,
        kind=Evaluation.Kind.QUARTERLY,
        begins=quarter.begins,
        ends=quarter.ends,
    )


def _write(evaluation: Evaluation, words: Words, by: Account) -> None:
    evaluation.stated, evaluation.form, evaluation.note = (
        words.kept,
        words.form,
        words.note,
    )
    if evaluation.pk:
        evaluation.revision += 1
    evaluation.save_as(by)


def _sign(
    evaluation: Evaluation,
    words: Words,
    counts: Counts,
    on: date,
    by: Account,
    explanation: str = "",
) -> EvaluationVersion:
    """Freeze numbers, records and notes, with the fingerprint of the whole."""
    last = latest_version(evaluation) if evaluation.pk else None
    _write(evaluation, words, by)
    version = EvaluationVersion(
        evaluation=evaluation,
        number=last.number + 1 if last else 1,
        signed_on=on,
        signed_by=by.person,
        form=words.form,
        note=words.note,
        figures=_figures(counts, words),
        explanation=explanation,
    )
    version.sha256 = fingerprint(version)
    version.save_as(by)
    return version


def _figures(counts: Counts, words: Words) -> list[dict[str, Any]]:
    figures: list[dict[str, Any]] = []
    for count in counts:
        said = words.stated.get(count.indicator.clause)
        figures.append(
            {
                "clause": count.indicator.clause,
                "computed": count.number,
                "stated": said.value if said else None,
                "because": said.because if said else "",
                "records": [record.frozen() for record in count.records or ()],
            }
        )
    return figures


def fingerprint(version: EvaluationVersion) -> str:
    """Return the SHA-256 of what was signed, as canonical JSON; anybody can recompute.

    Persons stand in it by their keys: a name may be corrected later.
    """
    evaluation = version.evaluation
    text = {
        "schema": 1,
        "entry": evaluation.engagement_id,
        "kind": evaluation.kind,
        "event": evaluation.event_id,
        "assignment": evaluation.assignment_id,
        "begins": evaluation.begins.isoformat(),
        "ends": evaluation.ends.isoformat(),
        "number": version.number,
        "signed_on": version.signed_on.isoformat(),
        "signed_by": version.signed_by_id,
        "form": version.form,
        "note": version.note,
        "figures": version.figures,
        "explanation": version.explanation,
    }
    return canonical(text)[1]


def _refuse_if(objections: list[str]) -> None:
    if objections:
        raise RuleViolation(*objections)
