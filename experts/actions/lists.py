"""Deeds on the published list: publishing it, and taking a person out again."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial

from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from council.actions import kept_or_drawn
from council.audit import deed, deed_moment, lock, locked
from council.chain import fingerprint, seal
from council.dates import numeric_date
from council.models import Account, Link
from council.paper import LANGUAGES
from council.record import new_salt
from council.regulation import RuleViolation
from experts.lists import commitment, content_of, text_of, unpublished
from experts.models import Consent, Expert, ListEdition, ListEntry, ListPaper
from experts.open_data import records

DRAWING = "drawing the list"


@deed
def publish_list(*, on: date, by: Account, seen: str | None = None) -> ListEdition:
    """Freeze the list of the day as the next edition and seal it (1.12).

    `seen` is the mark of what the page showed; None when the caller showed none. Raises
    RuleViolation when the register is another one by now, or nothing has changed. The
    papers are drawn when the deed is done, while nobody waits.
    """
    change = unpublished(on)
    if seen is not None and seen != change.seen:
        raise RuleViolation(
            _(
                "The register changed while your page was open. Look at what the "
                "edition will hold and publish again."
            )
        )
    last = ListEdition.objects.first()
    if last and change.is_empty:
        raise RuleViolation(
            _(
                "1.12: the list is published as it stands, as edition № %(number)s of "
                "%(day)s."
            )
            % {"number": last.number, "day": numeric_date(last.day)}
        )
    edition = ListEdition(
        number=last.number + 1 if last else 1,
        day=on,
        published_at=deed_moment(),
        published_by=by,
        count=change.count,
    )
    entries = _entries(edition)
    edition.sha256 = fingerprint(content_of(edition, entries))
    edition.link = seal(Link.Kind.LIST, edition.sha256, by)
    edition.save_as(by)
    ListEntry.objects.bulk_create(entries)
    transaction.on_commit(partial(_draw_soon, edition))
    return edition


def _entries(edition: ListEdition) -> list[ListEntry]:
    found = records(edition.day)
    experts = Expert.objects.in_bulk(
        [row.public_id for row in found], field_name="public_id"
    )
    entries = []
    for position, row in enumerate(found, start=1):
        salt, text = new_salt(), text_of(row)
        entries.append(
            ListEntry(
                edition=edition,
                position=position,
                expert=experts[row.public_id],
                salt=salt,
                text=text,
                commitment=commitment(salt, text),
            )
        )
    return entries


@deed
def withdraw_consent(*, expert: Expert, on: date, by: Account) -> Expert:
    """Note that the person withdrew the consent, and make them public nowhere.

    It is the person's consent, so every dossier of theirs counts (law № 94-V): the
    register leaves the person out on every day and as recorded at every moment, and
    the editions lose their entries. The commitments stay, so the chain still verifies.
    Of the editions in question the papers are drawn anew. Raises RuleViolation when no
    consent is given.
    """
    expert = lock(expert)
    consents = list(
        Consent.objects.given().filter(expert__person=expert.person_id).order_by("pk")
    )
    if not any(consent.expert_id == expert.pk for consent in consents):
        raise RuleViolation(_("No consent is on record that could be withdrawn."))
    latest = max(consent.given_on for consent in consents)
    if on < latest:
        raise RuleViolation(
            _("The consent was given later, on %(day)s.")
            % {"day": numeric_date(latest)}
        )
    for consent in consents:
        consent.withdrawn_on = on
        consent.save_as(by)
    named = ListEntry.objects.filter(expert__person=expert.person_id)
    editions = locked(ListEdition.objects.filter(pk__in=named.values("edition")))
    for entry in named:
        entry.withdraw(on)
    for paper in ListPaper.objects.filter(edition__in=editions):
        transaction.on_commit(partial(paper.file.storage.delete, str(paper.file.name)))
        paper.delete()
    return expert


def list_paper(edition: ListEdition, language: str) -> ListPaper:
    """Return an edition's PDF, drawn anew where it is not kept.

    Drawing takes seconds and happens outside any transaction. A paper that names
    somebody who withdrew the consent meanwhile is not kept, but drawn once more.
    """

    def draw() -> bytes:
        pdf: bytes = import_string("experts.register_print.edition_pdf")(
            edition, language
        )
        return pdf

    def withdrawn() -> int:
        return edition.entries.exclude(withdrawn_on=None).count()

    return kept_or_drawn(edition.papers, language, draw, rests_on=withdrawn)


def _draw_soon(edition: ListEdition) -> None:
    threading.Thread(target=_draw, args=[edition], name=DRAWING).start()


def _draw(edition: ListEdition) -> None:
    for language in LANGUAGES:
        list_paper(edition, language)
    connection.close()
