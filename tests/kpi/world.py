"""A commission whose chair signs off a quarter, through the pages."""

import re

from django.test import Client
from django.urls import reverse

from council.dates import Quarter
from kpi.models import Evaluation
from kpi.round import round_of
from tests import factories as make
from tests.clauses import pages

NOW = "2026-01-20 12:00+05:00"
LAST, RUNNING = Quarter(2025, 4), Quarter(2026, 1)
SEEN = re.compile(r'name="(\d+-seen)" value="([^"]+)"')


def browser(account, language="en"):
    """Return a browser in which the account is signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


class Round:
    """A council with two commissions; the first has so many experts in office."""

    def __init__(self, experts=1, council=None):
        self.council = council or make.a_council(per_commission=2)
        self.commission = self.council.commissions[0]
        self.chair_account = self.council.chair_accounts[0]
        self.experts = [make.a_candidate(self.council) for _number in range(experts)]
        for first in range(0, experts, make.PLACES):
            make.engaged(self.council, *self.experts[first : first + make.PLACES])
        self.chair = browser(self.chair_account)
        self.other = browser(self.council.chair_accounts[1])
        self.secretariat = browser(self.council.secretariat)

    @property
    def rows(self):
        """Return the round as it stands, in the order of the page."""
        return round_of(self.commission, LAST)

    @property
    def entries(self):
        """Return the entries of the register, in the order of the page."""
        return [row.engagement for row in self.rows]

    def page(self, client=None, quarter=LAST, language="en"):
        """Return the page of the round."""
        url = f"/{language}/desk/evaluations/?quarter={quarter.code}&commission=1"
        return (client or self.chair).get(url)

    def fields(self, page=None, quarter=LAST):
        """Return what the page's form sends when nothing is typed."""
        shown = dict(SEEN.findall((page or self.page(quarter=quarter)).text))
        return shown | {"quarter": quarter.code, "commission": "1"}

    def send(self, deed, fields, client=None, language="en", **typed):
        """Press a button of the page."""
        url = re.sub("^/[a-z]{2}/", f"/{language}/", reverse(deed))
        return (client or self.chair).post(url, fields | typed)

    def sign(self, *entries, fields=None, **options):
        """Sign these off, or all that are left; the page was opened just now."""
        chosen = {"chosen": [entry.pk for entry in entries]} if entries else {"all": 1}
        return self.send(
            "sign_evaluations", (fields or self.fields()) | chosen, **options
        )

    def evaluation(self, entry):
        """Return the quarterly evaluation of an entry."""
        return Evaluation.objects.get(engagement=entry, begins=LAST.begins)


def numbers(version):
    """Return the computed numbers of a version, in the order of the clauses."""
    return [figure["computed"] for figure in version.figures]


def refusals(response):
    """Return the sentences of the error summary, of a refused page."""
    assert response.status_code in (200, 422)
    return pages.refusals(response)
