"""The council, its convocations and bodies."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council import actions
from council.dates import numeric_date, today
from council.forms import (
    BodyForm,
    BodyNamesForm,
    ConvocationForm,
    CouncilPageForm,
    EarlyEndForm,
    RetentionForm,
    attempt,
)
from council.models import (
    Body,
    Convocation,
    Council,
    Edition,
    Seat,
)
from council.roles import DeskRequest, may, requires
from council.telling import Next, tell
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
    return form_page(request, form, _("Names, address and logo of the council"))


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
    return form_page(
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
    return form_page(request, form, _("New convocation"))


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
    return form_page(
        request,
        form,
        title,
        lede=_(
            "The terms of all its experts end with that day, and sittings planned for "
            "later days are cancelled."
        ),
        button=_("Go on to check"),
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
    return form_page(request, form, _("New body of %(name)s") % {"name": convocation})


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
    return form_page(request, form, _("Names: %(body)s") % {"body": found})


@requires("the_council")
@require_safe
def body(request: DeskRequest, pk: int) -> HttpResponse:
    """Show who sits and who sat in a body."""
    return body_page(request, pk)


def body_page(
    request: DeskRequest, pk: int, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """Show a body, with what was refused on its page."""
    found = get_object_or_404(Body.objects.select_related("convocation"), pk=pk)
    day = today()
    current = found.seats.on(day).select_related("person")
    return render(
        request,
        "council/body.html",
        {
            "section": "the_council",
            "body": found,
            "form": form,
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
        status=status,
    )


def form_page(
    request: DeskRequest,
    form: forms.Form,
    title: str,
    *,
    body: Body | None = None,
    **context: object,
) -> HttpResponse:
    """Show a form about the council, or about a body of it."""
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
