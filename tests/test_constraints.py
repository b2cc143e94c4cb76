"""What the database itself holds: each named constraint, from both sides."""

from datetime import date, timedelta
from functools import cached_property
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from commissions.models import Proposal, Submission
from council import actions
from council.audit import Tracked, deed
from council.models import (
    ActingChair,
    AgendaItem,
    Attendance,
    Body,
    Convocation,
    Edition,
    EditionItem,
    Invitation,
    NamedVote,
    Protocol,
    ProtocolPaper,
    ProtocolVersion,
    Redaction,
    Seat,
)
from experts.actions import publish_list
from experts.models import (
    Consent,
    Disclosure,
    DossierDraft,
    Engagement,
    Expert,
    ListEntry,
    ListPaper,
    Paper,
)
from tests import factories as make
from tests.commissions.output_cases import CASES as OUTPUT_CASES
from tests.commissions.work_constraints import CASES as OF_WORK
from tests.kpi.cases import EVALUATION_CASES, REPORT_CASES
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
BEFORE = DAY - timedelta(days=1)


class World:
    """One of each, to hang the rows under test on."""

    def __init__(self):
        self.council = make.a_council()
        self.by = self.council.secretariat
        self.person = make.a_person()
        self.first, self.second = (
            make.a_candidate(self.council),
            make.a_candidate(self.council),
        )
        make.discussed(self.first, self.second)
        self.sitting = make.a_presidium_sitting(self.council)
        self.submission = make.proposed(self.first, sitting=self.sitting)[0]
        self.item = self.submission.item
        self.free = actions.add_item(
            sitting=self.sitting,
            texts={"title_kk": "Жоспар", "draft_kk": "Бекітілсін."},
            by=self.by,
        )
        make.attended(self.sitting, voters=self.council.members[:3])
        make.voted(self.sitting, against=self.council.members[:1])
        self.protocol = make.finalised(self.sitting, number=3)
        self.bare = make.a_candidate(
            self.council, papers=dict.fromkeys(Paper.REQUIRED_KINDS)
        )
        self.next_sitting = make.a_presidium_sitting(self.council)

    @cached_property
    def list_edition(self):
        """Return an edition of the list with one entry and one paper."""
        edition = publish_list(on=make.DECIDED_ON, by=self.by)
        ListPaper(edition=edition, language="kk").save()
        return edition

    def draft_of(self, expert):
        return DossierDraft(
            made_by=self.by, expert=expert, kept_at=timezone.now(), typed={}
        )

    def invitation(self, good_for):
        made_at = timezone.now()
        return Invitation(
            account=self.by,
            kind=Invitation.Kind.INVITATION,
            token_sha256="0" * 64,
            made_at=made_at,
            good_until=made_at + good_for,
        )

    def entry(self, **changes):
        facts = {
            "edition": self.list_edition,
            "position": 2,
            "expert": self.first,
            "salt": "0" * 32,
            "text": {"public_id": ""},
            "commitment": "0" * 64,
        }
        return ListEntry(**facts | changes)

    @cached_property
    def redaction_key(self):
        """Return the key of a deed that redacted version 1 of a person."""
        key = uuid4()
        Redaction(at=timezone.now(), key=key, label="council.person", version=1).save()
        return key

    def redaction(self, **changes):
        facts = {
            "at": timezone.now(),
            "key": self.redaction_key,
            "label": "council.person",
        }
        return Redaction(**facts | changes)

    def seat(self, **changes):
        facts = {
            "body": self.council.commissions[1],
            "person": self.person,
            "begins": DAY,
        }
        return Seat(**facts | changes)

    def acting(self, **changes):
        facts = {
            "body": self.council.commissions[0],
            "person": self.person,
            "begins": DAY,
        }
        return ActingChair(**facts | changes)

    def body(self, **changes):
        facts = {
            "convocation": self.council.convocation,
            "kind": "commission",
            "number": 9,
            "name_kk": "Мәдениет",
            "name_ru": "Культура",
        }
        return Body(**facts | changes)

    def edition(self, **changes):
        facts = {
            field.name: getattr(self.council.edition, field.name)
            for field in Edition._meta.concrete_fields
            if field.name != "id"
        }
        return Edition(**facts | {"effective_on": DAY} | changes)

    def agenda_item(self, **votes):
        return AgendaItem(
            sitting=self.next_sitting, position=1, title_kk="А", draft_kk="Б", **votes
        )

    def a_protocol(self, **changes):
        facts = {
            "sitting": self.next_sitting,
            "body": self.council.presidium,
            "edition": self.council.edition,
            "year": 2025,
            "number": 4,
        }
        return Protocol(**facts | changes)

    def version(self, **changes):
        facts = {
            "protocol": self.protocol,
            "version": 2,
            "corrects": self.protocol.current,
            "corrected_on": DAY,
            "text": "{}",
            "sha256": "0" * 64,
        }
        return ProtocolVersion(**facts | changes)

    def amendment(self, **changes):
        numbers = {
            name: getattr(self.council.edition, name) for name in Edition.NUMBERS
        }
        facts = {"item": self.free, "effective_on": DAY}
        return EditionItem(**numbers | facts | changes)

    def proposal(self, **changes):
        facts = {
            "kind": "release",
            "ground": "trust",
            "expert": self.first,
            "commission": self.council.commissions[0],
            "proposer": self.council.chairs[0],
            "keyed_by": self.by,
        }
        return Proposal(**facts | changes)

    def paper(self, **facts):
        return Paper(expert=self.second, **{"kind": "certificate"} | facts)

    def submitted(self, **changes):
        facts = {
            "proposal": self.submission.proposal,
            "item": self.free,
            "sitting": self.sitting,
            "commission": self.council.commissions[0],
            "kind": "admit",
            "place": 2,
            "place_limit": 5,
        }
        return Submission(**facts | changes)

    def engagement(self, **changes):
        facts = {
            "expert": self.second,
            "commission": self.council.commissions[0],
            "begins": DAY,
            "ends": DAY,
            "admitted_by": self.protocol,
        }
        return Engagement(**facts | changes)


CASES = {
    "council_invitation_good_for_a_while": (
        lambda world: world.invitation(timedelta(minutes=1)),
        lambda world: world.invitation(timedelta(0)),
    ),
    "council_convocation_ends_after_begin": (
        lambda world: Convocation(number=5, begins=DAY, ends=DAY),
        lambda world: Convocation(number=5, begins=DAY, ends=BEFORE),
    ),
    "council_body_only_commissions_numbered": (
        lambda world: world.body(),
        lambda world: world.body(number=None),
    ),
    "council_body_one_per_number": (
        lambda world: world.body(number=3),
        lambda world: world.body(number=2),
    ),
    "council_body_one_per_kind": (
        lambda world: world.body(
            convocation=actions.enter_convocation(
                number=5, begins=date(2029, 1, 1), ends=date(2030, 1, 1), by=world.by
            ),
            kind="presidium",
            number=None,
        ),
        lambda world: world.body(kind="presidium", number=None),
    ),
    "council_seat_ends_after_begin": (
        lambda world: world.seat(ends=DAY),
        lambda world: world.seat(ends=BEFORE),
    ),
    "council_seat_one_open_per_person": (
        lambda world: world.seat(person=world.council.members[1], ends=DAY),
        lambda world: world.seat(person=world.council.members[1]),
    ),
    "council_seat_one_open_chair": (
        lambda world: world.seat(role="chair", ends=DAY),
        lambda world: world.seat(role="chair"),
    ),
    "council_edition_quorum_is_a_share": (
        lambda world: world.edition(quorum_numerator=3, quorum_denominator=3),
        lambda world: world.edition(quorum_numerator=4, quorum_denominator=3),
    ),
    "council_attendance_once_per_person": (
        lambda world: Attendance(
            sitting=world.sitting, person=world.person, has_vote=False
        ),
        lambda world: Attendance(
            sitting=world.sitting, person=world.council.members[0], has_vote=False
        ),
    ),
    "council_agendaitem_votes_all_or_none": (
        lambda world: world.agenda_item(
            votes_for=1, votes_against=0, votes_abstained=0
        ),
        lambda world: world.agenda_item(votes_for=1),
    ),
    "council_agendaitem_put_off_without_votes": (
        lambda world: world.agenda_item(put_off="postponed"),
        lambda world: world.agenda_item(
            put_off="postponed", votes_for=1, votes_against=0, votes_abstained=0
        ),
    ),
    "council_namedvote_once_per_person": (
        lambda world: NamedVote(
            item=world.item, person=world.council.members[1], choice="out"
        ),
        lambda world: NamedVote(
            item=world.item, person=world.council.members[0], choice="out"
        ),
    ),
    "council_protocol_number_once_a_year": (
        lambda world: world.a_protocol(number=3, year=2026),
        lambda world: world.a_protocol(number=3),
    ),
    "council_protocolversion_version_once": (
        lambda world: world.version(),
        lambda world: world.version(version=1, corrects=None, corrected_on=None),
    ),
    "council_protocolversion_later_ones_correct": (
        lambda world: world.version(),
        lambda world: world.version(corrects=None),
    ),
    "council_actingchair_ends_after_begin": (
        lambda world: world.acting(ends=DAY),
        lambda world: world.acting(ends=BEFORE),
    ),
    "council_editionitem_quorum_is_a_share": (
        lambda world: world.amendment(quorum_numerator=3),
        lambda world: world.amendment(quorum_numerator=4),
    ),
    "council_protocolpaper_one_per_language": (
        lambda world: ProtocolPaper(version=world.protocol.current, language="ru"),
        lambda world: ProtocolPaper(version=world.protocol.current, language="kk"),
    ),
    "experts_paper_one_of_a_kind": (
        lambda world: world.paper(kind="degree"),
        lambda world: world.paper(kind="resume"),
    ),
    "experts_paper_no_file_of_certificates": (
        lambda world: world.paper(file="papers/x.pdf"),
        lambda world: Paper(expert=world.bare, kind="narcology", file="papers/x.pdf"),
    ),
    "experts_paper_spent_conviction_only": (
        lambda world: Paper(expert=world.bare, kind="criminal_record", result="spent"),
        lambda world: Paper(expert=world.bare, kind="narcology", result="spent"),
    ),
    "experts_paper_seen_when_and_by_whom": (
        lambda world: world.paper(seen_on=DAY, seen_by=world.by),
        lambda world: world.paper(seen_on=DAY),
    ),
    "experts_expert_one_per_convocation": (
        lambda world: Expert(
            convocation=world.council.convocation,
            person=world.person,
            commission=world.council.commissions[1],
        ),
        lambda world: Expert(
            convocation=world.council.convocation,
            person=world.first.person,
            commission=world.council.commissions[1],
        ),
    ),
    "experts_engagement_ends_after_begin": (
        lambda world: world.engagement(),
        lambda world: world.engagement(ends=BEFORE),
    ),
    "experts_engagement_one_decision": (
        lambda world: world.engagement(
            admitted_by=None, imported_number="12", imported_on=DAY
        ),
        lambda world: world.engagement(imported_number="12", imported_on=DAY),
    ),
    "experts_engagement_left_when_how_and_by_what": (
        lambda world: world.engagement(
            left_on=DAY + timedelta(days=1),
            left_how="released",
            left_by=world.protocol,
        ),
        lambda world: world.engagement(
            left_on=DAY, left_how="released", left_by=world.protocol
        ),
    ),
    "experts_disclosure_ends_after_begin": (
        lambda world: Disclosure(expert=world.first, begins=DAY, ends=DAY),
        lambda world: Disclosure(expert=world.first, begins=DAY, ends=BEFORE),
    ),
    "experts_consent_withdrawn_after_given": (
        lambda world: Consent(expert=world.first, given_on=DAY, withdrawn_on=DAY),
        lambda world: Consent(expert=world.first, given_on=DAY, withdrawn_on=BEFORE),
    ),
    "commissions_proposal_only_admissions_have_terms": (
        lambda world: world.proposal(kind="admit", ground="", term_ends=DAY),
        lambda world: world.proposal(term_ends=DAY),
    ),
    "commissions_proposal_only_reassignments_have_targets": (
        lambda world: world.proposal(
            kind="reassign", ground="", target=world.council.commissions[1]
        ),
        lambda world: world.proposal(target=world.council.commissions[1]),
    ),
    "commissions_proposal_only_releases_have_grounds": (
        lambda world: world.proposal(),
        lambda world: world.proposal(ground=""),
    ),
    "commissions_proposal_only_own_requests_are_dated": (
        lambda world: world.proposal(ground="own_request", requested_on=DAY),
        lambda world: world.proposal(ground="own_request"),
    ),
    "commissions_submission_place_taken_once": (
        lambda world: world.submitted(place=2),
        lambda world: world.submitted(place=1),
    ),
    "commissions_submission_place_within_limit": (
        lambda world: world.submitted(place=5),
        lambda world: world.submitted(place=6),
    ),
    "commissions_submission_only_admissions_have_places": (
        lambda world: world.submitted(kind="other", place=None, place_limit=None),
        lambda world: world.submitted(place=None),
    ),
    "council_redaction_once_a_deed": (
        lambda world: world.redaction(version=2),
        lambda world: world.redaction(version=1),
    ),
    "experts_listentry_position_once": (
        lambda world: world.entry(position=2),
        lambda world: world.entry(position=1),
    ),
    "experts_listentry_whole_or_withdrawn": (
        lambda world: world.entry(expert=None, salt="", text=None, withdrawn_on=DAY),
        lambda world: world.entry(withdrawn_on=DAY),
    ),
    "experts_dossierdraft_one_an_account_and_dossier": (
        lambda world: world.draft_of(world.second),
        lambda world: world.draft_of(world.first),
    ),
    "experts_listpaper_one_per_language": (
        lambda world: ListPaper(edition=world.list_edition, language="ru"),
        lambda world: ListPaper(edition=world.list_edition, language="kk"),
    ),
} | OF_WORK


@built_once()
def world():
    """Return the council, a dossier without papers and with a draft, one PDF."""
    made = World()
    ProtocolPaper.objects.create(version=made.protocol.current, language="kk")
    made.draft_of(made.first).save()
    return made


def write(row, by):
    """Write a row as its kind is written."""
    if not isinstance(row, Tracked):
        row.save()
        return

    @deed
    def write_it(*, by):
        row.save_as(by)

    write_it(by=by)


def test_every_constraint_is_in_the_table():
    named = {
        constraint.name
        for app in ("kpi", "commissions", "experts", "council")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    said_once = "council_sentreminder_said_once"  # tests/council/test_reminders.py
    assert named == {*CASES, *OUTPUT_CASES, *EVALUATION_CASES, *REPORT_CASES, said_once}


@pytest.mark.parametrize("name", CASES)
def test_the_database_keeps_what_the_constraint_allows(world, name):
    row = CASES[name][0](world)
    write(row, world.by)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses_what_the_constraint_forbids(world, name):
    row = CASES[name][1](world)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(row, world.by)
    constraint = next(made for made in row._meta.constraints if made.name == name)
    columns = [
        f"{row._meta.db_table}.{row._meta.get_field(field).column}"
        for field in getattr(constraint, "fields", ())
    ]
    said = str(refused.value)
    assert name in said or said.endswith(", ".join(columns))
