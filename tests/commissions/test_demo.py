"""The demonstration council: its size, the rules it keeps, and its command."""

from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q
from django.test import TestCase

from commissions.demo.founding import ACCOUNTS
from commissions.models import (
    Assignment,
    Breach,
    Commendation,
    Event,
    Participation,
    Publication,
    Recommendation,
    RiskNotice,
    Submission,
)
from council.audit import Tracked
from council.dates import Quarter, today
from council.models import (
    Account,
    AgendaItem,
    Body,
    Council,
    Edition,
    NamedVote,
    Person,
    Protocol,
    ProtocolVersion,
    Seat,
    SentReminder,
    Sitting,
    in_force,
)
from council.regulation import Ground
from council.reminders import send_due
from council.roles import roles_of
from experts.models import Engagement, Expert
from experts.validators import dossier_objections, headroom
from kpi.indicators import Period, counts_of, with_facts
from kpi.models import Evaluation, Report
from kpi.round import quarters_of
from tests.kpi.plain_count import WITHOUT, plain_count

PASSWORD = "a-password-for-tests"
DEEDS = {
    *("name_council", "enter_convocation", "adopt_edition", "enter_body"),
    *("enter_person", "change_person", "seat_person", "keep_reference_documents"),
    *("enter_candidate", "plan_sitting", "add_item", "discuss", "propose"),
    *("record_attendance", "record_votes", "finalise_protocol"),
    *("discuss_expert", "propose_release", "key_request", "propose_reassignment"),
    *("propose_edition", "correct_protocol", "end_seat", "publish_list"),
    *("sign_evaluations", "note_evaluations", "correct_evaluation", "evaluate_work"),
    *("receive_recommendation", "ask_clarification", "receive_version"),
    *("consider_recommendation", "enter_publication", "approve_publication"),
    *("decline_publication", "record_appearance", "establish_breach"),
    *("enter_risk_notice", "commend", "award_commendation"),
    *("plan_event", "record_event", "cancel_event"),
    *("give_assignment", "complete_assignment", "withdraw_assignment"),
    *("make_report", "sign_report", "submit_report"),
}
KAZAKH_LETTERS = set("әғқңөұүһі")


def demo(*arguments: str) -> str:
    """Run the command and return what it prints."""
    printed = StringIO()
    call_command("demo", *arguments, stdout=printed)
    return printed.getvalue()


def numbered(number: int) -> Body:
    """Return the commission of that number."""
    return Body.objects.commissions().get(number=number)


class TestDemonstration(TestCase):
    """What the command loads, loaded once."""

    printed: str

    @classmethod
    def setUpTestData(cls):
        """Load the council with a password that is not the known one."""
        cls.printed = demo("--password", PASSWORD)

    def test_council_has_its_real_size(self):
        seats = Seat.objects.voting().on(today())
        sizes = Counter(seats.values_list("body__kind", "body__number"))

        assert sizes == Counter(
            {("assembly", None): 38 + 1, ("presidium", None): 9}
            | {("commission", number): 7 for number in range(2, 6)}
            | {("commission", 1): 7 - 1, ("commission", 6): 6}
        )
        chairs = seats.filter(role="chair", body__kind="commission").values("person")
        assert seats.filter(body__kind="presidium", person__in=chairs).count() == 6
        assert (
            Seat.objects.filter(role="secretary").values("person").distinct().count()
            == 1
        )

    def test_every_admission_is_in_the_register(self):
        adopted = Submission.objects.filter(item__outcome="adopted")
        admitted = adopted.filter(kind="admit").count()
        released = adopted.filter(kind="release").count()

        assert Counter(Expert.objects.values_list("status", flat=True)) == {
            "engaged": 268 + 1 - 7,
            "refused": 15 - 1,
            "released": 7,
            "candidate": 9 + 12,
        }
        assert (admitted, released) == (268 + 1, 7)
        assert Engagement.objects.active(today()).count() == admitted - released
        assert Submission.objects.filter(item__outcome="refused").count() == 15

    def test_experts_are_released_on_every_ground_and_reassigned(self):
        moves = Submission.objects.exclude(kind="admit").values_list(
            "kind", "proposal__ground", "item__outcome"
        )

        assert Counter(moves) == Counter(
            {("release", ground.value, "adopted"): 1 for ground in Ground}
            | {
                ("release", "chair_initiative", "refused"): 1,
                ("reassign", "", "adopted"): 2,
            }
        )
        assert Counter(Engagement.objects.values_list("left_how", flat=True)) == {
            "": 268 + 1 - 7,
            "released": 7,
            "reassigned": 2,
        }

    def test_a_protocol_is_corrected_and_an_edition_follows_the_first(self):
        corrected = ProtocolVersion.objects.get(version=2)
        engaged = Engagement.objects.get(
            admitted_by=corrected.protocol,
            pk=Engagement.objects.order_by("-pk")[0].pk,
        )

        assert engaged.begins == corrected.protocol.sitting.held_on
        assert [
            (edition.quorum_numerator, edition.quorum_denominator)
            for edition in Edition.objects.order_by("effective_on")
        ] == [(2, 3), (1, 2)]

    def test_an_expert_has_become_a_member_of_the_council(self):
        seated = Seat.objects.in_council().on(today()).values("person")
        serving = Engagement.objects.active(today())

        assert serving.filter(expert__person__in=seated).count() == 1

    def test_every_engagement_cites_a_final_protocol_of_the_presidium(self):
        cited = Engagement.objects.values_list(
            "admitted_by__body__kind", "admitted_by__sitting__status"
        )

        assert set(cited) == {("presidium", "final")}
        assert Protocol.objects.filter(body__kind="presidium").count() == 12

    def test_one_commission_stands_above_its_cap(self):
        rooms = headroom(
            Body.objects.commissions(), today(), in_force(today())
        ).values()

        assert [room.capacity for room in rooms] == [42] + [49] * 4 + [42]
        assert [room.capacity < room.taken for room in rooms] == [True] + [False] * 5

    def test_no_commission_brings_more_than_five_to_a_sitting(self):
        admissions = Submission.objects.filter(kind="admit")
        brought = admissions.values("sitting", "commission").annotate(
            candidates=Count("pk")
        )

        assert max(row["candidates"] for row in brought) == 5

    def test_two_were_proposed_without_their_commissions_support(self):
        outcomes = Submission.objects.filter(
            proposal__expert__discussions__item__outcome="refused"
        ).values_list("item__outcome", flat=True)

        assert sorted(outcomes) == ["adopted", "refused"]

    def test_votes_are_recorded_in_every_manner(self):
        voted = AgendaItem.objects.filter(votes_for__isnull=False)
        by_name = set(NamedVote.objects.values_list("choice", flat=True))
        not_all = Q(votes_against__gt=0) | Q(votes_abstained__gt=0)

        assert by_name == {"against", "abstained", "out"}
        assert (
            voted.exclude(not_all).filter(named_votes=None).count() > voted.count() / 2
        )
        assert voted.filter(not_all, named_votes=None).exists()

    def test_one_protocol_has_no_russian_text(self):
        languages = [tuple(protocol.languages) for protocol in Protocol.objects.all()]

        assert languages.count(("kk",)) == 1
        assert languages.count(("kk", "ru")) == Protocol.objects.count() - 1

    def test_work_waits_today(self):
        ahead = Sitting.objects.open().filter(held_on__gt=today())
        (held,) = Sitting.objects.open().presidium().filter(held_on__lt=today())
        (unvoted,) = Sitting.objects.open().filter(
            body__kind="commission", held_on__lt=today()
        )

        assert Counter(ahead.values_list("body__kind", flat=True)) == {
            "presidium": 1,
            "commission": 6,
        }
        assert held.items.filter(votes_for__isnull=True).count() == 0
        assert held.submissions.count() == 9
        assert unvoted.items.filter(votes_for__isnull=True).count() == 2
        assert unvoted.has_quorum

    def test_experts_have_handed_in_and_said_what_every_page_shows(self):
        works, publications = Recommendation.objects, Publication.objects

        assert Counter(works.values_list("considered_how", flat=True)).keys() == {
            *("", "sitting", "working_order")
        }
        assert (works.count(), works.to_consider().count()) == (30, 6)
        assert set(works.values_list("kind", flat=True)) == set(
            Recommendation.Kind.values
        )
        assert sum(work.versions.count() == 2 for work in works.all()) == 6
        assert sum(work.is_unclear for work in works.all()) == 3
        assert publications.to_decide().count() == 3
        assert publications.appeared().filter(approved_by="").count() == 2
        assert publications.filter(approved_by="presidium").count() == 1
        assert 0 < publications.counted().count() < publications.agreed().count()
        assert publications.exclude(declined_on=None).count() == 1
        assert (Breach.objects.count(), RiskNotice.objects.count()) == (1, 1)
        awarded = Commendation.objects.exclude(awarded_on=None)
        assert (Commendation.objects.count(), awarded.count()) == (5, 3)

    def test_experts_have_worked_for_a_year(self):
        held = Event.objects.held()
        open_ones = Assignment.objects.open()
        (moved,) = open_ones.filter(engagement__left_how="reassigned")
        came = Participation.objects.done()

        assert Counter(Event.objects.values_list("status", flat=True)) == {
            "held": 36,
            "planned": 9,
            "cancelled": 3,
        }
        assert [event.is_unaccompanied for event in held].count(True) == 1
        assert held.filter(is_closed=True).count() == 1
        assert Event.objects.planned().filter(ends__lt=today()).count() == 3
        assert set(held.values_list("commission__number", flat=True)) == set(
            range(1, 7)
        )
        assert came.count() > 2 * held.count() > 0
        assert open_ones.overdue(today()).count() >= 2
        assert Assignment.objects.filter(done_on__isnull=False).count() == 6
        assert Assignment.objects.filter(withdrawn_on__isnull=False).count() == 1
        assert moved.due >= today()

    def test_indicators_equal_a_plain_count_of_the_records(self):
        entries = list(with_facts(Engagement.objects.all()))
        quarters = quarters_of(min(entry.begins for entry in entries), today())
        periods = {Period.of(quarter): quarter for quarter in quarters}
        plainly = plain_count(entries, Quarter.of)
        by_clause = zip(*plainly.values(), strict=True)

        assert {
            (key, periods[period]): [count.number for count in counts]
            for (key, period), counts in counts_of(entries, periods).items()
        } == {
            (entry.pk, quarter): plainly.get((entry.pk, quarter), WITHOUT)
            for entry in entries
            for quarter in quarters
        }
        assert [any(numbers) for numbers in by_clause] == [True] * 7

    def test_a_work_is_evaluated_and_reports_are_on_their_way(self):
        (work,) = Evaluation.objects.filter(kind="completion")
        sent, begun = Report.objects.order_by("pk")
        (item,) = sent.items.all()

        assert work.versions.count() == 1
        assert (sent.commission, sent.occasion) == (numbered(2), "request")
        assert item.item.sitting.held_on > today()
        assert (begun.commission, begun.is_signed) == (numbered(4), False)
        assert begun.expert is not None

    def test_chairs_are_reminded_in_their_languages(self):
        receivers = {sent.account.username for sent in send_due(today(), "https://x")}
        languages = SentReminder.objects.values_list("account__username", "language")

        assert {"secretariat", "chair5", "chair6"} <= receivers
        assert {("chair5", "ru"), ("chair6", "kk")} <= set(languages)

    def test_candidates_wait_in_every_state(self):
        edition = in_force(today())
        waiting = Expert.objects.filter(status="candidate", proposals=None)
        problems = {
            expert.commission.number or 0: dossier_objections(expert, today(), edition)
            for expert in waiting.filter(discussions__item__votes_for=None)
        }
        complete = [number for number, found in problems.items() if not found]

        assert waiting.exclude(discussions__item__votes_for=None).count() == 3
        assert sorted(problems) == [1, 3, 4, 5, 6]
        assert complete == [3]
        assert Submission.objects.filter(sitting__held_on__gt=today()).count() == 3

    def test_every_version_has_author_and_deed(self):
        authors = Account.objects.filter(username__regex="^(secretariat|chair.)$")
        models = [model for model in apps.get_models() if issubclass(model, Tracked)]
        written = [
            set(model.history.values_list("history_user", "history_change_reason"))
            for model in models
        ]

        assert {user for pairs in written for user, _reason in pairs} == {
            author.pk for author in authors
        }
        assert {reason for pairs in written for _user, reason in pairs} == DEEDS

    def test_names_are_marked_as_invented_and_use_the_kazakh_letters(self):
        people = list(Person.objects.all())
        letters = {letter for person in people for letter in str(person).lower()}

        assert {person.patronymic for person in people} == {
            *("Үлгіұлы", "Үлгіқызы", "Примерович", "Примеровна")
        }
        assert letters & KAZAKH_LETTERS == KAZAKH_LETTERS
        assert len({str(person) for person in people}) == len(people)
        assert "(үлгі)" in Council.objects.get().name_kk

    def test_contacts_lead_nowhere(self):
        contacts = Expert.objects.values_list("phone", "email")

        assert {phone[:8] for phone, _email in contacts} == {"+7700000"}
        assert {email.split("@")[1] for _phone, email in contacts} == {"example.org"}

    def test_accounts_have_their_roles(self):
        accounts = {account.username: account for account in Account.objects.all()}
        chaired = {
            username: len(roles_of(account).chaired)
            for username, account in accounts.items()
        }

        assert accounts.keys() == ACCOUNTS.keys()
        assert chaired == {name: int(name.startswith("chair")) for name in ACCOUNTS}
        assert roles_of(accounts["secretariat"]).is_secretariat
        assert len(roles_of(accounts["member"]).presidium) == 1
        assert all(account.check_password(PASSWORD) for account in accounts.values())

    def test_command_prints_the_accounts_and_says_what_is_invented(self):
        printed = self.printed

        assert "invented" in printed
        assert [name for name in ACCOUNTS if f"  {name} " in printed] == list(ACCOUNTS)
        assert PASSWORD not in printed

    def test_second_run_is_refused(self):
        with pytest.raises(CommandError, match="needs an empty one"):
            demo()
        assert Council.objects.count() == 1

    def test_second_run_if_empty_prints_the_accounts(self):
        assert "loaded already" in demo("--if-empty")
        assert "  chair6 " in demo("--if-empty")

    def test_another_council_is_left_alone(self):
        with transaction.atomic():
            Council.objects.update(name_kk="Басқа кеңес")
            assert "not empty" in demo("--if-empty")
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_weak_password_is_refused_and_nothing_is_loaded():
    with pytest.raises(CommandError):
        demo("--password", "12345")
    assert not Account.objects.exists()
