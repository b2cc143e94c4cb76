"""Protocols as papers: printed, excerpted, signed, corrected."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from council import actions
from council.agenda import agenda
from council.dates import today
from council.forms import CorrectionForms, ScanForm, attempt
from council.limits import limited
from council.models import ProtocolVersion, SignedScan, Sitting
from council.paper import LANGUAGES
from council.responses import opened, pdf_response
from council.roles import DeskRequest, requires
from council.telling import tell
from council.upload_limits import uploads
from council.views.sittings import (
    after_protocol,
    officers_of,
    publishing,
    sittings_for,
    subpage,
)


def _check_language(language: str) -> None:
    """Answer 404 for what no protocol is written in."""
    if language not in LANGUAGES:
        raise Http404


def _version(request: DeskRequest, sitting: Sitting) -> ProtocolVersion:
    """Return the version that `?version=` asks for, the one in force by default."""
    asked = request.GET.get("version", "")
    if not asked:
        return sitting.protocol.current
    for version in sitting.protocol.versions.all():
        if str(version.version) == asked:
            return version
    raise Http404


def _file_name(kind: str, sitting: Sitting, *parts: object) -> str:
    number = f"{sitting.protocol.number}" if sitting.is_final else "draft"
    return "-".join(map(str, (kind, sitting.held_on.isoformat(), number, *parts)))


def _pdf(content: bytes | None, name: str) -> HttpResponse:
    if content is None:
        raise Http404(_("There is no text in this language."))
    return pdf_response(content, f"{name}.pdf")


@requires("protocol_pdf")
@require_safe
@limited("pdf")
def protocol_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show the protocol as a PDF; a draft is marked as one and not kept."""
    _check_language(language)
    sitting = get_object_or_404(sittings_for(request, "protocol_pdf"), pk=pk)
    if not sitting.is_final:
        content = actions.draft_pdf(sitting, language)
        return _pdf(content, _file_name("protocol", sitting, language))
    version = _version(request, sitting)
    paper = actions.protocol_paper(version, language)
    content = paper.content() if paper else None
    later = [f"v{version.version}"] if version.version > 1 else []
    return _pdf(content, _file_name("protocol", sitting, *later, language))


@requires("excerpt_pdf")
@require_safe
@limited("pdf")
def excerpt_pdf(
    request: DeskRequest, pk: int, position: int, language: str
) -> HttpResponse:
    """Show the excerpt of one question; it names nobody from the others (5.2.2)."""
    _check_language(language)
    sitting = get_object_or_404(
        sittings_for(request, "excerpt_pdf").filter(status=Sitting.Status.FINAL), pk=pk
    )
    content = actions.excerpt_pdf(_version(request, sitting), position, language)
    return _pdf(content, _file_name("excerpt", sitting, position, language))


@requires("attach_scan")
def attach_scan(request: DeskRequest, pk: int) -> HttpResponse:
    """Attach the scan of the signed protocol."""
    sitting = get_object_or_404(
        sittings_for(request, "attach_scan").filter(status=Sitting.Status.FINAL), pk=pk
    )
    form = ScanForm(
        request.POST or None,
        uploads(request),
        versions=sitting.protocol.versions.all(),
    )
    if form.is_valid() and attempt(
        form,
        actions.attach_scan,
        on=today(),
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The signed protocol is attached."), *publishing(sitting))
        return redirect("sitting", pk=sitting.pk)
    return render(
        request,
        "council/scan.html",
        subpage(sitting, _("Signed protocol")) | {"form": form},
    )


@requires("open_scan")
@require_GET
def open_scan(request: DeskRequest, pk: int) -> HttpResponse:
    """Send the scan of a signed protocol; the opening is on record."""
    readable = sittings_for(request, "open_scan")
    scan = get_object_or_404(
        SignedScan.objects.filter(version__protocol__sitting__in=readable), pk=pk
    )
    name = f"signed-protocol-{scan.pk}"
    return opened(scan.file, name, actions.open_scan, scan=scan, by=request.user)


@requires("correct_protocol")
def correct_protocol(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct a final protocol: everything on one page, saved as a new version."""
    sitting = get_object_or_404(
        sittings_for(request, "correct_protocol").filter(status=Sitting.Status.FINAL),
        pk=pk,
    )
    form = CorrectionForms(
        request.POST or None,
        sitting=sitting,
        agenda=agenda(sitting),
        people=officers_of(sitting.body),
    )
    if form.is_valid():
        version = attempt(
            form.head,
            actions.correct_protocol,
            sitting=sitting,
            correction=form.correction(),
            on=today(),
            by=request.user,
            revision=form.revision,
        )
        if version:
            tell(
                request,
                _("Version %(version)s of the protocol is final.")
                % {"version": version.version},
                *after_protocol(sitting),
            )
            return redirect("sitting", pk=sitting.pk)
    return render(
        request,
        "council/correct.html",
        subpage(sitting, _("Correct the protocol")) | {"form": form},
    )
