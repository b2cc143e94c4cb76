"""The council: who sits, how it decides, and the frame of the project."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CouncilConfig(AppConfig):
    name = "council"

    def ready(self) -> None:
        """Let every app offer its desk panels, person tabs, reminders and proofs."""
        autodiscover_modules("panels", "notices", "proofs")
