"""What is recorded of a sitting: who came, how it was voted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from council import actions
from council.agenda import agenda, quorum_sentence
from council.forms import AttendanceForm, VotesForm, attempt
from council.roles import DeskRequest, requires
from council.telling import tell
from council.views.sittings import next_on, sittings_for, subpage


@requires("record_attendance")
def record_attendance(request: DeskRequest, pk: int) -> HttpResponse:
    """Record who came, with and without a vote."""
    found = get_object_or_404(sittings_for(request, "record_attendance"), pk=pk)
    form = AttendanceForm(request.POST or None, sitting=found)
    if form.is_valid() and attempt(
        form,
        actions.record_attendance,
        sitting=found,
        by=request.user,
        **form.cleaned_data,
    ):
        found.refresh_from_db()
        tell(
            request,
            _("Attendance is recorded."),
            *([] if form.goes_on else next_on(request, found)),
        )
        return redirect("record_votes" if form.goes_on else "sitting", pk=found.pk)
    return render(
        request,
        "council/attendance.html",
        subpage(found, _("Attendance")) | {"form": form},
    )


@requires("record_votes")
def record_votes(request: DeskRequest, pk: int) -> HttpResponse:
    """Record the votes of all items on one page."""
    found = get_object_or_404(sittings_for(request, "record_votes"), pk=pk)
    form = VotesForm(request.POST or None, sitting=found, agenda=agenda(found))
    if form.is_valid() and attempt(
        form,
        actions.record_votes,
        sitting=found,
        votes=form.votes(),
        revision=form.cleaned_data["revision"],
        by=request.user,
    ):
        tell(request, _("The votes are recorded."), *next_on(request, found))
        return redirect("sitting", pk=found.pk)
    return render(
        request,
        "council/votes.html",
        subpage(found, _("Votes"))
        | {"form": form, "quorum_sentence": quorum_sentence(found)},
    )
