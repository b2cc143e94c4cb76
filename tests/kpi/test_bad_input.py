"""No typing breaks a page of section 4, and reading one never writes."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.kpi import records
from tests.kpi.reporting import signed
from tests.kpi.world import LAST, NOW, Round
from tests.test_bad_input import put_away, try_typing
from tests.test_consistency import DESK
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
ROUTES = [route for route in DESK if route.callback.__module__.startswith("kpi.")]

# The rounds' own fields are tried one by one below.
TYPED = {"evaluations", "indicator_records", "correct_evaluation", "a work"}
TYPED |= {"make_report", "change_report", "experts_by_quarter"}


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW)


@built_once(NOW)
def world():
    made = Round(experts=2)
    made.sign(made.entries[0])
    return made


def addresses(world):
    """Return an address of every page, those with something in the query too."""
    entry = world.entries[0]
    task = records.an_assignment(entry, LAST.begins, LAST.begins)
    key = world.evaluation(entry).pk
    keys = {"evaluate_work": entry.pk, "indicator_records": entry.pk}
    keys["indicators"] = entry.expert_id
    report = signed(world).pk
    keys |= dict.fromkeys(("report", "report_pdf", "change_report"), report)
    keys |= dict.fromkeys(("sign_report", "submit_report"), report)
    found = {}
    for route in ROUTES:
        wanted = route.pattern.converters
        args = [keys.get(route.name, key)] if "pk" in wanted else []
        args += ["kk"] if "language" in wanted else []
        found[route.name] = reverse(route.name, args=args)
    found["a work"] = f"{found['evaluate_work']}?work=assignment-{task.pk}"
    return found


def test_reading_never_writes_and_no_typing_breaks_a_page(world):
    for name, url in addresses(world).items():
        with CaptureQueriesContext(connection) as queries:
            response = put_away(world.chair.get(url))
        is_deed = name in ("sign_report", "submit_report")
        assert response.status_code in ((405,) if is_deed else (200, 302)), name
        written = [
            query["sql"]
            for query in queries
            if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"])
        ]
        assert written == [], name
        if name not in TYPED:
            continue
        with transaction.atomic():
            try_typing(world.chair, url)
            transaction.set_rollback(True)


def test_no_typing_in_a_round_is_an_error(world):
    shown = world.fields()
    entry = world.entries[1]
    for typed in ("Ә" * 10_000, "9" * 40, "-1", "\u202eтүйме", "1,5", "\u200b"):
        for field in ("value_4_5", "because_4_5", "note", "form", "seen"):
            for deed in ("note_evaluations", "sign_evaluations"):
                with transaction.atomic():
                    answer = world.send(
                        deed, shown | {"all": "1", f"{entry.pk}-{field}": typed}
                    )
                    transaction.set_rollback(True)
                assert answer.status_code in (302, 422), (field, typed)
    for key in (0, 10**30):
        for name in ("evaluation", "evaluate_work", "indicators", "indicator_records"):
            assert world.chair.get(reverse(name, args=[key])).status_code == 404
