"""Answers are checked before a deed that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest
from django.shortcuts import render

from council.dates import numeric_date
from council.forms import attempt, rehearse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHECKED, BACK = "checked", "change"
OWN = {CHECKED, BACK, "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Check:
    """What the page of the answers says: of what, what follows, the button's words."""

    section: str
    title: StrOrPromise
    follows: Iterable[StrOrPromise]
    button: StrOrPromise


def check_or_do(
    request: HttpRequest,
    form: forms.BaseForm,
    check: Check,
    action: Callable[..., Any],
    /,
    **facts: Any,
) -> Any:
    """Show the answers of a valid form, and do the deed once they are checked.

    Returns the page of the answers, or what the deed returns, or None: refused, with
    the sentences on the form, or to be changed. A deed that would be refused is refused
    before anybody checks anything: it is rehearsed.
    """
    if BACK in request.POST:
        return None
    if CHECKED in request.POST:
        return attempt(form, action, **facts)
    if rehearse(form, action, **facts) is None:
        return None
    return render(
        request,
        "council/check_answers.html",
        {
            "section": check.section,
            "check": check,
            "rows": list(_in_words(form)),
            "typed": list(_typed(request)),
            "checked": CHECKED,
            "change": BACK,
        },
    )


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in OWN:
            yield from ((name, str(value)) for value in values)


def _in_words(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Yield label and answer of each field that can be seen."""
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if isinstance(value, date):
            value = numeric_date(value)
        elif isinstance(choice := field.field, forms.ChoiceField):
            choices = cast("Iterable[tuple[Any, Any]]", choice.choices)
            words = {str(key): label for key, label in choices}
            value = words.get(str(field.value()), value)
        yield str(field.label), str(value or "")
