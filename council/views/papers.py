"""Papers to hand out at a sitting, drawn as the record stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council import invitation_print, sitting_print
from council.limits import limited
from council.models import Sitting
from council.paper import LANGUAGES
from council.responses import pdf_response
from council.roles import DeskRequest, requires
from council.views.sittings import sittings_for


def _sitting(request: DeskRequest, deed: str, pk: int, language: str) -> Sitting:
    if language not in LANGUAGES:
        raise Http404
    return get_object_or_404(sittings_for(request, deed), pk=pk)


@requires("agenda_pdf")
@require_safe
@limited("pdf")
def agenda_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show the agenda as a PDF, in Russian only where every question has it."""
    sitting = _sitting(request, "agenda_pdf", pk, language)
    content = sitting_print.agenda_pdf(sitting, language)
    if content is None:
        raise Http404(_("There is no text in this language."))
    return pdf_response(content, f"agenda-{sitting.held_on.isoformat()}-{language}.pdf")


@requires("attendance_sheet_pdf")
@require_safe
@limited("pdf")
def attendance_sheet_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show the sheet that those present sign, as a PDF."""
    sitting = _sitting(request, "attendance_sheet_pdf", pk, language)
    return pdf_response(
        sitting_print.attendance_sheet_pdf(sitting, language),
        f"attendance-{sitting.held_on.isoformat()}-{language}.pdf",
    )


@requires("invitations_pdf")
@require_safe
@limited("pdf")
def invitations_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show the invitations to a sitting to come, a page each, as a PDF."""
    sitting = _sitting(request, "invitations_pdf", pk, language)
    content = (
        invitation_print.invitations_pdf(sitting, language) if sitting.is_open else None
    )
    if content is None:
        raise Http404(_("There are no invitations in this language."))
    return pdf_response(
        content, f"invitations-{sitting.held_on.isoformat()}-{language}.pdf"
    )
