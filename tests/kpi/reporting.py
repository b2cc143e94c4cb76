"""Reports on the first commission of a round, by its chair."""

from datetime import date

from kpi import actions
from tests.kpi.world import LAST

TODAY, NEXT = date(2026, 1, 20), date(2026, 1, 28)
ASKED = {"first": LAST.code, "last": LAST.code, "occasion": "initiative"}


def a_report(world, **changes):
    """Return a draft on the first commission over the last quarter."""
    facts = {
        "convocation": world.council.convocation,
        "commission": world.commission,
        "expert": None,
        "first": LAST,
        "last": LAST,
        "occasion": "initiative",
        "requested_on": None,
        "on": TODAY,
        "by": world.chair_account,
    }
    return actions.make_report(**facts | changes)


def signed(world, **changes):
    report = a_report(world, **changes)
    return actions.sign_report(
        report=report, revision=None, on=TODAY, by=world.chair_account
    )
