"""Deeds on dossiers: entering, changing, the documents of 1.13."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from council.audit import check_revision, deed, lock, note, noted
from council.models import Account, AgendaItem, Body, Person
from council.regulation import (
    ANOTHER_COMMISSION,
    PRESIDIUM_MOVES,
    RuleViolation,
    collect,
)
from council.uploads import content_of
from experts.actions.register import is_another_commission
from experts.models import (
    Acknowledgement,
    Consent,
    Disclosure,
    Expert,
    Paper,
    ReferenceDocument,
)


@dataclass
class Dossier:
    """What one page of a candidate says, before it is saved.

    `person` and `expert` are values by field name. `papers` has, by kind of 2.3,
    number, issued_on, result, is_seen and file. `welcome` are certificates and
    degrees as rows with pk (None for a new one), and so are `disclosures`.
    """

    person: dict[str, Any]
    expert: dict[str, Any]
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    welcome: list[dict[str, Any]] = field(default_factory=list)
    disclosures: list[dict[str, Any]] = field(default_factory=list)
    acknowledged_on: date | None = None
    consent_on: date | None = None


@deed
def enter_candidate(
    *,
    commission: Body,
    dossier: Dossier,
    on: date,
    by: Account,
    known_person: Person | None = None,
    told_apart: Collection[int] | None = None,
) -> Expert:
    """Open a candidate's dossier for a commission; it may be incomplete (2.3).

    `known_person` is the one already on record, when the secretariat says that it
    is the same: only what the record lacks is taken from the page. `told_apart` are
    the keys of the namesakes that the secretariat was shown; None when nobody was
    asked. Raises RuleViolation when that person has a dossier already, or when a
    namesake was put on record since.
    """
    if known_person is None and told_apart is not None:
        commission = lock(commission)  # so that entries queue
        _refuse_unseen_namesakes(dossier, told_apart)
    person = known_person or Person()
    if person.pk:
        person = lock(person)
        earlier = (
            Expert.objects.filter(person=person, convocation=commission.convocation)
            .select_related("commission")
            .first()
        )
        if earlier:
            raise RuleViolation(
                _("%(name)s has a dossier already, in %(commission)s.")
                % {"name": person, "commission": earlier.commission}
            )
        dossier = replace(dossier, person=_missing_only(person, dossier.person))
    expert = Expert(
        person=person, commission=commission, convocation=commission.convocation
    )
    _write_dossier(expert, dossier, on, by)
    return expert


def _missing_only(person: Person, facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if not getattr(person, name)}


def _refuse_unseen_namesakes(dossier: Dossier, told_apart: Collection[int]) -> None:
    """Refuse what a second click or a colleague entered meanwhile."""
    surname, given_name = dossier.person["surname"], dossier.person["given_name"]
    unseen = Person.objects.namesakes(surname, given_name).exclude(pk__in=told_apart)
    if unseen.exists():
        raise RuleViolation(
            _("A person of this name is on record. Say below whether it is the same.")
        )


@deed
def change_dossier(
    *,
    expert: Expert,
    dossier: Dossier,
    on: date,
    by: Account,
    revision: int | None = None,
) -> Expert:
    """Save what was changed in a dossier; `revision` is what the page showed.

    Another commission takes up anew whom the Presidium refused or released. Raises
    RuleViolation for one in office (6.3), and for one who is on an agenda (1.8).
    """
    expert = lock(expert)
    check_revision(expert, revision)
    facts = dossier.expert | {"revision": expert.revision + 1}
    target = facts.get("commission", expert.commission)
    if target != expert.commission:
        _refuse_to_leave(expert, target)
        facts["status"] = Expert.Status.CANDIDATE
    _write_dossier(expert, replace(dossier, expert=facts), on, by)
    return expert


def _refuse_to_leave(expert: Expert, target: Body) -> None:
    """Raise RuleViolation with all that holds the dossier in its commission."""
    is_in_office = expert.status == Expert.Status.ENGAGED
    is_another = is_another_commission(expert.commission, target)
    sentences = collect(
        (PRESIDIUM_MOVES, {"is_in_office": is_in_office, "name": str(expert)}),
        (ANOTHER_COMMISSION, {"is_another": is_another, "commission": target.number}),
    )
    for kind in AgendaItem.matter_kinds:
        for matter in kind.waiting(expert).select_related("item__sitting__body"):
            sentences.append(
                _(
                    "1.8: %(name)s is on an agenda for %(commission)s: %(sitting)s. "
                    "Take the question off it first."
                )
                % {
                    "name": expert,
                    "commission": expert.commission,
                    "sitting": matter.item.sitting,
                }
            )
    if sentences:
        raise RuleViolation(*sentences)


def _write_dossier(expert: Expert, dossier: Dossier, on: date, by: Account) -> None:
    _write(expert.person, dossier.person, by)
    _write(expert, dossier.expert, by)
    for kind, facts in dossier.papers.items():
        _write_paper(expert, kind, facts, on, by)
    for facts in dossier.welcome:
        _write_row(Paper, expert, facts, by)
    for facts in dossier.disclosures:
        _write_row(Disclosure, expert, facts, by)
    _write_acknowledgement(expert, dossier.acknowledged_on, by)
    _write_consent(expert, dossier.consent_on, by)


def _write(row: Any, values: dict[str, Any], by: Account) -> None:
    changed = not row.pk
    for name, value in values.items():
        changed = changed or getattr(row, name) != value
        setattr(row, name, value)
    if changed:
        row.save_as(by)


def _write_row(
    model: type[Paper | Disclosure], expert: Expert, facts: dict[str, Any], by: Account
) -> None:
    values = dict(facts)
    pk, is_removed = values.pop("pk"), values.pop("is_removed", False)
    row = model.objects.get(pk=pk, expert=expert) if pk else model(expert=expert)
    if not is_removed:
        _write(row, values, by)
    else:
        row.delete_as(by)


def _write_paper(
    expert: Expert, kind: str, facts: dict[str, Any], on: date, by: Account
) -> None:
    values = dict(facts)
    is_seen = values.pop("is_seen")
    upload: UploadedFile | None = values.pop("file", None)
    paper = Paper.objects.filter(expert=expert, kind=kind).first()
    if paper is None and not is_seen and upload is None and not any(values.values()):
        return
    paper = paper or Paper(expert=expert, kind=kind)
    if upload is not None:
        values["file"] = upload
    if is_seen != paper.is_seen:
        values |= {"seen_on": on, "seen_by": by} if is_seen else {}
        values |= {} if is_seen else {"seen_on": None, "seen_by": None}
    _write(paper, values, by)


def _write_acknowledgement(expert: Expert, day: date | None, by: Account) -> None:
    row = Acknowledgement.objects.filter(expert=expert).first()
    if day is None and row is not None:
        row.delete_as(by)
    elif day is not None and (row is None or row.acknowledged_on != day):
        current = ReferenceDocument.objects.filter(is_current=True)
        row = row or Acknowledgement(expert=expert)
        row.documents = "\n".join(document.title_kk for document in current)
        row.acknowledged_on = day
        row.save_as(by)


def _write_consent(expert: Expert, day: date | None, by: Account) -> None:
    row = expert.consents.filter(withdrawn_on__isnull=True).first()
    if day is not None:
        _write(
            row or Consent(expert=expert),
            {"given_on": day, "scope": Consent.Scope.PROCESSING},
            by,
        )
    elif row is not None:
        row.delete_as(by)


@deed
def keep_reference_documents(
    *, rows: list[dict[str, Any]], by: Account
) -> list[ReferenceDocument]:
    """Save the list of documents that experts must know (1.13)."""
    kept = []
    for values in rows:
        facts = dict(values)
        pk = facts.pop("pk")
        row = ReferenceDocument.objects.get(pk=pk) if pk else ReferenceDocument()
        _write(row, facts, by)
        kept.append(row)
    return kept


@noted
def open_file(*, paper: Paper, by: Account) -> bytes:
    """Return the content of a paper's scan; each opening is on record (2.3)."""
    content = content_of(paper.file)
    note("open_file", by=by, about=paper)
    return content
