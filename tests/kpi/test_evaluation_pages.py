"""One evaluation: of a work, its page and paper, its corrections, the expert's tab."""

import re
from datetime import date

import pytest
from django.urls import reverse

from commissions import actions as commissions
from council.desk import story_of_work
from experts.models import Engagement
from kpi.actions.evaluations import fingerprint
from kpi.evaluation_print import evaluation_html
from kpi.models import Evaluation
from kpi.panels import evaluations_of_the_quarter
from tests import factories as make
from tests.kpi import records
from tests.kpi.world import LAST, NOW, Round, numbers, refusals

pytestmark = pytest.mark.django_db
INSIDE = date(2025, 12, 1)


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW)


def seen(page):
    """Return the mark that a page with one evaluation's form carries."""
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


def test_a_work_is_evaluated_over_its_own_days():
    world = Round(experts=2)
    entry = world.entries[0]
    event = records.an_event(entry, INSIDE, date(2025, 12, 3))
    task = records.an_assignment(entry, INSIDE, date(2025, 12, 9))
    undone = records.an_assignment(entry, INSIDE, None)
    records.a_recommendation(entry, date(2025, 12, 2))
    records.a_recommendation(entry, date(2025, 12, 8))
    url = reverse("evaluate_work", args=[entry.pk])
    listed = world.chair.get(url).text
    assert listed.count("?work=") == 2
    for work in (f"assignment-{undone.pk}", "event-0", "event-999", "x", "assignment-"):
        assert world.chair.get(f"{url}?work={work}").status_code == 404, work

    page = world.chair.get(f"{url}?work=event-{event.pk}")
    data = {"seen": seen(page), "work": f"event-{event.pk}"}
    assert (
        world.chair.post(url, data | {"draft": "1", "note": "Жоба"}).status_code == 302
    )
    draft = Evaluation.objects.get()
    assert (draft.signed, draft.note) == (None, "Жоба")
    stale = world.chair.post(url, data | {"note": "Басқа"})
    assert len(refusals(stale)) == 1
    assert "Басқа" in stale.text
    data["seen"] = seen(stale)
    assert refusals(world.chair.post(url, data | {"form": "note"})) == [
        f"{entry.expert}: 4: the explanatory note is chosen and has no text yet."
    ]
    signed = world.chair.post(url, data | {"form": "note", "note": "Жақсы"})
    assert signed.status_code == 302
    assert numbers(Evaluation.objects.get().signed) == [0, 0, 1, 1, 0, 0, None]
    again = world.chair.get(f"{url}?work=event-{event.pk}")
    assert again["Location"] == reverse("evaluation", args=[draft.pk])

    row = world.rows[0]
    assert (row.is_evaluated, row.signed) == (True, None)
    assert "evaluated on completion of a work" in world.page().text
    panel = evaluations_of_the_quarter(world.chair_account, date(2026, 1, 20))
    assert (panel.count, panel.rows[0].note) == (1, "signed off: 1 of 2")
    assert world.sign().status_code == 302

    page = world.chair.get(f"{url}?work=assignment-{task.pk}")
    data = {"seen": seen(page), "work": f"assignment-{task.pk}"}
    assert world.chair.post(url, data).status_code == 302
    assert numbers(Evaluation.objects.get(assignment=task).signed)[3] == 2
    panel = evaluations_of_the_quarter(world.chair_account, date(2026, 1, 20))
    assert (panel.count, panel.rows) == (0, [])


def test_a_correction_is_a_new_version_beside_the_old_one():
    world = Round()
    entry = world.entries[0]
    world.sign(**{f"{entry.pk}-value_4_5": "1", f"{entry.pk}-because_4_5": "Шешім бар"})
    evaluation = world.evaluation(entry)
    records.a_recommendation(entry, INSIDE)
    url = reverse("correct_evaluation", args=[evaluation.pk])
    page = world.chair.get(url)
    assert "Шешім бар" in page.text
    data = {"seen": seen(page)}
    assert refusals(world.chair.post(url, data)) == [
        "What was corrected: This field is required."
    ]
    data["explanation"] = "Ұсыным ескерілмеген"
    records.a_recommendation(entry, INSIDE)
    stale = world.chair.post(url, data)
    assert refusals(stale)[0].startswith(f"{entry.expert}: numbers or notes have")
    assert "Ұсыным ескерілмеген" in stale.text
    data["seen"] = seen(stale)
    assert world.chair.post(url, data).status_code == 302
    assert world.chair.post(url, data).status_code == 200

    first, second = evaluation.versions.all()
    assert numbers(first) == [0, 0, 0, 0, 0, 0, None]
    assert numbers(second) == [0, 0, 0, 2, 0, 0, None]
    assert (first.figures[5]["stated"], second.figures[5]["stated"]) == (1, None)
    assert (second.number, second.explanation) == (2, "Ұсыным ескерілмеген")
    for version in (first, second):
        assert version.sha256 == fingerprint(version)
    assert first.sha256 != second.sha256
    shown = world.secretariat.get(reverse("evaluation", args=[evaluation.pk])).text
    assert first.sha256 in shown
    assert second.sha256 in shown
    told = story_of_work(entry.expert, world.chair_account)
    assert [moment.note for moment in told if moment.note == "corrected"] == [
        "corrected"
    ]


def test_the_paper_prints_both_numbers_and_a_place_to_sign():
    world = Round()
    entry = world.entries[0]
    typed = {"value_4_2_1": "3", "because_4_2_1": "Хаттама кешікті", "note": "Жақсы"}
    world.sign(**{f"{entry.pk}-{name}": value for name, value in typed.items()})
    version = world.evaluation(entry).signed
    russian, kazakh = (evaluation_html(version, code) for code in ("ru", "kk"))
    said = "Указано председателем; по записям\N{NO-BREAK SPACE}– 0. Хаттама кешікті"
    assert said in re.sub(r"[ \n]+", " ", russian)
    for text in (russian, kazakh):
        assert re.search(r"<td>\s*3\s*</td>", text)
        assert "Жақсы" in text
        assert world.council.chairs[0].short_name in text
        assert version.sha256 in text
    url = reverse("evaluation_pdf", args=[version.evaluation_id, "kk"])
    paper = world.secretariat.get(url)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert str(entry.expert.person.surname) not in paper["Content-Disposition"]
    for wrong in (f"{url}?version=2", url.replace("-kk", "-en"), f"{url}?version=x"):
        assert world.secretariat.get(wrong).status_code == 404


def test_a_draft_is_its_chairs_alone():
    world = Round()
    entry = world.entries[0]
    world.send("note_evaluations", world.fields(), **{f"{entry.pk}-note": "Жоба"})
    key = world.evaluation(entry).pk
    for name in ("evaluation", "correct_evaluation"):
        url = reverse(name, args=[key])
        assert world.chair.get(url).status_code == 404
        assert world.secretariat.get(url).status_code in (403, 404)
    assert "Жоба" not in world.page(world.secretariat).text


def test_a_reassigned_expert_has_two_evaluations_of_two_chairs():
    world = Round()
    expert = world.entries[0].expert
    presidium = make.a_presidium_sitting(world.council, INSIDE)
    commissions.propose_reassignment(
        expert=expert,
        sitting=presidium,
        target=world.council.commissions[1],
        by=world.council.secretariat,
    )
    make.decided(presidium)
    old, new = Engagement.objects.order_by("begins")
    assert [row.engagement for row in world.rows] == [old]
    assert world.sign().status_code == 302
    theirs = world.other.get("/en/desk/evaluations/?quarter=2025-4&commission=2")
    fields = world.fields(theirs) | {"commission": "2", "all": "1"}
    assert list(fields)[0] == f"{new.pk}-seen"
    assert world.send("sign_evaluations", fields, client=world.other).status_code == 302
    assert Evaluation.objects.signed().count() == 2
    smuggled = world.fields() | {"commission": "1", f"{new.pk}-seen": "0-x"}
    assert refusals(world.send("sign_evaluations", smuggled)) == [
        "Choose at least one expert."
    ]

    url = reverse("indicators", args=[expert.pk])
    for client, count in ((world.chair, 1), (world.other, 1), (world.secretariat, 2)):
        assert client.get(url).text.count("<caption") == count
    own = reverse("indicator_records", args=[old.pk])
    assert world.chair.get(own).status_code == 200
    assert world.chair.get(f"{own}?quarter={LAST.code}").status_code == 200
    assert world.chair.get(f"{own}?quarter=2025-3").status_code == 404
    assert world.other.get(own).status_code == 404


def test_a_person_without_an_engagement_has_nothing_to_count():
    world = Round()
    candidate = make.a_candidate(world.council)
    page = world.chair.get(reverse("indicators", args=[candidate.pk]))
    assert "has not been an expert yet" in page.text
