"""The table is whole: a line for every route, a sign for every reader."""

import re

from tests.permissions.table import TABLE
from tests.permissions.world import READERS
from tests.test_consistency import ROUTES


def test_every_route_has_its_line_and_every_line_its_route():
    routes = {route.name for route in ROUTES} - {None}
    assert {name.partition("?")[0] for name, _thing in TABLE} == routes
    with_key = {route.name for route in ROUTES if "pk" in route.pattern.converters}
    assert with_key == {
        name for name, thing in TABLE if thing == "absent" and name in with_key
    }


def test_every_sign_has_its_reader():
    sign = re.compile(rf"[+*>!0x\-?2bg]{{{len(READERS)}}}")
    assert [
        key
        for key, line in TABLE.items()
        if not all(sign.fullmatch(signs) for signs in line)
    ] == []
