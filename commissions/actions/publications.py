"""Deeds on what experts say in public: asked, agreed or declined, out (5.1.9)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commissions.actions.own_experts import chair_on, engagement_on, refuse_twice
from commissions.models import Breach, Publication
from council.audit import check_revision, deed, lock
from council.dates import numeric_date
from council.models import Account, Body, Sitting
from council.regulation import AGREED_FIRST, NOT_AHEAD, RuleViolation
from experts.models import Expert


@deed
def enter_publication(
    *,
    expert: Expert,
    commission: Body,
    kind: str,
    title: str,
    on: date,
    by: Account,
    outlet: str = "",
    link: str = "",
    asked_on: date | None = None,
    appeared_on: date | None = None,
    is_open: bool = False,
    note: str = "",
) -> Publication:
    """Record what an expert wants to publish, or what came out unasked (5.1.9, 5.1.12).

    Raises RuleViolation without either day, for a day ahead, and for who is no expert
    of the commission on the first of them.
    """
    publication = Publication(
        kind=kind,
        title=title,
        outlet=outlet,
        link=link,
        asked_on=asked_on,
        appeared_on=appeared_on,
        is_open=is_open and appeared_on is not None,
        note=note,
    )
    _place(publication, expert, commission, on)
    refuse_twice(
        Publication.objects.filter(
            engagement__expert=expert,
            title=title,
            asked_on=asked_on,
            appeared_on=appeared_on,
        )
    )
    publication.save_as(by)
    return publication


@deed
def change_publication(
    *,
    publication: Publication,
    kind: str,
    title: str,
    on: date,
    by: Account,
    outlet: str = "",
    link: str = "",
    asked_on: date | None = None,
    appeared_on: date | None = None,
    is_open: bool = False,
    note: str = "",
    revision: int | None = None,
) -> Publication:
    """Correct what was mistyped; an agreement still comes before the appearance."""
    publication = _locked(publication, revision)
    publication.kind, publication.title = kind, title
    publication.outlet, publication.link = outlet, link
    publication.asked_on, publication.appeared_on = asked_on, appeared_on
    publication.is_open = is_open and appeared_on is not None
    publication.note = note
    engagement = publication.engagement
    _place(publication, engagement.expert, engagement.commission, on)
    if publication.approved_on is not None:
        AGREED_FIRST.check(publication.approved_on, appeared_on)
    return _written(publication, by)


@deed
def approve_publication(
    *,
    publication: Publication,
    approved_by: str,
    on: date,
    by: Account,
    approved_on: date | None = None,
    approved_at: Sitting | None = None,
    revision: int | None = None,
) -> Publication:
    """Record that the chair, or the Presidium at a formalised sitting, agreed (5.1.9).

    An agreement later than the appearance is none, and refused. Done again, or after
    it was declined, it corrects the answer on record; not while a breach rests on it.
    """
    publication = _locked(publication, revision)
    commission, approver = publication.engagement.commission, None
    if approved_by == Publication.Approver.PRESIDIUM:
        if approved_at is None:
            raise RuleViolation(_("5.1.9: choose the sitting that agreed to it."))
        if not sittings_to_agree(publication, on).filter(pk=approved_at.pk).exists():
            raise RuleViolation(
                _("5.1.9: no formalised sitting of the Presidium: %(sitting)s.")
                % {"sitting": approved_at}
            )
        approved_on = approved_at.held_on
    else:
        approved_at = None
        if approved_on is None:
            raise RuleViolation(_("5.1.9: name the day on which the chair agreed."))
        NOT_AHEAD.check(approved_on, on)
        approver = chair_on(commission, approved_on)
    AGREED_FIRST.check(approved_on, publication.appeared_on)
    if publication.breaches.standing().filter(kind=Breach.Kind.UNAGREED).exists():
        raise RuleViolation(
            _("4.5: a breach rests on its having no agreement; take that back first.")
        )
    publication.approved_by, publication.approved_on = approved_by, approved_on
    publication.approved_at, publication.approver = approved_at, approver
    publication.declined_on = None
    return _written(publication, by)


@deed
def decline_publication(
    *,
    publication: Publication,
    declined_on: date,
    on: date,
    by: Account,
    note: str = "",
    revision: int | None = None,
) -> Publication:
    """Record that it is not agreed to; it can still come out, and is flagged then.

    Done again, or after an agreement, it corrects the answer on record.
    """
    publication = _locked(publication, revision)
    NOT_AHEAD.check(declined_on, on)
    if publication.appeared_on is not None:
        raise RuleViolation(
            _("5.1.9: it appeared on %(day)s; there is nothing left to decline.")
            % {"day": numeric_date(publication.appeared_on)}
        )
    publication.approved_by, publication.approved_on = "", None
    publication.approver, publication.approved_at = None, None
    publication.declined_on, publication.note = declined_on, note
    return _written(publication, by)


@deed
def record_appearance(
    *,
    publication: Publication,
    appeared_on: date,
    on: date,
    by: Account,
    link: str = "",
    is_open: bool = False,
    revision: int | None = None,
) -> Publication:
    """Record that it came out. Without an agreement it is flagged, no breach (4.5).

    Done again, it corrects the day and the place.
    """
    publication = _locked(publication, revision)
    publication.appeared_on, publication.is_open = appeared_on, is_open
    publication.link = link
    engagement = publication.engagement
    _place(publication, engagement.expert, engagement.commission, on)
    if publication.approved_on is not None:
        AGREED_FIRST.check(publication.approved_on, appeared_on)
    return _written(publication, by)


def sittings_to_agree(publication: Publication, on: date) -> QuerySet[Sitting]:
    """Return the sittings at which the Presidium can have agreed, the latest first."""
    commission = publication.engagement.commission
    return (
        Sitting.objects.presidium()
        .filter(
            body__convocation=commission.convocation_id,
            status=Sitting.Status.FINAL,
            held_on__lte=on,
        )
        .select_related("body")
        .order_by("-held_on", "-pk")
    )


def _place(
    publication: Publication, expert: Expert, commission: Body, on: date
) -> None:
    """Give it the entry of the register in force on its first day; check its days."""
    days = [
        day
        for day in (publication.asked_on, publication.appeared_on)
        if day is not None
    ]
    if not days:
        raise RuleViolation(
            _("5.1.9: name the day on which it was asked for, or on which it appeared.")
        )
    NOT_AHEAD.check(max(days), on)
    publication.engagement = engagement_on(expert, commission, min(days), on)


def _locked(publication: Publication, revision: int | None) -> Publication:
    publication = lock(publication)
    check_revision(publication, revision)
    return publication


def _written(publication: Publication, by: Account) -> Publication:
    publication.revision += 1
    publication.save_as(by)
    return publication
