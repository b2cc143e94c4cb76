"""Who sits in a body: seats, acting chairs, the persons themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from council import actions
from council.dates import today
from council.forms import ActingChairForm, EndSeatForm, PersonForm, SeatForm, attempt
from council.models import ActingChair, Body, Person, Seat
from council.roles import DeskRequest, requires
from council.telling import Next, tell, tell_mending
from council.views.the_council import body_page, form_page


@requires("seat_person")
def seat_person(request: DeskRequest, pk: int) -> HttpResponse:
    """Give somebody a seat, on record already or typed here."""
    found = get_object_or_404(Body.objects.select_related("convocation"), pk=pk)
    form = SeatForm(
        request.POST or None,
        people=_people_for(found),
        initial={"begins": max(today(), found.convocation.begins)},
    )
    if form.is_valid():
        seat = attempt(
            form,
            actions.seat_new_person,
            body=found,
            by=request.user,
            **form.cleaned_data,
        )
        if seat:
            tell(
                request,
                _("%(name)s sits in %(body)s.") % {"name": seat.person, "body": found},
                Next(_("Give another seat"), "seat_person", (found.pk,)),
            )
            tell_mending(request, form.mending_sentences())
            return redirect("body", pk=found.pk)
    return form_page(
        request, form, _("New seat: %(body)s") % {"body": found}, body=found
    )


def _people_for(body: Body) -> Any:
    """Return whom a body may seat: the council's members, or anybody in it."""
    if body.kind == Body.Kind.ASSEMBLY:
        return Person.objects.all()
    assembly = Seat.objects.filter(
        body__convocation=body.convocation, body__kind=Body.Kind.ASSEMBLY
    )
    return Person.objects.filter(pk__in=assembly.values("person"))


@requires("end_seat")
def end_seat(request: DeskRequest, pk: int) -> HttpResponse:
    """End a seat on its last day."""
    seat = get_object_or_404(Seat.objects.select_related("person", "body"), pk=pk)
    form = EndSeatForm(request.POST or None, initial={"ends": today()})
    if form.is_valid() and attempt(
        form, actions.end_seat, seat=seat, by=request.user, **form.cleaned_data
    ):
        tell(
            request,
            _("The seat of %(name)s ends.") % {"name": seat.person},
            Next(_("Give the seat to somebody else"), "seat_person", (seat.body_id,)),
        )
        return redirect("body", pk=seat.body_id)
    return form_page(
        request, form, _("End of the seat: %(seat)s") % {"seat": seat}, body=seat.body
    )


@requires("reopen_seat")
@require_POST
def reopen_seat(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a seat go on that was ended by mistake."""
    seat = get_object_or_404(Seat.objects.select_related("person", "body"), pk=pk)
    form = forms.Form(request.POST)
    if form.is_valid() and attempt(
        form, actions.reopen_seat, seat=seat, by=request.user
    ):
        tell(request, _("%(name)s goes on sitting.") % {"name": seat.person})
        return redirect("body", pk=seat.body_id)
    return body_page(request, seat.body_id, form, status=422)


@requires("change_person")
def change_person(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a person's name."""
    person = get_object_or_404(Person, pk=pk)
    form = PersonForm(request.POST or None, initial=forms.model_to_dict(person))
    if form.is_valid():
        changed = attempt(
            form,
            actions.change_person,
            person=person,
            by=request.user,
            **form.cleaned_data,
        )
        if changed:
            tell(request, _("Saved: %(name)s.") % {"name": changed})
            tell_mending(request, form.mending_sentences())
            return redirect("the_council")
    merge_url = reverse("merge_persons", args=[person.pk])
    return form_page(request, form, str(person), merge_url=merge_url, row=person)


@requires("name_acting_chair")
def name_acting_chair(request: DeskRequest, pk: int) -> HttpResponse:
    """Name who leads a body while its chair is away."""
    found = get_object_or_404(Body.objects.select_related("convocation"), pk=pk)
    seats = found.seats.on(today()).voting().exclude(role=Seat.Role.CHAIR)
    form = ActingChairForm(
        request.POST or None,
        people=Person.objects.filter(pk__in=seats.values("person")),
        initial={"begins": today()},
    )
    if form.is_valid():
        acting = attempt(
            form,
            actions.name_acting_chair,
            body=found,
            by=request.user,
            **form.cleaned_data,
        )
        if acting:
            tell(
                request,
                _("%(name)s acts as chair of %(body)s.")
                % {"name": acting.person, "body": found},
            )
            return redirect("body", pk=found.pk)
    return form_page(
        request,
        form,
        _("Acting chair: %(body)s") % {"body": found},
        body=found,
        lede=_("Who acts as chair may do on the desk what the chair may."),
    )


@requires("end_acting")
def end_acting(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the chair lead again from an earlier day on."""
    acting = get_object_or_404(
        ActingChair.objects.select_related("person", "body"), pk=pk
    )
    form = EndSeatForm(request.POST or None, initial={"ends": today()})
    if form.is_valid() and attempt(
        form, actions.end_acting, acting=acting, by=request.user, **form.cleaned_data
    ):
        tell(request, _("%(name)s stops acting as chair.") % {"name": acting.person})
        return redirect("body", pk=acting.body_id)
    return form_page(
        request,
        form,
        _("Acting chair: %(body)s") % {"body": acting.person},
        body=acting.body,
        lede=_("The chair leads again from the day after."),
    )
