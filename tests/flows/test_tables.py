"""A secretary at the tables: sorts, filters, scrolls, takes along, prints."""

import csv
import io
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from council.forms import tables
from experts import actions
from tests import factories as make
from tests.experts.conftest import named

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (
    *("Ғабитов", "Асанов", "Қасенов", "Әлиев", "Гусев", "Кимов", "Ыдырысов"),
    *("Іңкәров", "Өмірбаев", "Омаров", "Үсенов", "Ұланов", "Уәлиев", "Нұров"),
    *("Щербаков", "Ерболов", "Ёлкин", "Цой", "Чернов", "Юсупов", "Яров", "Хан"),
)
KAZAKH = (
    *("Асанов", "Әлиев", "Гусев", "Ғабитов", "Ерболов", "Ёлкин", "Кимов", "Қасенов"),
    *("Нұров", "Омаров", "Өмірбаев", "Уәлиев", "Ұланов", "Үсенов", "Хан", "Цой"),
    *("Чернов", "Щербаков", "Ыдырысов", "Іңкәров", "Юсупов", "Яров"),
)
BODY_ROWS = "main table tbody tr"
LIST = "/kk/desk/candidates/"


@pytest.fixture
def candidates(council, monkeypatch):
    """Give candidates of two commissions, every third without two papers."""
    monkeypatch.setattr(tables, "PAGE", 10)
    for place, surname in enumerate(NAMES):
        papers = {} if place % 3 else {"resume": None, "application": None}
        body = council.commissions[place % 2]
        make.a_candidate(council, body, papers=papers, **named(surname))
    refused = make.a_candidate(council, **named("Бас"))
    actions.refuse(expert=refused, by=council.secretariat)


def surnames(page):
    found = page.locator("main table tbody th").all_inner_texts()
    return [name.removesuffix(" Әлихан") for name in found]


def all_pages(desk):
    """Return the surnames on this page and on those after it."""
    found = surnames(desk.page)
    while desk.shows(".pagination [rel=next]"):
        desk.follow(".pagination [rel=next]")
        found += surnames(desk.page)
    return found


def taken(page, name):
    """Return the lines of the file that the link brings."""
    with page.expect_download() as waiting:
        page.locator(".downloads a", has_text=name).first.click()
    content = Path(waiting.value.path()).read_bytes()
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return waiting.value.suggested_filename, list(csv.reader(text, delimiter=";"))


def test_sorting_filtering_and_the_language_survive_each_other(candidates, desk):
    page = desk.page
    desk.sign_in("secretariat")
    desk.go(f"{LIST}?status=candidate")
    assert all_pages(desk) == list(KAZAKH)
    assert "page=3" in page.url
    name, papers = page.locator("thead th").nth(0), page.locator("thead th").nth(3)
    assert (name.get_attribute("aria-sort"), papers.get_attribute("aria-sort")) == (
        "ascending",
        "none",
    )
    desk.follow("thead th:nth-child(1) a")
    assert "page" not in page.url
    assert name.get_attribute("aria-sort") == "descending"
    assert all_pages(desk) == list(KAZAKH[::-1])

    desk.follow("thead th:nth-child(4) a")
    desk.follow("thead th:nth-child(4) a")
    lacking = [each for each in KAZAKH if NAMES.index(each) % 3 == 0]
    rest = [each for each in KAZAKH if NAMES.index(each) % 3]
    sorted_by_papers = page.url
    assert all_pages(desk) == [*lacking, *rest]
    desk.follow(".languages a[lang=ru]")
    assert page.url == sorted_by_papers.replace("/kk/", "/ru/") + "&page=3"
    page.select_option("[name=status]", "")
    page.fill("[name=q]", "ов")
    desk.press("main form.filters button")
    assert "sort=-papers" in page.url
    assert "page" not in page.url
    with_ov = [each for each in (*lacking, *rest) if "ов" in each]
    assert all_pages(desk) == with_ov


def test_a_file_holds_the_rows_of_all_pages_in_their_order(candidates, desk):
    desk.sign_in("secretariat")
    desk.go(f"{LIST}?status=candidate&sort=-commission")
    name, lines = taken(desk.page, "CSV")
    headings = [
        text.strip() for text in desk.page.locator("thead th").all_inner_texts()
    ]
    assert lines[0] == headings
    assert [line[0].removesuffix(" Әлихан") for line in lines[1:]] == all_pages(desk)
    assert len(lines) == len(NAMES) + 1
    assert name.startswith("candidates-")
    assert name.endswith(".csv")


def test_without_javascript_a_heading_sorts_too(browser, candidates, desk, live_server):
    desk.sign_in("secretariat")
    signed_in = desk.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in)
    page = context.new_page()
    page.goto(f"{live_server.url}{LIST}?status=candidate")
    page.locator("thead th:nth-child(1) a").click()
    page.wait_for_url("**sort=-name")
    assert surnames(page) == list(KAZAKH[::-1][:10])
    context.close()


def test_the_head_stays_in_sight_and_a_phone_sorts_by_links(candidates, desk):
    page = desk.page
    desk.sign_in("secretariat")
    page.set_viewport_size({"width": 1280, "height": 500})
    for path in (LIST, "/kk/desk/record/"):
        desk.go(path)
        head = page.locator("main table thead th").first
        before = head.bounding_box()["y"]
        page.evaluate("window.scrollTo(0, 700)")
        assert page.evaluate("scrollY") == 700
        assert before > 100
        assert head.bounding_box()["y"] == 0
        assert not page.locator(".order").is_visible()
    desk.go(f"{LIST}?status=candidate")
    page.set_viewport_size({"width": 320, "height": 800})
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not page.evaluate(wide)
    desk.follow(".order li:first-child a")
    assert surnames(page) == list(KAZAKH[::-1][:10])
    assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert Axe().run(page).response["violations"] == []


def test_a_print_repeats_the_head_and_says_what_was_asked(candidates, desk, tmp_path):
    page = desk.page
    desk.sign_in("secretariat")
    desk.go(f"{LIST}?q=ов&sort=-name")
    kept = tmp_path / "print.pdf"
    page.pdf(path=kept, format="A5", landscape=True)
    text = subprocess.run(
        ["pdftotext", "-layout", kept, "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = [sheet for sheet in text.split("\f") if "Әлихан" in sheet]
    assert len(sheets) > 1
    assert ["Аты-жөні" in sheet for sheet in sheets] == [True] * len(sheets)
    assert "Реті: Аты-жөні, кему ретімен" in text
    page.emulate_media(media="print")
    for left_out in ("nav", "form", "button", ".downloads", ".order"):
        assert page.locator(f"{left_out}:visible").count() == 0, left_out
    link = page.locator(f"{BODY_ROWS} a").first
    assert link.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"


def test_a_citizen_sorts_the_register_and_its_files(council, desk):
    facts = [named(surname) for surname in ("Қасенов", "Асанов", "Әлиев")]
    for place, each in enumerate(facts):
        expert = make.a_candidate(council, council.commissions[place % 2], **each)
        make.engaged(
            council,
            expert,
            discussed_on=make.DISCUSSED_ON.replace(day=4 + place),
            decided_on=make.DECIDED_ON.replace(day=10 + place),
        )
    page = desk.page
    desk.go("/ru/register/")

    def names():
        found = page.locator("main table tbody th").all_inner_texts()
        return [name.removesuffix(" Әлихан") for name in found]

    assert names() == ["Асанов", "Әлиев", "Қасенов"]
    for heading, order in (
        (3, ["Әлиев", "Қасенов", "Асанов"]),
        (5, ["Қасенов", "Асанов", "Әлиев"]),
        (5, ["Әлиев", "Асанов", "Қасенов"]),
        (2, ["Асанов", "Әлиев", "Қасенов"]),
    ):
        desk.follow(f"thead th:nth-child({heading}) a")
        assert names() == order
    desk.go("/ru/register/?sort=-decided")
    _name, lines = taken(page, "CSV")
    assert [line[1].removesuffix(" Әлихан") for line in lines[1:]] == names()
    page.locator("[name=q]").press_sequentially("а")
    page.wait_for_url("**q=%D0%B0*")
    assert "sort=-decided" in page.url
