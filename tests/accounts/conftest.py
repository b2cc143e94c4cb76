"""Here the second factor is required, as in production."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _second_factor_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def _nobody_tried_before(db):
    """Begin without tries counted; a test that commits leaves its own behind."""
    cache.clear()
