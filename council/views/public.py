"""What the council itself shows to everybody."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from council.display import COOKIE, LOW_VISION
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


@login_not_required
@csrf_exempt
@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Keep how the reader wants pages to look, and go back to the page.

    Without a CSRF token, which would set a cookie on every public page: a forged
    request can change nothing but the size of the letters.
    """
    back = request.POST.get("next", "")
    # No host is allowed: only addresses of this site that name none.
    is_own = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    response = redirect(back if is_own else "home")
    if request.POST.get("display") == LOW_VISION:
        response.set_cookie(
            COOKIE,
            LOW_VISION,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
