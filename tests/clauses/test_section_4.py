"""Section 4 of the Regulation: the chair evaluates, by numbers that records give."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from council import actions
from council.regulation import RuleViolation
from kpi import actions as kpi
from kpi.models import Evaluation, EvaluationVersion
from tests import factories
from tests.clauses.path import sentences_of
from tests.kpi import records
from tests.kpi.world import LAST, NOW, RUNNING, Round, numbers, refusals
from tests.worlds import built_once

DAY = timedelta(days=1)
INSIDE = date(2025, 12, 1)
CLAUSES = ("4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3.1", "4.5", "4.6")


@pytest.fixture(autouse=True)
def _today(time_machine):
    """Let today be a day after the quarter."""
    time_machine.move_to(NOW)


@built_once(NOW)
def world():
    """Give a commission with one expert."""
    return Round()


@pytest.fixture
def entry(world):
    """Give the expert's entry of the register."""
    return world.entries[0]


def shown(world, entry):
    """Return the number of each clause on the page of the records behind them."""
    url = reverse("indicator_records", args=[entry.pk])
    page = world.chair.get(f"{url}?quarter={LAST.code}").text
    found = {}
    for clause in CLAUSES:
        part = page.partition(f'id="d{clause.replace(".", "_")}"')[2]
        number = part.partition('directions__number">')[2].partition("</p>")[0]
        found[clause] = " ".join(number.split())
    return found


def attended(world, entry, body):
    """Hold a final sitting of the body in the quarter, the expert there."""
    sitting = actions.plan_sitting(
        body=body,
        held_on=INSIDE,
        presiding=body.chair(INSIDE) or world.council.chairs[0],
        secretary=world.council.secretary,
        by=world.council.secretariat,
    )
    text = {"title_kk": "Жоспар", "draft_kk": "Бекітілсін."}
    actions.add_item(sitting=sitting, texts=text, by=world.council.secretariat)
    factories.attended(sitting, others=[entry.expert.person])
    factories.voted(sitting)
    assert shown(world, entry)["4.2.1"] == shown(world, entry)["4.2.2"] == "0"
    factories.finalised(sitting)


# 4.1: the chair, each quarter when it is over, with a reason for an own number


@pytest.mark.clause("4.1")
def test_the_chair_of_the_commission_evaluates_and_nobody_else(world):
    facts = {
        "commission": world.commission,
        "quarter": LAST,
        "entries": [
            kpi.Entry(row.engagement, row.seen, row.words) for row in world.rows
        ],
        "chosen": {row.engagement.pk for row in world.rows},
        "on": date(2026, 1, 20),
    }
    for account in (world.council.secretariat, world.council.chair_accounts[1]):
        assert sentences_of(kpi.sign_evaluations, **facts, by=account) == [
            "4.1: only the chair of commission № 1 evaluates its experts."
        ]
    assert EvaluationVersion.objects.count() == 0
    assert world.sign().status_code == 302
    assert EvaluationVersion.objects.get().signed_by == world.council.chairs[0]


@pytest.mark.clause("4.1")
@pytest.mark.parametrize(
    ("on", "is_over"), [(LAST.ends, False), (RUNNING.begins, True)]
)
def test_a_quarter_is_evaluated_when_it_is_over(db, time_machine, on, is_over):
    time_machine.move_to(f"{on} 12:00+05:00")
    world = Round()
    answer = world.sign()
    assert (answer.status_code == 302) == is_over
    if not is_over:
        assert refusals(answer) == [
            "4.1: the period lasts until 31.12.2025; until then there are only "
            "numbers to date."
        ]
    assert Evaluation.objects.signed().count() == is_over


@pytest.mark.clause("4.1")
@pytest.mark.clause("4.2")
def test_an_own_number_has_a_reason_and_a_reason_has_its_number(world, entry):
    number, why = f"{entry.pk}-value_4_6", f"{entry.pk}-because_4_6"
    assert refusals(world.sign(**{number: "2"})) == [
        f"{entry.expert}: 4.6: say why the number is not the one of the records."
    ]
    assert refusals(world.sign(**{why: "Тіркелмеген"})) == [
        f"{entry.expert}: 4: no number for 4.6; each direction has one."
    ]
    assert Evaluation.objects.count() == 0
    assert world.sign(**{number: "2", why: "Тіркелмеген"}).status_code == 302
    figures = world.evaluation(entry).signed.figures
    assert tuple(figure["clause"] for figure in figures) == CLAUSES
    assert (figures[-1]["computed"], figures[-1]["stated"]) == (None, 2)


@pytest.mark.clause("4.1")
def test_a_concrete_work_is_evaluated_the_day_after_it_is_done(world, entry):
    today = date(2026, 1, 20)
    url = reverse("evaluate_work", args=[entry.pk])
    for done_on, is_over in ((today, False), (today - DAY, True)):
        task = records.an_assignment(entry, INSIDE, done_on)
        page = world.chair.get(f"{url}?work=assignment-{task.pk}").text
        mark = page.partition('name="seen" value="')[2].partition('"')[0]
        answer = world.chair.post(url, {"work": f"assignment-{task.pk}", "seen": mark})
        assert (answer.status_code == 302) == is_over
        assert Evaluation.objects.filter(assignment=task).exists() == is_over
    undone = records.an_assignment(entry, INSIDE, None)
    with pytest.raises(RuleViolation, match="only a work that the expert has done"):
        kpi.evaluate_work(
            engagement=entry,
            work=undone,
            seen="",
            words=world.rows[0].words,
            is_signed=False,
            on=today,
            by=world.chair_account,
        )


@pytest.mark.clause("4.1")
def test_who_is_not_evaluated_is_shown_and_held_up_by_nothing(world, entry):
    assert "not evaluated" in world.page().text
    expert = factories.a_candidate(world.council)
    factories.engaged(world.council, expert)
    world.sign(entry)
    assert world.page().text.count("not evaluated") == 1
    assert [row.is_evaluated for row in world.rows].count(True) == 1


@pytest.mark.clause("4.1")
def test_what_is_not_signed_is_not_corrected(world, entry):
    world.send("note_evaluations", world.fields(), **{f"{entry.pk}-note": "Жоба"})
    facts = {"seen": world.rows[0].seen, "words": world.rows[0].words}
    facts |= {"on": date(2026, 1, 20), "by": world.chair_account, "explanation": ""}
    assert sentences_of(
        kpi.correct_evaluation, evaluation=world.evaluation(entry), **facts
    ) == ["4.1: only what is signed off can be corrected."]
    world.sign()
    facts["seen"] = world.rows[0].seen
    assert sentences_of(
        kpi.correct_evaluation, evaluation=world.evaluation(entry), **facts
    ) == ["4.1: say what is corrected."]


# 4.2 to 4.6: one number a direction, frozen when signed


@pytest.mark.clause("4.2.1")
@pytest.mark.clause("5.1.14")
@pytest.mark.parametrize("body", ["assembly", "presidium"])
def test_sittings_of_council_and_presidium_count_when_final(world, entry, body):
    attended(world, entry, getattr(world.council, body))
    assert (shown(world, entry)["4.2.1"], shown(world, entry)["4.2.2"]) == ("1", "0")


@pytest.mark.clause("4.2.2")
@pytest.mark.clause("5.1.14")
@pytest.mark.parametrize(("number", "counted"), [(0, "1"), (1, "0")])
def test_sittings_of_the_own_commission_count(world, entry, number, counted):
    attended(world, entry, world.council.commissions[number])
    assert (shown(world, entry)["4.2.1"], shown(world, entry)["4.2.2"]) == (
        "0",
        counted,
    )


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        *(("monitoring", "1"), ("hearing", "1"), ("public_hearing", "1")),
        *(("inspection", "0"), ("trip", "0"), ("working_group", "0")),
        ("state_sitting", "0"),
    ],
)
def test_monitoring_and_hearings_count(world, entry, kind, counted):
    records.an_event(entry, INSIDE, kind=kind)
    assert shown(world, entry)["4.2.3"] == counted


@pytest.mark.clause("4.2.4")
@pytest.mark.clause("4.3.1")
def test_recommendations_and_initiatives_count_apart(world, entry):
    paper = records.a_recommendation(entry, INSIDE)
    records.a_version(paper, 2, INSIDE)
    assert (shown(world, entry)["4.2.4"], shown(world, entry)["4.3.1"]) == ("1", "0")
    for kind in ("topic", "project", "request", "to_chair"):
        records.a_recommendation(entry, INSIDE, kind=kind)
    assert (shown(world, entry)["4.2.4"], shown(world, entry)["4.3.1"]) == ("1", "3")


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(
    ("lifted", "counted"), [({}, "1"), ({"lifted_on": INSIDE}, "0")]
)
def test_breaches_count_while_they_stand(world, entry, lifted, counted):
    records.a_publication(entry, INSIDE, is_agreed=False)
    assert shown(world, entry)["4.5"] == "0"
    because = {"lifted_because": "Қате"} if lifted else {}
    records.a_breach(entry, INSIDE, **lifted, **because)
    assert shown(world, entry)["4.5"] == counted


@pytest.mark.clause("4.6")
def test_publications_count_when_agreed_and_open(world, entry):
    assert shown(world, entry)["4.6"] == '<span class="small">not applicable</span>'
    records.a_publication(entry, INSIDE, is_agreed=False)
    assert shown(world, entry)["4.6"] == "0"
    records.a_publication(entry, INSIDE)
    assert shown(world, entry)["4.6"] == "1"


@pytest.mark.clause("4.2")
def test_signed_numbers_stay_as_they_were(world, entry):
    breach = records.a_breach(entry, INSIDE)
    world.sign()
    breach.lifted_on, breach.lifted_because = INSIDE, "Қате"
    records.written(breach)
    assert shown(world, entry)["4.5"] == "0"
    assert numbers(world.evaluation(entry).signed)[5] == 1
    url = reverse("evaluation", args=[world.evaluation(entry).pk])
    assert "Breach of confidentiality" in world.chair.get(url).text


@pytest.mark.clause("6.1")
def test_only_experts_of_the_commission_are_evaluated_by_its_chair(world):
    stranger = factories.in_office(world.council, world.council.commissions[1])
    entry = records.the_entry(stranger)
    refused = sentences_of(
        kpi.note_evaluations,
        commission=world.commission,
        quarter=LAST,
        entries=[kpi.Entry(entry, "0-", world.rows[0].words)],
        on=date(2026, 1, 20),
        by=world.chair_account,
    )
    assert refused == [f"6.1: {stranger} is no expert of commission № 1 on 31.12.2025."]
    assert Client().get(reverse("evaluations")).status_code == 302
