"""Editions of the list: read by everybody, published by the secretariat (1.12)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.chain import canonical
from council.dates import today
from council.forms import attempt
from council.kept_pages import kept
from council.limits import limited
from council.paper import LANGUAGES
from council.responses import pdf_response
from council.roles import DeskRequest, requires
from council.telling import Next, tell
from council.views.checking import Check, check_or_do
from experts import actions, lists
from experts.forms import PagedForm
from experts.list_forms import PublishForm, WithdrawForm
from experts.models import Expert, ListEdition

PAGE = 50


@login_not_required
@require_safe
@kept
def list_editions(request: HttpRequest) -> HttpResponse:
    """List what the council published, the latest first."""
    form = PagedForm(request.GET)
    pages = Paginator(ListEdition.objects.select_related("link"), PAGE)
    number = form.page_of(pages) if form.is_valid() else None
    return render(
        request,
        "experts/list_editions.html",
        {
            "section": "register",
            "question": form,
            "page": pages.page(number) if number else None,
            "languages": LANGUAGES,
        },
        status=200 if number else 400,
    )


@login_not_required
@require_safe
@kept
def list_edition(request: HttpRequest, number: int) -> HttpResponse:
    """Show one edition: its numbers, its papers, what changed with it."""
    edition = _edition(number)
    return render(
        request,
        "experts/list_edition.html",
        {
            "section": "register",
            "edition": edition,
            "withdrawn": edition.entries.exclude(withdrawn_on=None).count(),
            "difference": lists.published_by(edition),
            "languages": LANGUAGES,
            "later": ListEdition.objects.filter(number__gt=number).last(),
        },
    )


@login_not_required
@require_safe
@kept
@limited("pdf")
def list_edition_pdf(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Send an edition as the paper that was drawn when it was published."""
    if language not in LANGUAGES:
        raise Http404
    paper = actions.list_paper(_edition(number), language)
    name = f"list-edition-{number}-{language}.pdf"
    return pdf_response(paper.content(), name, is_public=True)


@login_not_required
@require_safe
@kept
@limited("json")
def list_edition_json(request: HttpRequest, number: int) -> HttpResponse:
    """Send an edition with everything that its fingerprints are taken from."""
    edition = _edition(number)
    return HttpResponse(
        canonical(lists.proof_of(edition, settings.SITE_URL)),
        content_type="application/json; charset=utf-8",
        headers={
            "Access-Control-Allow-Origin": "*",
            "Content-Disposition": f'attachment; filename="list-edition-{number}.json"',
        },
    )


def _edition(number: int) -> ListEdition:
    return get_object_or_404(ListEdition.objects.select_related("link"), number=number)


@requires("publish_list")
def publish_list(request: DeskRequest) -> HttpResponse:
    """Show what the next edition changes, and publish it."""
    day = today()
    form = PublishForm(request.POST or None)
    if form.is_valid():
        edition = attempt(
            form, actions.publish_list, on=day, by=request.user, **form.cleaned_data
        )
        if edition:
            tell(
                request,
                _("Edition № %(number)s of the list is published.")
                % {"number": edition.number},
                Next(_("See it as the public does"), "list_edition", (edition.number,)),
            )
            return redirect("publish_list")
    return render(
        request,
        "experts/publish_list.html",
        {
            "section": "candidates",
            "form": form,
            "day": day,
            "difference": lists.unpublished(day),
            "last": ListEdition.objects.select_related("link").first(),
            "languages": LANGUAGES,
        },
    )


@requires("withdraw_consent")
def withdraw_consent(request: DeskRequest, pk: int) -> HttpResponse:
    """Note a withdrawn consent, and take the person out of the editions published."""
    expert = get_object_or_404(Expert.objects.select_related("person"), pk=pk)
    form = WithdrawForm(request.POST or None)
    done = form.is_valid() and check_or_do(
        request,
        form,
        Check(
            section="candidates",
            title=_("Withdraw the consent: %(name)s") % {"name": expert},
            follows=[
                _("No public page or file names the person from this moment."),
                _("The published editions lose the name, field and term for good."),
            ],
            button=_("Withdraw and take out of the editions"),
        ),
        actions.withdraw_consent,
        expert=expert,
        by=request.user,
        **form.cleaned_data,
    )
    if isinstance(done, HttpResponse):
        return done
    if done:
        tell(
            request,
            _("The consent is withdrawn; no published edition names the person."),
            Next(_("Publish the list without the person"), "publish_list"),
        )
        return redirect("dossier", pk=expert.pk)
    return render(
        request,
        "experts/withdraw_consent.html",
        {
            "section": "candidates",
            "form": form,
            "expert": expert,
            "editions": ListEdition.objects.filter(entries__expert=expert),
        },
    )
