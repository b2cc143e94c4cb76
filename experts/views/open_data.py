"""Open data: the register of a day as files, without sign-in or cookie (1.12)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from council.kept_pages import kept
from council.limits import limited
from council.paper import LANGUAGES
from council.responses import pdf_response, refusal
from council.sheets import CSV, XLSX
from experts import feed, register_print
from experts import open_data as files
from experts.actions import list_paper
from experts.forms import FileForm
from experts.lists import edition_saying
from experts.register_changes import before, changes

ADDRESSES = (
    ("register_json", gettext_lazy("JSON, the Popolo standard: for programs")),
    ("register_csv", gettext_lazy("CSV, UTF-8, semicolons: for tables and programs")),
    ("register_xlsx", gettext_lazy("XLSX: for Excel and LibreOffice")),
    (
        "register_atom",
        gettext_lazy("Atom: the changes of the last 90 days, for feed readers"),
    ),
)
PAPERS = {
    "kk": gettext_lazy("PDF in Kazakh: to print"),
    "ru": gettext_lazy("PDF in Russian: to print"),
}
PARAMETERS = (
    (
        "q",
        "q=экология",
        gettext_lazy(
            "Words of the name, the field or the commission, in any order; the first "
            "12 of them count."
        ),
    ),
    (
        "commission",
        "commission=2",
        gettext_lazy("Number of a commission in office on the day."),
    ),
    (
        "on",
        "on=2026-03-01",
        gettext_lazy("The day; today, unless another is named."),
    ),
    (
        "as_recorded",
        "as_recorded=2026-03-01T14:30",
        gettext_lazy(
            "A moment: what the register said then, even if it was corrected later. "
            "Time of Almaty, unless an offset follows (+05:00); a day alone means its "
            "end. Without a day, that of the moment. An answer for a moment more than "
            "a minute old stays the same for good."
        ),
    ),
    (
        "sort",
        "sort=-decided",
        gettext_lazy(
            "Order: name, commission or decided (the day of the decision); a minus "
            "before it turns it round. By name, unless another is named; in PDF within "
            "each commission; in Atom always by the moment."
        ),
    ),
    (
        "lang",
        "lang=ru",
        gettext_lazy(
            "Language of headings and sentences: kk, ru or en; Kazakh, unless another "
            "is named. PDF has it in its address."
        ),
    ),
)
JSON = "application/json; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@login_not_required
@require_safe
@kept
def open_data(request: HttpRequest) -> HttpResponse:
    """Say where the register is as data, what its fields mean, under which licence."""
    return render(
        request,
        "experts/open_data.html",
        {
            "section": "open_data",
            "addresses": [
                *(_address(reverse(name), words) for name, words in ADDRESSES),
                *(
                    _address(translate_url(reverse("register_pdf"), code), words)
                    for code, words in PAPERS.items()
                ),
            ],
            "parameters": PARAMETERS,
            "columns": files.COLUMNS,
            "licence_url": files.LICENCE_URL,
            "licence": files.LICENCE,
        },
    )


def _address(path: str, words: str | Promise) -> dict[str, str]:
    return {"path": path, "whole": settings.SITE_URL + path, "words": str(words)}


@login_not_required
@require_safe
@kept
@limited("json")
def register_json(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as Popolo."""
    return _answer(
        request,
        JSON,
        lambda form: files.register_json(_records(form), form.day, form.moment),
        "json",
    )


@login_not_required
@require_safe
@kept
@limited("export")
def register_csv(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as CSV."""
    return _answer(request, CSV, lambda form: files.register_csv(_records(form)), "csv")


@login_not_required
@require_safe
@kept
@limited("export")
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as a workbook."""
    return _answer(
        request, XLSX, lambda form: files.register_xlsx(_records(form)), "xlsx"
    )


@login_not_required
@require_safe
@kept
@limited("json")
def register_atom(request: HttpRequest) -> HttpResponse:
    """Send what changed in the register in the three months up to the day."""
    return _answer(
        request,
        ATOM,
        lambda form: feed.register_atom(
            changes(before(form.day), form.day, moment=form.moment, **form.question),
            form.day,
            translation.get_language(),
        ),
    )


@login_not_required
@require_safe
@kept
@limited("pdf")
def register_pdf(request: HttpRequest) -> HttpResponse:
    """Send the register of a day as a paper in the language of the address.

    While the last edition says what the register says today, that is its paper, which
    was drawn when it was published: nobody waits.
    """
    language = translation.get_language() or ""
    if language not in LANGUAGES:
        raise Http404
    form = FileForm(request.GET)
    if not form.is_valid():
        return refusal(form)
    with form.reading():
        found = _records(form)
        html = register_print.register_html(
            found,
            form.day,
            language,
            moment=form.moment,
            order=form.order_in_words if form.asked_order else "",
            **form.question,
        )
    name = f"{form.file_name}-{language}.pdf"
    published = None if form.is_particular else edition_saying(found)
    if published:
        content = list_paper(published, language).content()
    else:
        content = register_print.register_pdf(html)
    return pdf_response(content, name, is_public=True)


def _records(form: FileForm) -> list[files.Record]:
    return files.records(form.day, order=form.asked_order, **form.question)


def _answer(
    request: HttpRequest,
    content_type: str,
    made: Callable[[FileForm], bytes],
    suffix: str = "",
) -> HttpResponse:
    """Send a file, named after its day unless it is a feed; or refuse in sentences.

    Anybody's page may read it: it is the same for everybody.
    """
    asked = request.GET.get("lang")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        form = FileForm(request.GET)
        if not form.is_valid():
            return refusal(form)
        with form.reading():
            content = made(form)
    response = HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Language": language,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
    if suffix:
        name = f"{form.file_name}.{suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
