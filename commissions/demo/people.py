"""Drawing the persons of the demonstration and what their dossiers say."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from commissions.demo import names, texts
from experts.actions import Dossier
from experts.models import Paper


class Cast:
    """Draws persons and dossiers, the same ones from the same seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.drawn: set[tuple[str, str]] = set()
        self.number = 0

    def person(self) -> dict[str, str]:
        """Return a name that was not drawn yet: surname, given_name, patronymic."""
        sex = self.rng.choice("mf")
        is_kazakh = self.rng.random() < 0.75
        surnames = names.KAZAKH_SURNAMES if is_kazakh else names.RUSSIAN_SURNAMES
        given = names.KAZAKH_GIVEN_NAMES if is_kazakh else names.RUSSIAN_GIVEN_NAMES
        marks = names.KAZAKH_PATRONYMICS if is_kazakh else names.RUSSIAN_PATRONYMICS
        drawn = self.rng.choice(surnames), self.rng.choice(given[sex])
        if drawn in self.drawn:
            return self.person()
        self.drawn.add(drawn)
        surname, given_name = drawn
        return {
            "surname": names.feminine(surname) if sex == "f" else surname,
            "given_name": given_name,
            "patronymic": marks[sex],
        }

    def dossier(self, commission: int, on: date) -> Dossier:
        """Return a complete dossier for that commission, handed in on that day."""
        self.number += 1
        graduated = date(on.year - self.rng.randint(4, 30), 6, 30)
        expert = self._expert(commission, graduated)
        papers = {
            kind.value: self._paper(kind, on)
            for kind in Paper.REQUIRED_KINDS
            if kind != Paper.Kind.DIPLOMA or expert["has_higher_education"]
        }
        if Paper.Kind.DIPLOMA in papers:
            papers[Paper.Kind.DIPLOMA]["issued_on"] = graduated
        return Dossier(
            person=self.person(),
            expert=expert,
            papers=papers,
            welcome=self._welcome(on) if self.rng.random() < 0.3 else [],
            disclosures=[] if expert["no_memberships"] else [self._disclosure(on)],
            acknowledged_on=on,
            consent_on=on,
        )

    def _expert(self, commission: int, graduated: date) -> dict[str, Any]:
        """Return the basis of 2.1, one of three mixes, and the statements."""
        rng = self.rng
        field_kk, field_ru = rng.choice(texts.COMMISSIONS[commission - 1].fields)
        basis = rng.choices(("education", "both", "practice"), (5, 3, 2))[0]
        studied, practised = basis != "practice", basis != "education"
        education = rng.choice(texts.EDUCATION).format(year=graduated.year)
        return {
            "field_kk": field_kk,
            "field_ru": field_ru,
            "has_higher_education": studied,
            "education": education if studied else "",
            "practice_months": rng.randint(36, 300) if practised else 0,
            "practice": rng.choice(texts.PRACTICE) if practised else "",
            "phone": f"+7700000{self.number:04}",
            "email": f"expert{self.number}@example.org",
            "is_ready": True,
            "corruption": "none",
            "no_memberships": rng.random() < 0.85,
        }

    def _paper(self, kind: Paper.Kind, on: date) -> dict[str, Any]:
        """Return a seen paper; a certificate is mostly clear, rarely spent (2.2)."""
        result = Paper.Result.CLEAR.value if kind in Paper.BARS else ""
        if kind == Paper.Kind.CRIMINAL_RECORD and self.rng.random() < 0.02:
            result = Paper.Result.SPENT.value
        issued_on = on - timedelta(days=self.rng.randint(0, 30))
        number = f"{self.rng.randrange(10**8):08}"
        return {
            "number": "" if kind == Paper.Kind.RESUME else number,
            "issued_on": issued_on,
            "result": result,
            "is_seen": True,
            "file": None,
        }

    def _welcome(self, on: date) -> list[dict[str, Any]]:
        kind, title = self.rng.choice(texts.CERTIFICATES)
        issued_on = on - timedelta(days=self.rng.randint(100, 3000))
        number = f"{self.rng.randrange(10**6):06}"
        return [
            {
                "pk": None,
                "kind": kind,
                "title": title,
                "number": number,
                "issued_on": issued_on,
            }
        ]

    def _disclosure(self, on: date) -> dict[str, Any]:
        body, attached_to, kind = self.rng.choice(texts.ADVISORY_BODIES)
        begins = on - timedelta(days=self.rng.randint(100, 1000))
        return {
            "pk": None,
            "body": body,
            "attached_to": attached_to,
            "kind": kind,
            "begins": begins,
        }
