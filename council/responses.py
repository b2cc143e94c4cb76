"""Answers that several views give alike."""

from django.http import HttpResponse


def pdf_response(content: bytes, name: str, *, is_public: bool = False) -> HttpResponse:
    """Return a PDF to open in the browser; what is not public is kept nowhere."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    if not is_public:
        response["Cache-Control"] = "private, no-store"
    return response
