"""Open data: the register of a day as files, without sign-in or cookie (1.12)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from council.paper import LANGUAGES
from council.responses import pdf_response
from experts import open_data, register_print
from experts.forms import FileForm
from experts.sheets import CSV, XLSX

JSON = "application/json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as Popolo."""
    return _answer(
        request,
        "json",
        JSON,
        lambda form: open_data.register_json(_records(form), form.day),
    )


@login_not_required
@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as CSV."""
    return _answer(
        request, "csv", CSV, lambda form: open_data.register_csv(_records(form))
    )


@login_not_required
@require_safe
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as a workbook."""
    return _answer(
        request, "xlsx", XLSX, lambda form: open_data.register_xlsx(_records(form))
    )


@login_not_required
@require_safe
def register_pdf(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as a paper in the language of the address."""
    language = translation.get_language() or ""
    if language not in LANGUAGES:
        raise Http404
    form = FileForm(request.GET)
    if not form.is_valid():
        return _refusal(form)
    html = register_print.register_html(
        _records(form), form.day, language, **form.question
    )
    name = f"register-{form.day.isoformat()}-{language}.pdf"
    return pdf_response(register_print.register_pdf(html), name, is_public=True)


def _records(form: FileForm) -> list[open_data.Record]:
    return open_data.records(form.day, **form.question)


def _answer(
    request: HttpRequest,
    suffix: str,
    content_type: str,
    made: Callable[[FileForm], bytes],
) -> HttpResponse:
    """Send a file named after its day; a bad question is refused in sentences.

    Anybody's page may read it: it is the same for everybody.
    """
    asked = request.GET.get("lang")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        form = FileForm(request.GET)
        if not form.is_valid():
            return _refusal(form)
        content = made(form)
    name = f"register-{form.day.isoformat()}.{suffix}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": language,
            "Access-Control-Allow-Origin": "*",
        },
    )


def _refusal(form: FileForm) -> HttpResponse:
    """Say what is wrong with the question."""
    text = "\n".join(form.sentences) + "\n"
    return HttpResponse(text, content_type=PLAIN, status=400)
