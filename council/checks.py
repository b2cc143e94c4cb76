"""What `manage.py check` says of the settings of sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection


@register("security")
def second_factor_is_required(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a database server without a second factor."""
    if settings.SECOND_FACTOR_REQUIRED or connection.vendor == "sqlite":
        return []
    return [
        Error(
            "SECOND_FACTOR_REQUIRED is off on a database server.",
            hint="Only the demonstration council may do without.",
            id="council.E001",
        )
    ]


@register("security", deploy=True)
def second_factor_is_required_in_production(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a deployment that asks for the password only."""
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Warning(
            "SECOND_FACTOR_REQUIRED is off: the password alone opens the desk.",
            hint="Only the demonstration council may do without.",
            id="council.W001",
        )
    ]
