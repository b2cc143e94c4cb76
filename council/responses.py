"""Answers that several views give alike."""

from collections.abc import Callable
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse

from council.forms import PageForm
from council.uploads import CONTENT_TYPES, suffix_of


def pdf_response(content: bytes, name: str, *, is_public: bool = False) -> HttpResponse:
    """Return a PDF to open in the browser; what is not public is kept nowhere."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    if not is_public:
        response["Cache-Control"] = "private, no-store"
    return response


def refusal(form: PageForm) -> HttpResponse:
    """Say what is wrong with the question to which a file would answer."""
    text = "\n".join(form.sentences) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=400)


def opened(
    file: FieldFile, name: str, action: Callable[..., bytes], /, **facts: Any
) -> HttpResponse:
    """Do the deed that opens a kept file and answer with it, to be saved, not shown.

    `name` is what the reader's copy is called, without its ending. Answers 404 where
    the storage has no such file.
    """
    kept = str(file.name)
    if not file.storage.exists(kept):
        raise Http404
    suffix = suffix_of(kept)
    return HttpResponse(
        action(**facts),
        content_type=CONTENT_TYPES[suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}{suffix}"',
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
