"""Section 2 of the Regulation: who may be an expert, and with which papers."""

import pytest
from django.urls import reverse

from commissions.models import Submission
from council.audit import deed
from experts.models import Engagement, Paper
from tests import factories
from tests.clauses import pages
from tests.clauses.path import ready
from tests.factories import DECIDED_ON, DISCUSSED_ON

ONE_BAR = "2.2: bars on record – 1 of four; the person cannot be an expert."
PAPERS = {
    "application": "application to be engaged",
    "diploma": "diploma of higher education",
    "criminal_record": "certificate on criminal record",
    "mental_health": "certificate on mental health",
    "narcology": "certificate of the narcology register",
    "resume": "résumé",
}


@pytest.fixture
def refusals_of(council, secretariat):
    """Propose a candidate with such a dossier; return the page's refusals."""

    def propose(**changes):
        candidate = ready(council, **changes)
        sitting = factories.a_presidium_sitting(council)
        answer = pages.propose(secretariat, sitting, candidate)
        refused = pages.refusals(answer)
        assert Submission.objects.count() == (not refused)
        return [sentence.removeprefix(f"{candidate}: ") for sentence in refused]

    return propose


def with_practice(months):
    return {"has_higher_education": False, "practice_months": months}


# 2.1: higher education, or three years of practice


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(
    ("education", "months", "is_refused"),
    [(False, 36, False), (False, 35, True), (True, 0, False), (False, 0, True)],
)
def test_education_or_thirty_six_months_of_practice(
    refusals_of, education, months, is_refused
):
    refused = (
        "2.1: higher education or at least 36 months of practice is needed; "
        f"{months} months are stated."
    )

    assert (
        refusals_of(expert=with_practice(months) | {"has_higher_education": education})
        == [refused] * is_refused
    )


@pytest.mark.clause("2.1")
@pytest.mark.clause("7.3")
def test_months_of_practice_are_the_edition_s(council, refusals_of):
    factories.an_edition(DISCUSSED_ON, practice_months=48)

    assert refusals_of(expert=with_practice(47)) == [
        "2.1: higher education or at least 48 months of practice is needed; 47 months "
        "are stated."
    ]


# 2.2: four bars; certificates and degrees are welcome and never asked for


@pytest.mark.clause("2.2")
@pytest.mark.parametrize("kind", ["mental_health", "narcology", "criminal_record"])
def test_each_certificate_can_bar(refusals_of, kind):
    assert refusals_of(papers={kind: {"result": "bar"}}) == [ONE_BAR]


@pytest.mark.clause("2.2")
def test_corruption_found_by_a_court_bars(refusals_of):
    assert refusals_of(expert={"corruption": "found"}) == [ONE_BAR]


@pytest.mark.clause("2.2")
def test_expunged_conviction_is_no_bar(refusals_of):
    assert refusals_of(papers={"criminal_record": {"result": "spent"}}) == []


@pytest.mark.clause("2.2")
def test_bar_not_established_is_not_passed_over(refusals_of):
    unknown = {kind: {"result": ""} for kind in ("mental_health", "criminal_record")}

    assert refusals_of(papers=unknown, expert={"corruption": ""}) == [
        "2.2: bars not established yet – 3 of four."
    ]


@pytest.mark.clause("2.2")
@pytest.mark.parametrize("count", [0, 1])
def test_certificates_and_degrees_are_never_a_gate(refusals_of, count):
    welcome = [
        {"pk": None, "kind": kind, "title": "ISO 14001", "number": "1"}
        for kind in ("certificate", "degree")
    ]

    assert refusals_of(welcome=welcome * count) == []


# 2.3: the papers; the diploma only where education is the basis


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("kind", PAPERS)
def test_each_paper_is_asked_for_by_name(refusals_of, kind):
    assert refusals_of(papers={kind: {"is_seen": False}}) == [
        f"2.3: papers not seen yet – 1: {PAPERS[kind]}."
    ]


@pytest.mark.clause("2.3")
def test_papers_missing_altogether_are_listed_at_once(refusals_of):
    refused = refusals_of(papers={"application": None, "resume": None})

    assert refused == [
        "2.3: papers not seen yet – 2: application to be engaged; résumé."
    ]


@pytest.mark.clause("2.3")
def test_diploma_is_not_asked_for_where_practice_is_the_basis(refusals_of):
    assert refusals_of(expert=with_practice(36), papers={"diploma": None}) == []


# 2.4: readiness to work for the public


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("is_ready", [True, False])
def test_statement_of_readiness_is_asked_for(refusals_of, is_ready):
    refused = "2.4: the candidate's statement of readiness is not noted."

    assert refusals_of(expert={"is_ready": is_ready}) == [refused] * (not is_ready)


# Law № 94-V, which stands beside the papers of 2.3


@pytest.mark.clause("94-V")
@pytest.mark.parametrize(
    ("given_on", "is_refused"),
    [(DECIDED_ON, False), (factories.CONVOCATION_ENDS, True), (None, True)],
)
def test_consent_stands_on_the_day_of_the_decision(refusals_of, given_on, is_refused):
    refused = "Law № 94-V: no consent to the processing of personal data is noted."

    assert refusals_of(consent_on=given_on) == [refused] * is_refused


@pytest.mark.clause("2.2")
def test_a_bar_found_in_office_is_a_warning_and_releases_nobody(council, secretariat):
    expert = factories.in_office(council)
    clean = secretariat.get(reverse("path", args=[expert.pk]))
    assert clean.context["warnings"] == []
    found = expert.papers.get(kind="narcology")
    record_bar(found, by=council.secretariat)
    for page in ("path", "dossier"):
        assert ONE_BAR in secretariat.get(reverse(page, args=[expert.pk])).text
    assert Engagement.objects.active(factories.DECIDED_ON).count() == 1


@deed
def record_bar(paper, *, by):
    """Note on a certificate what came to light later."""
    paper.result = Paper.Result.BAR
    paper.save_as(by)
