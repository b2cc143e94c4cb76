"""What a dossier says and what it lacks, for those who may see all or only a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.desk import Path, Task
from council.models import Edition
from council.regulation import (
    CONSENT_GIVEN,
    NO_BAR,
    READINESS,
    REQUIRED_PAPERS,
    Rule,
    collect,
)
from experts.models import Expert, Paper
from experts.models.expert import ExpertQuerySet
from experts.validators import (
    dossier_objections,
    in_office_warnings,
    person_objections,
    standing,
)


@dataclass(frozen=True)
class Completeness:
    """How far a dossier is, and everything that speaks against the person today.

    `path` is how far it has come since, where a page shows that.
    """

    expert: Expert
    tasks: list[Task]
    objections: list[str]
    path: Path | None = None

    @property
    def is_complete(self) -> bool:
        """Return whether nothing speaks against putting it on an agenda."""
        return not self.objections

    @property
    def papers_seen(self) -> int:
        """Return how many of the needed papers somebody has seen (2.3)."""
        return self.papers_needed - len(self.expert.missing_papers)

    @property
    def papers_needed(self) -> int:
        """Return how many papers this candidate hands in (2.3)."""
        return len(self.expert.needed_papers)

    @property
    def also_open(self) -> list[str]:
        """Return what is to be done besides the papers."""
        return [
            task.label
            for task in self.tasks
            if not task.done and task.clause != REQUIRED_PAPERS.clause
        ]


@dataclass(frozen=True)
class PaperLine:
    """A paper of 2.3 or 2.2 on the page; a part of the readers sees only its state."""

    label: str
    is_needed: bool
    is_seen: bool
    paper: Paper | None = None


@dataclass(frozen=True)
class Section:
    """Facts under one heading, as (label, value) pairs."""

    title: str
    clause: str
    rows: list[tuple[str, Any]]


def edition_on(day: date) -> Edition | None:
    """Return the edition in force that day; None before the first (7.1)."""
    return Edition.objects.filter(effective_on__lte=day).first()


def with_papers(dossiers: ExpertQuerySet) -> ExpertQuerySet:
    """Fetch along what completeness asks for, whatever the number of dossiers."""
    papers = Prefetch("papers", Paper.objects.select_related("seen_by"))
    return dossiers.with_person().prefetch_related(papers, "consents")


def completeness(
    expert: Expert, day: date, edition: Edition | None, *, is_full: bool
) -> Completeness:
    """Return how far the dossier is; without `is_full` the bars of 2.2 stay out.

    Asks the database nothing when papers and consents are fetched along.
    """
    return Completeness(
        expert,
        tasks=list(_tasks(expert, day, edition, is_full)),
        objections=dossier_objections(expert, day, edition)
        if edition
        else [_no_edition(day)],
    )


def obstacles(expert: Expert, day: date, edition: Edition | None) -> list[str]:
    """Return what the person's other places speak against today (1.5, 6.1).

    Of an expert in office it is a warning: nobody is released by it, and the text
    names no ground for a bar found later (1.8, 2.2).
    """
    if expert.status == Expert.Status.ENGAGED:
        return in_office_warnings(expert, day)
    if edition is None or expert.status != Expert.Status.CANDIDATE:
        return []
    stands = standing([(expert, expert.commission)], day, edition)
    return person_objections(expert, stands[expert.pk, expert.commission_id])


def _no_edition(day: date) -> str:
    return _("7.1: no edition of the Regulation is in force on %(day)s.") % {
        "day": numeric_date(day)
    }


def _tasks(
    expert: Expert, day: date, edition: Edition | None, is_full: bool
) -> Iterable[Task]:
    present, unknown = expert.bars
    basis = {
        "has_higher_education": expert.has_higher_education,
        "practice_months": expert.practice_months,
    }
    if edition:
        yield _task(
            expert,
            _("Higher education or practice in the field"),
            (edition.eligibility, basis),
            "basis" if is_full else "",
        )
    if is_full:
        yield _task(
            expert,
            _("The four bars ruled out"),
            (NO_BAR, {"present": present, "unknown": unknown}),
            "bars",
            _("Which: %(bars)s.") % {"bars": "; ".join([*present, *unknown])},
        )
    yield _task(
        expert,
        _("Papers seen"),
        (REQUIRED_PAPERS, {"missing": expert.missing_papers}),
        "papers" if is_full else "",
    )
    yield _task(
        expert,
        _("Statement of readiness"),
        (READINESS, {"stated": expert.is_ready}),
        "statements" if is_full else "",
    )
    yield _task(
        expert,
        _("Consent to the processing of personal data (law № 94-V)"),
        (CONSENT_GIVEN, {"given": expert.consent_on(day)}),
        "statements" if is_full else "",
    )


def _task(
    expert: Expert,
    label: str,
    question: tuple[Rule, dict[str, Any]],
    anchor: str,
    detail: str = "",
) -> Task:
    """Return a task that the rule itself calls done or not.

    `detail` is what only this page may add to the rule's own words.
    """
    rule, _facts = question
    sentences = collect(question)
    return Task(
        label=label,
        clause="" if rule is CONSENT_GIVEN else rule.clause,
        done=not sentences,
        note=" ".join([*sentences, detail]).strip() if sentences else "",
        url=_change_url(expert, anchor) if anchor and sentences else "",
    )


def _change_url(expert: Expert, anchor: str) -> str:
    return f"{reverse('change_dossier', args=[expert.pk])}#{anchor}"


def paper_lines(expert: Expert, *, is_full: bool) -> list[PaperLine]:
    """Return the papers of 2.3 as a table shows them."""
    return [
        PaperLine(
            label=capfirst(str(kind.label)),
            is_needed=kind in expert.needed_papers,
            is_seen=paper is not None and paper.is_seen,
            paper=paper if is_full else None,
        )
        for kind in Paper.REQUIRED_KINDS
        for paper in [expert.papers_by_kind.get(kind)]
    ]


def welcome_lines(expert: Expert) -> list[Paper]:
    """Return the certificates and degrees, which are welcome but no gate (2.2)."""
    return [paper for paper in expert.papers.all() if paper.kind in Paper.WELCOME_KINDS]


def sections(expert: Expert, *, is_full: bool) -> list[Section]:
    """Return the facts of the dossier in the order of its page.

    Without `is_full` contacts, birth date, the note and what bars a person stay out.
    """
    person = expert.person
    yes_no = {True: _("yes"), False: _("no")}
    private = [
        (
            _("Birth date"),
            numeric_date(person.birth_date) if person.birth_date else "",
        )
    ]
    made = [
        Section(
            _("Commission and field"),
            "",
            [
                *(private if is_full else []),
                (
                    _("Commission"),
                    f"№ {expert.commission.number} – {expert.commission.name}",
                ),
                (_("Field, in Kazakh"), expert.field_kk),
                (_("Field, in Russian"), expert.field_ru),
            ],
        ),
        Section(
            _("Education or practice"),
            "2.1",
            [
                (_("Higher education"), yes_no[expert.has_higher_education]),
                (_("Institution, speciality, year"), expert.education),
                (_("Months of practice in the field"), expert.practice_months),
                (_("Where and as what"), expert.practice),
            ],
        ),
    ]
    statements = [(_("Ready to work unpaid"), yes_no[expert.is_ready])]
    if is_full:
        statements.append(
            (
                _("Corruption offence found by a court"),
                expert.get_corruption_display(),
            )
        )
    acknowledged = getattr(expert, "acknowledgement", None)
    statements += [
        (
            _("Has read the reference documents"),
            numeric_date(acknowledged.acknowledged_on) if acknowledged else "",
        ),
        (
            _("Consent to the processing of personal data (law № 94-V)"),
            "; ".join(consent.told() for consent in expert.consents.all()),
        ),
    ]
    made.append(Section(_("Statements"), "2.4", statements))
    if is_full:
        made.append(
            Section(
                _("Contacts"),
                "",
                [
                    (_("Telephone"), expert.phone_spaced),
                    (_("E-mail"), expert.email),
                    (_("Note"), expert.note),
                ],
            )
        )
    return made
