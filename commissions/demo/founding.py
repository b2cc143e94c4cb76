"""Founding the demonstration council: accounts, bodies, members, the Regulation."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from commissions.demo import texts
from commissions.demo.calendar import Calendar
from commissions.demo.people import Cast
from commissions.founding import ASSEMBLY, PRESIDIUM, reference_documents
from council import actions as council
from council.models import Account, Body, Convocation, Person, Seat
from council.regulation import FIRST_EDITION
from experts import actions as experts

MEMBERS = 38
PLACES = 5
NUMBERS = range(1, len(texts.COMMISSIONS) + 1)
CHAIRS = {f"chair{number}": number for number in NUMBERS}
ACCOUNTS = {
    "secretariat": "all bodies, dossiers, sittings and protocols",
    **{name: f"chair of commission {number}" for name, number in CHAIRS.items()},
    "member": "member of the Presidium, reads",
    "administrator": "administrator",
}
# Who gets letters in Russian; the others get them in Kazakh.
READ_RUSSIAN = ("chair2", "chair4", "chair5")


class Founding:
    """The council as it is founded, before its first sitting."""

    convocation: Convocation
    presidium: Body
    secretary: Person

    def __init__(self, days: Calendar, cast: Cast, password: str) -> None:
        self.days, self.cast = days, cast
        self.accounts: dict[str, Account] = {}
        self.members: list[Person] = []
        self.commissions: dict[int, Body] = {}
        self._open_accounts(password)
        self._found_council()
        self._adopt_regulation()
        self._seat_members()
        self._link_accounts()

    @property
    def by(self) -> Account:
        """Return who keys everything in: the secretariat."""
        return self.accounts["secretariat"]

    def _open_accounts(self, password: str) -> None:
        """Open the accounts, with one password hashed once: hashing is slow."""
        hashed = make_password(password)
        roles = {
            "secretariat": Account.Role.SECRETARIAT,
            "administrator": Account.Role.ADMINISTRATOR,
        }
        for username in ACCOUNTS:
            self.accounts[username] = Account.objects.create(
                username=username,
                email=f"{username}@example.org",
                language="ru" if username in READ_RUSSIAN else "kk",
                password=hashed,
                role=roles.get(username, Account.Role.NONE),
            )

    def _found_council(self) -> None:
        """Name the council and open its convocation."""
        council.name_council(by=self.by, **texts.COUNCIL)
        self.convocation = council.enter_convocation(
            number=4, begins=self.days.begins, ends=self.days.ends, by=self.by
        )

    def _adopt_regulation(self) -> None:
        """Put the Regulation in force, with the documents experts must know (1.13)."""
        council.adopt_edition(
            by=self.by,
            **FIRST_EDITION
            | {
                "effective_on": self.days.adopted_on,
                "decided_on": self.days.adopted_on,
            },
        )
        experts.keep_reference_documents(
            rows=[
                {"pk": None, "title_kk": kazakh, "title_ru": russian}
                for kazakh, russian in reference_documents(texts.COUNCIL["city_ru"])
            ],
            by=self.by,
        )

    def _seat_members(self) -> None:
        """Open the bodies and seat 38 members, the Presidium's nine and a secretary.

        The first member chairs the council, the next six the commissions. Four
        members sit in two commissions.
        """
        kinds = Body.Kind
        assembly = self._body(kinds.ASSEMBLY, *ASSEMBLY)
        self.presidium = self._body(kinds.PRESIDIUM, *PRESIDIUM)
        self.members = [self._person() for _member in range(MEMBERS)]
        self._seat(assembly, self.members)
        self._seat(self.presidium, self.members[:9])
        chairs, others = self.members[1:7], self.members[7:]
        pool = iter(others + others[:4])
        for number, commission in enumerate(texts.COMMISSIONS, start=1):
            body = self._body(
                kinds.COMMISSION, commission.name_kk, commission.name_ru, number
            )
            seated = [next(pool) for _member in range(commission.members - 1)]
            self._seat(body, [chairs[number - 1], *seated])
            self.commissions[number] = body
        self.secretary = self._person()
        for body in (assembly, self.presidium):
            self._sit(body, self.secretary, Seat.Role.SECRETARY)

    def _link_accounts(self) -> None:
        """Say whose the accounts are: chairs and members follow from their seats."""
        persons = {name: self.members[number] for name, number in CHAIRS.items()}
        persons |= {"member": self.members[7], "secretariat": self.secretary}
        for username, person in persons.items():
            account = self.accounts[username]
            account.first_name = f"{person.given_name} {person.patronymic}"
            account.last_name = person.surname
            account.save(update_fields=["first_name", "last_name"])
            council.change_person(person=person, account=account, by=self.by)

    def _body(
        self, kind: str, name_kk: str, name_ru: str, number: int | None = None
    ) -> Body:
        return council.enter_body(
            convocation=self.convocation,
            kind=kind,
            number=number,
            name_kk=name_kk,
            name_ru=name_ru,
            by=self.by,
        )

    def _person(self) -> Person:
        return council.enter_person(by=self.by, **self.cast.person())

    def _seat(self, body: Body, members: list[Person]) -> None:
        """Seat these members; the first of them chairs."""
        for place, person in enumerate(members):
            self._sit(body, person, Seat.Role.MEMBER if place else Seat.Role.CHAIR)

    def _sit(self, body: Body, person: Person, role: str) -> None:
        council.seat_person(
            body=body, person=person, role=role, begins=self.days.begins, by=self.by
        )
