"""What the council itself shows to everybody."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from council.logo import CONTENT_TYPE
from council.models import Council

AN_HOUR, A_YEAR = 60 * 60, 365 * 24 * 60 * 60


@login_not_required
@require_safe
def council_logo(request: HttpRequest) -> HttpResponse:
    """Send the logo; under its version's address it may be kept for long."""
    council = Council.objects.exclude(logo="").first()
    if council is None or not council.logo.storage.exists(str(council.logo.name)):
        raise Http404
    is_lasting = request.GET.get("v") == council.logo_version
    response = FileResponse(
        council.logo.open("rb"),
        content_type=CONTENT_TYPE,
        headers={
            "Cache-Control": f"public, max-age={A_YEAR}, immutable"
            if is_lasting
            else f"public, max-age={AN_HOUR}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
    return cast("HttpResponse", response)
