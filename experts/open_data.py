"""The register as open data (1.12): what its files hold, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import names
from council.models import Body, Council
from council.sheets import Cell, to_csv, to_xlsx
from experts.models import Engagement
from experts.models.engagement import DECIDED_ON, DECISION_NUMBER
from experts.register import in_register

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
COUNCIL_ID = "council"


@dataclass(frozen=True)
class Record:
    """One expert in one commission, in both official languages."""

    public_id: str
    surname: str
    given_name: str
    patronymic: str
    convocation: int
    commission: int
    commission_kk: str
    commission_ru: str
    field_kk: str
    field_ru: str
    protocol_number: str
    protocol_date: date
    begins: date
    ends: date

    @property
    def name(self) -> str:
        """Return the full name, the surname first."""
        return names.full_name(self.surname, self.given_name, self.patronymic)


@dataclass(frozen=True)
class Column:
    """A column of the lists: its heading, what it means, where JSON has it."""

    label: str | Promise
    meaning: str | Promise
    place: str
    width: int

    @property
    def path(self) -> list[str]:
        """Return the steps to it in JSON; none where JSON has it not."""
        return self.place.split(".") if self.place else []


COLUMNS = (
    Column("№", gettext_lazy("place in this list; not kept"), "", 6),
    Column(
        gettext_lazy("Full name"),
        gettext_lazy("surname, given name, patronymic if there is one"),
        "persons.name",
        36,
    ),
    Column(
        gettext_lazy("Commission №"),
        gettext_lazy("number of the commission within its convocation"),
        "organizations.id",
        12,
    ),
    Column(
        gettext_lazy("Commission, in Kazakh"),
        gettext_lazy("name of the commission"),
        "organizations.name",
        48,
    ),
    Column(
        gettext_lazy("Commission, in Russian"),
        gettext_lazy("name of the commission"),
        "organizations.other_names",
        48,
    ),
    Column(
        gettext_lazy("Field, in Kazakh"),
        gettext_lazy("what the expert is an expert in"),
        "persons.field.kk",
        32,
    ),
    Column(
        gettext_lazy("Field, in Russian"),
        gettext_lazy("the same; may be empty"),
        "persons.field.ru",
        32,
    ),
    Column(
        gettext_lazy("Protocol №"),
        gettext_lazy("protocol of the Presidium that engaged or reassigned the expert"),
        "memberships.protocol_number",
        14,
    ),
    Column(
        gettext_lazy("Protocol date"),
        gettext_lazy("day of that sitting"),
        "memberships.protocol_date",
        14,
    ),
    Column(
        gettext_lazy("Term begins"),
        gettext_lazy("first day in office in this commission"),
        "memberships.start_date",
        14,
    ),
    Column(
        gettext_lazy("Term ends"),
        gettext_lazy(
            "last day of the term, at the latest that of the convocation; who left "
            "before it is not in the list from that day on"
        ),
        "memberships.end_date",
        14,
    ),
)


def records(
    on: date, text: str = "", commission: int | None = None, order: str = ""
) -> list[Record]:
    """Return who is in the public register that day, all of them, in that order."""
    return as_records(in_register(on, text, commission, order))


def as_records(entries: QuerySet[Engagement]) -> list[Record]:
    """Return entries of the register as open data has them.

    Only the columns that it has are read: a whole list as objects takes twice as long.
    """
    rows = entries.prefetch_related(None).values_list(
        "expert__public_id",
        "expert__person__surname",
        "expert__person__given_name",
        "expert__person__patronymic",
        "commission__convocation__number",
        Coalesce("commission__number", 0),
        "commission__name_kk",
        "commission__name_ru",
        "expert__field_kk",
        "expert__field_ru",
        DECISION_NUMBER,
        DECIDED_ON,
        "begins",
        Least("ends", "commission__convocation__ends"),
    )
    return [Record(*row) for row in rows]


def register_csv(found: list[Record]) -> bytes:
    """Return the list as CSV, with headings in the reader's language."""
    return to_csv(_lines(found))


def register_xlsx(found: list[Record]) -> bytes:
    """Return the list as a workbook, with headings in the reader's language."""
    widths = [column.width for column in COLUMNS]
    return to_xlsx(_("Experts"), _lines(found), widths)


def _lines(found: list[Record]) -> Iterator[list[Cell]]:
    yield [str(column.label) for column in COLUMNS]
    for number, row in enumerate(found, start=1):
        yield [
            number,
            row.name,
            row.commission,
            row.commission_kk,
            row.commission_ru,
            row.field_kk,
            row.field_ru,
            row.protocol_number,
            row.protocol_date,
            row.begins,
            row.ends,
        ]


def register_json(
    found: list[Record], on: date, moment: datetime | None = None
) -> bytes:
    """Return the list as Popolo: persons, organizations, memberships.

    The organizations are the council and all commissions of the day, whoever is
    asked for. `moment` is that of the record, None for the live one.
    """
    recorded = timezone.localtime(moment).isoformat() if moment else None
    data = {
        "meta": {
            "day": on.isoformat(),
            "as_recorded": recorded,
            "license": LICENCE,
            "license_url": LICENCE_URL,
            "source": f"{settings.SITE_URL}/register.json",
        },
        "persons": [_person(row) for row in found],
        "organizations": _organizations(on),
        "memberships": [_membership(row) for row in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def entry_url(public_id: str, language: str = "kk") -> str:
    """Return the whole address of an entry."""
    return f"{settings.SITE_URL}/{language}/register/{public_id}/"


def _person(row: Record) -> dict[str, Any]:
    person = {
        "id": row.public_id,
        "name": row.name,
        "sort_name": row.name,
        "family_name": row.surname,
        "given_name": row.given_name,
    }
    if row.patronymic:
        person["patronymic_name"] = row.patronymic
    links = [{"url": entry_url(row.public_id)}]
    return person | {
        "field": {"kk": row.field_kk, "ru": row.field_ru},
        "links": links,
    }


def _organizations(on: date) -> list[dict[str, Any]]:
    council = Council.objects.first()
    bodies = Body.objects.on(on).commissions().select_related("convocation")
    found = [_organization(COUNCIL_ID, "public council", council)] if council else []
    for body in bodies:
        code = _code(body.convocation.number, body.number or 0)
        commission = _organization(code, "commission", body)
        found.append(commission | ({"parent_id": COUNCIL_ID} if council else {}))
    return found


def _organization(code: str, kind: str, row: Council | Body) -> dict[str, Any]:
    return {
        "id": code,
        "name": row.name_kk,
        "other_names": [{"name": row.name_ru, "note": "ru"}],
        "classification": kind,
    }


def _code(convocation: int, commission: int) -> str:
    """Return what names a commission for good: convocation-4-commission-2."""
    return f"convocation-{convocation}-commission-{commission}"


def _membership(row: Record) -> dict[str, Any]:
    day = row.protocol_date.isoformat()
    return {
        "id": f"{row.public_id}-{row.begins.isoformat()}",
        "person_id": row.public_id,
        "organization_id": _code(row.convocation, row.commission),
        "role": "expert",
        "start_date": row.begins.isoformat(),
        "end_date": row.ends.isoformat(),
        "protocol_number": row.protocol_number,
        "protocol_date": day,
        "sources": [
            {
                "url": entry_url(row.public_id),
                "note": f"Президиум, № {row.protocol_number}, {day}",
            }
        ],
    }
