"""Take away one guard at a time: the table notices each.

A guard is the check of a deed at a view's door (`requires`), or a scope within which
the view looks for its object. The ordinary run tries a part of them, the long one all.
"""

from __future__ import annotations

import sys

from django.core.cache import caches

from council import roles
from council.models import Body
from tests.permissions.table import TABLE
from tests.permissions.world import READERS, ask, at, browser_of, undone
from tests.test_consistency import ROUTES

DEED = {
    route.name: route.callback.deed
    for route in ROUTES
    if hasattr(route.callback, "deed")
}
ONE_IN = 8
# Scopes by name of the address that the table cannot see, each with its reason.
ELSEWHERE = {
    # It decides which button or link is offered; what that leads to has its own.
    ("assignments", "give_assignment"),
    *(("awaited", "receive_recommendation"), ("awaited", "work")),
    *(("awaited", "sittings"), ("events", "plan_event"), ("sittings", "plan_sitting")),
    *(("breaches", "establish_breach"), ("commendations", "award_commendation")),
    # It decides what a form offers: the answer is the same page, or a report on the
    # own commission. The form's expert is noticed, as "make_report?expert".
    *(("make_report", "make_report"), ("make_report?commission", "make_report")),
    # A panel with nothing to show in this council; the tests of panels fill them.
    *(("desk", "assignments"), ("desk", "evaluations"), ("desk", "propose")),
    *(("desk", "reports"), ("desk", "sittings"), ("desk", "work")),
    # A paper has its names in ink; tests/experts/test_candidates_print.py reads them.
    ("candidates_pdf", "candidates_pdf"),
    # The sitting is looked for within the scope of its page, too.
    ("remove_item", "remove_item"),
    # Without a commission in the form it is the reader's own: "?commission" is noticed.
    ("sign_evaluations", "evaluations"),
    ("sign_evaluations", "sign_evaluations"),
}


def noticed(place, name, browsers):
    """Say whether some cell of an address is not what the table says."""
    url = place.urls(name)["present"]
    caches["pages"].clear()
    for method, signs in zip(("GET", "POST"), TABLE[name, "present"], strict=True):
        for reader, client in browsers.items():
            with undone():
                sign = ask(client, place, method, url, name).sign
            if sign != signs[READERS.index(reader)]:
                return True
    return False


class Guards:
    """All that is taken away in a place; the two places stand below."""

    def names(self, place, is_long):
        """Return the addresses that are tried."""
        found = [name for name in place.present if name.partition("?")[0] in DEED]
        return found if is_long else found[::ONE_IN]

    def test_without_its_check_each_address_opens_to_nobody_in_particular(
        self, place, is_long, monkeypatch
    ):
        check, open_doors = roles.check, set()
        monkeypatch.setattr(
            roles,
            "check",
            lambda account, deed, body=None: (
                None if deed in open_doors else check(account, deed, body)
            ),
        )
        unnoticed = []
        with at(place):
            browsers = {"nobody": browser_of(place, "nobody")}
            for name in self.names(place, is_long):
                open_doors.add(DEED[name.partition("?")[0]])
                unnoticed += [name] * (not noticed(place, name, browsers))
                open_doors.clear()
                assert not noticed(place, name, browsers), name
        assert unnoticed == []

    def test_without_its_scope_each_address_shows_what_is_foreign(
        self, place, is_long, monkeypatch
    ):
        scopes = Scopes(monkeypatch)
        unnoticed = set()
        with at(place):
            browsers = {
                reader: browser_of(place, reader)
                for reader in ("other chair", "member")
            }
            for name in self.names(place, is_long):
                scopes.asked.clear()
                assert not noticed(place, name, browsers), name
                for deed in sorted(scopes.asked):
                    if not scopes.is_noticed_without(deed, place, name, browsers):
                        unnoticed.add((name, deed))
        assert unnoticed - ELSEWHERE == set()
        if is_long:
            tried = {(name, deed) for name, deed in ELSEWHERE if name in place.present}
            assert tried - unnoticed == set(), "these are noticed: take them out"


class Scopes:
    """Every scope of the application, each of which can be widened."""

    def __init__(self, monkeypatch):
        self.scope, self.asked, self.wide = roles.scope, set(), {}
        for module in list(sys.modules.values()):
            if getattr(module, "scope", None) is self.scope:
                monkeypatch.setattr(module, "scope", self.widened)

    def widened(self, account, deed):
        """Return the scope, or what stands in its place meanwhile."""
        given = self.scope(account, deed)
        if given is not None:
            self.asked.add(deed)
        return self.wide.get(deed, given)

    def is_noticed_without(self, deed, place, name, browsers):
        """Say whether an address gives itself away when this scope leaves out nothing.

        That is said in two ways: no limit, and the keys of all bodies.
        """
        found = []
        for wide in (None, set(Body.objects.values_list("pk", flat=True))):
            self.wide = {deed: wide}
            found.append(noticed(place, name, browsers))
            self.wide = {}
        return any(found)
