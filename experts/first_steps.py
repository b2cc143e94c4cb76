"""The first days of a council, as far as its experts go."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from council.desk import Task, first_steps
from council.models import Account
from experts.models import Engagement, ReferenceDocument


@first_steps
def of_the_experts(account: Account, on: date) -> dict[int, Task]:
    """Tell of the documents of 1.13 and of the list kept before, if there was one."""
    has_entries = Engagement.objects.exists()
    return {
        40: Task(
            label=_("Reference documents"),
            clause="1.13",
            done=ReferenceDocument.objects.filter(is_current=True).exists(),
            url=reverse("keep_reference_documents"),
        ),
        60: Task(
            label=_("Import the existing list"),
            clause="1.12",
            done=has_entries,
            note="" if has_entries else _("Where no list was kept, nothing is to do."),
            url=reverse("import_register"),
            status="" if has_entries else _("Optional"),
        ),
    }
