"""Large registers: rows written past the deeds, each with its first version."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice

from commissions.demo.names import KAZAKH_GIVEN_NAMES, KAZAKH_PATRONYMICS
from commissions.demo.names import KAZAKH_SURNAMES as SURNAMES
from council.audit import versions
from council.models import Person
from council.names import fold
from experts.models import Engagement, Expert
from tests import factories as make

GIVEN_NAMES = KAZAKH_GIVEN_NAMES["m"]
PATRONYMIC = KAZAKH_PATRONYMICS["m"]
FIELDS = (
    *("Қала экологиясы", "Жолаушылар көлігі", "Сәулет және қала құрылысы"),
    *("Денсаулық сақтау", "Білім беру", "Тұрғын үй шаруашылығы", "Цифрландыру"),
)
BATCH = 2000
TABLES = (Person, Expert, Engagement)


def written(rows, moment):
    """Write rows, each with one version of that moment; return them."""
    model = type(rows[0])
    model.objects.bulk_create(rows, batch_size=BATCH)
    past = versions(model).model
    past.objects.bulk_create(
        (past(**values(row), history_date=moment, history_type="+") for row in rows),
        batch_size=BATCH,
    )
    return rows


def values(row):
    """Return the columns of a row."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
    }


def people(number):
    """Return that many persons not yet written, under names that people have."""
    found = []
    for surname, given in islice(
        zip(cycle(SURNAMES), cycle(GIVEN_NAMES), strict=False), number
    ):
        person = Person(surname=surname, given_name=given, patronymic=PATRONYMIC)
        person.complete()
        found.append(person)
    return found


def in_office(council, persons, protocol, moment):
    """Enter persons as experts of the commissions in turn; return their dossiers."""
    bodies, fields = cycle(council.commissions), cycle(FIELDS)
    dossiers = written(
        [
            Expert(
                convocation=council.convocation,
                person=person,
                commission=next(bodies),
                field_kk=(field := next(fields)),
                field_search_key=fold(field),
                status=Expert.Status.ENGAGED,
            )
            for person in written(persons, moment)
        ],
        moment,
    )
    written(
        [
            Engagement(
                expert=dossier,
                commission=dossier.commission,
                begins=make.DECIDED_ON,
                ends=make.CONVOCATION_ENDS,
                admitted_by=protocol,
            )
            for dossier in dossiers
        ],
        moment,
    )
    return dossiers


def grow(times, moment, step=timedelta()):
    """Give each row of the register that many further versions, one each step."""
    for model in TABLES:
        rows, past = list(model.objects.all()), versions(model).model
        past.objects.bulk_create(
            (
                past(
                    **values(row),
                    history_date=moment + number * step,
                    history_type="~",
                )
                for number in range(1, times + 1)
                for row in rows
            ),
            batch_size=BATCH,
        )
