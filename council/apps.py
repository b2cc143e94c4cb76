"""The council: who sits, how it decides, and the frame of the project."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from council import slow_queries


class CouncilConfig(AppConfig):
    name = "council"

    def ready(self) -> None:
        """Let every app offer panels, tabs, first steps, reminders, proofs, checks."""
        slow_queries.watch()
        autodiscover_modules("panels", "first_steps", "notices", "proofs", "checks")
