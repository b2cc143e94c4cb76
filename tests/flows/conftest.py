"""Every flow has a council in office and somebody at a browser."""

import threading

import pytest

from experts.actions.lists import DRAWING
from tests import factories as make
from tests.flows.desk import Desk


@pytest.fixture
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def desk(request, page, live_server):
    """Give a desk, of the kind that the test asks for: with a mouse or without."""
    return getattr(request, "param", Desk)(page, live_server)


@pytest.fixture(autouse=True)
def _papers_are_drawn(transactional_db):
    """Let the papers of a list be drawn before the database is emptied."""
    yield
    for thread in threading.enumerate():
        if thread.name == DRAWING:
            thread.join()
