"""Protocols as papers."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from council import actions
from council.models import Sitting
from council.responses import pdf_response
from council.roles import DeskRequest, requires
from council.views.sittings import sittings_for


def _file_name(sitting: Sitting, language: str) -> str:
    number = f"-{sitting.protocol.number}" if sitting.is_final else "-draft"
    return f"protocol-{sitting.held_on.isoformat()}{number}-{language}.pdf"


@requires("protocol_pdf")
def protocol_pdf(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Show the protocol as a PDF; a draft is marked as one and not kept."""
    sitting = get_object_or_404(sittings_for(request, "protocol_pdf"), pk=pk)
    if sitting.is_final:
        paper = actions.protocol_paper(sitting.protocol, language)
        content = paper.content() if paper else None
    else:
        content = actions.draft_pdf(sitting, language)
    if content is None:
        raise Http404(_("There is no text in this language."))
    return pdf_response(content, _file_name(sitting, language))
