"""What apps above this one add to the demonstration, each in its module `demo`."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import autodiscover_modules

from commissions.demo.calendar import Calendar
from commissions.demo.founding import Founding

Step = Callable[[Calendar, Founding], None]

_steps: list[Step] = []


def further_step(step: Step) -> Step:
    """Offer a step to be told after the story of the council."""
    _steps.append(step)
    return step


def further_steps() -> list[Step]:
    """Return the steps of every app, as Django's admin finds its own."""
    autodiscover_modules("demo")
    return list(_steps)
