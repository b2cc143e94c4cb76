"""What the database itself holds of experts' outputs, from both sides."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.commissions.output_cases import CASES, World
from tests.outputs import write_row

pytestmark = pytest.mark.django_db
MODELS = (
    "recommendation",
    "recommendationversion",
    "publication",
    "breach",
    "commendation",
)


def test_every_constraint_is_in_the_table():
    named = {
        constraint.name
        for name in MODELS
        for constraint in apps.get_model("commissions", name)._meta.constraints
    }
    assert set(CASES) == named


def test_the_database_keeps_what_constraints_allow_and_refuses_the_rest():
    world = World()
    for name, (allowed, forbidden) in CASES.items():
        with transaction.atomic():
            row = write_row(row=allowed(world), by=world.by)
            assert type(row).objects.filter(pk=row.pk).exists(), name
            transaction.set_rollback(True)
        row = forbidden(world)
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write_row(row=row, by=world.by)
        constraint = next(made for made in row._meta.constraints if made.name == name)
        columns = [
            f"{row._meta.db_table}.{row._meta.get_field(field).column}"
            for field in getattr(constraint, "fields", ())
        ]
        said = str(refused.value)
        assert name in said or (columns and said.endswith(", ".join(columns))), name
