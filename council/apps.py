"""The council: who sits, how it decides, and the frame of the project."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CouncilConfig(AppConfig):
    name = "council"

    def ready(self) -> None:
        """Let every app offer its panels, tabs, reminders, proofs and checks."""
        autodiscover_modules("panels", "notices", "proofs", "checks")
