"""The Regulation in plain words: each rule with its clause and the edition's numbers.

Our own words throughout. Where the text leaves something open, what the software
does instead is a reading of ours and marked as one.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from council.models import Edition
from experts.plain_rules.base import PlainMove, PlainRule, RuleGroup
from experts.plain_rules.engaging import (
    bars,
    education_or_practice,
    how_many,
    proposal,
    term,
    who_decides,
    who_may,
)
from experts.plain_rules.moves import moves, release
from experts.plain_rules.serving import corrections, evaluation, register, work

__all__ = [
    "PlainMove",
    "PlainRule",
    "RuleGroup",
    "bars",
    "education_or_practice",
    "plain_rules",
]


def plain_rules(edition: Edition) -> list[RuleGroup]:
    """Return the rules of this edition, grouped as a reader asks for them."""
    groups = [
        RuleGroup("decides", _("Who decides"), who_decides(edition)),
        RuleGroup("who", _("Who may be an expert"), who_may(edition)),
        RuleGroup("how-many", _("How many"), how_many(edition)),
        RuleGroup("proposal", _("How a candidate is proposed"), proposal()),
        RuleGroup("term", _("For how long"), term()),
        RuleGroup("moves", _("Release and reassignment"), release(), moves()),
        RuleGroup("work", _("What an expert does"), work()),
        RuleGroup("evaluation", _("How the work is evaluated"), evaluation()),
        RuleGroup("register", _("The register"), register()),
        RuleGroup("corrections", _("Corrections and changes"), corrections()),
    ]
    seen: set[str] = set()
    return [
        replace(group, rules=[_anchored(rule, seen) for rule in group.rules])
        for group in groups
    ]


def _anchored(rule: PlainRule, seen: set[str]) -> PlainRule:
    """Return the rule with an anchor where its clause is met for the first time."""
    is_first = bool(rule.clause) and rule.clause not in seen
    seen.add(rule.clause)
    return replace(
        rule,
        anchor=f"clause-{rule.clause}" if is_first else "",
        parts=[_anchored(part, seen) for part in rule.parts],
    )
