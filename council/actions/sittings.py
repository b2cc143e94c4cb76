"""Deeds on sittings: planning, agenda, attendance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from council.audit import check_revision, deed, lock, locked, versions
from council.dates import numeric_date
from council.models import (
    Account,
    AgendaItem,
    Attendance,
    Body,
    Matter,
    Person,
    Sitting,
    in_force,
)
from council.regulation import (
    EXPERTS_HAVE_NO_VOTE,
    RuleViolation,
)


@deed
def plan_sitting(*, body: Body, held_on: date, by: Account, **facts: Any) -> Sitting:
    """Plan a sitting of a body.

    Raises RuleViolation outside the body's convocation and on a day without an
    edition of the Regulation (7.1).
    """
    _check_day(body, held_on)
    sitting = Sitting(body=body, held_on=held_on, **facts)
    if sitting.presiding is None:
        sitting.presiding = body.chair(held_on)
    sitting.save_as(by)
    return sitting


@deed
def change_sitting(
    *, sitting: Sitting, by: Account, revision: int | None = None, **facts: Any
) -> Sitting:
    """Correct day, time, place, presiding, secretary.

    To another day the agenda goes along as it is: each matter is asked again under
    the edition of that day, and the places of 1.7 too. Raises RuleViolation, the
    item named, when one of them cannot.
    """
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    is_moved = facts.get("held_on", sitting.held_on) != sitting.held_on
    for name, value in facts.items():
        setattr(sitting, name, value)
    if is_moved:
        _check_day(sitting.body, sitting.held_on)
    save_next(sitting, by)
    if is_moved:
        _take_along(sitting, by)
    return sitting


def _take_along(sitting: Sitting, by: Account) -> None:
    """Let every matter follow the sitting to its new day."""
    problems = []
    for item in Sitting.objects.get(pk=sitting.pk).items.with_matters():
        problems += refusals(item, lambda matter: matter.follow(by))
    if problems:
        raise RuleViolation(*problems)


@deed
def cancel_sitting(
    *, sitting: Sitting, by: Account, revision: int | None = None
) -> Sitting:
    """Cancel a sitting; its items are withdrawn and their places are free (1.7)."""
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    for item in sitting.items.with_matters():
        _withdraw(item, by)
    sitting.status = Sitting.Status.CANCELLED
    save_next(sitting, by)
    return sitting


@deed
def reopen_sitting(
    *, sitting: Sitting, by: Account, revision: int | None = None
) -> Sitting:
    """Take a cancellation back: the sitting is planned, with its free questions.

    What was proposed to it may be elsewhere by now and is proposed anew (1.7). Raises
    RuleViolation for one that is not cancelled, and as planning does for its day.
    """
    sitting = lock(sitting)
    check_revision(sitting, revision)
    if not sitting.is_cancelled:
        raise RuleViolation(_("The sitting is not cancelled."))
    _check_day(sitting.body, sitting.held_on)
    taken_off = _free_questions(sitting)
    sitting.status = Sitting.Status.PLANNED
    save_next(sitting, by)
    for question in taken_off:
        texts = {name: getattr(question, name) for name in AgendaItem.TEXTS}
        add_item(
            sitting=sitting,
            texts=texts,
            reporter=question.reporter,
            speakers=question.speakers,
            by=by,
        )
    return lock(sitting)


def _free_questions(sitting: Sitting) -> list[Any]:
    """Return the versions of the questions that its cancellation took off the agenda
    and that are no matter of anybody's, in their order."""
    states = versions(Sitting).filter(id=sitting.pk)
    last = states.filter(status=Sitting.Status.PLANNED).latest("history_id")
    cancelled = states.filter(history_id__gt=last.history_id).earliest("history_id")
    # Versions of before the deeds had keys share their deed's moment, too.
    gone = versions(AgendaItem).filter(
        sitting_id=sitting.pk, history_type="-", history_date=cancelled.history_date
    )
    of_matters = {
        item
        for kind in AgendaItem.matter_kinds
        for item in versions(kind)
        .filter(item_id__in=gone.values("id"))
        .values_list("item_id", flat=True)
    }
    return list(gone.exclude(id__in=of_matters).order_by("position"))


@deed
def add_item(
    *,
    sitting: Sitting,
    by: Account,
    texts: Mapping[str, str],
    reporter: str = "",
    speakers: str = "",
) -> AgendaItem:
    """Put a question at the end of an open sitting's agenda.

    `texts` holds title_kk and draft_kk, and title_ru and draft_ru where there is a
    Russian text.
    """
    question = AgendaItem(reporter=reporter, speakers=speakers, **dict(texts))
    return _append(open_sitting(sitting), question, by)


def _append(sitting: Sitting, item: AgendaItem, by: Account) -> AgendaItem:
    last = sitting.items.aggregate(last=Max("position"))["last"] or 0
    item.sitting, item.position = sitting, last + 1
    item.save_as(by)
    save_next(sitting, by)
    return item


def put_on_agenda(sitting: Sitting, matter: Matter, by: Account) -> AgendaItem:
    """Put a matter on the agenda of a sitting that the caller has locked and that is
    open, with the texts that the matter gives."""
    item = _append(sitting, AgendaItem(**matter.texts()), by)
    matter.item = item
    matter.save_as(by)
    return item


@deed
def change_item(
    *,
    item: AgendaItem,
    by: Account,
    texts: Mapping[str, str],
    reporter: str = "",
    speakers: str = "",
    revision: int | None = None,
) -> AgendaItem:
    """Correct the wording of a free item, or anybody's reporter and speakers."""
    sitting = open_sitting(item.sitting)
    check_revision(sitting, revision)
    item = lock(item)
    if item.matter is None:
        for name, value in texts.items():
            setattr(item, name, value)
    item.reporter, item.speakers = reporter, speakers
    item.save_as(by)
    save_next(sitting, by)
    return item


@deed
def remove_item(
    *, item: AgendaItem, by: Account, revision: int | None = None
) -> Sitting:
    """Take an item off an open sitting's agenda; its place is free again (1.7)."""
    sitting = open_sitting(item.sitting)
    check_revision(sitting, revision)
    _withdraw(lock(item), by)
    save_next(sitting, by)
    return sitting


@deed
def record_attendance(
    *,
    sitting: Sitting,
    voters: Collection[Person],
    others: Collection[Person],
    by: Account,
    invited: str | None = None,
    revision: int | None = None,
) -> Sitting:
    """Record who came: members with a vote, experts and guests without (1.5).

    Votes that no longer fit those present are kept and shown; the protocol cannot
    be finalised until they are mended.
    """
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    if invited is not None:
        sitting.invited = invited
    write_attendance(sitting, voters, others, by)
    save_next(sitting, by)
    return sitting


def write_attendance(
    sitting: Sitting,
    voters: Collection[Person],
    others: Collection[Person],
    by: Account,
) -> None:
    """Write who came of a sitting that the caller has locked (1.5)."""
    EXPERTS_HAVE_NO_VOTE.check(voters=voters, members=sitting.members)
    wanted = dict.fromkeys(others, False) | dict.fromkeys(voters, True)
    for row in sitting.attendances.select_related("person"):
        if row.person not in wanted:
            row.delete_as(by)
        elif row.has_vote != wanted[row.person]:
            row.has_vote = wanted.pop(row.person)
            row.save_as(by)
        else:
            wanted.pop(row.person)
    for person, has_vote in wanted.items():
        Attendance(sitting=sitting, person=person, has_vote=has_vote).save_as(by)


def open_sitting(sitting: Sitting) -> Sitting:
    """Lock a sitting that can still change.

    Raises RuleViolation when it is cancelled or its protocol is final (1.8).
    """
    found = locked(Sitting.objects.filter(pk=sitting.pk).select_related("body"))[0]
    if found.is_final:
        raise RuleViolation(
            _("1.8: the protocol of the sitting of %(day)s is final.")
            % {"day": numeric_date(found.held_on)}
        )
    if not found.is_open:
        raise RuleViolation(
            _("The sitting of %(day)s is cancelled.")
            % {"day": numeric_date(found.held_on)}
        )
    return found


def _check_day(body: Body, held_on: date) -> None:
    if not body.convocation.begins <= held_on <= body.convocation.ends:
        raise RuleViolation(
            _("The convocation is in office from %(begins)s to %(ends)s.")
            % {
                "begins": numeric_date(body.convocation.begins),
                "ends": numeric_date(body.convocation.ends),
            }
        )
    in_force(held_on)
    last = (
        body.sittings.filter(status=Sitting.Status.FINAL, held_on__gt=held_on)
        .order_by("held_on")
        .last()
    )
    if body.is_presidium and last:
        raise RuleViolation(
            _(
                "The Presidium's sitting of %(day)s has its final protocol; no earlier "
                "one can be planned any more."
            )
            % {"day": numeric_date(last.held_on)}
        )


def refusals(item: AgendaItem, deed_on: Callable[[Matter], None]) -> list[str]:
    """Do a deed on the item's matter; return the sentences that refuse it, if any."""
    if item.matter is None:
        return []
    try:
        with transaction.atomic():
            deed_on(item.matter)
    except RuleViolation as refusal:
        return [
            _("Item %(position)s, “%(title)s”: %(sentence)s")
            % {"position": item.position, "title": item.title, "sentence": sentence}
            for sentence in refusal.sentences
        ]
    return []


def _withdraw(item: AgendaItem, by: Account) -> None:
    if item.matter is not None:
        item.matter.withdraw(by)
    item.delete_as(by)


def save_next(sitting: Sitting, by: Account) -> None:
    """Write the next revision of a sitting: a page that shows an older one is stale."""
    sitting.revision += 1
    sitting.save_as(by)
