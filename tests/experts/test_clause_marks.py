"""Every mark of a clause leads to that clause in plain words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from experts.plain_rules import plain_rules
from kpi.indicators import CLAUSES
from tests import factories as make

INCLUDED = re.compile(r'components/clause\.html" with number=["\']([\d.]+)')
NAMED = re.compile(r'\bclause(?:=| = |": )"([\d.]+)"')
APPS = ("kpi", "commissions", "experts", "council")


def marked():
    """Return the clauses that templates and code put beside what they rule."""
    home = Path(settings.BASE_DIR)
    found = set(CLAUSES)
    for path in (home / "templates").rglob("*.html"):
        found.update(INCLUDED.findall(path.read_text()))
    for app in APPS:
        for path in (home / app).rglob("*.py"):
            found.update(NAMED.findall(path.read_text()))
    return found


def anchors(edition):
    rules = [rule for group in plain_rules(edition) for rule in group.rules]
    rules += [part for rule in rules for part in rule.parts]
    return [rule.anchor for rule in rules if rule.anchor]


def test_every_clause_that_is_marked_has_its_words(council):
    found = anchors(council.edition)
    assert {f"clause-{number}" for number in marked()} - set(found) == set()
    assert len(found) == len(set(found))


def test_the_page_of_rules_has_the_anchors(council, client):
    text = client.get(reverse("rules")).text
    for anchor in anchors(council.edition):
        assert text.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_mark_on_the_desk_opens_its_clause(council, secretariat, language):
    make.a_candidate(council)
    text = secretariat.get(f"/{language}/desk/candidates/new/").text
    assert f'href="/{language}/rules/#clause-2.3"' in text
    assert f'href="/{language}/rules/#clause-5.1.21"' in text
