"""What is on record when a list is judged: read at once, asked row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from council import names
from council.dates import numeric_date
from council.models import Body, Convocation, Edition, Person, Seat, Sitting
from council.regulation import (
    NOT_COUNCIL_MEMBER,
    ONE_COMMISSION,
    TERM_WITHIN_CONVOCATION,
    RuleViolation,
    collect,
)
from experts.imports.resource import Row
from experts.models import Engagement, Expert


@dataclass(frozen=True)
class Known:
    """A person on record, as far as a list can tell people apart."""

    pk: int
    name: str
    key: str
    has_patronymic: bool
    birth_date: date | None

    def may_be(self, row: Row) -> bool:
        """Return whether nothing says that it is somebody else."""
        other_day = (
            self.birth_date and row.birth_date and self.birth_date != row.birth_date
        )
        other_name = (
            self.has_patronymic and row.patronymic and self.key != names.fold(row.name)
        )
        return not (other_day or other_name)

    def is_surely(self, row: Row) -> bool:
        """Return whether the name is the same in full, or the birth date is too."""
        same_day = row.birth_date is not None and row.birth_date == self.birth_date
        return same_day or self.key == names.fold(row.name)

    def described(self) -> str:
        """Return the name with the birth date where it is known."""
        if self.birth_date is None:
            return self.name
        return f"{self.name} ({numeric_date(self.birth_date)})"


class Record:
    """The council as it stands on a day, for the judging of one list.

    Raises RuleViolation where no convocation is in office: there is no register then.
    """

    def __init__(self, on: date) -> None:
        convocation = Convocation.objects.on(on).first()
        if convocation is None:
            raise RuleViolation(
                _("No convocation is in office today. Enter it and its commissions.")
            )
        self.on, self.convocation = on, convocation
        self.edition = Edition.objects.filter(effective_on__lte=on).first()
        self.first_edition = (
            Edition.objects.order_by("effective_on")
            .values_list("effective_on", flat=True)
            .first()
        )
        self.commissions: dict[int, Body] = {
            body.number: body
            for body in convocation.bodies.commissions()
            if body.number is not None
        }
        self.formalised = dict(
            Sitting.objects.presidium()
            .filter(body__convocation=convocation, protocol__isnull=False)
            .values_list("held_on", "protocol__number")
        )
        self._read_people()
        self._read_experts()

    def _read_people(self) -> None:
        self.people: dict[str, list[Known]] = defaultdict(list)
        rows = Person.objects.order_by("pk").values_list(
            "pk", "surname", "given_name", "patronymic", "birth_date", "search_key"
        )
        for pk, surname, given_name, patronymic, birth_date, key in rows:
            name = names.full_name(surname, given_name, patronymic)
            known = Known(pk, name, key, bool(patronymic), birth_date)
            self.people[names.fold(f"{surname} {given_name}")].append(known)
        self.seats: dict[int, list[tuple[date, date]]] = defaultdict(list)
        for person, begins, ends in (
            Seat.objects.in_council()
            .filter(body__convocation=self.convocation)
            .values_list("person", "begins", "ends")
        ):
            self.seats[person].append((begins, ends or self.convocation.ends))

    def _read_experts(self) -> None:
        self.dossiers = {
            expert.person_id: expert.commission
            for expert in Expert.objects.filter(
                convocation=self.convocation
            ).select_related("commission")
        }
        self.entries: dict[int, list[Engagement]] = defaultdict(list)
        for entry in (
            Engagement.objects.valid()
            .filter(expert__convocation=self.convocation)
            .select_related("expert", "commission", "admitted_by__sitting")
        ):
            self.entries[entry.expert.person_id].append(entry)

    def ends_of(self, row: Row) -> date:
        """Return the last day of a row's term; by default the convocation's."""
        return row.ends or self.convocation.ends

    def is_entered(self, person: int, row: Row) -> bool:
        """Return whether the register has this very entry, whatever its source."""
        return any(
            entry.commission.number == row.commission
            and entry.decision_number == row.protocol_number
            and entry.decided_on == row.protocol_date
            for entry in self.entries[person]
        )

    def person_of(self, row: Row) -> tuple[int | None, list[str]]:
        """Return the key of whom a row names, or why that cannot be told."""
        alike = [
            known
            for known in self.people[names.fold(f"{row.surname} {row.given_name}")]
            if known.may_be(row)
        ]
        sure = [known for known in alike if known.is_surely(row)]
        exact = [known for known in sure if known.birth_date == row.birth_date]
        if len(sure) == 1 or (row.birth_date and len(exact) == 1):
            return (exact or sure)[0].pk, []
        listed = "; ".join(known.described() for known in alike)
        if sure:
            return None, [
                _(
                    "Several people on record answer to this name: %(people)s. Give "
                    "the birth date, or enter the expert by hand."
                )
                % {"people": listed}
            ]
        if alike:
            return None, [
                _(
                    "Perhaps on record already: %(people)s. Write name and birth date "
                    "as they stand there, or enter the expert by hand."
                )
                % {"people": listed}
            ]
        return None, []

    def day_objections(self, row: Row) -> Iterable[str]:
        """Say what speaks against the day of the protocol (1.8, 1.9, 7.1)."""
        day, convocation = row.protocol_date, self.convocation
        if day is None:
            return
        if day > self.on:
            yield _("The sitting of %(day)s is still to come.") % {
                "day": numeric_date(day)
            }
        elif not convocation.begins <= day <= convocation.ends:
            yield _(
                "1.9: the sitting of %(day)s is outside the convocation, "
                "%(begins)s – %(ends)s."
            ) % {
                "day": numeric_date(day),
                "begins": numeric_date(convocation.begins),
                "ends": numeric_date(convocation.ends),
            }
        elif self.first_edition is None or day < self.first_edition:
            yield _("7.1: no edition of the Regulation is in force on %(day)s.") % {
                "day": numeric_date(day)
            }
        elif day in self.formalised:
            yield _(
                "1.8: the Presidium's sitting of %(day)s has its final protocol here, "
                "№ %(number)s. Only that protocol enters its experts."
            ) % {"day": numeric_date(day), "number": self.formalised[day]}

    def term_objections(self, row: Row) -> Iterable[str]:
        """Say what speaks against the last day (1.9)."""
        if row.ends is None:
            return
        yield from collect(
            (
                TERM_WITHIN_CONVOCATION,
                {"ends": row.ends, "convocation_ends": self.convocation.ends},
            )
        )
        if row.protocol_date and row.ends < row.protocol_date:
            yield _(
                "The term ends on %(ends)s, before the sitting of %(day)s that "
                "began it."
            ) % {
                "ends": numeric_date(row.ends),
                "day": numeric_date(row.protocol_date),
            }

    def commission_objections(self, row: Row) -> Iterable[str]:
        """Say whether the convocation has that commission."""
        if row.commission is not None and row.commission not in self.commissions:
            yield _("There is no commission № %(number)s in this convocation.") % {
                "number": row.commission
            }

    def person_objections(self, person: int, row: Row) -> Iterable[str]:
        """Say what the person's other places speak against (1.5, 6.1)."""
        first = row.protocol_date or self.on
        is_member = any(
            begins <= self.ends_of(row) and first <= ends
            for begins, ends in self.seats[person]
        )
        serving = next(
            (
                entry.commission.number
                for entry in self.entries[person]
                if entry.left_on is None
            ),
            None,
        )
        yield from collect(
            (NOT_COUNCIL_MEMBER, {"is_member": is_member, "name": row.name}),
            (ONE_COMMISSION, {"already_in": serving}),
        )
        if serving is None and person in self.dossiers:
            yield _("%(name)s has a dossier already, in %(commission)s.") % {
                "name": row.name,
                "commission": self.dossiers[person],
            }
