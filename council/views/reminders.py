"""Reminders by e-mail: who gets them in which language, and what was sent."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council import actions
from council.forms import LettersForm, attempt
from council.models import SentReminder
from council.roles import DeskRequest, requires
from council.telling import tell

PER_PAGE = 50


@requires("reminders")
@require_safe
def reminders(request: DeskRequest) -> HttpResponse:
    """Show what was sent to whom, the newest first."""
    sent = SentReminder.objects.select_related("account__person")
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    crumbs = [(_("Today"), reverse("desk")), (_("Reminders that were sent"), "")]
    return render(
        request,
        "council/reminders.html",
        {"section": "desk", "page": page, "crumbs": crumbs},
    )


@requires("choose_letters")
def choose_letters(request: DeskRequest) -> HttpResponse:
    """Choose the address and the language of one's own reminders."""
    initial = model_to_dict(request.user, ["email", "language"])
    form = LettersForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        actions.choose_letters,
        account=request.user,
        by=request.user,
        **form.cleaned_data,
    ):
        tell(request, _("The letters you chose are saved."))
        return redirect("desk")
    title = _("Reminders by e-mail")
    return render(
        request,
        "council/form.html",
        {
            "section": "desk",
            "form": form,
            "title": title,
            "lede": _("One letter a day at most, only when something new waits."),
            "back": reverse("desk"),
            "crumbs": [(_("Today"), reverse("desk")), (title, "")],
        },
    )
