"""Assignments: the list, one assignment, and its deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Case, F, QuerySet, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from commissions import actions
from commissions.columns import ASSIGNMENTS
from commissions.disclosures import affected
from commissions.forms import (
    AssignmentForm,
    ChangeAssignmentForm,
    CompleteAssignmentForm,
    WithdrawAssignmentForm,
)
from commissions.list_forms import AssignmentsForm
from commissions.models import Assignment, Recommendation
from commissions.models.assignment import AssignmentQuerySet
from commissions.next_steps import after_assignment
from commissions.views.work import (
    assignment_rows,
    chosen_commission,
    done,
    form_page,
    may_in,
    own_commission,
    section_page,
    table_of,
    warn_of_disclosures,
)
from council.dates import numeric_date, today
from council.forms import RevisionForm, attempt
from council.roles import DeskRequest, requires, scope
from council.views.tables import table_response
from experts.views.candidates import commissions_for

TITLE_LENGTH = 80
CHANGES = (
    *("change_assignment", "complete_assignment"),
    *("withdraw_assignment", "reopen_assignment"),
)
STATES = {
    "open": gettext_lazy("Still open"),
    "overdue": gettext_lazy("Overdue"),
    "done": gettext_lazy("Done"),
}


def assignments_for(request: DeskRequest, deed: str) -> AssignmentQuerySet:
    """Return the assignments that this account may read (6.3)."""
    bodies = scope(request.user, deed)
    found = Assignment.objects.with_expert()
    return found if bodies is None else found.seen_from(bodies)


def own_assignment(request: DeskRequest, deed: str, pk: int) -> Assignment:
    """Return an assignment of a commission where the account may do the deed.

    An expert's new chair reads what is open from before; only who gave it changes it.
    """
    found = assignments_for(request, deed)
    bodies = scope(request.user, deed)
    if bodies is not None:
        found = found.filter(engagement__commission__in=bodies)
    assignment: Assignment = get_object_or_404(found, pk=pk)
    return assignment


@requires("assignments")
@require_safe
def assignments(request: DeskRequest) -> HttpResponse:
    """List the assignments: open ones by deadline, then the others, latest first."""
    chosen = chosen_commission(request, "assignments")
    state = request.GET.get("state", "")
    found = assignments_for(request, "assignments")
    if chosen:
        found = found.filter(engagement__commission=chosen)
    if state == "open":
        found = found.open()
    elif state == "overdue":
        found = found.overdue(today())
    elif state == "done":
        found = found.filter(done_on__isnull=False)
    elif state:
        raise Http404
    found = found.annotate(
        open_until=Case(
            When(done_on__isnull=True, withdrawn_on__isnull=True, then=F("due"))
        )
    ).order_by(F("open_until").asc(nulls_last=True), "-due", "-pk")
    section = section_page(request, "assignments")
    form = table_of(
        request,
        section,
        chosen,
        rows=found,
        columns=ASSIGNMENTS,
        form=AssignmentsForm,
        asked=[(_("State"), str(STATES[state]))] if state else [],
    )
    return table_response(
        request,
        form,
        "commissions/assignments.html",
        section
        | {
            "chosen": chosen,
            "state": state,
            "states": STATES.items(),
            "givable": commissions_for(request, "give_assignment"),
        },
        about=Assignment,
        shown=lambda rows: assignment_rows(request, rows),
    )


@requires("assignment")
@require_safe
def assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what is asked of an expert, until when, and how it came out."""
    found = get_object_or_404(assignments_for(request, "assignment"), pk=pk)
    row = assignment_rows(request, [found])[0]
    events = scope(request.user, "event")
    commission = found.engagement.commission
    return render(
        request,
        "commissions/assignment.html",
        {
            "section": "events",
            "crumbs": [
                (_("Assignments"), reverse("assignments")),
                (Truncator(found.task).chars(TITLE_LENGTH), ""),
            ],
            "row": row,
            "assignment": found,
            "expert": found.engagement.expert,
            "is_moved": found.engagement.expert.commission_id != commission.pk,
            "works": _works(request, found),
            "may_open_event": events is None or commission.pk in events,
            "facts": _facts(found),
            "disclosures": affected(
                [found.engagement.expert], found.organ, request.user
            ),
        }
        | may_in(request, CHANGES, commission),
    )


def _works(request: DeskRequest, found: Assignment) -> QuerySet[Recommendation]:
    """Return what was handed in on the assignment, as far as the reader may open it."""
    works = found.recommendations.prefetch_related("versions")
    bodies = scope(request.user, "recommendation")
    return works if bodies is None else works.filter(engagement__commission__in=bodies)


def _facts(found: Assignment) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Form of the work"), found.get_format_display()),
        (_("Deadline"), numeric_date(found.due)),
        (_("Given on"), numeric_date(found.given_on)),
        (_("Given by"), found.given_by),
        (_("Commission"), f"№ {found.engagement.commission.number}"),
        (_("State body or organisation concerned"), found.organ),
    ]
    if not found.is_open:
        rows.append((_("Note on the outcome"), found.outcome))
    return rows


@requires("give_assignment")
def give_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Give one task to experts of a commission."""
    commission = own_commission(request, "give_assignment", pk)
    asked = request.GET.get("expert", "")
    form = AssignmentForm(
        request.POST or None,
        commission=commission,
        on=today(),
        initial={"experts": [asked] if asked else []},
    )
    if form.is_valid():
        facts = form.cleaned_data
        given = attempt(
            form,
            actions.give_assignment,
            commission=commission,
            on=today(),
            by=request.user,
            **facts,
        )
        if given:
            sentence = _("Assignments given: %(count)s.") % {"count": len(given)}
            if len(given) == 1:
                return _done(request, sentence, given[0])
            warn_of_disclosures(request, facts["experts"], facts["organ"])
            return done(request, sentence, "assignments")
    crumbs = [(_("Assignments"), reverse("assignments"))]
    return form_page(
        request, form, _("Give an assignment"), crumbs, lede=str(commission)
    )


@requires("change_assignment")
def change_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Change text or deadline of an open assignment."""
    found = own_assignment(request, "change_assignment", pk)
    form = ChangeAssignmentForm(
        request.POST or None,
        commission=found.engagement.commission,
        initial=forms.model_to_dict(found) | {"revision": found.revision},
    )
    return _deed_page(
        request,
        found,
        form,
        actions.change_assignment,
        _("Change the assignment"),
        _("The assignment is changed."),
    )


@requires("complete_assignment")
def complete_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Note that an assignment is done."""
    found = own_assignment(request, "complete_assignment", pk)
    form = CompleteAssignmentForm(
        request.POST or None,
        initial={"revision": found.revision, "done_on": today()},
    )
    return _deed_page(
        request,
        found,
        form,
        actions.complete_assignment,
        _("Note as done"),
        _("The assignment is noted as done."),
        on=today(),
    )


@requires("withdraw_assignment")
def withdraw_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Withdraw an assignment that is not needed any more."""
    found = own_assignment(request, "withdraw_assignment", pk)
    form = WithdrawAssignmentForm(
        request.POST or None, initial={"revision": found.revision}
    )
    return _deed_page(
        request,
        found,
        form,
        actions.withdraw_assignment,
        _("Withdraw the assignment"),
        _("The assignment is withdrawn."),
        on=today(),
    )


@requires("reopen_assignment")
def reopen_assignment(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask for the work again: it was noted as done, or withdrawn, by mistake."""
    found = own_assignment(request, "reopen_assignment", pk)
    form = RevisionForm(request.POST or None, initial={"revision": found.revision})
    return _deed_page(
        request,
        found,
        form,
        actions.reopen_assignment,
        _("Open the assignment again"),
        _("The assignment is open again."),
    )


def _done(request: DeskRequest, sentence: str, row: Assignment) -> HttpResponse:
    then = after_assignment(row)
    return done(request, sentence, "assignment", row.pk, then=then)


def _deed_page(
    request: DeskRequest,
    found: Assignment,
    form: forms.Form,
    deed: Callable[..., Any],
    title: str,
    said: str,
    **facts: Any,
) -> HttpResponse:
    """Do the deed on the assignment, or show its form."""
    if form.is_valid():
        changed = attempt(
            form, deed, assignment=found, by=request.user, **form.cleaned_data, **facts
        )
        if changed:
            return _done(request, said, changed)
    crumbs = [
        (_("Assignments"), reverse("assignments")),
        (
            Truncator(found.task).chars(TITLE_LENGTH),
            reverse("assignment", args=[found.pk]),
        ),
    ]
    return form_page(request, form, title, crumbs, lede=str(found.engagement.expert))
