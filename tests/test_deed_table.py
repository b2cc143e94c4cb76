"""State × role × deed, literally: every cell of the tables is tried.

A cell has one sign for each reader, in the order of READERS:

    +  done, or the page is shown
    !  refused in a sentence: nothing has changed
    0  not found, as if it did not exist
    x  not allowed
    ?  asked to sign in
"""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from commissions import actions as commissions
from commissions.models import Submission
from council import actions
from council.models import Convocation, Edition, Sitting
from council.regulation import Ground
from council.roles import DEEDS
from experts.lists import unpublished
from experts.models import Expert
from tests import factories as make
from tests.accounts.tables import OF_ACCOUNTS, OF_SECOND_FACTOR
from tests.commissions.output_table import OF_OUTPUTS
from tests.commissions.work_tables import TABLES as OF_WORK
from tests.experts.lists import ROW, table, workbook
from tests.kpi.tables import OF_EVALUATIONS, OF_REPORTS
from tests.scans import a_pdf
from tests.test_bad_input import put_away
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
READERS = ("secretariat", "own chair", "other chair", "presidium member", "anybody")
HELD, AHEAD = date(2025, 11, 19), date(2025, 11, 28)
FREE = {"title_kk": "Жоспар", "draft_kk": "Бекітілсін."}
PDF = a_pdf("signed")
OLDER_THAN_ALL = date(2025, 11, 12)
NOW = "2025-11-20 12:00+05:00"

# A sitting of commission № 1, whose chair is the own one.
OF_COMMISSION = """
deed                planned  voted    final    cancelled
sitting             ++00?    ++00?    ++00?    ++00?
protocol_pdf        ++00?    ++00?    ++00?    ++00?
excerpt_pdf         0000?    0000?    ++00?    0000?
agenda_pdf          ++00?    ++00?    ++00?    ++00?
attendance_sheet_pdf ++00?   ++00?    ++00?    ++00?
invitations_pdf     ++0x?    ++0x?    000x?    000x?
change_sitting      ++0x?    ++0x?    !!0x?    !!0x?
cancel_sitting      ++0x?    ++0x?    !!0x?    !!0x?
reopen_sitting      !!0x?    !!0x?    !!0x?    ++0x?
add_item            ++0x?    ++0x?    !!0x?    !!0x?
record_attendance   ++0x?    ++0x?    !!0x?    !!0x?
record_votes        !!0x?    ++0x?    !!0x?    !!0x?
discuss             ++0x?    ++0x?    !!0x?    !!0x?
finalise_protocol   !!0x?    ++0x?    !!0x?    !!0x?
attach_scan         000x?    000x?    ++0x?    000x?
correct_protocol    0xxx?    0xxx?    +xxx?    0xxx?
propose_edition     !xxx?    !xxx?    0xxx?    0xxx?
"""
# A sitting of the Presidium, of which both chairs are members.
OF_PRESIDIUM = """
deed                planned  voted    final    cancelled
sitting             ++++?    ++++?    ++++?    ++++?
protocol_pdf        ++++?    ++++?    ++++?    ++++?
excerpt_pdf         0000?    0000?    ++++?    0000?
agenda_pdf          ++++?    ++++?    ++++?    ++++?
attendance_sheet_pdf ++++?   ++++?    ++++?    ++++?
invitations_pdf     +00x?    +00x?    000x?    000x?
change_sitting      +00x?    +00x?    !00x?    !00x?
cancel_sitting      +00x?    +00x?    !00x?    !00x?
reopen_sitting      !00x?    !00x?    !00x?    +00x?
add_item            +00x?    +00x?    !00x?    !00x?
record_attendance   +00x?    +00x?    !00x?    !00x?
record_votes        !00x?    +00x?    !00x?    !00x?
propose             ++!x?    ++!x?    !!!x?    !!!x?
finalise_protocol   !00x?    +00x?    !00x?    !00x?
attach_scan         000x?    000x?    +00x?    000x?
correct_protocol    0xxx?    0xxx?    +xxx?    0xxx?
propose_edition     +xxx?    +xxx?    0xxx?    0xxx?
"""
# A person of commission № 1.
OF_PERSON = """
deed                 candidate  discussed  proposed  in_office  refused  released
dossier              ++0x?      ++0x?      ++0x?     ++0x?      ++0x?    ++0x?
path                 ++0x?      ++0x?      ++0x?     ++0x?      ++0x?    ++0x?
change_dossier       +xxx?      +xxx?      +xxx?     +xxx?      +xxx?    +xxx?
discuss              ++0x?      !!0x?      !!0x?     !!0x?      ++0x?    ++0x?
propose              !!!x?      ++!x?      !!!x?     !!!x?      !!!x?    !!!x?
discuss_expert       !!0x?      !!0x?      !!0x?     ++0x?      !!0x?    !!0x?
propose_release      !!0x?      !!0x?      !!0x?     ++0x?      !!0x?    !!0x?
propose_reassignment !!0x?      !!0x?      !!0x?     ++0x?      !!0x?    !!0x?
key_request          !xxx?      !xxx?      !xxx?     +xxx?      !xxx?    !xxx?
withdraw_consent     +xxx?      +xxx?      +xxx?     +xxx?      +xxx?    +xxx?
"""
# What has no state, or one that the deed itself ends.
OF_COUNCIL = """
deed                      in_office  over
desk                      ++++?      +xxx?
the_council               ++++?      +xxx?
editions                  ++++?      +xxx?
sittings                  ++++?      +xxx?
candidates                +++x?      +xxx?
candidates_pdf            +++x?      +xxx?
history                   +xxx?      +xxx?
row_history               +xxx?      +xxx?
audit_record              +xxx?      +xxx?
reminders                 +xxx?      +xxx?
choose_letters            ++++?      +xxx?
name_council              +xxx?      +xxx?
set_retention             +xxx?      +xxx?
enter_convocation         !xxx?      +xxx?
enter_body                +xxx?      +xxx?
seat_person               +xxx?      !xxx?
end_seat                  +xxx?      +xxx?
reopen_seat               +xxx?      !xxx?
change_person             +xxx?      +xxx?
merge_persons             +xxx?      +xxx?
change_body               +xxx?      +xxx?
end_convocation_early     +xxx?      !xxx?
name_acting_chair         +xxx?      !xxx?
plan_sitting              ++0x?      0xxx?
enter_candidate           +xxx?      !xxx?
import_register           +xxx?      !xxx?
publish_list              +xxx?      +xxx?
keep_reference_documents  +xxx?      +xxx?
"""


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to(NOW)


class World:
    """A council with its five readers, and what a cell asks for in its state."""

    def __init__(self):
        self.council = council = make.a_council(per_commission=2)
        self.by = council.secretariat
        member = make.an_account()
        actions.change_person(person=council.members[3], account=member, by=self.by)
        self.accounts = (self.by, *council.chair_accounts, member, None)

    def sitting(self, body, state):
        """Return a sitting of the body in that state, with one free question."""
        sitting = actions.plan_sitting(
            body=body, held_on=HELD, secretary=self.council.secretary, by=self.by
        )
        actions.add_item(sitting=sitting, texts=FREE, by=self.by)
        if state == "cancelled":
            actions.cancel_sitting(sitting=sitting, by=self.by)
        elif state != "planned":
            make.attended(sitting)
            make.voted(sitting)
        if state == "final":
            make.finalised(sitting)
        return Sitting.objects.get(pk=sitting.pk)

    def person(self, state):
        """Return a dossier of the first commission that has come so far."""
        expert = make.a_candidate(self.council)
        if state != "candidate":
            make.discussed(expert)
        if state == "proposed":
            sitting = make.a_presidium_sitting(self.council, AHEAD)
            make.proposed(expert, sitting=sitting)
        elif state in ("in_office", "refused", "released"):
            against = self.council.members[:3] if state == "refused" else ()
            sitting = make.a_presidium_sitting(self.council)
            make.proposed(expert, sitting=sitting)
            make.decided(sitting, against=against)
        if state == "released":
            sitting = make.a_presidium_sitting(self.council, OLDER_THAN_ALL)
            commissions.propose_release(
                expert=expert, sitting=sitting, ground=Ground.TRUST, by=self.by
            )
            make.decided(sitting)
        return Expert.objects.get(pk=expert.pk)


@built_once(NOW)
def world():
    return World()


def cells(table):
    """Return, by state, the signs of every deed in a table."""
    head, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        state: {row[0]: row[place] for row in rows}
        for place, state in enumerate(head[1:], start=1)
    }


def sign(world, reader, url, data):
    """Return what the deed comes to for that reader, and undo it."""
    client = Client()
    if account := world.accounts[reader]:
        client.force_login(account)
    with transaction.atomic():
        response = client.post(url, data) if data is not None else client.get(url)
        put_away(response)
        transaction.set_rollback(True)
    if response.status_code == 302:
        return "?" if "/sign-in/" in response["Location"] else "+"
    if response.status_code in (403, 404):
        return "x" if response.status_code == 403 else "0"
    assert response.status_code in (200, 422), response.status_code
    return "+" if data is None else "!"


def tried(world, address_of, deeds, subject):
    """Return the signs of all readers, by deed; nothing of one deed stays."""
    found = {}
    for deed in deeds:
        with transaction.atomic():
            url, data = address_of(world, deed, subject)
            found[deed] = "".join(
                sign(world, reader, url, data() if callable(data) else data)
                for reader in range(len(READERS))
            )
            transaction.set_rollback(True)
    return found


PAPERS = ("protocol_pdf", "agenda_pdf", "attendance_sheet_pdf", "invitations_pdf")


def of_sitting(world, deed, sitting):
    """Return address and data of a deed on a sitting."""
    revision = {"revision": sitting.revision}
    candidate = make.a_candidate(world.council)
    if deed == "propose":
        make.discussed(candidate)
    voters = [person.pk for person in sitting.members]
    numbers = {name: getattr(world.council.edition, name) for name in Edition.NUMBERS}
    item = sitting.items.first()
    data = {
        "change_sitting": lambda: (
            revision | {"held_on": sitting.held_on, "place_kk": "Республика алаңы"}
        ),
        "cancel_sitting": lambda: revision,
        "reopen_sitting": lambda: revision,
        "add_item": lambda: FREE,
        "record_attendance": lambda: revision | {"voters": voters},
        "record_votes": lambda: (
            revision | ({f"{item.pk}-for": len(voters)} if item else {})
        ),
        "discuss": lambda: revision | {"candidates": [candidate.pk]},
        "propose": lambda: revision | {"candidates": [candidate.pk]},
        "finalise_protocol": lambda: revision | {"number": 7},
        "attach_scan": lambda: {
            "version": sitting.protocol.current.pk if sitting.is_final else "",
            "language": "kk",
            "upload": SimpleUploadedFile("signed.pdf", PDF),
        },
        "correct_protocol": lambda: (
            revision
            | {
                "explanation_kk": "Нөмір.",
                "explanation_ru": "Номер.",
                "number": 9,
                "presiding": sitting.presiding_id,
                "secretary": sitting.secretary_id,
                "voters": voters,
                f"{item.pk if item else 0}-title_kk": "Жоспар",
                f"{item.pk if item else 0}-draft_kk": "Бекітілсін.",
                f"{item.pk if item else 0}-for": len(voters),
            }
        ),
        "propose_edition": lambda: (
            numbers | {"candidates_limit": 4, "effective_on": "2026-01-01"}
        ),
    }
    args = {"excerpt_pdf": [1, "kk"]}.get(deed, ["kk"] if deed in PAPERS else [])
    url = reverse(deed, args=[sitting.pk, *args])
    return url, data.get(deed)


@pytest.mark.parametrize("state", cells(OF_COMMISSION))
def test_sitting_of_a_commission(world, state):
    signs = cells(OF_COMMISSION)[state]
    sitting = world.sitting(world.council.commissions[0], state)
    assert tried(world, of_sitting, signs, sitting) == signs


@pytest.mark.parametrize("state", cells(OF_PRESIDIUM))
def test_sitting_of_the_presidium(world, state):
    signs = cells(OF_PRESIDIUM)[state]
    sitting = world.sitting(world.council.presidium, state)
    assert tried(world, of_sitting, signs, sitting) == signs


def of_person(world, deed, expert):
    """Return address and data of a deed on a person."""
    council, by = world.council, world.by
    presidium = make.a_presidium_sitting(council, AHEAD)
    own = actions.plan_sitting(body=council.commissions[0], held_on=AHEAD, by=by)
    sitting = {"sitting": presidium.pk}
    chosen = {"revision": 1, "candidates": [expert.pk]}
    data = {
        "change_dossier": {
            "commission": expert.commission_id,
            "surname": expert.person.surname,
            "given_name": expert.person.given_name,
            "field_kk": "Экология",
            "corruption": "none",
            "revision": expert.revision,
        },
        "discuss": chosen,
        "propose": chosen,
        "discuss_expert": {"sitting": own.pk, "move": "release"},
        "propose_release": sitting | {"ground": "trust"},
        "propose_reassignment": sitting | {"target": council.commissions[1].pk},
        "key_request": sitting | {"requested_on": "2025-11-18"},
        "withdraw_consent": {"on": "2025-11-20", "checked": "1"},
    }
    key = {"discuss": own.pk, "propose": presidium.pk}.get(deed, expert.pk)
    return reverse(deed, args=[key]), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_PERSON))
def test_person(world, state):
    signs = cells(OF_PERSON)[state]
    assert tried(world, of_person, signs, world.person(state)) == signs


def of_council(world, deed, council):
    """Return address and data of a deed on the council itself."""
    seat = council.commissions[0].seats.get(role="member")
    ended = council.commissions[1].seats.get(role="member")
    actions.end_seat(seat=ended, ends=date(2025, 11, 19), by=world.by)
    names = {"name_kk": "Кеңес", "name_ru": "Совет"}
    twins = [make.a_person(surname="Егізбаев") for _number in range(2)]
    following = {"number": 5, "begins": "2025-11-20", "ends": "2028-11-19"}
    keys = {
        "enter_body": council.convocation.pk,
        "seat_person": council.commissions[0].pk,
        "end_seat": seat.pk,
        "reopen_seat": ended.pk,
        "change_person": council.members[5].pk,
        "merge_persons": twins[0].pk,
        "change_body": council.commissions[0].pk,
        "end_convocation_early": council.convocation.pk,
        "name_acting_chair": council.commissions[0].pk,
        "plan_sitting": council.commissions[0].pk,
    }
    data = {
        "name_council": names | {"city_kk": "Алматы", "city_ru": "Алматы"},
        "set_retention": {
            f"keep_{name}": 6 for name in ("admitted", "refused", "left", "undecided")
        },
        "enter_convocation": following,
        "enter_body": names | {"kind": "commission", "number": 9},
        "seat_person": {
            "person": council.members[4].pk,
            "role": "member",
            "begins": "2025-11-20",
        },
        "end_seat": {"ends": "2025-11-20"},
        "reopen_seat": {},
        "choose_letters": {"email": "own@example.org", "language": "ru"},
        "change_person": {"surname": "Серік", "given_name": "Әлия"},
        "merge_persons": {
            "person": twins[0].pk,
            "duplicate": twins[1].pk,
            "checked": "1",
        },
        "change_body": names,
        "import_register": lambda: {
            "file": SimpleUploadedFile("list.xlsx", workbook(table(ROW)))
        },
        "end_convocation_early": {
            "ends": "2025-11-20",
            "ended_early_by": "№ 7",
            "checked": "1",
        },
        "name_acting_chair": {
            "person": seat.person_id,
            "begins": "2025-11-20",
            "ends": "2025-11-25",
        },
        "plan_sitting": {"held_on": "2025-11-28"},
        "enter_candidate": {
            "commission": council.commissions[0].pk,
            "surname": "Қасенов",
            "given_name": "Әлихан",
            "field_kk": "Экология",
            "corruption": "",
        },
        "publish_list": lambda: {"seen": unpublished(date(2025, 11, 20)).seen},
        "keep_reference_documents": {
            "new0-title_kk": "Ереже",
            "new0-title_ru": "Положение",
        },
    }
    args = [keys[deed]] if deed in keys else []
    if deed == "row_history":
        args = ["council.body", council.presidium.pk]
    elif deed == "candidates_pdf":
        args = ["kk"]
    return reverse(deed, args=args), data.get(deed)


@pytest.mark.parametrize("state", cells(OF_COUNCIL))
def test_council(world, state):
    signs = cells(OF_COUNCIL)[state]
    if state == "over":
        actions.end_convocation_early(
            convocation=world.council.convocation,
            ends=date(2025, 11, 19),
            ended_early_by="№ 7",
            by=world.by,
        )
        world.council.convocation = Convocation.objects.get()
    assert tried(world, of_council, signs, world.council) == signs


# Deeds whose object is not one of the tables' own: tried on the pages of their own.
ELSEWHERE = {"open_file", "open_scan", "change_item", "remove_item", "end_acting"}


def test_every_deed_is_in_a_table():
    listed = {
        deed
        for table in (
            *(OF_COMMISSION, OF_PRESIDIUM, OF_PERSON, OF_COUNCIL, *OF_WORK),
            *(OF_OUTPUTS, OF_EVALUATIONS, OF_REPORTS, OF_ACCOUNTS, OF_SECOND_FACTOR),
        )
        for signs in cells(table).values()
        for deed in signs
    }
    assert listed | ELSEWHERE == set(DEEDS)
    assert Submission.objects.count() == 0
