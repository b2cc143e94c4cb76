"""Publications: asked for, agreed or declined, out (5.1.9, 5.1.12)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commissions import actions
from commissions.columns import PUBLICATIONS
from commissions.conduct_forms import (
    AppearanceForm,
    ApproveForm,
    ChangePublicationForm,
    DeclineForm,
    PublicationForm,
)
from commissions.list_forms import PublicationsForm
from commissions.models import Publication
from commissions.next_steps import after_publication
from commissions.views.own_experts import (
    SECTION,
    commissions_for,
    form_page,
    list_context,
    list_crumb,
    of_own,
    of_today,
    whose,
)
from council.dates import today
from council.forms import attempt
from council.roles import DeskRequest, may, requires
from council.telling import tell
from council.views.tables import table_response


def publications_for(request: DeskRequest, deed: str) -> QuerySet[Publication]:
    """Return the publications on which this account may do the deed."""
    return of_own(request, deed, Publication.objects.all())


@requires("publications")
@require_safe
def publications(request: DeskRequest) -> HttpResponse:
    """List the publications, those to decide first."""
    form = PublicationsForm(
        request.GET,
        rows=of_today(publications_for(request, "publications")).order_by("-pk"),
        bodies=commissions_for(request, "publications"),
        columns=PUBLICATIONS,
    )
    return table_response(
        request,
        form,
        "commissions/publications.html",
        list_context("publications")
        | {"may_enter": may(request.user, "enter_publication")},
        about=Publication,
    )


@requires("publication")
@require_safe
def publication(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a publication, what was decided on it, and whether it came out."""
    found = get_object_or_404(
        publications_for(request, "publication").select_related(
            "approver", "approved_at__body"
        ),
        pk=pk,
    )
    body = found.engagement.commission
    return render(
        request,
        "commissions/publication.html",
        {
            "section": SECTION,
            "publication": found,
            "breaches": found.breaches.all(),
            "has_breach": any(not breach.lifted_on for breach in found.breaches.all()),
            "crumbs": [list_crumb("publications"), (found.title, "")],
            "may_change": may(request.user, "change_publication", body),
        },
    )


@requires("enter_publication")
def enter_publication(request: DeskRequest) -> HttpResponse:
    """Record what an expert wants to publish, or what came out."""
    title, back = _("Enter a publication"), reverse("publications")
    lede = _(
        "State secrets and other protected information do not belong here (5.1.9)."
    )
    found = whose(request, "enter_publication", title=title, lede=lede, back=back)
    if isinstance(found, HttpResponse):
        return found
    form = PublicationForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            form,
            actions.enter_publication,
            expert=found.expert,
            commission=found.commission,
            on=today(),
            by=request.user,
            **form.cleaned_data,
        )
        if made:
            tell(request, _("The publication is on record."), *after_publication(made))
            return redirect("publication", pk=made.pk)
    return form_page(
        request,
        form,
        title=title,
        lede=f"{found.expert}. {lede}",
        back=back,
        crumbs=[list_crumb("publications")],
    )


@requires("change_publication")
def change_publication(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct what was mistyped of a publication."""
    found = get_object_or_404(publications_for(request, "change_publication"), pk=pk)
    names = (*PublicationForm.model_field_names, "link")
    return _deed_page(
        request,
        found,
        ChangePublicationForm(
            request.POST or None,
            initial=model_to_dict(found, names) | {"revision": found.revision},
        ),
        actions.change_publication,
        title=_("Correct the publication"),
        done=_("The publication is corrected."),
        lede=_(
            "State secrets and other protected information do not belong here (5.1.9)."
        ),
    )


@requires("approve_publication")
def approve_publication(request: DeskRequest, pk: int) -> HttpResponse:
    """Record that the chair or the Presidium agreed (5.1.9)."""
    found = get_object_or_404(publications_for(request, "approve_publication"), pk=pk)
    return _deed_page(
        request,
        found,
        ApproveForm(
            request.POST or None,
            sittings=actions.sittings_to_agree(found, today()),
            initial={
                "revision": found.revision,
                "approved_by": found.approved_by or Publication.Approver.CHAIR,
                "approved_on": found.approved_on
                or (None if found.appeared_on else today()),
                "approved_at": found.approved_at,
            },
        ),
        actions.approve_publication,
        title=_("Correct the agreement")
        if found.is_agreed
        else _("Agree to the publication"),
        done=_("The publication is agreed."),
    )


@requires("decline_publication")
def decline_publication(request: DeskRequest, pk: int) -> HttpResponse:
    """Record that it is not agreed to (5.1.9)."""
    found = get_object_or_404(publications_for(request, "decline_publication"), pk=pk)
    return _deed_page(
        request,
        found,
        DeclineForm(
            request.POST or None,
            initial={
                "revision": found.revision,
                "declined_on": found.declined_on or today(),
                "note": found.note,
            },
        ),
        actions.decline_publication,
        title=_("Correct the refusal")
        if found.declined_on
        else _("Decline the publication"),
        done=_("The publication is declined."),
    )


@requires("record_appearance")
def record_appearance(request: DeskRequest, pk: int) -> HttpResponse:
    """Record when and where it came out."""
    found = get_object_or_404(publications_for(request, "record_appearance"), pk=pk)
    return _deed_page(
        request,
        found,
        AppearanceForm(
            request.POST or None,
            initial=model_to_dict(found, ("appeared_on", "link", "is_open"))
            | {"revision": found.revision},
        ),
        actions.record_appearance,
        title=_("Correct the appearance")
        if found.appeared_on
        else _("Record the appearance"),
        done=_("The appearance is on record."),
        lede=""
        if found.is_agreed
        else _(
            "It was not agreed: the record is flagged, and no breach by itself (4.5)."
        ),
    )


def _deed_page(
    request: DeskRequest,
    found: Publication,
    form: Any,
    deed: Any,
    *,
    title: str,
    done: str,
    lede: str = "",
) -> HttpResponse:
    """Do a deed on a publication with all that its form says, or show the form."""
    if form.is_valid():
        changed = attempt(
            form,
            deed,
            publication=found,
            on=today(),
            by=request.user,
            **form.cleaned_data,
        )
        if changed:
            tell(request, done, *after_publication(changed))
            return redirect("publication", pk=found.pk)
    page = reverse("publication", args=[found.pk])
    whose_it_is = f"{found.engagement.expert}: {found.title}."
    return form_page(
        request,
        form,
        title=title,
        lede=f"{whose_it_is} {lede}".strip(),
        back=page,
        crumbs=[list_crumb("publications"), (found.title, page)],
    )
