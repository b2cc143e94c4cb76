"""What the experts' app puts on the desk and on a person's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.dates import numeric_date
from council.desk import Panel, Row, guest_list, offer_tab, panel
from council.models import Account, Body, Person, Seat, Sitting
from council.pictures import Level, Levels
from experts.desk_facts import candidates_today, desk_facts
from experts.lists import unpublished
from experts.models import Consent, DossierDraft, Engagement, Expert, Paper
from experts.overview import Completeness, completeness

SHOWN = 5
# Ours: the Regulation sets no validity, so an old certificate only draws attention.
LONG_AGO = timedelta(days=90)
SOON = timedelta(days=60)

offer_tab(order=10, url_name="dossier", label=gettext_lazy("Dossier"))


@guest_list
def experts_and_own_candidates(sitting: Sitting) -> QuerySet[Person]:
    """A commission's own experts and candidates; elsewhere everybody in office."""
    if sitting.body.kind == Body.Kind.COMMISSION:
        return Person.objects.filter(dossiers__commission=sitting.body)
    serving = Engagement.objects.active(sitting.held_on)
    return Person.objects.filter(pk__in=serving.values("expert__person"))


def _lacking(state: Completeness) -> str:
    """Return the first thing to do, short enough for a mark beside the name."""
    if state.papers_seen < state.papers_needed:
        return _("%(seen)s of %(needed)s papers seen") % {
            "seen": state.papers_seen,
            "needed": state.papers_needed,
        }
    return (state.also_open or state.objections)[0]


@panel(order=8, deed="enter_candidate", rests_on_deeds=False)
def dossiers_typed(account: Account, on: date) -> Panel:
    """What the reader typed of dossiers and has not entered."""
    drafts = list(DossierDraft.objects.of(account))
    return Panel(
        title=_("Typed and not entered yet"),
        rows=[
            Row(
                label=str(draft),
                url=_continue_url(draft),
                note=f"{timezone.localtime(draft.kept_at):%d.%m.%Y, %H:%M}",
                tone="warm",
            )
            for draft in drafts[:SHOWN]
        ],
        count=len(drafts),
        url=reverse("candidates"),
        empty=_("Everything you typed of a dossier is entered."),
    )


def _continue_url(draft: DossierDraft) -> str:
    page = (
        reverse("change_dossier", args=[draft.expert_id])
        if draft.expert_id
        else reverse("enter_candidate")
    )
    return f"{page}?draft={draft.pk}"


@panel(order=10, deed="change_dossier")
def dossiers_to_complete(account: Account, on: date) -> Panel:
    """Candidates under consideration whose dossiers are not fit for an agenda."""
    edition = desk_facts(account, on).edition
    states = [
        completeness(row, on, edition, is_full=True)
        for row in candidates_today(account, on)
    ]
    incomplete = [state for state in states if not state.is_complete]
    return Panel(
        title=_("Dossiers to complete"),
        rows=[
            Row(
                label=str(state.expert),
                url=reverse("dossier", args=[state.expert.pk]),
                note=_lacking(state),
                tone="warm",
            )
            for state in incomplete[:SHOWN]
        ],
        count=len(incomplete),
        url=f"{reverse('candidates')}?status={Expert.Status.CANDIDATE}",
        empty=_("Every candidate's dossier is complete."),
    )


@panel(order=15, deed="change_dossier")
def ageing_certificates(account: Account, on: date) -> Panel:
    """Candidates under consideration whose certificates were issued long ago.

    2.3 sets no period of validity: the date is shown, nothing is refused.
    """
    found = sorted(
        (
            (min(days), expert)
            for expert in candidates_today(account, on)
            if (days := _issued_long_ago(expert, on))
        ),
        key=lambda one: (one[0], one[1].person.sort_key, one[1].pk),
    )
    return Panel(
        title=_("Certificates issued long ago"),
        rows=[
            Row(
                label=str(expert),
                url=reverse("dossier", args=[expert.pk]),
                note=_("issued on %(day)s") % {"day": numeric_date(day)},
                tone="warm",
            )
            for day, expert in found[:SHOWN]
        ],
        count=len(found),
        url=f"{reverse('candidates')}?status={Expert.Status.CANDIDATE}",
        empty=_("No candidate's certificate is older than %(days)s days.")
        % {"days": LONG_AGO.days},
    )


def _issued_long_ago(expert: Expert, on: date) -> list[date]:
    return [
        paper.issued_on
        for kind, paper in expert.papers_by_kind.items()
        if kind in Paper.BARS and paper.issued_on and paper.issued_on < on - LONG_AGO
    ]


@panel(order=45, deed="publish_list")
def list_to_publish(account: Account, on: date) -> Panel:
    """What the register says and the last edition of the list does not (1.12)."""
    change = unpublished(on)
    row = Row(
        label=_("Publish the list"),
        url=reverse("publish_list"),
        note=_("1.12: differences from the last edition – %(count)s")
        % {"count": change.changes},
        tone="warm",
    )
    return Panel(
        title=_("Published list"),
        rows=[] if change.is_empty else [row],
        count=change.changes,
        url=reverse("publish_list"),
        empty=_("The last edition says what the register says."),
    )


@panel(order=50, deed="candidates")
def commissions_above_cap(account: Account, on: date) -> Panel:
    """Commissions whose members have left: they admit nobody, nobody leaves (1.7)."""
    facts = desk_facts(account, on)
    above = [
        (body, room)
        for body in facts.commissions
        if (room := facts.rooms.get(body.pk)) and room.taken > room.capacity
    ]
    return Panel(
        title=_("Commissions above their cap"),
        rows=[
            Row(
                label=str(body),
                url=reverse("body", args=[body.pk]),
                note=_("1.7: experts – %(taken)s, cap – %(capacity)s")
                % {"taken": room.taken, "capacity": room.capacity},
                tone="warm",
            )
            for body, room in above
        ],
        count=len(above),
        empty=_("No commission has more experts than it may."),
    )


@panel(order=80, deed="enter_candidate")
def places_in_commissions(account: Account, on: date) -> Panel:
    """All commissions beside each other, for whoever enters candidates (1.7)."""
    facts = desk_facts(account, on)
    levels = [
        Level(f"№ {body.number}", room.taken, room.capacity)
        for body in facts.commissions
        if (room := facts.rooms.get(body.pk))
    ]
    return Panel(
        title=_("Places in the commissions"),
        rows=[],
        count=sum(level.taken for level in levels),
        url=reverse("the_council"),
        empty=_("No commission has an expert yet."),
        levels=Levels(levels) if any(level.taken for level in levels) else None,
    )


@panel(order=60, deed="candidates")
def terms_ending(account: Account, on: date) -> Panel:
    """Experts whose term ends soon; the end of the convocation is one line (1.11)."""
    commissions = desk_facts(account, on).commissions
    convocation = commissions[0].convocation if commissions else None
    ends_soon = convocation is not None and convocation.ends <= on + SOON
    serving = (
        Engagement.objects.active(on)
        .filter(commission__in=commissions, ends__lte=on + SOON)
        .select_related("expert__person", "commission__convocation")
        .order_by("ends", "expert__person__sort_key", "pk")
    )
    found = [
        engagement
        for engagement in serving
        if not ends_soon or engagement.ends < engagement.commission.convocation.ends
    ]
    rows = [
        Row(
            label=str(engagement.expert),
            url=reverse("dossier", args=[engagement.expert_id]),
            note=_("last day – %(day)s") % {"day": numeric_date(engagement.ends)},
            tone="warm",
        )
        for engagement in found[:SHOWN]
    ]
    if convocation is not None and ends_soon:
        row = Row(
            label=_("1.11: every term ends with the convocation"),
            url=reverse("the_council"),
            note=_("last day – %(day)s") % {"day": numeric_date(convocation.ends)},
            tone="warm",
        )
        rows.append(row)
    return Panel(
        title=_("Terms that end soon"),
        rows=rows,
        count=len(found) + ends_soon,
        url=f"{reverse('candidates')}?status={Expert.Status.ENGAGED}",
        empty=_("No term ends within %(days)s days.") % {"days": SOON.days},
    )


@panel(order=70, deed="candidates")
def experts_in_the_council(account: Account, on: date) -> Panel:
    """Experts who have become members of the council, which 1.5 does not know."""
    members = Seat.objects.in_council().on(on).values_list("person", flat=True)
    note = _("1.5: member of the council, %(commission)s")
    return Panel(
        title=_("Experts who sit in the council"),
        empty=_("No expert is a member of the council."),
        **_serving(account, on, members, note),
    )


@panel(order=75, deed="candidates")
def consents_withdrawn(account: Account, on: date) -> Panel:
    """Experts in office who withdrew the consent: a release is to be proposed."""
    withheld = Consent.objects.withheld_persons()
    note = _("law № 94-V: propose the release (1.10), %(commission)s")
    return Panel(
        title=_("Consent withdrawn, still in office"),
        empty=_("Nobody in office has withdrawn the consent."),
        **_serving(account, on, withheld, note),
    )


def _serving(
    account: Account, on: date, persons: Iterable[int], note: str
) -> dict[str, Any]:
    """Return the lines of those of these persons who are in office, and their count."""
    found = list(
        Engagement.objects.active(on)
        .filter(
            commission__in=desk_facts(account, on).commissions,
            expert__person__in=persons,
        )
        .select_related("expert__person", "commission")
        .order_by("expert__person__sort_key", "pk")
    )
    rows = [
        Row(
            label=str(engagement.expert),
            url=reverse("dossier", args=[engagement.expert_id]),
            note=note % {"commission": engagement.commission},
            tone="warm",
        )
        for engagement in found[:SHOWN]
    ]
    return {"rows": rows, "count": len(found)}
