"""The two places of the matrix."""

import hypothesis
import pytest

from tests.permissions import world as of
from tests.worlds import built_once

pytest.register_assert_rewrite("tests.permissions.matrix", "tests.permissions.guards")


@built_once(of.NOVEMBER)
def november():
    return of.in_november()


@built_once(of.JANUARY)
def january():
    return of.in_january()


@pytest.fixture
def is_long():
    """Say whether this is the long run (make test-long)."""
    return hypothesis.settings.get_current_profile_name() == "long"
