"""How a table of the desk is answered: a page of it, or all its pages as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render

from council import actions
from council.dates import today
from council.forms import TableForm
from council.limits import limited
from council.roles import DeskRequest
from council.sheets import CSV, XLSX, to_csv, to_xlsx
from council.tables import lines


def table_response(
    request: DeskRequest,
    form: TableForm,
    template: str,
    context: dict[str, Any],
    *,
    about: type[Model],
    shown: Callable[[Iterable[Any]], Iterable[Any]] = list,
) -> HttpResponse:
    """Show the page that was asked for, or send all pages as a file; else a 400.

    `shown` makes of rows what the template and the columns know; `about` is of what
    kind they are, which is all that the record says of a file.
    """
    file = file_response(request, form, about=about, shown=shown)
    if file is not None:
        return file
    page = None if form.errors else form.rows_page()
    return render(
        request,
        template,
        context
        | {
            "form": form,
            "page": page,
            "rows": list(shown(page.object_list)) if page else [],
        },
        status=400 if page is None else 200,
    )


def file_response(
    request: DeskRequest,
    form: TableForm,
    *,
    about: type[Model],
    shown: Callable[[Iterable[Any]], Iterable[Any]] = list,
) -> HttpResponse | None:
    """Return all the rows as a file; None where none is asked for or it is refused."""
    if not form.is_valid() or not form.cleaned_data["file"]:
        return None
    rows = form.all_rows()
    return None if rows is None else _file(request, form, shown(rows), about)


@limited("export")
def _file(
    request: DeskRequest, form: TableForm, rows: Iterable[Any], about: type[Model]
) -> HttpResponse:
    """Send what the reader sees, in the reader's language; it is kept nowhere."""
    kind, found = form.cleaned_data["file"], lines(form.columns, rows)
    name = request.resolver_match.url_name if request.resolver_match else "table"
    if kind == "csv":
        content, content_type = to_csv(found), CSV
    else:
        widths = [column.width for column in form.columns]
        content, content_type = to_xlsx(str(name), found, widths), XLSX
    actions.save_table(kind=about, by=request.user)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": (
                f'attachment; filename="{name}-{today().isoformat()}.{kind}"'
            ),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
