"""One expert's work in time order, what is awaited, and what work pages share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions.awaited import awaited as awaited_by
from commissions.awaited import awaited_for
from commissions.columns import AWAITED, without
from commissions.disclosures import affected
from commissions.list_forms import AwaitedForm, NamedForm
from commissions.models import Assignment, Recommendation
from commissions.stories import engagements_read, state_in_words, state_tone
from commissions.work_sections import SECTIONS
from council.dates import Quarter, today
from council.desk import Moment, story_of_work, tabs_for
from council.models import Body
from council.roles import DeskRequest, may, requires, scope
from council.tables import Column, Rows
from council.telling import Next, tell
from council.views.tables import table_response
from experts.models import Expert
from experts.views.candidates import commissions_for


@dataclass(frozen=True)
class QuarterOfWork:
    """What happened in one quarter, the latest first."""

    label: str
    moments: list[Moment]


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment with where it stands today, and whose dossier may be opened."""

    assignment: Assignment
    state: str
    tone: str
    may_open_dossier: bool


@requires("work")
@require_safe
def work(request: DeskRequest, pk: int) -> HttpResponse:
    """Show an expert's work by quarter, what is open on top."""
    bodies = scope(request.user, "work")
    dossiers = Expert.objects.with_person()
    if bodies is not None:
        dossiers = dossiers.filter(commission__in=bodies)
    expert = get_object_or_404(dossiers, pk=pk)
    day = today()
    open_rows = Assignment.objects.open().filter(engagement__expert=expert)
    moments = story_of_work(expert, request.user)
    language = get_language() or "kk"
    return render(
        request,
        "commissions/work.html",
        {
            "section": "candidates",
            "expert": expert,
            "tabs": tabs_for(request.user, expert.pk, "work"),
            "open_assignments": assignment_rows(request, open_rows.with_expert()),
            "awaited": awaited_by(
                engagements_read(expert, request.user), request.user, day
            ),
            "today": day,
            "receivable": scope(request.user, "receive_recommendation") or set(),
            "quarters": [
                QuarterOfWork(quarter.label(language), list(told))
                for quarter, told in groupby(
                    moments, key=lambda moment: Quarter.of(moment.day)
                )
            ],
        },
    )


@requires("awaited")
@require_safe
def awaited(request: DeskRequest) -> HttpResponse:
    """Show what is awaited from whom (5.1.26)."""
    chosen = chosen_commission(request, "awaited")
    rows = awaited_for(request.user, today(), commission=chosen.pk if chosen else None)
    section = section_page(request, "awaited")
    return table_response(
        request,
        table_of(
            request,
            section,
            chosen,
            rows=rows,
            columns=AWAITED,
            form=AwaitedForm,
            usual="expert",
        ),
        "commissions/awaited.html",
        section
        | {
            "chosen": chosen,
            "today": today(),
            "receivable": scope(request.user, "receive_recommendation") or set(),
            "readable": scope(request.user, "work"),
        },
        about=Recommendation,
    )


def assignment_rows(
    request: DeskRequest, rows: Iterable[Assignment]
) -> list[AssignmentRow]:
    """Return the assignments as lists show them, for this reader and today.

    They come `with_expert`.
    """
    day, bodies = today(), scope(request.user, "dossier")
    return [
        AssignmentRow(
            row,
            state_in_words(row, day),
            state_tone(row, day),
            bodies is None or row.engagement.expert.commission_id in bodies,
        )
        for row in rows
    ]


def chosen_commission(request: DeskRequest, deed: str) -> Body | None:
    """Return the commission that the address asks for; 404 outside the scope."""
    asked = request.GET.get("commission", "")
    if not asked:
        return None
    for body in commissions_for(request, deed):
        if str(body.pk) == asked:
            return body
    raise Http404


def section_page(request: DeskRequest, current: str) -> dict[str, Any]:
    """Return what every list of the section shows: its links and the commissions."""
    listed = list(commissions_for(request, current))
    return {
        "section": "events",
        "sections": SECTIONS,
        "current": current,
        "commissions": listed if len(listed) > 1 else [],
    }


def table_of(
    request: DeskRequest,
    section: dict[str, Any],
    chosen: Body | None,
    *,
    rows: Rows,
    columns: tuple[Column, ...],
    form: type[NamedForm],
    usual: str = "",
    asked: Sequence[tuple[str, str]] = (),
) -> NamedForm:
    """Return what is asked of a list; whose commission only where there are several."""
    return form(
        request.GET,
        rows=rows,
        columns=columns if section["commissions"] else without(columns, "commission"),
        usual=usual,
        asked=[*asked, *([(_("Commission"), str(chosen))] if chosen else [])],
    )


def own_commission(request: DeskRequest, deed: str, pk: int) -> Body:
    """Return the commission in which the account may do the deed, or 404."""
    found: Body = get_object_or_404(commissions_for(request, deed), pk=pk)
    return found


def form_page(
    request: DeskRequest,
    form: forms.Form,
    title: str,
    crumbs: list[tuple[str, str]],
    **context: Any,
) -> HttpResponse:
    """Show a form of the section; what the experts disclosed beside the organ."""
    return render(
        request,
        "commissions/work_form.html",
        {
            "section": "events",
            "form": form,
            "title": title,
            "crumbs": [*crumbs, (title, "")],
            "back": crumbs[-1][1],
            "disclosures": typed_disclosures(request, form),
        }
        | context,
    )


def typed_disclosures(request: DeskRequest, form: forms.Form) -> list[Any]:
    """Return what the experts ticked disclosed of the organ typed (5.1.21)."""
    typed = getattr(form, "cleaned_data", {})
    return affected(typed.get("experts") or [], typed.get("organ") or "", request.user)


def warn_of_disclosures(
    request: DeskRequest, experts: Collection[Expert], organ: str
) -> None:
    """Say on the next page that somebody is tied to the organ; nothing is refused."""
    names = dict.fromkeys(
        str(row.expert) for row in affected(experts, organ, request.user)
    )
    if names:
        messages.warning(
            request,
            _("5.1.21: a membership at this organ is disclosed by: %(names)s.")
            % {"names": ", ".join(names)},
        )


def done(
    request: DeskRequest,
    sentence: str,
    name: str,
    *args: Any,
    then: Iterable[Next] = (),
) -> HttpResponse:
    """Say that the deed is done and what comes next, and go to that page."""
    tell(request, sentence, *then)
    return redirect(name, *args)


def may_in(request: DeskRequest, deeds: Collection[str], body: Body) -> dict[str, bool]:
    """Return for each deed whether the account may do it in that commission."""
    return {f"may_{deed}": may(request.user, deed, body) for deed in deeds}
