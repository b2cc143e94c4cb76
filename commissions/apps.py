"""The commissions: what a chair does with experts."""

from django.apps import AppConfig


class CommissionsConfig(AppConfig):
    name = "commissions"
