"""The experts: who may serve, who serves, and the public register."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "experts"
