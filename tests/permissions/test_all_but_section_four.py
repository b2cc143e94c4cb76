"""The council, its public pages, dossiers, work, accounts."""

import pytest

from tests.permissions.guards import Guards
from tests.permissions.matrix import Matrix

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(november, settings):
    """Return the place, the second factor required there."""
    settings.SECOND_FACTOR_REQUIRED = True
    return november


class TestMatrix(Matrix):
    """Each reader finds what the table says."""


class TestGuards(Guards):
    """No guard is there for nothing."""
