"""The desk: what waits today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from council.dates import today
from council.desk import desk_of, roles_in_words
from council.roles import DeskRequest, may, requires


@requires("desk")
@require_safe
def desk(request: DeskRequest) -> HttpResponse:
    """Show the panels of those apps whose deeds this account may do."""
    day = today()
    steps, panels = desk_of(request.user, day)
    return render(
        request,
        "council/desk.html",
        {
            "section": "desk",
            "steps": steps,
            "panels": [panel for panel in panels if not panel.is_quiet],
            "quiet": [panel for panel in panels if panel.is_quiet],
            "roles": roles_in_words(request.user),
            "may_read_reminders": may(request.user, "reminders"),
            "day": day,
        },
    )
