"""The round of a quarter through its page: noted, signed off, refused, read."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council import actions as council_actions
from kpi.models import Evaluation, EvaluationVersion
from tests import factories as make
from tests.kpi import records
from tests.kpi.world import LAST, NOW, RUNNING, Round, browser, numbers, refusals

pytestmark = pytest.mark.django_db
INSIDE = date(2025, 12, 1)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW)


def test_a_round_is_noted_signed_and_frozen():
    world = Round(experts=3)
    first, second, third = world.entries
    records.a_recommendation(first, INSIDE)
    typed = {
        f"{first.pk}-note": "Белсенді",
        f"{second.pk}-value_4_2_1": "2",
        f"{second.pk}-because_4_2_1": "Хаттама кешікті",
    }

    noted = world.send("note_evaluations", world.fields(), **typed, open="1")
    assert (noted.status_code, noted.url[-7:]) == (302, "&open=1")
    assert world.chair.get(noted.url).text.count('class="details" open') == 3
    assert world.evaluation(first).note == "Белсенді"
    assert world.evaluation(second).stated == {
        "4.2.1": {"value": 2, "because": "Хаттама кешікті"}
    }
    assert Evaluation.objects.count() == 2
    assert Evaluation.objects.signed().count() == 0
    page = world.page()
    assert "Белсенді" in page.text
    assert page.text.count("not evaluated") == 3
    assert page.text.count('class="details" open') == 2

    answer = world.sign(third, **{f"{first.pk}-note": "Өте белсенді"})
    assert answer.status_code == 302
    assert [row.is_evaluated for row in world.rows] == [False, False, True]
    assert world.evaluation(first).note == "Өте белсенді"

    fields = world.fields()
    typed = {
        f"{second.pk}-value_4_2_1": "2",
        f"{second.pk}-because_4_2_1": "Хаттама кешікті",
    }
    assert world.sign(fields=fields, **typed).status_code == 302
    assert all(row.signed for row in world.rows)
    version = world.evaluation(second).signed
    assert version.figures[0]["computed"] == 0
    assert version.figures[0]["stated"] == 2
    assert (version.signed_by, version.signed_on) == (
        world.council.chairs[0],
        date(2026, 1, 20),
    )

    assert numbers(world.evaluation(first).signed) == [0, 0, 0, 1, 0, 0, None]
    records.a_recommendation(first, INSIDE)
    kept = world.evaluation(first).signed
    assert numbers(kept)[3] == 1
    assert [record["title"] for record in kept.figures[3]["records"]] == ["Ұсыным"]
    assert world.rows[0].counts[3].number == 2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("kk", "4.2.1: санның жазбалардағы саннан неге өзгеше екенін түсіндіріңіз."),
        ("en", "4.2.1: say why the number is not the one of the records."),
    ],
)
def test_one_refusal_signs_nobody_and_keeps_the_typing(language, sentence):
    world = Round(experts=2)
    first, second = world.entries
    typed = {f"{first.pk}-value_4_2_1": "7", f"{second.pk}-note": "Жақсы жұмыс"}
    answer = world.sign(first, second, language=language, **typed)
    assert answer.status_code == 422
    if language == "en":
        assert refusals(answer) == [f"{first.expert}: {sentence}"]
    assert 'value="7"' in answer.text
    assert "Жақсы жұмыс" in answer.text
    assert answer.text.count('name="chosen"') == 2
    assert Evaluation.objects.count() == 0

    too_long = world.sign(**{f"{first.pk}-value_4_5": "-1"})
    assert refusals(too_long) == [
        f"{first.expert}, 4.5: another number: Ensure this value is greater than or "
        "equal to 0."
    ]
    assert refusals(world.send("sign_evaluations", world.fields())) == [
        "Choose at least one expert."
    ]
    assert EvaluationVersion.objects.count() == 0


def test_what_is_signed_is_what_was_seen():
    world = Round(experts=2)
    first, second = world.entries
    fields = world.fields()
    records.a_breach(second, INSIDE)
    stale = (
        f"{second.expert}: numbers or notes have changed since your page was opened. "
        "Compare them as they are now and press again."
    )

    answer = world.sign(fields=fields)

    assert refusals(answer) == [stale]
    assert EvaluationVersion.objects.count() == 0
    assert world.fields(answer) == world.fields()
    assert world.sign(fields=world.fields(answer)).status_code == 302

    typed = {f"{first.pk}-note": "Жақсы <жұмыс>", f"{first.pk}-value_4_5": "3"}
    early = world.sign(first, fields=fields, **typed)
    assert refusals(early) == [
        f"{first.expert}: signed off already on 20.01.2026, by "
        f"{world.council.chairs[0]}."
    ]
    assert "<dt>Explanatory note</dt>" in early.text
    assert "<dd>Жақсы &lt;жұмыс&gt;</dd>" in early.text
    assert "<dt>4.5: another number</dt>" in early.text
    signed = world.evaluation(first).pk
    assert reverse("correct_evaluation", args=[signed]) in early.text
    assert early.text.count("Signed off meanwhile") == 1
    assert EvaluationVersion.objects.count() == 2


def test_notes_of_another_page_are_not_written_over():
    world = Round()
    entry = world.entries[0]
    note = f"{entry.pk}-note"
    fields = world.fields()
    world.send("note_evaluations", fields, **{note: "Бірінші"})
    answer = world.send("note_evaluations", fields, **{note: "Екінші"})
    assert refusals(answer)[0].startswith(f"{entry.expert}: numbers or notes have")
    assert "Екінші" in answer.text
    assert world.evaluation(entry).note == "Бірінші"
    unchanged = world.send("note_evaluations", world.fields(), **{note: "Бірінші"})
    assert unchanged.status_code == 302
    assert world.evaluation(entry).revision == 1


def test_the_acting_chair_signs_too():
    world = Round()
    acting = make.an_account()
    member = world.commission.seats.get(role="member").person
    council_actions.change_person(
        person=member, account=acting, by=world.council.secretariat
    )
    client = browser(acting)
    assert world.sign(client=client).status_code == 403
    council_actions.name_acting_chair(
        body=world.commission,
        person=member,
        begins=date(2026, 1, 19),
        ends=date(2026, 1, 20),
        by=world.council.secretariat,
    )
    assert world.sign(client=client).status_code == 302
    assert world.evaluation(world.entries[0]).signed.signed_by == member


def test_a_running_quarter_has_numbers_to_date_and_no_signature():
    world = Round()
    entry = world.entries[0]
    page = world.page(quarter=RUNNING)
    assert "These are numbers to date" in page.text
    assert 'name="all"' not in page.text
    fields = world.fields(quarter=RUNNING)
    assert refusals(world.send("sign_evaluations", fields | {"all": "1"})) == [
        "4.1: the period lasts until 31.03.2026; until then there are only numbers "
        "to date."
    ]
    noted = world.send("note_evaluations", fields, **{f"{entry.pk}-note": "Ескертпе"})
    assert noted.status_code == 302
    assert Evaluation.objects.get().begins == RUNNING.begins


def test_another_chair_finds_nothing_and_the_secretariat_reads():
    world = Round()
    entry = world.entries[0]
    world.sign()
    evaluation = world.evaluation(entry)
    pages = {
        "evaluation": [evaluation.pk],
        "correct_evaluation": [evaluation.pk],
        "evaluate_work": [entry.pk],
        "indicator_records": [entry.pk],
        "indicators": [entry.expert_id],
    }
    writes = {"correct_evaluation", "evaluate_work"}
    for name, args in pages.items():
        url = reverse(name, args=args)
        assert world.other.get(url).status_code == 404, name
        refused = 404 if name in writes else 405
        assert world.other.post(url, {"note": "x"}).status_code == refused, name
    paper = reverse("evaluation_pdf", args=[evaluation.pk, "kk"])
    assert world.other.get(paper).status_code == 404
    assert world.page(world.other).status_code == 404
    fields = world.fields(quarter=LAST)
    for deed in ("note_evaluations", "sign_evaluations"):
        assert world.send(deed, fields, client=world.other).status_code == 404
        assert world.send(deed, fields, client=world.secretariat).status_code == 403
        assert world.chair.get(reverse(deed)).status_code == 302
    page = world.page(world.secretariat)
    assert "signed off" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize(
    "query",
    [
        "quarter=2026-5",
        "quarter=x",
        "quarter=2030-1",
        "commission=0",
        "commission=9",
        "quarter=2019-1",
        "commission=9999999999999999999999",
    ],
)
def test_a_round_that_is_none_is_not_found(query):
    world = Round()
    assert world.chair.get(f"/en/desk/evaluations/?{query}").status_code == 404


def test_pages_cost_the_same_for_one_expert_and_for_three():
    world = Round(experts=1)
    costs = []
    for _time in range(2):
        world.sign()
        world.page()  # so that what is asked once is known
        urls = [
            "/en/desk/evaluations/?commission=1",
            "/en/desk/evaluations/?quarter=2026-1&commission=1",
            reverse("desk"),
            reverse("indicators", args=[world.entries[0].expert_id]),
            reverse("evaluation", args=[world.evaluation(world.entries[0]).pk]),
        ]
        cost = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert world.chair.get(url).status_code == 200
            cost.append(len(queries))
        costs.append(cost)
        more = [make.a_candidate(world.council) for _number in range(2)]
        make.engaged(world.council, *more)
    assert costs[0] == costs[1]
