"""The indicators of section 4."""

from django.apps import AppConfig


class KpiConfig(AppConfig):
    name = "kpi"
