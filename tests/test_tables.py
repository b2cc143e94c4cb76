"""Every table of the desk: sorted by its address, taken along exactly as it is seen."""

import csv
import io
import re
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from council import limits
from council.dates import Quarter
from council.forms import tables
from council.models import Account
from council.record import AuditEvent
from council.sheets import as_written
from kpi import actions as kpi
from kpi.models import Report
from tests import factories as make
from tests import outputs, work
from tests.experts.conftest import browser_of, named
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NOW = f"{work.TODAY} 12:00+05:00"
QUARTER = Quarter(2025, 4)
# Of each table: who reads it, by what it is sorted, of what kind its rows are.
TABLES = {
    "candidates": ("chair", "name commission papers state", "experts.expert"),
    "sittings": ("chair", "day body questions state protocol", "council.sitting"),
    "events": ("chair", "day experts state", "commissions.event"),
    "assignments": ("chair", "expert deadline", "commissions.assignment"),
    "awaited": ("chair", "expert day deadline", "commissions.recommendation"),
    "recommendations": ("chair", "expert kind received", "commissions.recommendation"),
    "publications": ("chair", "expert asked appeared", "commissions.publication"),
    "breaches": ("chair", "expert day", "commissions.breach"),
    "risk_notices": ("chair", "received expert", "commissions.risknotice"),
    "commendations": ("chair", "expert proposed awarded", "commissions.commendation"),
    "reports": ("chair", "period state", "kpi.report"),
    "experts_by_quarter": ("chair", "", "experts.engagement"),
    "accounts": (
        "administrator",
        "account role second_factor last_sign_in",
        "council.account",
    ),
    "audit_record": ("administrator", "", "council.auditevent"),
}
OF_CHAIRS = [name for name, (reader, *_rest) in TABLES.items() if reader == "chair"]


class World:
    """Two commissions with an expert each, and a row of every table for both."""

    def __init__(self):
        council = self.council = make.a_council(per_commission=2)
        self.experts = []
        for body, surname in zip(
            council.commissions, ("Өзіміздің", "Бөтенқызы"), strict=True
        ):
            expert = make.a_candidate(council, body, **named(surname, "Әлихан"))
            make.engaged(council, expert)
            expert.refresh_from_db()
            self.experts.append(expert)
            self.share(expert)
        self.administrator = make.an_account(
            Account.Role.ADMINISTRATOR, "administrator"
        )

    def share(self, expert):
        """Make one more row of every table of the work for the expert."""
        outputs.a_recommendation(expert, title=f"Ұсыным {expert}")
        outputs.unagreed(expert, title=f"Шолу {expert}")
        outputs.a_breach(expert, essence=f"Құжат {expert}")
        outputs.a_commendation(expert, merit_kk=f"Еңбек {expert}")
        outputs.a_risk_notice(expert, essence=f"Қауіп {expert}")
        work.held(work.an_event(expert, title=f"Тексеру {expert}"))
        work.assigned(expert, task=f"Қорытынды {expert}")
        make.a_candidate(self.council, expert.commission)
        kpi.make_report(
            convocation=expert.convocation,
            commission=expert.commission,
            expert=expert,
            first=QUARTER,
            last=QUARTER,
            occasion=Report.Occasion.INITIATIVE,
            requested_on=None,
            on=work.TODAY,
            by=outputs.chair_of(expert),
        )


@built_once(NOW)
def world():
    return World()


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def readers(world):
    """Give the browsers of the two chairs and of the administrator."""
    first, second = map(browser_of, world.council.chair_accounts)
    return {
        "chair": first,
        "other": second,
        "administrator": browser_of(world.administrator),
        "secretariat": browser_of(world.council.secretariat),
    }


def shown(answer):
    """Return the rows on the screen as lists of texts, each cell with single spaces."""
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def read(answer):
    """Return the lines of a CSV."""
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    return [list(map(as_written, row)) for row in csv.reader(text, delimiter=";")]


def headings(answer):
    return [heading.label for heading in answer.context["form"].headings]


@pytest.mark.parametrize("name", TABLES)
def test_each_column_that_offers_an_order_sorts_both_ways(readers, name):
    reader, keys, _kind = TABLES[name]
    client, address = readers[reader], reverse(name)
    page = client.get(address)
    offered = [column.key for column in page.context["form"].columns if column.by]
    assert offered == keys.split()
    for key in offered:
        for sort, direction in ((key, "ascending"), (f"-{key}", "descending")):
            answer = client.get(address, {"sort": sort})
            assert answer.status_code == 200, sort
            marked = [
                each.direction
                for each in answer.context["form"].headings
                if each.direction
            ]
            assert marked == [direction]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    "asked", [{"sort": "x"}, {"sort": "-"}, {"sort": "name; drop"}, {"file": "pdf"}]
)
def test_a_bad_order_or_file_is_400_in_a_sentence(readers, name, asked):
    answer = readers[TABLES[name][0]].get(reverse(name), asked)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert AuditEvent.objects.filter(name="save_table").count() == 0


@pytest.mark.parametrize("name", TABLES)
def test_a_file_is_on_record_by_the_kind_of_its_rows_and_kept_nowhere(
    world, readers, client, name
):
    reader, _keys, kind = TABLES[name]
    kept = client.get(reverse("register"))["ETag"]
    for suffix in ("csv", "xlsx"):
        answer = readers[reader].get(reverse(name), {"file": suffix})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"] == (
            f'attachment; filename="{name}-2025-12-10.{suffix}"'
        )
    by = world.administrator if reader == "administrator" else None
    found = AuditEvent.objects.filter(name="save_table")
    assert (
        list(found.values_list("label", "row", "by"))
        == [(kind, None, (by or world.council.chair_accounts[0]).pk)] * 2
    )
    assert client.get(reverse("register"))["ETag"] == kept


@pytest.mark.parametrize("name", TABLES)
def test_both_files_say_the_same_under_the_headings_of_the_page(readers, name):
    client, address = readers[TABLES[name][0]], reverse(name)
    page, made = client.get(address), client.get(address, {"file": "csv"})
    found = read(made)
    assert found[0] == headings(page)
    assert len(found) > 1
    if name != "audit_record":  # each file adds a line to it
        book = load_workbook(
            io.BytesIO(client.get(address, {"file": "xlsx"}).content)
        ).active
        written = [
            [
                cell.date().isoformat()
                if hasattr(cell, "date")
                else str("" if cell is None else cell)
                for cell in row
            ]
            for row in book.iter_rows(values_only=True)
        ]
        assert written == found
        assert len(found) - 1 == page.context["page"].paginator.count


@pytest.mark.parametrize("name", OF_CHAIRS)
def test_a_chair_takes_nothing_along_of_another_commission(world, readers, name):
    own, other = world.experts
    if name == "sittings":
        texts = {"chair": "Commission № 1", "other": "Commission № 2"}
    else:
        texts = {"chair": str(own), "other": str(other)}
    for reader, stranger in (("chair", "other"), ("other", "chair")):
        made = readers[reader].get(reverse(name), {"file": "csv"})
        text = made.content.decode("utf-8-sig")
        assert texts[reader] in text
        assert texts[stranger] not in text


@pytest.mark.parametrize("name", OF_CHAIRS)
def test_a_file_costs_the_same_queries_whatever_its_length(world, readers, name):
    address = reverse(name)

    def cost():
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            assert readers["chair"].get(address, {"file": "csv"}).status_code == 200
        return len(asked), len(read(readers["chair"].get(address, {"file": "csv"})))

    cost()  # what a process asks once
    before, rows = cost()
    more = work.in_office(world.council, 2)
    for expert in more:
        world.share(expert)
    after, many = cost()
    assert (after, many > rows) == (before, True)


def test_the_rows_of_all_pages_are_those_of_the_file_in_the_same_order(
    world, readers, monkeypatch
):
    monkeypatch.setattr(tables, "PAGE", 3)
    for number in range(8):
        papers = {"resume": None, "application": None} if number % 2 else {}
        make.a_candidate(world.council, papers=papers)
    client, address = readers["secretariat"], reverse("candidates")
    for asked in ({}, {"sort": "-papers"}, {"sort": "-commission", "q": "ә"}):
        last = client.get(address, asked).context["page"].paginator.num_pages
        assert last > 1
        pages = [
            row
            for number in range(1, last + 1)
            for row in shown(client.get(address, asked | {"page": number}))
        ]
        made = read(client.get(address, asked | {"file": "csv"}))
        assert len(made) == len(pages) + 1
        assert [row[0] for row in made[1:]] == [row[0] for row in pages]
        assert [row[1:3] for row in made[1:]] == [row[1:3] for row in pages]


def test_the_fewest_papers_come_first_as_the_page_counts_them(world, readers):
    make.a_candidate(world.council, papers={"resume": None, "diploma": None})
    make.a_candidate(
        world.council,
        expert={"has_higher_education": False, "practice_months": 36},
        papers={"diploma": None, "resume": None},
    )
    practice = {"has_higher_education": False, "practice_months": 36}
    make.a_candidate(world.council, expert=practice)
    answer = readers["secretariat"].get(reverse("candidates"), {"sort": "-papers"})
    lacking = [len(row.expert.missing_papers) for row in answer.context["rows"]]
    assert lacking == sorted(lacking, reverse=True)
    assert lacking[:3] == [2, 1, 0]


def test_a_cell_never_becomes_a_formula(world, readers):
    outputs.a_recommendation(world.experts[0], title="=cmd|' /C calc'!A0")
    made = readers["chair"].get(reverse("recommendations"), {"file": "csv"})
    assert ";'=cmd" not in made.text
    assert "='cmd" not in made.text
    assert "=cmd|' /C calc'!A0" in [row[0] for row in read(made)]
    assert "'=cmd" in made.text


def test_filters_order_and_language_survive_each_other(world, readers):
    body = world.council.commissions[0].pk
    page = readers["secretariat"].get(
        reverse("assignments"),
        {"state": "open", "commission": body, "sort": "-deadline"},
    )
    links = set(re.findall(r'href="([^"]*\?[^"]*)"', page.text))
    wanted = {
        f"?state=done&amp;commission={body}&amp;sort=-deadline",
        "?state=open&amp;sort=-deadline",
        f"?state=open&amp;commission={body}&amp;sort=deadline",
        f"/ru/desk/assignments/?state=open&amp;commission={body}&amp;sort=-deadline",
    }

    def parts(link):
        path, _mark, query = link.partition("?")
        return path, frozenset(query.split("&amp;"))

    assert set(map(parts, wanted)) - set(map(parts, links)) == set()


def test_who_takes_too_many_files_waits_for_files_alone(
    world, readers, settings, monkeypatch
):
    settings.RATE_LIMITS = {"export": "4/m/key"}
    monkeypatch.setattr(limits, "tally", limits.Tally())
    address = reverse("events")
    got = [
        readers["chair"].get(address, {"file": "csv"}).status_code for _time in range(7)
    ]
    assert (got[0], got[-1]) == (200, 429)
    assert readers["chair"].get(address).status_code == 200
    assert readers["other"].get(address, {"file": "csv"}).status_code == 200
    assert AuditEvent.objects.filter(name="save_table").count() == got.count(200) + 1


def test_nobody_without_the_page_has_its_file(world):
    nobody = browser_of(make.an_account(username="nobody"))
    for name in TABLES:
        address = reverse(name)
        assert Client().get(address, {"file": "csv"}).status_code == 302
        assert nobody.get(address, {"file": "csv"}).status_code == 403


def firsts(client, name, **asked):
    """Return the first cell of each row."""
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200
    return [row[0] for row in shown(answer)]


def test_sittings_are_asked_for_by_state_and_period(world, readers):
    client = readers["secretariat"]
    planned = make.a_presidium_sitting(world.council, date(2025, 12, 20))
    everything = firsts(client, "sittings")
    of_day = {"state": "planned", "since": "20.12.2025"}
    assert firsts(client, "sittings", **of_day) == ["20.12.2025"]
    assert "20.12.2025" not in firsts(client, "sittings", state="final")
    assert firsts(client, "sittings", since="20.12.2025") == ["20.12.2025"]
    assert firsts(client, "sittings", until="19.12.2025") == everything[1:]
    day = planned.held_on.isoformat()
    presidium = world.council.presidium.pk
    asked = {"since": day, "until": day, "body": presidium}
    assert firsts(client, "sittings", **asked) == ["20.12.2025"]
    kept = client.get(reverse("sittings"), asked | {"sort": "-body"})
    assert kept.context["form"].kept == [("body", str(presidium)), ("sort", "-body")]
    assert kept.context["form"].said == [
        ("Body", "Presidium"),
        ("From the day", day),
        ("Until the day", day),
        ("Order", "Body, descending"),
    ]


def test_events_are_asked_for_by_words_state_and_the_period_they_touch(world, readers):
    expert = world.experts[0]
    days = {"begins": date(2025, 12, 20), "ends": date(2025, 12, 24)}
    work.an_event(expert, title="Көпір", organ="Жол басқармасы", **days)
    client = readers["chair"]
    for asked in (
        {"q": "копир"},
        {"q": "жол баск"},
        {"state": "planned"},
        {"since": "24.12.2025"},
        {"since": "01.12.2025", "until": "20.12.2025", "q": "к"},
    ):
        (title,) = firsts(client, "events", **asked)
        assert title.startswith("Көпір "), asked
    assert firsts(client, "events", since="25.12.2025") == []
    assert firsts(client, "events", until="19.12.2025", state="planned") == []


@pytest.mark.parametrize("name", ["sittings", "events", "audit_record"])
def test_days_in_the_wrong_order_are_400(readers, name):
    reader = "administrator" if name == "audit_record" else "chair"
    asked = {"since": "02.12.2025", "until": "01.12.2025"}
    answer = readers[reader].get(reverse(name), asked)
    assert answer.status_code == 400
    assert "The last day is before the first." in answer.text


@pytest.mark.parametrize(
    "name", ["assignments", "awaited", "breaches", "commendations", "recommendations"]
)
def test_lists_of_work_are_searched_by_name(world, readers, name):
    client, address = readers["secretariat"], reverse(name)

    def found(**asked):
        page = client.get(address, asked).context["page"]
        rows = page.object_list
        return [str(row.engagement.expert) for row in rows]

    own, other = map(str, world.experts)
    assert sorted(found()) == sorted([own, other])
    assert found(q="озимиз") == [own]
    assert found(q="бөтен әлихан") == [other]
    assert found(q="жоқ") == []
    second = world.council.commissions[1].pk
    assert found(commission=second) == [other]
    assert found(commission=second, q="озимиз") == []


def test_an_assignment_is_found_by_its_task(world, readers):
    work.assigned(world.experts[0], task="Аялдамаларды санау")
    assert firsts(readers["chair"], "assignments", q="аялдама сан") == [
        "Аялдамаларды санау"
    ]
