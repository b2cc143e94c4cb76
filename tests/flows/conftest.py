"""Every flow has a council in office and somebody at a browser."""

import pytest

from tests import factories as make
from tests.flows.desk import Desk


@pytest.fixture
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server)
