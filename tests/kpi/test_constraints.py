"""What the database itself holds of evaluations: each constraint from both sides."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kpi.models import Evaluation, EvaluationVersion
from tests import factories as make
from tests.kpi import records
from tests.kpi.cases import EVALUATION_CASES

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


class World:
    """An expert with an event and an assignment, and one evaluation of each kind."""

    def __init__(self):
        self.council = make.a_council()
        self.entry = records.the_entry(make.in_office(self.council))
        self.event = records.an_event(self.entry, FIRST)
        self.task = records.an_assignment(self.entry, FIRST, LAST)
        self.quarterly = records.written(self.evaluation())
        records.written(self.evaluation(kind="completion", event=self.event))
        records.written(self.evaluation(kind="completion", assignment=self.task))
        records.written(self.version())

    def evaluation(self, **changes):
        """Return an evaluation not written yet."""
        facts = {"engagement": self.entry, "begins": FIRST, "ends": LAST}
        return Evaluation(**facts | {"kind": "quarterly"} | changes)

    def work(self, **changes):
        """Return an evaluation of a further work."""
        further = records.an_event(self.entry, FIRST)
        return self.evaluation(**{"kind": "completion", "event": further} | changes)

    def version(self, **changes):
        """Return a version not written yet."""
        facts = {
            "evaluation": self.quarterly,
            "number": 1,
            "signed_on": LAST,
            "signed_by": self.council.chairs[0],
            "form": "table",
            "figures": [],
        }
        return EvaluationVersion(**facts | changes)


def test_every_constraint_of_evaluations_is_in_the_table():
    named = {
        constraint.name
        for model in (Evaluation, EvaluationVersion)
        for constraint in model._meta.constraints
    }
    assert set(EVALUATION_CASES) == named


def test_the_database_keeps_what_is_allowed_and_refuses_the_rest():
    world = World()
    for name, (allowed, forbidden) in EVALUATION_CASES.items():
        with transaction.atomic():
            row = records.written(allowed(world))
            assert type(row).objects.filter(pk=row.pk).exists()
            transaction.set_rollback(True)
        row = forbidden(world)
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            records.written(row)
        constraint = next(made for made in row._meta.constraints if made.name == name)
        columns = [
            f"{row._meta.db_table}.{row._meta.get_field(field).column}"
            for field in getattr(constraint, "fields", ())
        ]
        said = str(refused.value)
        assert name in said or said.endswith(", ".join(columns)), name
