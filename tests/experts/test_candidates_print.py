"""The list of candidates as a paper: which papers were seen, and nothing they say."""

import re
import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council.record import AuditEvent
from experts.candidates_print import candidates_html
from experts.models import Expert
from experts.overview import completeness, edition_on, with_papers
from tests import factories as make
from tests.experts.conftest import TODAY, named

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]
LACKING = {"resume": None, "narcology": None}
BARRED = {"mental_health": {"result": "bar"}}


def paper(client, language="kk", **asked):
    return client.get(reverse("candidates_pdf", args=[language]), asked)


def words(answer):
    assert answer.status_code == 200
    text = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=answer.content,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


def html(language="kk", *, is_full=False):
    """Return the paper of all dossiers."""
    edition = edition_on(TODAY)
    rows = [
        completeness(expert, TODAY, edition, is_full=is_full)
        for expert in with_papers(Expert.objects.all())
    ]
    return candidates_html(rows, [], language)


def cells(text):
    """Return the states of the six papers in each row."""
    return [
        re.findall(r'<td class="paper">\s*(?:<b>)?([^\s<]+)', row)
        for row in text.split("<tr>")[2:]
    ]


def test_it_says_of_each_paper_whether_it_was_seen(council):
    make.a_candidate(council, papers=LACKING, **named("Асанов"))
    practice = {"has_higher_education": False, "practice_months": 36}
    make.a_candidate(council, expert=practice, **named("Болатов"))
    assert cells(html("kk")) == [
        ["бар", "бар", "бар", "бар", "жоқ", "жоқ"],
        ["бар", "–", "бар", "бар", "бар", "бар"],
    ]
    assert cells(html("ru"))[0] == ["есть", "есть", "есть", "есть", "нет", "нет"]
    counts = "Личных дел\xa0– 2, из них со всеми документами\xa0– 1"
    assert counts in html("ru")


def test_what_a_certificate_says_is_not_on_it_nor_to_be_guessed(council, secretariat):
    make.a_candidate(council, papers=BARRED, **named("Асанов"))
    barred = words(paper(secretariat, "ru"))
    Expert.objects.get().papers.filter(kind="mental_health").update(result="clear")
    assert words(paper(secretariat, "ru")) == barred
    assert "Ещё нужно" not in barred


def test_it_holds_what_the_list_was_asked_for_in_its_order(council, secretariat):
    first, second = council.commissions
    make.a_candidate(council, first, **named("Асанов"))
    make.a_candidate(council, second, **named("Қасенов"))
    make.a_candidate(council, second, papers=LACKING, **named("Болатов"))
    text = words(paper(secretariat, "ru", commission=second.pk, sort="-papers"))
    assert "Асанов" not in text
    assert text.index("Болатов") < text.index("Қасенов")
    assert "Порядок: Документы, по убыванию" in text
    assert f"Комиссия: № 2 – {second.name_ru}" in text


def test_a_chair_prints_the_own_commission_only(council, chairs):
    own, other = council.commissions
    make.a_candidate(council, own, **named("Асанов"))
    make.a_candidate(council, other, **named("Қасенов"))
    texts = [words(paper(chair)) for chair in chairs]
    assert [("Асанов" in text, "Қасенов" in text) for text in texts] == [
        (True, False),
        (False, True),
    ]
    assert paper(chairs[0], commission=other.pk).status_code == 400


def test_it_is_on_record_kept_nowhere_and_named_after_the_day(council, secretariat):
    make.a_candidate(council)
    answer = paper(secretariat)
    assert answer["Cache-Control"] == "private, no-store"
    assert "candidates-2025-12-10-kk.pdf" in answer["Content-Disposition"]
    found = AuditEvent.objects.filter(name="save_table")
    assert list(found.values_list("label", "row", "by")) == [
        ("experts.expert", None, council.secretariat.pk)
    ]


@pytest.mark.parametrize("asked", [{"sort": "x"}, {"status": "x"}, {"commission": "x"}])
def test_a_bad_question_is_400_in_a_sentence(council, secretariat, asked):
    answer = paper(secretariat, **asked)
    assert (answer.status_code, answer["Content-Type"]) == (
        400,
        "text/plain; charset=utf-8",
    )
    assert answer.text.strip()


def test_there_is_none_in_english_and_an_empty_one_says_so(council, secretariat):
    assert paper(secretariat, "en").status_code == 404
    assert "Мұндай жеке іс табылмады" in words(paper(secretariat))


def test_it_costs_the_same_queries_whatever_its_length(council, secretariat):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert paper(secretariat).status_code == 200
        return len(asked)

    make.a_candidate(council)
    cost()  # what a process asks once
    before = cost()
    for _number in range(3):
        make.a_candidate(council)
    assert cost() == before
