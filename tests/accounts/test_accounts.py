"""Accounts: invited, changed, disabled by the administrator alone, all on record."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from council import actions
from council.letters import send_password_links
from council.models import Account, AuditEvent, Invitation, Person
from council.regulation import RuleViolation
from tests import factories as make
from tests.accounts.people import (
    DESK,
    SECOND,
    SECRET,
    SET_UP,
    SIGN_IN,
    WORD,
    browser,
    code,
    errors,
    first_step,
    is_signed_in,
    link_in,
    recovery_codes,
    signed_in,
    somebody,
)
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
NEW = "Жаңа-құпиясөз-2027"
CHOOSE = "/en/invitation/"


@built_once()
def council():
    return make.a_council(per_commission=2)


@pytest.fixture
def administrator():
    return somebody("administrator", "first", factor=True)


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def invite(desk, **changes):
    """Invite somebody on the page and return the answer."""
    typed = {
        "last_name": "Сейіт",
        "first_name": "Әлия",
        "email": "Aliya@Example.org",
        "language": "en",
        "role": "secretariat",
    }
    return desk.post(reverse("invite_account"), typed | changes)


def events(since=0):
    """Return what came on record, without the sign-ins."""
    found = AuditEvent.objects.filter(pk__gt=since).exclude(name="sign_in")
    return [(event.name, event.by, event.row) for event in found.order_by("pk")]


def last_event():
    return AuditEvent.objects.latest("pk").pk


def test_an_invitation_leads_to_the_desk(desk, administrator):
    before = last_event()
    answer = invite(desk)
    account = Account.objects.latest("pk")
    assert answer["Location"] == f"/en/desk/accounts/{account.pk}/"
    assert (account.username, account.email, account.role) == (
        "aliya@example.org",
        "Aliya@Example.org",
        "secretariat",
    )
    (letter,) = mail.outbox
    assert letter.to == ["Aliya@Example.org"]
    client = browser()
    opened = client.get(link_in(letter))
    assert (opened.status_code, opened["Location"]) == (302, CHOOSE)
    page = client.get(CHOOSE)
    assert "aliya@example.org" in page.text
    weak = client.post(CHOOSE, {"password1": "12345678", "password2": "12345678"})
    assert len(errors(weak)) == 2
    chosen = client.post(CHOOSE, {"password1": NEW, "password2": NEW})
    assert chosen["Location"] == DESK
    page = client.get(DESK, follow=True)
    assert page.redirect_chain == [(SET_UP, 302)]
    key = page.context["form"].initial["key"]
    right = code(page.context["key"].replace(" ", ""))
    assert client.post(SET_UP, {"key": key, "code": right}).status_code == 302
    assert is_signed_in(client)
    assert events(before) == [
        ("invite_account", administrator, account.pk),
        ("use_invitation", account, account.pk),
        ("set_up_second_factor", account, account.pk),
    ]


def test_a_link_is_good_once_and_for_seven_days(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00", tick=False)
    desk = signed_in(somebody("administrator", factor=True))
    invite(desk)
    token = link_in(mail.outbox[0])
    chosen = {"password1": NEW, "password2": NEW}
    for moment, good in (("27 11:59", True), ("27 12:01", False)):
        time_machine.move_to(f"2025-11-{moment}+05:00", tick=False)
        client = browser()
        client.get(token)
        assert client.get(CHOOSE).status_code == (200 if good else 410), moment
    time_machine.move_to("2025-11-27 11:00+05:00", tick=False)
    client = browser()
    client.get(token)
    assert client.post(CHOOSE, chosen)["Location"] == DESK
    again = browser()
    again.get(token)
    assert again.post(CHOOSE, chosen).status_code == 410


def test_a_token_is_used_up_by_the_deed_itself():
    account, token = actions.invite_account(
        email="a@example.org", language="kk", role="none", by=None
    )
    other, _token = actions.invite_account(
        email="b@example.org", language="kk", role="none", by=None
    )
    over = "This link has been used or is too old."
    with pytest.raises(RuleViolation, match=over):
        actions.use_invitation(token=token, password=NEW, by=other)
    actions.use_invitation(token=token, password=NEW, by=account)
    with pytest.raises(RuleViolation, match=over):
        actions.use_invitation(token=token, password=WORD, by=account)
    assert Account.objects.get(pk=account.pk).check_password(NEW)


def test_only_the_last_letter_counts_and_a_disabled_account_has_none(desk):
    invite(desk)
    account = Account.objects.latest("pk")
    desk.post(reverse("send_invitation", args=[account.pk]))
    first, second = (link_in(letter) for letter in mail.outbox)
    client = browser()
    client.get(first)
    assert client.get(CHOOSE).status_code == 410
    client.get(second)
    assert client.get(CHOOSE).status_code == 200
    desk.post(reverse("disable_account", args=[account.pk]))
    assert client.get(CHOOSE).status_code == 410


def test_a_made_up_link_opens_nothing():
    client = browser()
    for token in ("x", "A" * 43, "-"):
        assert client.get(reverse("open_invitation", args=[token])).status_code == 302
        assert client.get(CHOOSE).status_code == 410
    assert browser().get(CHOOSE).status_code == 410
    assert client.get("/en/invitation/ә/").status_code == 404
    client.cookies["invitation"] = "forged"
    assert client.get(CHOOSE).status_code == 410


def test_the_token_is_kept_nowhere_and_goes_to_nobody(desk, caplog):
    invite(desk)
    token = link_in(mail.outbox[0]).split("/")[-2]
    assert len(token) == 43
    kept = Invitation.objects.values_list().get()
    assert token not in str(kept)
    client = browser()
    opened = client.get(f"/en/invitation/{token}/")
    assert opened["Referrer-Policy"] == "no-referrer"
    cookie = opened.cookies["invitation"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get(CHOOSE)
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert token not in page.text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page.text) == []
    client.post(CHOOSE, {"password1": NEW, "password2": NEW})
    client.get(f"/en/invitation/{token}/")
    client.get(CHOOSE)
    assert token not in caplog.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_letter_is_in_its_language_and_names_nobody_else(desk, council, language):
    invite(desk, language=language)
    actions.ask_new_password(account=somebody(email="b@example.org"), by=None)
    (letter,) = mail.outbox
    assert f"/{language}/invitation/" in letter.body
    subjects = {
        "kk": "Эксперттермен жұмыс орнындағы тіркелгіңіз",
        "ru": "Ваша учётная запись в кабинете «Работа с экспертами»",
        "en": "Your account at the experts desk",
    }
    assert letter.subject == subjects[language]
    told = letter.subject + letter.body
    for name in ("Сейіт", "Әлия", "first"):
        assert name not in told
    assert "aliya@example.org" in letter.body
    assert "aliya@example.org" not in letter.subject


def test_an_address_is_one_account(desk):
    invite(desk)
    refused = invite(desk, email="ALIYA@example.ORG")
    assert errors(refused) == ["An account with this address exists already."]
    assert refused.context["form"]["last_name"].value() == "Сейіт"
    assert (Account.objects.filter(email__iexact="aliya@example.org").count()) == 1


def test_an_invited_person_has_the_rights_of_the_seat(desk, council):
    person = council.members[3]
    invite(desk, role="none", person=person.pk)
    account = Account.objects.latest("pk")
    assert Person.objects.get(account=account) == person
    assert person.history.latest().history_user.username == "first"
    page = desk.get(reverse("account", args=[account.pk]))
    assert str(person) in page.text
    assert str(council.presidium) in page.text


def test_the_letter_that_could_not_be_sent_is_told_of(desk, settings, caplog):
    settings.EMAIL_BACKEND = "tests.accounts.test_accounts.NoServer"
    invite(desk)
    account = Account.objects.latest("pk")
    page = desk.get(reverse("account", args=[account.pk]))
    assert "The mail server did not take the letter." in page.text
    assert "ConnectionRefusedError" in caplog.text
    assert "xample.org" not in caplog.text


class NoServer:
    """A mail server that cannot be reached."""

    def __init__(self, **options):
        self.options = options

    def send_messages(self, messages):
        raise ConnectionRefusedError("example.org")


MINE = (
    *("accounts", "account", "invite_account", "send_invitation", "change_role"),
    *("link_person", "disable_account", "enable_account", "reset_second_factor"),
)


def test_accounts_are_the_administrators_alone(desk, council):
    someone = somebody("none")
    for reader in (council.secretariat, council.chair_accounts[0], someone):
        client = browser()
        client.force_login(reader)
        actions.set_up_second_factor(account=reader, secret=SECRET, by=reader)
        reader.set_password(WORD)
        reader.save()
        client = signed_in(reader)
        for name in MINE:
            is_one = name not in ("accounts", "invite_account")
            url = reverse(name, args=[someone.pk] if is_one else [])
            assert client.get(url).status_code == 403, name
            assert client.post(url).status_code == 403, name
    assert desk.get(reverse("accounts")).status_code == 200
    assert desk.get(reverse("account", args=[0])).status_code == 404


def test_the_list_shows_who_signs_in_and_how(desk, council):
    disabled = somebody(is_active=False)
    page = desk.get(reverse("accounts")).text
    assert str(council.chairs[0]) in page
    for account in Account.objects.all():
        assert account.username in page
    assert page.count("disabled") == 1
    assert page.index(disabled.username) > page.index("first")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries(
    desk, council, number, django_assert_num_queries
):
    for person in council.members[3 : 3 + number]:
        account = somebody("none")
        actions.change_person(person=person, account=account, by=council.secretariat)
    with django_assert_num_queries(5):
        page = desk.get(reverse("accounts"))
    assert page.text.count(str(council.presidium)) == 2 + min(number, 1)


ENDING = {
    "change_role": {"role": "none"},
    "disable_account": {},
    "reset_second_factor": {},
    "link_person": {"person": ""},
}


@pytest.mark.parametrize("deed", ENDING)
def test_what_is_taken_away_ends_every_session_at_once(desk, council, deed):
    before = last_event()
    account = somebody("secretariat", factor=True)
    actions.change_person(
        person=council.members[3], account=account, by=council.secretariat
    )
    sessions = [signed_in(account) for _number in range(3)]
    bystander = signed_in(somebody("secretariat", factor=True))
    assert all(map(is_signed_in, [*sessions, bystander]))
    answer = desk.post(reverse(deed, args=[account.pk]), ENDING[deed])
    assert answer["Location"] == reverse("account", args=[account.pk])
    for client in sessions:
        refused = client.get(DESK)
        assert refused.status_code == 302
        assert refused["Location"].startswith(SIGN_IN)
    assert is_signed_in(bystander)
    administrator = Account.objects.get(username="first")
    assert events(before)[-1] == (deed, administrator, account.pk)


def test_a_changed_password_ends_the_other_sessions():
    account = somebody(factor=True)
    own, other = signed_in(account), signed_in(account)
    before = last_event()
    typed = {"oldpassword": WORD, "password1": NEW, "password2": NEW}
    assert own.post("/en/password/", typed).status_code == 302
    assert is_signed_in(own)
    assert not is_signed_in(other)
    assert events(before) == [("change_password", account, account.pk)]


def test_a_chair_whose_seat_ends_has_no_rights_at_the_next_request(council):
    chair = council.chair_accounts[0]
    client = browser()
    client.force_login(chair)
    actions.set_up_second_factor(account=chair, secret=SECRET, by=chair)
    chair.set_password(WORD)
    chair.save()
    client = signed_in(chair)
    candidates = reverse("candidates")
    assert client.get(candidates).status_code == 200
    for seat in council.chairs[0].seats.filter(body__kind="commission"):
        actions.end_seat(seat=seat, ends=seat.begins, by=council.secretariat)
    assert client.get(candidates).status_code == 403


def test_a_role_changed_past_the_application_ends_sessions_too():
    account = somebody(factor=True)
    client = signed_in(account)
    Account.objects.filter(pk=account.pk).update(role="none")
    assert client.get(DESK)["Location"].startswith(SIGN_IN)


def test_who_was_disabled_and_enabled_signs_in_anew(desk):
    account = somebody(factor=True)
    client = signed_in(account)
    desk.post(reverse("disable_account", args=[account.pk]))
    closed = first_step(browser(), account)
    assert closed["Location"] == "/en/sign-in/closed/"
    desk.post(reverse("enable_account", args=[account.pk]))
    assert not is_signed_in(client)
    assert is_signed_in(signed_in(account))


def test_the_last_administrator_stays(desk, administrator):
    own = reverse("change_role", args=[administrator.pk])
    last = "This is the last administrator: name another one first."
    somebody("administrator", is_active=False)
    invited, _token = actions.invite_account(
        email="second@example.org", language="kk", role="administrator", by=None
    )
    assert errors(desk.post(own, {"role": "secretariat"})) == [last]
    with pytest.raises(RuleViolation, match=last):
        actions.disable_account(account=administrator, by=invited)
    invited.set_password(WORD)
    invited.save()
    assert desk.post(own, {"role": "secretariat"}).status_code == 302
    administrator.refresh_from_db()
    assert administrator.role == "secretariat"
    with pytest.raises(RuleViolation, match=last):
        actions.change_role(account=invited, role="none", by=administrator)
    with pytest.raises(RuleViolation, match=last):
        actions.disable_account(account=invited, by=administrator)


def test_nobody_disables_themselves(desk, administrator):
    somebody("administrator")
    refused = desk.post(reverse("disable_account", args=[administrator.pk]))
    assert refused.status_code == 422
    assert "Nobody can disable their own account." in refused.text
    assert is_signed_in(desk)


def test_other_refusals_are_sentences(desk, council):
    account = somebody("none")
    chair = council.chair_accounts[0]
    for deed, sentence in (
        ("send_invitation", "The invitation was used; the account has a password."),
        ("reset_second_factor", "No second factor is set up."),
    ):
        refused = desk.post(reverse(deed, args=[account.pk]))
        assert (refused.status_code, sentence in refused.text) == (422, True), deed
    with pytest.raises(RuleViolation, match="has another account already"):
        actions.link_person(
            account=account, person=council.chairs[0], by=council.secretariat
        )
    offered = desk.get(reverse("link_person", args=[account.pk])).context["form"]
    assert council.chairs[0] not in offered.fields["person"].queryset
    own = desk.get(reverse("link_person", args=[chair.pk])).context["form"]
    assert council.chairs[0] in own.fields["person"].queryset
    actions.disable_account(account=account, by=chair)
    with pytest.raises(RuleViolation, match="The account is disabled."):
        actions.ask_new_password(account=account, by=None)
    with pytest.raises(RuleViolation, match="The account is disabled."):
        actions.send_invitation(
            account=Account.objects.create_user("z", is_active=False), by=chair
        )
    both = somebody(factor=True)
    with pytest.raises(RuleViolation, match="A second factor is set up already."):
        actions.set_up_second_factor(account=both, secret=SECRET, by=both)
    with pytest.raises(RuleViolation, match="This link has been used or is too old."):
        actions.use_invitation(token="x", password=WORD, by=account)


def test_another_person_can_be_linked(desk, council):
    account = somebody("none")
    one, other = council.members[3:5]
    for person in (one, one, other):
        desk.post(reverse("link_person", args=[account.pk]), {"person": person.pk})
        assert Person.objects.get(account=account) == person


def test_whoever_lost_the_telephone_sets_up_another(desk):
    account = somebody(factor=True)
    desk.post(reverse("reset_second_factor", args=[account.pk]))
    assert not Authenticator.objects.filter(user=account).exists()
    client = browser()
    first_step(client, account)
    assert client.get(DESK)["Location"] == SET_UP


def test_a_forgotten_password_never_goes_past_the_second_factor():
    account = somebody(factor=True, email="own@example.org")
    codes = recovery_codes(account)
    assert send_password_links("OWN@example.org") == 1
    client = browser()
    client.get(link_in(mail.outbox[0]))
    chosen = client.post(
        CHOOSE.replace("en", "kk"), {"password1": NEW, "password2": NEW}
    )
    assert chosen["Location"].endswith("/sign-in/second/")
    assert not is_signed_in(client)
    assert recovery_codes(account) == codes
    client.post(SECOND, {"code": code()})
    assert is_signed_in(client)


def test_the_link_signs_out_whoever_else_uses_the_browser():
    stranger = signed_in(somebody(factor=True))
    account = somebody(factor=True, email="own@example.org", language="en")
    send_password_links("own@example.org")
    stranger.get(link_in(mail.outbox[0]))
    stranger.post(CHOOSE, {"password1": NEW, "password2": NEW})
    assert not is_signed_in(stranger)
    stranger.post(SECOND, {"code": code()})
    assert stranger.session["_auth_user_id"] == str(account.pk)


def test_a_link_for_a_new_password_is_good_for_two_hours(time_machine):
    time_machine.move_to("2025-11-20 12:00+05:00", tick=False)
    somebody(email="own@example.org", language="en")
    send_password_links("own@example.org")
    for moment, status in (("13:59", 200), ("14:01", 410)):
        time_machine.move_to(f"2025-11-20 {moment}+05:00", tick=False)
        client = browser()
        client.get(link_in(mail.outbox[0]))
        assert client.get(CHOOSE).status_code == status


def test_who_never_used_the_invitation_gets_another(desk):
    invite(desk)
    send_password_links("aliya@example.org")
    assert Invitation.objects.latest("pk").kind == "invitation"
    assert mail.outbox[1].subject == mail.outbox[0].subject


def test_no_letter_goes_to_a_stranger_or_a_disabled_account():
    somebody(email="gone@example.org", is_active=False)
    somebody()
    assert send_password_links("gone@example.org") == 0
    assert send_password_links("nobody@example.org") == 0
    assert mail.outbox == []


def test_the_page_of_a_forgotten_password_answers_everybody_alike(
    django_capture_on_commit_callbacks, django_assert_num_queries
):
    somebody(email="own@example.org")
    told = []
    for email in ("own@example.org", "eve@example.org"):
        with django_capture_on_commit_callbacks() as later:
            answer = browser().post("/en/sign-in/forgotten/", {"email": email})
        assert len(later) == 1
        told.append(
            (
                answer.status_code,
                re.sub('value="[^"]{64}"', "", answer.text).replace(email, ""),
            )
        )
    assert told[0] == told[1]
    assert told[0][0] == 200


def test_the_emergency_commands(desk):
    account = somebody(factor=True)
    client = signed_in(account)
    told = StringIO()
    before = last_event()
    call_command("reset_second_factor", account.username, stdout=told)
    assert not is_signed_in(client)
    call_command("invite", "Chief@example.org", role="administrator", stdout=told)
    chief = Account.objects.get(username="chief@example.org")
    call_command("invite", "chief@example.org", stdout=told)
    assert (chief.role, chief.language, mail.outbox) == ("administrator", "kk", [])
    assert events(before) == [
        ("reset_second_factor", None, account.pk),
        ("invite_account", None, chief.pk),
        ("ask_new_password", None, chief.pk),
    ]
    *_told, first, second = told.getvalue().splitlines()
    client = browser()
    client.get(first.removeprefix("http://localhost:8000"))
    assert client.get("/kk/invitation/").status_code == 410
    client.get(second.removeprefix("http://localhost:8000"))
    assert client.get("/kk/invitation/").status_code == 200


def test_the_emergency_commands_refuse_in_words():
    account = somebody(is_active=False)
    for command, argument, sentence in (
        ("reset_second_factor", "nobody", "No account has this user name."),
        ("reset_second_factor", account.username, "No second factor is set up."),
        ("invite", "nobody", "Enter a valid email address."),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command(command, argument)
    Account.objects.filter(pk=account.pk).update(username="a@example.org")
    with pytest.raises(CommandError, match="The account is disabled."):
        call_command("invite", "a@example.org")
