"""6.2: a chair reports to the Presidium, which takes note."""

from datetime import date

import pytest
from django.urls import reverse

from council.dates import Quarter
from council.models import AgendaItem
from council.regulation import RuleViolation
from kpi import actions
from kpi.models import Report
from tests import factories as make
from tests.kpi.reporting import ASKED, NEXT, a_report, signed
from tests.kpi.world import LAST, NOW, RUNNING, Round, refusals
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW)


@built_once(NOW)
def world():
    return Round()


@pytest.mark.clause("6.2")
def test_a_chair_reports_and_the_presidium_takes_note(world):
    made = world.chair.post(reverse("make_report"), ASKED)
    report = Report.objects.get()
    assert made["Location"] == f"/en/desk/reports/{report.pk}/"
    assert (report.commission, report.author) == (
        world.commission,
        world.council.chairs[0],
    )
    sitting = make.a_presidium_sitting(world.council, NEXT)
    submit = reverse("submit_report", args=[report.pk])
    refused = world.chair.post(submit, {"sitting": sitting.pk})
    assert refusals(refused) == [
        "6.2: sign the report first; its figures still change."
    ]
    world.chair.post(
        reverse("sign_report", args=[report.pk]), {"revision": report.revision}
    )
    world.chair.post(submit, {"sitting": sitting.pk})
    again = world.chair.post(submit, {"sitting": sitting.pk})
    assert refusals(again) == [
        "6.2: the report is on the agenda of 28.01.2026 already."
    ]
    item = sitting.items.get()
    assert (item.title_ru, item.draft_ru) == (
        "Отчёт о ключевых показателях (KPI) работы экспертов: комиссия № 1, "
        "01.10.2025 – 31.12.2025",
        "Принять отчёт к сведению.",
    )
    make.decided(sitting)
    item.refresh_from_db()
    assert item.outcome == AgendaItem.Outcome.ADOPTED
    page = world.chair.get(f"/en/desk/sittings/{sitting.pk}/")
    assert page.context["rows"][0].page == f"/en/desk/reports/{report.pk}/"


@pytest.mark.clause("6.2")
def test_a_request_is_dated_and_a_period_has_begun(world):
    url = reverse("make_report")
    typed = ASKED | {"occasion": "request", "note_kk": "Талдау"}
    refused = world.chair.post(url, typed)
    assert refusals(refused) == [
        "6.2: write on which day the Presidium asked for the report."
    ]
    assert refused.context["form"]["note_kk"].value() == "Талдау"
    backwards = world.chair.post(
        url, ASKED | {"first": RUNNING.code, "last": LAST.code}
    )
    assert refusals(backwards) == [
        "6.2: the last quarter of the report is before its first."
    ]
    assert Report.objects.count() == 0
    world.chair.post(url, typed | {"requested_on": "15.01.2026"})
    assert Report.objects.get().requested_on == date(2026, 1, 15)


@pytest.mark.clause("6.2")
def test_a_report_ahead_or_too_long_or_for_a_commission_is_refused(world):
    for changes, sentence in (
        (
            {"first": Quarter(2026, 2), "last": Quarter(2026, 2)},
            "6.2: the period begins on 01.04.2026, which is still ahead.",
        ),
        (
            {"last": Quarter(2029, 1)},
            "6.2: choose at most three years; this is 01.10.2025 – 31.03.2029.",
        ),
    ):
        with pytest.raises(RuleViolation, match=sentence):
            a_report(world, **changes)
    sitting = actions_sitting(world)
    with pytest.raises(RuleViolation, match="6.2: reports go to a sitting of the Pres"):
        actions.submit_report(
            report=signed(world), sitting=sitting, by=world.chair_account
        )
    assert sitting.items.count() == 0


def actions_sitting(world):
    """Return a planned sitting of the commission itself."""
    sitting = make.a_presidium_sitting(world.council, NEXT)
    type(sitting).objects.filter(pk=sitting.pk).update(body=world.commission)
    sitting.refresh_from_db()
    return sitting
