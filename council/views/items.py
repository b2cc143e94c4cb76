"""The questions of an agenda that are nobody's matter, and taking any of them off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from council import actions
from council.audit import versions
from council.forms import ChangeItemForm, ItemForm, RevisionForm, asked_key, attempt
from council.models import AgendaItem, Sitting
from council.roles import DeskRequest, requires
from council.telling import Next, tell
from council.views.sittings import (
    form_page,
    next_on,
    refused,
    sittings_for,
    subpage,
)


@requires("add_item")
def add_item(request: DeskRequest, pk: int) -> HttpResponse:
    """Put free business on the agenda."""
    found = get_object_or_404(sittings_for(request, "add_item"), pk=pk)
    form = ItemForm(request.POST or None, initial=_taken_off(request, found))
    if form.is_valid():
        item = attempt(
            form, actions.add_item, sitting=found, by=request.user, **form.facts
        )
        if item:
            tell(request, _("The question is on the agenda."), *next_on(request, found))
            return redirect("sitting", pk=found.pk)
    title = _("New question of the agenda")
    return form_page(request, form, title, subpage(found, title))


def _taken_off(request: DeskRequest, found: Sitting) -> dict[str, Any]:
    """Return the words of the sitting's question that the address asks to put back."""
    key = asked_key(request.GET.get("again", ""))
    last = versions(AgendaItem).filter(id=key, sitting_id=found.pk)
    return last.values(*ItemForm.model_field_names).order_by("history_id").last() or {}


def _item_for(request: DeskRequest, deed: str, pk: int) -> AgendaItem:
    return get_object_or_404(
        AgendaItem.objects.with_matters().filter(
            sitting__in=sittings_for(request, deed).order_by()
        ),
        pk=pk,
    )


@requires("change_item")
def change_item(request: DeskRequest, pk: int) -> HttpResponse:
    """Correct the wording of free business; a matter's texts are its own."""
    item = _item_for(request, "change_item", pk)
    form = ChangeItemForm(
        request.POST or None,
        initial=forms.model_to_dict(item) | {"revision": item.sitting.revision},
    )
    if item.matter is not None:
        form.keep_texts()
    if form.is_valid() and attempt(
        form, actions.change_item, item=item, by=request.user, **form.facts
    ):
        tell(
            request,
            _("Question %(number)s is corrected.") % {"number": item.position},
            *next_on(request, item.sitting),
        )
        return redirect("sitting", pk=item.sitting_id)
    crumbs = subpage(item.sitting, _("Question %(number)s") % {"number": item.position})
    return form_page(request, form, str(item), crumbs)


@requires("remove_item")
@require_POST
def remove_item(request: DeskRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda; its place is free again."""
    item = _item_for(request, "remove_item", pk)
    found = get_object_or_404(sittings_for(request, "sitting"), pk=item.sitting_id)
    form = RevisionForm(request.POST)
    again = _again(found, item) if item.matter is None else []
    if form.is_valid() and attempt(
        form, actions.remove_item, item=item, by=request.user, **form.cleaned_data
    ):
        then = [*again, *next_on(request, found)]
        tell(request, _("The question is off the agenda."), *then)
        return redirect("sitting", pk=found.pk)
    return refused(request, found.pk, form)


def _again(found: Sitting, item: AgendaItem) -> list[Next]:
    """Return the page that puts a question back with the words it had."""
    label = _("Undo: put it on the agenda again")
    return [Next(label, "add_item", (found.pk,), found.body, f"?again={item.pk}")]
