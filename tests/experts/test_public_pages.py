"""The front page, the rules in plain words, how to become an expert, its form."""

import re
import subprocess
from datetime import date
from html import unescape
from io import BytesIO

import pikepdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from council import actions
from council.models import Edition
from experts import actions as experts
from experts.application_print import application_html
from experts.models import Paper
from tests import factories as make
from tests.experts.conftest import engage, named

PAGES = ("home", "rules", "become_expert")
LATER = date(2026, 3, 1)
# WeasyPrint leaves the colour profile to the garbage collector.
draws = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning")


@pytest.fixture
def page(client):
    """Give a way to open a public page."""

    def ask(name, **query):
        return client.get(reverse(name), query)

    return ask


def flat(answer):
    """Return the words of a page without its markup, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def a_second_edition():
    """Adopt an edition with other numbers, in force from a day to come."""
    return make.an_edition(
        LATER,
        decision_number="31",
        candidates_limit=4,
        experts_multiple=9,
        practice_months=24,
        quorum_numerator=1,
        quorum_denominator=2,
        majority_of=Edition.MajorityOf.MEMBERS,
    )


def test_the_address_of_a_language_is_the_front_page(council, client):
    assert client.get("/kk/").status_code == 200
    assert client.get("/", headers={"accept-language": "ru"}).url == "/ru/"


def test_the_front_page_counts_the_experts_of_each_commission(council, page):
    engage(council, named("Асанов"))
    engage(council, named("Болатов"), named("Ғабитов"), commission=1, weeks=1)
    answer = page("home")
    assert answer.context["experts"] == 3
    assert [row.experts for row in answer.context["commissions"]] == [1, 2]
    text = flat(answer)
    assert "Experts in office 3" in text
    assert "Last decision of the Presidium 17.11.2025 protocol № 2" in text
    assert "№ 2 – Название COMMISSION 2 2" in text
    assert f"{reverse('register')}?commission=2" in answer.text


def test_the_front_page_searches_in_the_register(council, page):
    text = page("home").text
    assert re.search(rf'<form method="get" action="{reverse("register")}"', text)
    assert '<input type="search" name="q"' in text
    assert 'name="on" value' not in text


def test_the_last_decision_is_that_of_the_day_asked(council, page):
    engage(council, named("Асанов"))
    engage(council, named("Болатов"), weeks=1)
    days = ["2025-11-09", "2025-11-10", "2025-11-16", "2025-11-17"]
    last = [page("home", on=day).context["last_decision"] for day in days]
    assert [decision and decision.number for decision in last] == [None, "1", "1", "2"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_the_same_whatever_is_listed(
    council, page, rows, django_assert_num_queries
):
    engage(council, *(named(name) for name in ("Асанов", "Болатов", "Ғабитов")[:rows]))
    with django_assert_num_queries(11):
        page("home")


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_and_becoming_cost_the_same_whatever_is_listed(
    council, page, rows, django_assert_num_queries
):
    for number in range(rows - 1):
        make.an_edition(date(2026, 1 + number, 1))
    document = {"title_kk": "Заң", "title_ru": "Закон", "is_current": True, "pk": None}
    experts.keep_reference_documents(rows=[document] * rows, by=council.secretariat)
    with django_assert_num_queries(4):
        page("rules")
    with django_assert_num_queries(5):
        page("become_expert")


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_installation_has_its_public_pages(db, page, name):
    assert page(name).status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_set_no_cookie_and_ask_nobody_to_sign_in(council, page, name, language):
    with translation.override(language):
        for query in ({}, {"on": "2025-11-01"}, {"on": "x"}):
            answer = page(name, **query)
            assert "Cookie" not in answer.get("Vary", "")
            assert not answer.cookies
            assert f'<html lang="{language}">' in answer.text
            assert "<script" not in answer.text


@pytest.mark.parametrize("name", [*PAGES, "application_form"])
def test_public_pages_are_read_only(council, client, name):
    args = ["kk"] if name == "application_form" else []
    assert client.post(reverse(name, args=args)).status_code == 405


# The rules


def test_rules_take_their_numbers_from_the_edition_of_the_day(council, page):
    a_second_edition()
    before = flat(page("rules", on="2026-02-28"))
    after = flat(page("rules", on="2026-03-01"))
    for first, second in (
        ("one sitting of the Presidium – at most 5.", "– at most 4."),
        ("who sits in it – at most 7.", "– at most 9."),
        ("at least 36 full months", "at least 24 full months"),
        ("2/3 of all", "1/2 of all"),
        ("of the members present at the vote", "of all members."),
        ("decision № 24, 13.10.2025", "decision № 31, 01.03.2026"),
    ):
        assert first in before
        assert second in after
        assert second not in before.replace(first, "")


def test_rules_list_every_edition_with_its_day(council, page):
    a_second_edition()
    answer = page("rules")
    text = flat(answer)
    assert "1 March 2026 № 31, 01.03.2026 Общее заседание" in text
    assert "13 October 2025 shown here № 24, 13.10.2025 Общее заседание" in text
    assert f"{reverse('rules')}?on=2026-03-01" in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "2025-10-12"])
def test_before_the_first_edition_the_rules_say_so(council, page, day):
    answer = page("rules", on=day)
    assert answer.status_code == 200
    assert "No edition of the Regulation is in force on this day" in answer.text
    assert answer.context["groups"] == []
    assert "13 October 2025" in flat(answer)


def test_each_rule_has_its_clause_and_our_readings_are_marked(council, page):
    groups = page("rules").context["groups"]
    rules = [rule for group in groups for rule in group.rules]
    without = [rule.text for rule in rules if not rule.clause and not rule.is_ours]
    assert without == []
    ours = {rule.clause for rule in rules if rule.is_ours}
    assert {"1.5", "1.6", "1.7", "6.1"} <= ours
    quorum = [rule for rule in rules if "2/3" in rule.text]
    assert [rule.is_ours for rule in quorum] == [True]


def test_no_sentence_of_the_rules_names_a_number_of_its_own(council, page):
    """A number that is no clause and no edition's would outlive a new edition."""
    edition = a_second_edition()
    Edition.objects.exclude(pk=edition.pk).delete()
    text = " ".join(
        " ".join([rule.text, *rule.points])
        for group in page("rules", on="2026-03-01").context["groups"]
        for rule in group.rules
    )
    numbers = set(re.findall(r"\d+", text.replace("94-V", "")))
    assert numbers == {"4", "9", "24", "1", "2"}


# How to become an expert


def test_the_papers_are_those_that_a_dossier_asks_for(council, page):
    answer = page("become_expert")
    assert [paper.lower() for paper in answer.context["papers"]] == [
        str(kind.label) for kind in Paper.REQUIRED_KINDS
    ]
    text = flat(answer)
    assert "Certificate on criminal record" in text
    assert "at least 36 full months of practice" in text
    for language in ("kk", "ru"):
        assert reverse("application_form", args=[language]) in answer.text


def test_the_documents_on_the_list_are_shown_and_no_others(council, page):
    facts = {"title_kk": "Заң", "is_current": True, "pk": None}
    experts.keep_reference_documents(
        rows=[
            facts | {"title_ru": "Закон"},
            facts | {"title_ru": "Отменён", "is_current": False},
        ],
        by=council.secretariat,
    )
    text = page("become_expert").text
    assert "Закон" in text
    assert "Отменён" not in text


# The application to print


def words(pdf):
    """Return the text of the PDF in its own order, with single spaces."""
    text = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return " ".join(text.split())


@draws
@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "kk",
            [
                "Алматы қаласының Қоғамдық кеңесі Төрағаға",
                "ӨТІНІШ эксперттікке қабылдау туралы",
                "Әкесінің аты (бар болса)",
                "кемінде 36",
                "Сотталғандығының болуы немесе болмауы туралы анықтама",
                "№ 94-V Заңға",
                "№ 24 шешім, 13.10.2025 ж.",
            ],
        ),
        (
            "ru",
            [
                "Общественный совет города Алматы Председателю",
                "ЗАЯВЛЕНИЕ о приёме в эксперты",
                "Отчество (при наличии)",
                "не менее 36",
                "Справка о наличии или отсутствии судимости",
                "№ 94-V «О персональных данных и их защите»",
                "решение № 24, 13.10.2025 г.",
            ],
        ),
    ],
)
def test_the_application_is_two_pages_in_its_language(
    council, client, language, sentences
):
    answer = client.get(reverse("application_form", args=[language]))
    assert answer["Content-Type"] == "application/pdf"
    assert not answer.cookies
    text = words(answer.content)
    assert [part for part in sentences if part not in text] == []
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
        assert language == pdf.Root.Lang


def test_the_application_asks_for_what_a_dossier_records(council):
    for language, asked in (
        ("kk", ["2.1", "2.2", "2.3", "2.4", "5.1.21", "1.13", "жарияла"]),
        ("ru", ["2.1", "2.2", "2.3", "2.4", "5.1.21", "1.13", "публикаци"]),
    ):
        html = application_html(language)
        assert [part for part in asked if part not in html] == []
        for kind in Paper.REQUIRED_KINDS[1:]:
            with translation.override(language):
                assert str(kind.label)[1:] in html


def cache_writes(call):
    """Return what the call gives, and how often it wrote into the cache."""
    with CaptureQueriesContext(connection) as queries:
        given = call()
    written = [row for row in queries if re.match(r"(INSERT|UPDATE)", row["sql"])]
    return given, len(written)


@draws
def test_the_application_is_drawn_once_for_each_state(council, client):
    cache.clear()

    def ask():
        return client.get(reverse("application_form", args=["kk"])).content

    first, drawn = cache_writes(ask)
    assert drawn == 1
    assert cache_writes(ask) == (first, 0)
    actions.name_council(name_kk="Шымкент кеңесі", by=council.secretariat)
    renamed, drawn = cache_writes(ask)
    assert drawn == 1
    assert "Шымкент кеңесі" in words(renamed)


@pytest.mark.parametrize("language", ["en", "xx", "k" * 500])
def test_there_is_no_application_in_other_languages(council, client, language):
    answer = client.get(reverse("application_form", args=[language]))
    assert answer.status_code == 404


def test_the_application_of_an_empty_installation_has_no_number(db):
    assert "кемінде" not in application_html("kk")
    assert "не менее" not in application_html("ru")
