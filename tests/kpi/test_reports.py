"""Reports to the Presidium: figures by quarter, frozen when signed, taken note of."""

import subprocess
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council import actions as council_actions
from council.regulation import RuleViolation
from kpi import actions
from kpi.charts import charts_of
from kpi.models import Report
from kpi.report_content import Content, content_of
from tests import factories as make
from tests.kpi import records
from tests.kpi.cases import REPORT_CASES
from tests.kpi.reporting import ASKED, NEXT, TODAY, a_report, signed
from tests.kpi.tables import OF_REPORTS
from tests.kpi.world import LAST, NOW, RUNNING, Round, browser
from tests.test_deed_table import World, cells, tried
from tests.worlds import built_once

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW)


@built_once(NOW)
def world():
    return Round(experts=2)


def said(content):
    """Return name, how each quarter stands, and its numbers, line by line."""
    return [
        (line.name, [(cell.state, cell.numbers) for cell in line.cells])
        for line in content.lines
    ]


@pytest.mark.clause("6.2")
def test_signed_numbers_stand_where_a_chair_signed_off_and_records_elsewhere(world):
    first, second = world.entries
    records.an_event(first, date(2025, 12, 1))
    records.an_event(first, date(2026, 1, 10))
    fields = world.fields()
    stated = {
        f"{second.pk}-value_4_2_4": "3",
        f"{second.pk}-because_4_2_4": "Қағазда келді",
    }
    world.sign(second, fields=fields | stated)
    content = content_of(a_report(world, last=RUNNING), TODAY)
    assert said(content) == [
        (
            str(first.expert),
            [
                ("open", [0, 0, 1, 0, 0, 0, None]),
                ("running", [0, 0, 1, 0, 0, 0, None]),
            ],
        ),
        (
            str(second.expert),
            [
                ("signed", [0, 0, 0, 3, 0, 0, None]),
                ("running", [0, 0, 0, 0, 0, 0, None]),
            ],
        ),
    ]
    assert [figure.because for figure in content.lines[1].cells[0].stated] == [
        "Қағазда келді"
    ]
    charts = {chart.indicator.clause: chart for chart in charts_of(content)}
    assert {
        clause: [bar.number for bar in chart.bars] for clause, chart in charts.items()
    } == {"4.2.3": [1, 1], "4.2.4": [3, 0]}
    assert content.by_quarter("4.6") == [None, None]


def test_a_signed_report_stays_as_it_was(world):
    entry = world.entries[0]
    report = signed(world)
    before = content_of(report, TODAY)
    records.an_event(entry, date(2025, 12, 1))
    assert content_of(report, TODAY) == before
    assert Content.thawed(before.frozen()) == before
    with pytest.raises(RuleViolation, match="6.2: the report was signed on 20.01.2026"):
        actions.change_report(
            report=report,
            note_kk="Кейін",
            note_ru="",
            revision=None,
            by=world.chair_account,
        )


def test_a_stale_page_neither_changes_nor_signs(world):
    report = a_report(world)
    for deed, typed in (
        ("change_report", {"note_kk": "Талдау"}),
        ("sign_report", {}),
    ):
        answer = world.chair.post(
            reverse(deed, args=[report.pk]), typed | {"revision": 7}
        )
        assert answer.status_code in (200, 422)
    report.refresh_from_db()
    assert (report.revision, report.is_signed, report.note_kk) == (1, False, "")


def test_a_report_on_one_expert_tells_of_nobody_else(world):
    expert = world.entries[1].expert
    world.chair.post(f"{reverse('make_report')}?expert={expert.pk}", ASKED)
    report = Report.objects.get()
    assert [line.name for line in content_of(report, TODAY).lines] == [str(expert)]
    strange = make.in_office(world.council, world.council.commissions[1])
    for asked in (strange.pk, 10**30, "x"):
        answer = world.chair.get(f"{reverse('make_report')}?expert={asked}")
        assert answer.status_code == 404


def test_the_secretariat_reports_on_all(world):
    make.in_office(world.council, world.council.commissions[1])
    world.secretariat.post(reverse("make_report"), ASKED)
    report = Report.objects.get()
    assert (report.commission, report.author) == (None, None)
    commissions = [line.commission for line in content_of(report, TODAY).lines]
    assert commissions == [1, 1, 2]


def test_pages_cost_the_same_for_any_number_of_experts(time_machine):
    time_machine.move_to(NOW)
    costs = set()
    for experts in (1, 3):
        with transaction.atomic():
            world = Round(experts=experts)
            report = a_report(world, last=RUNNING)
            urls = {
                reverse("report", args=[report.pk]): "lines",
                reverse("experts_by_quarter"): "rows",
            }
            for url, listed in urls.items():
                with CaptureQueriesContext(connection) as queries:
                    answer = world.chair.get(url)
                assert len(answer.context[listed]) == experts
                costs.add((answer.resolver_match.url_name, len(queries)))
            transaction.set_rollback(True)
    assert len(costs) == len(urls)


def by_quarter(client, **asked):
    """Return the page of experts by quarter."""
    return client.get(reverse("experts_by_quarter"), asked)


def test_experts_by_quarter_show_one_number_each_and_what_is_signed(world):
    first, second = world.entries
    records.an_event(first, date(2025, 12, 1))
    records.an_event(first, date(2026, 1, 10))
    world.sign(first)
    records.an_event(first, date(2025, 12, 2))
    records.an_event(second, date(2025, 12, 3))
    page = by_quarter(world.chair, indicator="4.2.3")
    assert [each.label for each in page.context["form"].headings[1:]] == [
        "IV 2025",
        "I 2026",
    ]
    assert [
        [(cell["number"], cell["is_signed"]) for cell in each["cells"]]
        for each in page.context["rows"]
    ] == [[(1, True), (1, False)], [(1, False), (0, False)]]
    assert (page.text.count("✓</span>"), page.text.count(">signed off<")) == (1, 1)
    assert str(first.expert) in page.text
    read = by_quarter(world.secretariat, commission=1, indicator="4.2.3")
    assert read.context["rows"] == page.context["rows"]


def test_experts_by_quarter_are_the_own_ones_and_only_the_seven_numbers(world):
    assert by_quarter(world.chair).context["indicator"].clause == "4.2.1"
    for asked in ({"indicator": "4.4"}, {"indicator": ""}, {"commission": 2}):
        assert by_quarter(world.chair, **asked).status_code == 404, asked
    assert by_quarter(world.other).context["rows"] == []
    assert by_quarter(world.other, commission=1).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_names_everybody_and_every_number(world, language, tmp_path):
    records.an_event(world.entries[0], date(2025, 12, 1))
    report = signed(world)
    paper = world.chair.get(reverse("report_pdf", args=[report.pk, language]))
    kept = tmp_path / "report.pdf"
    kept.write_bytes(paper.content)
    text = subprocess.run(
        ["pdftotext", "-layout", kept, "-"], capture_output=True, text=True, check=True
    ).stdout
    words = " ".join(text.split())
    quarter = LAST.label(language)
    assert all(str(entry.expert) in words for entry in world.entries)
    assert f"{quarter} 0 0 1 0 0 0" in words
    assert report.sha256 in words
    assert paper["Cache-Control"] == "private, no-store"


class ReportWorld(World):
    """The five readers and a report that has come so far."""

    def __init__(self, state):
        super().__init__()
        self.round = Round(council=self.council)
        self.next_one = make.a_presidium_sitting(self.council, NEXT)
        self.report = a_report(self.round)
        if state != "draft":
            self.report = actions.sign_report(
                report=self.report, revision=None, on=TODAY, by=self.by
            )
        if state == "sent":
            actions.submit_report(report=self.report, sitting=self.next_one, by=self.by)


def of_report(world, deed, _subject):
    """Return address and data of a deed on the report."""
    revision = {"revision": world.report.revision}
    data = {
        "make_report": ASKED,
        "change_report": revision | {"note_kk": "Талдау"},
        "sign_report": revision,
        "submit_report": {"sitting": world.next_one.pk},
    }
    args = [] if deed in ("reports", "make_report") else [world.report.pk]
    args += ["kk"] if deed == "report_pdf" else []
    return reverse(deed, args=args), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_REPORTS))
def test_reports(time_machine, state):
    time_machine.move_to(NOW)
    world, signs = ReportWorld(state), cells(OF_REPORTS)[state]
    assert tried(world, of_report, signs, None) == signs


def test_what_was_not_sent_is_nobody_else_s(world):
    report = signed(world)
    member = make.an_account()
    council_actions.change_person(
        person=world.council.members[3], account=member, by=world.council.secretariat
    )
    reader = browser(member)
    assert reader.get(reverse("report", args=[report.pk])).status_code == 404
    assert reader.get(reverse("reports")).context["rows"] == []


def test_the_database_keeps_what_a_report_may_say_and_refuses_the_rest(world):
    assert set(REPORT_CASES) == {row.name for row in Report._meta.constraints}
    expert = world.entries[0].expert
    for name, changes in REPORT_CASES.items():
        for is_refused, changed in enumerate(changes):
            facts = {
                "convocation": world.council.convocation,
                "commission": world.commission,
                "begins": LAST.begins,
                "ends": LAST.ends,
                "occasion": "initiative",
                "made_by": world.chair_account,
            } | changed
            if changed.get("expert"):
                facts["expert"] = expert
            if not is_refused:
                assert records.written(Report(**facts)).pk
                continue
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                records.written(Report(**facts))
