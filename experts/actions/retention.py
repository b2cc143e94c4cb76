"""Deeds that let go of what is no longer needed of a person (law № 94-V)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.audit import deed, lock, versions
from council.dates import numeric_date
from council.models import Account, Person, Seat
from council.redaction import redact
from council.regulation import RuleViolation
from experts.models import (
    Consent,
    DossierDraft,
    Engagement,
    Expert,
    ImportDraft,
    Paper,
)
from experts.models.draft import DRAFT_KEPT
from experts.retention import PARTICULARS, Due, Ground, due_of

NOBODY = "N."


@deed
def purge_papers(*, expert: Expert, on: date, by: Account) -> Expert:
    """Let go of what of a dossier may no longer be kept, in all its versions too.

    The files go when the deed is done. Raises RuleViolation when nothing is due.
    """
    expert = lock(expert)
    withheld = Consent.objects.withheld_persons()
    found = due_of(expert, on, is_withheld=expert.person_id in withheld)
    if found is None or not found.counts:
        raise RuleViolation(_("Nothing of this dossier is due to go."))
    _let_go(found, by)
    return expert


@deed
def redact_person(*, person: Person, on: date, by: Account, with_name: bool) -> Person:
    """Let go of all that is not public of a person, at once; on demand of the name too.

    Raises RuleViolation while the person is in office, and for the name of whoever was
    ever engaged or sits in the council: protocols and register name them for good.
    """
    person = lock(person)
    engaged = Engagement.objects.valid().filter(expert__person=person)
    for row in engaged.select_related("commission__convocation"):
        if row.last_day >= on:
            raise RuleViolation(
                _(
                    "The person is an expert until %(day)s: what the office needs is "
                    "kept. Propose the release first (1.10)."
                )
                % {"day": numeric_date(row.last_day)}
            )
    if with_name and (engaged.exists() or Seat.objects.filter(person=person).exists()):
        raise RuleViolation(
            _("1.8: decisions name the person, and the register is a history.")
        )
    facts: dict[str, Any] = dict(PARTICULARS[Person])
    if with_name:
        facts |= {"surname": NOBODY, "given_name": NOBODY, "patronymic": ""}
    _empty(person, facts, by)
    if with_name:
        facts |= {"search_key": person.search_key, "sort_key": person.sort_key}
    redact(Person, [person.pk], facts)
    DossierDraft.objects.filter(expert__person=person).delete()
    for expert in Expert.objects.filter(person=person).order_by("pk"):
        _let_go(Due(expert, Ground.WITHDRAWN, on, 0, on), by)
    return person


def drop_old_drafts() -> int:
    """Delete what was typed or uploaded and never entered; return how many."""
    old = ImportDraft.objects.filter(made_at__lt=timezone.now() - DRAFT_KEPT)
    return old.delete()[0] + DossierDraft.objects.old().delete()[0]


def _let_go(found: Due, by: Account) -> None:
    """Empty the rows, then their versions; delete the files when the deed is done."""
    files = found.files
    for model, keys, instead in found.parts:
        for row in model._default_manager.filter(pk__in=keys).order_by("pk"):
            _empty(row, instead, by)
        redact(model, keys, instead)
    still = set(versions(Paper).filter(file__in=files).values_list("file", flat=True))
    storage = Paper._meta.get_field("file").storage
    for name in files:
        if name not in still:
            transaction.on_commit(partial(storage.delete, name))


def _empty(row: Any, instead: dict[str, Any], by: Account) -> None:
    if all(getattr(row, name) == value for name, value in instead.items()):
        return
    for name, value in instead.items():
        setattr(row, name, value)
    if hasattr(row, "revision"):
        row.revision += 1
    row.save_as(by)
