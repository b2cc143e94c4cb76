"""The first day of a council: everything that must be on record before its work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from council import actions as council
from council import names
from council.audit import deed
from council.models import Account, Body, Convocation, Council, Edition
from council.regulation import RuleViolation
from experts import actions as experts
from experts.models import ReferenceDocument

ASSEMBLY = ("Жалпы отырыс", "Общее заседание")
PRESIDIUM = ("Президиум", "Президиум")
LAWS = (
    (
        "«Қоғамдық кеңестер туралы» Заң, 02.11.2015 ж., № 383-V",
        "Закон «Об общественных советах», 02.11.2015 г., № 383-V",
    ),
    (
        "Қоғамдық бақылауды ұйымдастыру және өткізу қағидалары, "
        "26.02.2021 ж., № 73 бұйрық",
        "Правила организации и проведения общественного контроля, "
        "приказ № 73 от 26.02.2021 г.",
    ),
)
OF_ALMATY = (
    (
        "Алматы қаласының Қоғамдық кеңесі туралы ереже, 20.06.2022 ж.",
        "Положение об Общественном совете города Алматы, 20.06.2022 г.",
    ),
    (
        "Алматы қаласы Қоғамдық кеңесінің регламенті",
        "Регламент Общественного совета города Алматы",
    ),
    (
        "Қоғамдық кеңестің эксперттері туралы ереже, 13.10.2025 ж., № 24 шешім",
        "Положение об экспертах Общественного совета, решение № 24 от 13.10.2025 г.",
    ),
)


@dataclass(frozen=True)
class Founding:
    """What is told of a new council.

    `council` and `edition` are values by field name; `commissions` are names in
    Kazakh and Russian, in the order of the numbers.
    """

    council: dict[str, Any]
    edition: dict[str, Any]
    number: int
    begins: date
    ends: date
    commissions: list[tuple[str, str]]


@dataclass(frozen=True)
class Founded:
    """What was put on record."""

    council: Council
    convocation: Convocation
    bodies: list[Body]
    edition: Edition
    documents: list[ReferenceDocument]


def reference_documents(city: str) -> tuple[tuple[str, str], ...]:
    """Return the documents of 1.13: the laws, and in Almaty the council's own too."""
    is_almaty = "алматы" in names.fold(city)
    return (LAWS[0], *OF_ALMATY[:2], LAWS[1], OF_ALMATY[2]) if is_almaty else LAWS


@deed
def init_council(*, founding: Founding, by: Account) -> Founded:
    """Put a council on record with its bodies, its Regulation and its documents.

    Raises RuleViolation when one is on record already: an installation serves one.
    """
    if any(model.objects.exists() for model in (Council, Convocation, Edition)):
        raise RuleViolation(
            _("A council is on record already. This command founds the first one only.")
        )
    named = council.name_council(by=by, **founding.council)
    convocation = council.enter_convocation(
        number=founding.number, begins=founding.begins, ends=founding.ends, by=by
    )
    kinds = Body.Kind
    bodies = [(kinds.ASSEMBLY, None, ASSEMBLY), (kinds.PRESIDIUM, None, PRESIDIUM)]
    commissions = enumerate(founding.commissions, start=1)
    return Founded(
        council=named,
        convocation=convocation,
        bodies=[
            council.enter_body(
                convocation=convocation,
                kind=kind,
                number=number,
                name_kk=name_kk,
                name_ru=name_ru,
                by=by,
            )
            for kind, number, (name_kk, name_ru) in (
                *bodies,
                *((kinds.COMMISSION, number, both) for number, both in commissions),
            )
        ],
        edition=council.adopt_edition(by=by, **founding.edition),
        documents=experts.keep_reference_documents(
            rows=[
                {"pk": None, "title_kk": kazakh, "title_ru": russian}
                for kazakh, russian in reference_documents(named.city_ru)
            ],
            by=by,
        ),
    )
