"""The pages of the section "Work", in the order of their links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The address's name and its label; an address that is added here is shown.
SECTIONS: list[tuple[str, StrOrPromise]] = [
    ("events", _("Events")),
    ("assignments", _("Assignments")),
    ("awaited", _("Awaited")),
    ("recommendations", _("Written works")),
    ("publications", _("Publications")),
    ("commendations", _("Commendations")),
    ("breaches", _("Conduct")),
]
