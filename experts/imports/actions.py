"""Deeds of the import: a list is kept, then confirmed and entered as a whole."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from council.audit import doing, import_rows, known_deeds, locked
from council.dates import today
from council.models import Account, Body, Person
from council.regulation import RuleViolation
from experts.imports.files import read_file
from experts.imports.record import Record
from experts.imports.sheet import Sheet
from experts.imports.verdicts import Judgement, Verdict
from experts.models import Engagement, Expert, ImportDraft

# A generator cannot be decorated as a deed.
known_deeds["import_register"] = __name__

STEP = 250
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Progress:
    """How many of the rows are entered; nothing is kept before the last."""

    done: int
    total: int


def keep_draft(*, upload: UploadedFile, by: Account) -> ImportDraft:
    """Keep an uploaded list for its confirmation, instead of its author's last one.

    Whatever anybody left for a day goes too: these are people's names. Raises
    RuleViolation for a file that holds no such list, and where no convocation is in
    office.
    """
    Record(today())
    sheet = read_file(upload, upload.size or 0)
    forgotten = Q(made_at__lt=timezone.now() - KEPT_FOR)
    ImportDraft.objects.filter(Q(made_by=by) | forgotten).delete()
    draft = ImportDraft(made_by=by, sheet=sheet.as_json())
    draft.save()
    return draft


def confirm_draft(*, draft: int, by: Account) -> Generator[Progress, None, None]:
    """Enter a kept list, telling of each step. The draft, by its key, is used once.

    Raises RuleViolation as `import_register` does, and for a draft that is gone.
    """
    with doing("import_register", by):
        kept = ImportDraft.objects.filter(pk=draft, made_by=by)
        found = kept.select_for_update().first()
        if found is None:
            raise RuleViolation(
                _("This list was imported meanwhile, or another one took its place.")
            )
        yield from import_register(sheet=Sheet.from_json(found.sheet), by=by)
        found.delete()


def import_register(*, sheet: Sheet, by: Account) -> Generator[Progress, None, None]:
    """Enter every expert of a list with the cited protocol, or nobody (1.8).

    The commissions are locked and every row is judged again: much may have changed
    since the check. More experts than 1.7 allows may be entered, for they are in
    office already; admissions then stop by themselves. Raises RuleViolation where a
    row is refused or nothing is left to enter.
    """
    with doing("import_register", by):
        locked(Body.objects.on(today()).commissions())
        judgement = Judgement(sheet, today())
        refused = judgement.counts["error"]
        if refused:
            raise RuleViolation(
                _("Rows with errors – %(count)s. Nothing was entered; check again.")
                % {"count": refused}
            )
        entered = judgement.to_enter
        if not entered:
            raise RuleViolation(_("Everybody of this list is in the register already."))
        for start in range(0, len(entered), STEP):
            step = entered[start : start + STEP]
            _enter(judgement, step, by)
            yield Progress(start + len(step), len(entered))


def _enter(judgement: Judgement, verdicts: list[Verdict], by: Account) -> None:
    people = _people(verdicts, by)
    record = judgement.record
    experts = import_rows(
        by,
        [
            Expert(
                convocation=record.convocation,
                person=person,
                commission=record.commissions[verdict.row.commission or 0],
                field_kk=verdict.row.field_kk,
                field_ru=verdict.row.field_ru,
                status=Expert.Status.ENGAGED,
            )
            for verdict, person in zip(verdicts, people, strict=True)
        ],
    )
    import_rows(
        by,
        [
            Engagement(
                expert=expert,
                commission=expert.commission,
                begins=day,
                ends=record.ends_of(verdict.row),
                imported_number=verdict.row.protocol_number,
                imported_on=day,
            )
            for verdict, expert in zip(verdicts, experts, strict=True)
            if (day := verdict.row.protocol_date)
        ],
    )


def _people(verdicts: list[Verdict], by: Account) -> list[Person]:
    """Return the persons of these rows, in their order, the new ones written."""
    known = Person.objects.in_bulk([row.person for row in verdicts if row.person])
    made = iter(
        import_rows(
            by,
            [
                Person(
                    surname=verdict.row.surname,
                    given_name=verdict.row.given_name,
                    patronymic=verdict.row.patronymic,
                    birth_date=verdict.row.birth_date,
                )
                for verdict in verdicts
                if not verdict.person
            ],
        )
    )
    people = []
    for verdict in verdicts:
        person = known[verdict.person] if verdict.person else next(made)
        _add_birth_date(person, verdict, by)
        people.append(person)
    return people


def _add_birth_date(person: Person, verdict: Verdict, by: Account) -> None:
    """Fill in a birth date that the record lacks; nothing else of it changes."""
    if person.birth_date is None and verdict.row.birth_date:
        person.birth_date = verdict.row.birth_date
        person.save_as(by)
