"""Convocation, bodies, seats: who sits where."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council import actions
from council.dates import numeric_date, today
from council.forms import (
    ActingChairForm,
    BodyForm,
    BodyNamesForm,
    ConvocationForm,
    CouncilPageForm,
    EarlyEndForm,
    EndSeatForm,
    PersonForm,
    RetentionForm,
    SeatForm,
    attempt,
)
from council.models import (
    ActingChair,
    Body,
    Convocation,
    Council,
    Edition,
    Person,
    Seat,
)
from council.roles import DeskRequest, may, requires
from council.telling import Next, tell, tell_mending
from council.upload_limits import uploads
from council.views.checking import Check, check_or_do


@requires("the_council")
@require_safe
def the_council(request: DeskRequest) -> HttpResponse:
    """Show the convocations with their bodies, and the edition in force."""
    day = today()
    convocations = Convocation.objects.prefetch_related("bodies")
    seats = Seat.objects.on(day)
    counts = Counter(seats.voting().values_list("body", flat=True))
    chairs = {
        seat.body_id: seat.person
        for seat in seats.filter(role=Seat.Role.CHAIR).select_related("person")
    }
    edition = Edition.objects.filter(effective_on__lte=day).first()
    return render(
        request,
        "council/the_council.html",
        {
            "section": "the_council",
            "council": Council.objects.first(),
            "convocations": [
                {
                    "row": convocation,
                    "bodies": [
                        {
                            "row": body,
                            "chair": chairs.get(body.pk),
                            "seats": counts[body.pk],
                        }
                        for body in convocation.bodies.all()
                    ],
                }
                for convocation in convocations
            ],
            "edition": edition,
            "edition_rows": edition_rows(edition) if edition else [],
            "may_change": may(request.user, "enter_body"),
        },
    )


def edition_rows(edition: Edition) -> list[tuple[str, object]]:
    """Return the numbers and readings of an edition with their labels."""
    quorum = f"{edition.quorum_numerator}/{edition.quorum_denominator}"
    return [
        (_("Decision"), edition),
        (_("In force from"), numeric_date(edition.effective_on)),
        (_("Candidates per commission and sitting (1.7)"), edition.candidates_limit),
        (_("Experts per member of a commission (1.7)"), edition.experts_multiple),
        (_("Months of practice (2.1)"), edition.practice_months),
        (_("Quorum"), quorum),
        (_("Majority of (1.6)"), edition.get_majority_of_display()),
    ]


@requires("name_council")
def name_council(request: DeskRequest) -> HttpResponse:
    """Say which council this is."""
    form = CouncilPageForm(
        request.POST or None, uploads(request), council=Council.objects.first()
    )
    if form.is_valid() and attempt(
        form, actions.name_council, by=request.user, **form.facts
    ):
        tell(request, _("The council's names are saved."))
        return redirect("the_council")
    return _form_page(request, form, _("Names, address and logo of the council"))


@requires("set_retention")
def set_retention(request: DeskRequest) -> HttpResponse:
    """Say for how long papers and particulars are kept."""
    council = get_object_or_404(Council)
    form = RetentionForm(request.POST or None, council=council)
    if form.is_valid() and attempt(
        form,
        actions.set_retention,
        council=council,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The times are saved."))
        return redirect("the_council")
    return _form_page(
        request,
        form,
        _("How long papers are kept"),
        lede=_(
            "After these months files, titles and particulars go for good, from the "
            "history too; kind, number, date and result of each paper stay (law "
            "№ 94-V, art. 12)."
        ),
    )


@requires("enter_convocation")
def enter_convocation(request: DeskRequest) -> HttpResponse:
    """Open a convocation."""
    form = ConvocationForm(request.POST or None)
    if form.is_valid():
        convocation = attempt(
            form, actions.enter_convocation, by=request.user, **form.cleaned_data
        )
        if convocation:
            tell(
                request,
                _("The convocation is entered."),
                Next(_("Enter its bodies"), "enter_body", (convocation.pk,)),
            )
            return redirect("the_council")
    return _form_page(request, form, _("New convocation"))


@requires("end_convocation_early")
def end_convocation_early(request: DeskRequest, pk: int) -> HttpResponse:
    """End the council before its term (1.11)."""
    convocation = get_object_or_404(Convocation, pk=pk)
    title = _("Early end of %(name)s (1.11)") % {"name": convocation}
    form = EarlyEndForm(request.POST or None, initial={"ends": today()})
    done = form.is_valid() and check_or_do(
        request,
        form,
        Check(
            section="the_council",
            title=title,
            follows=[
                _("The terms of all its experts end with that day (1.11)."),
                _("Sittings planned for later days are cancelled."),
            ],
            button=_("End the convocation"),
        ),
        actions.end_convocation_early,
        convocation=convocation,
        by=request.user,
        **form.cleaned_data,
    )
    if isinstance(done, HttpResponse):
        return done
    if done:
        tell(
            request,
            _("The convocation ends; the terms of its experts end with it (1.11)."),
            Next(_("Publish the list of experts"), "publish_list"),
        )
        return redirect("the_council")
    return _form_page(
        request,
        form,
        title,
        lede=_(
            "The terms of all its experts end with that day, and sittings planned for "
            "later days are cancelled."
        ),
        button=_("Go on to check"),
    )


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
    return _form_page(
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
    return _form_page(
        request,
        form,
        _("Acting chair: %(body)s") % {"body": acting.person},
        body=acting.body,
        lede=_("The chair leads again from the day after."),
    )


@requires("enter_body")
def enter_body(request: DeskRequest, pk: int) -> HttpResponse:
    """Open a body of a convocation."""
    convocation = get_object_or_404(Convocation, pk=pk)
    form = BodyForm(request.POST or None)
    if form.is_valid():
        body = attempt(
            form,
            actions.enter_body,
            convocation=convocation,
            by=request.user,
            **form.cleaned_data,
        )
        if body:
            tell(
                request,
                _("The body is entered."),
                Next(_("Give it its members"), "seat_person", (body.pk,)),
            )
            return redirect("body", pk=body.pk)
    return _form_page(request, form, _("New body of %(name)s") % {"name": convocation})


@requires("change_body")
def change_body(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct the names of a body."""
    found = get_object_or_404(Body, pk=pk)
    form = BodyNamesForm(request.POST or None, initial=forms.model_to_dict(found))
    if form.is_valid():
        changed = attempt(
            form, actions.change_body, body=found, by=request.user, **form.cleaned_data
        )
        if changed:
            tell(request, _("Saved: %(name)s.") % {"name": changed})
            return redirect("body", pk=found.pk)
    return _form_page(request, form, _("Names: %(body)s") % {"body": found})


@requires("the_council")
@require_safe
def body(request: DeskRequest, pk: int) -> HttpResponse:
    """Show who sits and who sat in a body."""
    found = get_object_or_404(Body.objects.select_related("convocation"), pk=pk)
    day = today()
    current = found.seats.on(day).select_related("person")
    return render(
        request,
        "council/body.html",
        {
            "section": "the_council",
            "body": found,
            "seats": current,
            "acting": found.acting_chairs.filter(ends__gte=day).select_related(
                "person"
            ),
            "earlier": found.seats.exclude(pk__in=current).select_related("person"),
            "crumbs": [
                (_("The council"), reverse("the_council")),
                (str(found), ""),
            ],
            "may_change": may(request.user, "change_body"),
            "may_seat": may(request.user, "seat_person"),
            "may_plan": may(request.user, "plan_sitting", found),
        },
    )


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
    return _form_page(
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
    return _form_page(
        request, form, _("End of the seat: %(seat)s") % {"seat": seat}, body=seat.body
    )


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
    return _form_page(request, form, str(person), merge_url=merge_url, row=person)


def _form_page(
    request: DeskRequest,
    form: forms.Form,
    title: str,
    *,
    body: Body | None = None,
    **context: object,
) -> HttpResponse:
    crumbs = [(_("The council"), reverse("the_council"))]
    if body is not None:
        crumbs.append((str(body), reverse("body", args=[body.pk])))
    return render(
        request,
        "council/form.html",
        {
            "section": "the_council",
            "form": form,
            "title": title,
            "crumbs": [*crumbs, (title, "")],
            "back": crumbs[-1][1],
            **context,
        },
    )
