"""State × role × deed of evaluations, literally; signs as in the other tables."""

import pytest
from django.urls import reverse

from council.roles import DEEDS
from tests.kpi import records
from tests.kpi.tables import OF_EVALUATIONS
from tests.kpi.world import LAST, NOW, Round
from tests.test_deed_table import World, cells, tried

pytestmark = pytest.mark.django_db


class RoundWorld(World):
    """The five readers, before a round in which one expert stands."""

    def __init__(self, state):
        super().__init__()
        self.round = Round(council=self.council)
        self.entry = self.round.entries[0]
        self.task = records.an_assignment(self.entry, LAST.begins, LAST.begins)
        self.evaluation = 0
        if state != "blank":
            note = {f"{self.entry.pk}-note": "Жақсы"}
            self.round.send("note_evaluations", self.round.fields(), **note)
            self.evaluation = self.round.evaluation(self.entry).pk
        if state == "signed":
            self.round.sign()


def of_evaluations(world, deed, _subject):
    """Return address and data of a deed on the round, the entry or the evaluation."""
    entry, row = world.entry, world.round.rows[0]
    shown = {"quarter": LAST.code, "commission": "1", f"{entry.pk}-seen": row.seen}
    note = {f"{entry.pk}-note": "Өте жақсы"}
    mark = {"note": "Түзетілді", "explanation": "Қате"}
    task = f"assignment-{world.task.pk}"
    args = {
        "indicators": [entry.expert_id],
        "indicator_records": [entry.pk],
        "evaluate_work": [entry.pk],
        "evaluation": [world.evaluation],
        "evaluation_pdf": [world.evaluation, "kk"],
        "correct_evaluation": [world.evaluation],
    }
    data = {
        "note_evaluations": shown | note,
        "sign_evaluations": shown | note | {"all": "1"},
        "evaluate_work": mark | {"seen": f"0-{row.seen[2:]}", "work": task},
        "correct_evaluation": mark | {"seen": row.seen},
    }
    url = reverse(deed, args=args.get(deed, []))
    if deed in ("evaluations", "experts_by_quarter"):
        url += f"?quarter={LAST.code}&commission=1"
    return url, data.get(deed)


@pytest.mark.parametrize("state", cells(OF_EVALUATIONS))
def test_evaluations(time_machine, state):
    time_machine.move_to(NOW)
    world, signs = RoundWorld(state), cells(OF_EVALUATIONS)[state]
    assert tried(world, of_evaluations, signs, None) == signs


def test_the_deeds_are_known():
    assert {deed for signs in cells(OF_EVALUATIONS).values() for deed in signs} < set(
        DEEDS
    )
