"""Reminders: what is due is said once, in the receiver's language, naming nobody."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from council.models import SentReminder
from council.reminders import send_due, working_days_after
from experts.actions import publish_list
from tests import factories as make
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
SITE = "https://sarapshy.example"
HELD = date(2025, 11, 10)  # a Monday
DUE = date(2025, 11, 13)  # the third working day after it


@built_once()
def council():
    council = make.a_council(commissions=1)
    with_address(council.secretariat, "office@example.org", "ru")
    with_address(council.chair_accounts[0], "chair@example.org", "kk")
    return council


def with_address(account, email, language):
    account.email, account.language = email, language
    account.save()


def test_three_working_days_leave_out_the_weekend():
    assert working_days_after(date(2025, 11, 13), 3) == date(2025, 11, 18)
    assert working_days_after(HELD, 3) == DUE


@pytest.mark.clause("1.12")
def test_decisions_are_reminded_of_after_three_working_days_once_a_week(council):
    make.a_presidium_sitting(council, HELD)
    assert send_due(DUE - timedelta(days=1), SITE) == []
    assert [sent.account for sent in send_due(DUE, SITE)] == [council.secretariat]
    assert send_due(DUE, SITE) == []
    assert send_due(DUE + timedelta(days=1), SITE) == []
    assert len(send_due(DUE + timedelta(days=4), SITE)) == 1
    letter = mail.outbox[0]
    assert letter.to == ["office@example.org"]
    assert letter.subject == "1 напоминание из кабинета «Работа с экспертами»"
    sitting = council.presidium.sittings.get()
    with_path = f"{SITE}/ru/desk/sittings/{sitting.pk}/"
    assert "1.12: у заседания Президиума от 10.11.2025" in letter.body
    assert with_path in letter.body


def test_a_final_protocol_is_no_reason_to_write(council):
    make.engaged(council, make.a_candidate(council))
    publish_list(on=DUE, by=council.secretariat)
    assert send_due(DUE + timedelta(days=30), SITE) == []


@pytest.mark.clause("1.11")
def test_the_last_day_of_the_convocation_is_said_once_to_everybody(council):
    near = council.convocation.ends - timedelta(days=60)
    assert send_due(near - timedelta(days=1), SITE) == []
    assert len(send_due(near, SITE)) == 2
    assert send_due(near + timedelta(days=3), SITE) == []
    assert {(row.account, row.language) for row in SentReminder.objects.all()} == {
        (council.secretariat, "ru"),
        (council.chair_accounts[0], "kk"),
    }


@pytest.mark.clause("1.9")
def test_a_term_shorter_than_the_convocation_is_said_to_its_own_chair(council):
    expert = make.in_office(council)
    engagement = expert.engagements.get()
    near = engagement.ends - timedelta(days=10)
    shorten(engagement, near)
    sent = send_due(near - timedelta(days=60), SITE)
    assert [letter.account for letter in sent] == [
        council.secretariat,
        council.chair_accounts[0],
    ]
    assert all(expert.person.surname not in letter.body for letter in mail.outbox)


def shorten(engagement, ends):
    """Give an engagement a shorter term, as a decision could have."""
    type(engagement).objects.filter(pk=engagement.pk).update(ends=ends)


def test_a_letter_that_cannot_be_sent_is_not_noted_as_sent(council, settings):
    make.a_presidium_sitting(council, HELD)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        send_due(DUE, SITE)
    assert SentReminder.objects.count() == 0


def test_the_database_says_each_thing_once(council):
    make.a_presidium_sitting(council, HELD)
    send_due(DUE, SITE)
    said = SentReminder.objects.get()
    said.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        said.save()
    said.about += "/"
    said.save()
    assert SentReminder.objects.count() == 2


def test_without_an_address_nothing_is_sent(council):
    with_address(council.secretariat, "", "kk")
    make.a_presidium_sitting(council, HELD)
    assert send_due(DUE, SITE) == []


def test_the_command_says_how_many_and_the_log_shows_them(client, council, capsys):
    make.a_presidium_sitting(council, HELD)
    with time_machine.travel("2025-11-13 09:00+05:00"):
        call_command("send_reminders")
        call_command("send_reminders")
    assert capsys.readouterr().out == (
        "Letters sent: 1; reminders in them: 1.\n"
        "Letters sent: 0; reminders in them: 0.\n"
    )
    client.force_login(council.secretariat)
    page = client.get(reverse("reminders"))
    assert [row.address for row in page.context["page"]] == ["office@example.org"]
    client.force_login(council.chair_accounts[0])
    assert client.get(reverse("reminders")).status_code == 403


def test_everybody_chooses_the_own_address_and_language(client, council):
    chair = council.chair_accounts[0]
    client.force_login(chair)
    address = reverse("choose_letters")
    wrong = client.post(address, {"email": "no address", "language": "ru"})
    assert wrong.context["form"]["email"].value() == "no address"
    assert wrong.context["form"].errors.keys() == {"email"}
    client.post(address, {"email": "new@example.org", "language": "ru"})
    chair.refresh_from_db()
    assert (chair.email, chair.language) == ("new@example.org", "ru")
