"""Two records of one person become one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from council import actions
from council.forms import MergeForm
from council.merging import records
from council.models import Person
from council.roles import DeskRequest, requires
from council.telling import tell
from council.views.checking import Check, check_or_do


@requires("merge_persons")
def merge_persons(request: DeskRequest, pk: int) -> HttpResponse:
    """Show everybody of a name side by side, and merge two who are one."""
    person = get_object_or_404(Person, pk=pk)
    namesakes = person.others_of_the_name().select_related("account")
    people = [person, *namesakes]
    form = MergeForm(request.POST or None, people=people)
    kept = form.is_valid() and check_or_do(
        request,
        form,
        Check(
            section="the_council",
            title=_("Merge the two records"),
            follows=[
                _("Everything of the second record goes to the first."),
                _("The second is deleted; what stood before stays in the history."),
            ],
            button=_("Merge the two records"),
        ),
        actions.merge_persons,
        by=request.user,
        **form.cleaned_data,
    )
    if isinstance(kept, HttpResponse):
        return kept
    if kept:
        tell(request, _("One record is left: %(name)s.") % {"name": kept})
        return redirect("change_person", pk=kept.pk)
    return render(
        request,
        "council/merge.html",
        {
            "section": "the_council",
            "form": form,
            "person": person,
            "records": records(people) if len(people) > 1 else [],
            "crumbs": [
                (_("The council"), reverse("the_council")),
                (str(person), reverse("change_person", args=[person.pk])),
                (_("The same person twice?"), ""),
            ],
        },
    )
