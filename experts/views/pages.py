"""Public pages around the register: no sign-in, no cookie, on any day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from council.kept_pages import kept
from council.limits import limited
from council.models import Council, Edition
from council.paper import LANGUAGES
from council.responses import pdf_response
from experts.application_print import application_pdf
from experts.forms import ContactForm
from experts.models import Paper, ReferenceDocument
from experts.moments import DayForm
from experts.overview import edition_on
from experts.plain_rules import bars, education_or_practice, plain_rules
from experts.register import commissions, last_decision
from experts.register_pictures import levels_of, years_until


def _page(
    request: HttpRequest, template: str, form: DayForm, context: dict[str, Any]
) -> HttpResponse:
    """Show a page for the day asked; a day that is none is a message and 400."""
    return render(
        request,
        template,
        context | {"form": form, "council": Council.objects.first()},
        status=200 if form.is_valid() else 400,
    )


@login_not_required
@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, and lead to the register."""
    form = DayForm(request.GET)
    if not form.is_valid():
        return _page(request, "experts/home.html", form, {})
    with form.reading():
        listed = commissions(form.day, edition_on(form.day))
        last = last_decision(form.day)
        years = years_until(form.day)
    return _page(
        request,
        "experts/home.html",
        form,
        {
            "section": "home",
            "commissions": listed,
            "experts": sum(commission.experts for commission in listed),
            "withheld": sum(commission.withheld for commission in listed),
            "levels": levels_of(listed),
            "years": years,
            "last_decision": last,
        },
    )


def _edition_on(form: DayForm) -> tuple[list[Edition], Edition | None]:
    """Return all editions, the latest first, and the one in force on the day."""
    with form.reading():
        editions = list(Edition.objects.all())
    in_force = (row for row in editions if row.effective_on <= form.day)
    return editions, next(in_force, None)


@login_not_required
@require_safe
@kept
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in plain words, with the numbers of the day (7.3)."""
    form = DayForm(request.GET)
    if not form.is_valid():
        return _page(request, "experts/rules.html", form, {})
    editions, edition = _edition_on(form)
    return _page(
        request,
        "experts/rules.html",
        form,
        {
            "section": "rules",
            "editions": editions,
            "edition": edition,
            "groups": plain_rules(edition) if edition else [],
        },
    )


@login_not_required
@require_safe
@kept
def become_expert(request: HttpRequest) -> HttpResponse:
    """Show the way from the papers to the decision, with the form to print."""
    form = DayForm(request.GET)
    if not form.is_valid():
        return _page(request, "experts/become_expert.html", form, {})
    editions, edition = _edition_on(form)
    return _page(
        request,
        "experts/become_expert.html",
        form,
        {
            "section": "become_expert",
            "edition": edition,
            "first_edition": editions[-1] if editions else None,
            "basis": education_or_practice(edition) if edition else "",
            "bars": bars(),
            "papers": [capfirst(str(kind.label)) for kind in Paper.REQUIRED_KINDS],
            "documents": ReferenceDocument.objects.filter(is_current=True),
            "languages": LANGUAGES,
        },
    )


@login_not_required
@require_safe
@kept
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to ask, how to have data corrected and how to follow changes (1.12)."""
    question = ContactForm(request.GET)
    return render(
        request,
        "experts/contact.html",
        {
            "section": "contact",
            "council": Council.objects.first(),
            "question": question,
            "atom": settings.SITE_URL + reverse("register_atom"),
        },
        status=200 if question.is_valid() else 400,
    )


@login_not_required
@require_safe
@kept
@limited("pdf")
def application_form(request: HttpRequest, language: str) -> HttpResponse:
    """Send the application to fill in by hand, as a PDF."""
    if language not in LANGUAGES:
        raise Http404
    return pdf_response(
        application_pdf(language), f"application-{language}.pdf", is_public=True
    )
