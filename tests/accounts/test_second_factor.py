"""The second factor: required, used once, set up, looked after, lost."""

import pytest
from allauth.mfa.models import Authenticator

from council import actions, second_factor
from council.dates import today
from council.models import AuditEvent
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
    recovery_codes,
    signed_in,
    somebody,
)
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WRONG = "The code is not right, or it was used already. Wait for the next one."
ASKED = (302, f"{SECOND}")


@built_once()
def council():
    return make.a_council()


def where(response):
    return response.status_code, response.get("Location")


def test_the_password_alone_opens_nothing():
    client = browser()
    assert where(first_step(client, somebody(factor=True))) == ASKED
    assert client.get(DESK)["Location"].startswith(SIGN_IN)


def test_a_code_of_the_app_opens_the_desk():
    client = browser()
    first_step(client, somebody(factor=True))
    assert where(client.post(SECOND, {"code": code()})) == (302, DESK)
    assert is_signed_in(client)


def test_secretariat_and_chairs_must_have_one(council):
    for account in (somebody(), council.chair_accounts[0], somebody("administrator")):
        client = browser()
        client.force_login(account)
        assert where(client.get(DESK)) == (302, SET_UP)


def test_public_pages_and_signing_out_stay_open_without_it():
    client = browser()
    client.force_login(somebody())
    assert client.get("/kk/register/").status_code == 200
    assert client.get("/ru/second-factor/set-up/").status_code == 302  # the password
    assert where(client.post("/en/sign-out/")) == (302, "/en/register/")
    assert client.get(DESK)["Location"].startswith(SIGN_IN)


@pytest.fixture
def member(council):
    """Return the account of a member of the Presidium and of a commission."""
    account = somebody("none")
    person = council.members[3]
    actions.change_person(person=person, account=account, by=council.secretariat)
    make.seated(council.commissions[0], person)
    return account


def test_a_member_who_only_reads_needs_none(member):
    client = browser()
    first_step(client, member)
    assert is_signed_in(client)


def test_who_begins_to_decide_needs_it_at_the_next_request(council, member):
    client = browser()
    first_step(client, member)
    assert is_signed_in(client)
    actions.name_acting_chair(
        body=council.commissions[0],
        person=council.members[3],
        begins=today(),
        ends=today(),
        by=council.secretariat,
    )
    assert where(client.get(DESK)) == (302, SET_UP)


def test_the_demonstration_may_do_without(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = browser()
    first_step(client, somebody())
    assert is_signed_in(client)


SPELLINGS = ("{}{}", " {}{} ", "{}-{}", "{} {}", "{}{}\t", "{}.{}.")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_code_is_used_once_however_it_is_spelt(spelling):
    account = somebody(factor=True)
    used = code()
    first, second = browser(), browser()
    first_step(first, account)
    first.post(SECOND, {"code": used})
    assert is_signed_in(first)
    first_step(second, account)
    again = second.post(SECOND, {"code": spelling.format(used[:3], used[3:])})
    assert len(errors(again)) == 1
    assert not is_signed_in(second)
    assert where(second.post(SECOND, {"code": code(later=1)})) == (302, DESK)


def test_a_code_stays_used_for_as_long_as_it_is_right(time_machine):
    account = somebody(factor=True)
    time_machine.move_to("2025-11-20 12:00:00+05:00", tick=False)
    used = code(later=1)
    for seconds, answer in ((0, (302, DESK)), (31, WRONG), (59, WRONG)):
        time_machine.move_to(f"2025-11-20 12:00:{seconds:02}+05:00", tick=False)
        client = browser()
        first_step(client, account)
        given = client.post(SECOND, {"code": used})
        told = where(given) if given.status_code == 302 else errors(given)[0]
        assert told == answer, seconds


def test_the_library_alone_would_take_such_a_code_again(time_machine):
    account = somebody(factor=True)
    kept = Authenticator.objects.get(user=account, type="totp").wrap()
    time_machine.move_to("2025-11-20 12:00:00+05:00", tick=False)
    used = code(later=1)
    assert kept.validate_code(used)
    time_machine.move_to("2025-11-20 12:00:45+05:00", tick=False)
    assert kept.validate_code(used)


def test_a_code_of_a_failed_sign_in_is_used_up_too():
    account = somebody(factor=True)
    client = browser()
    first_step(client, account)
    used = code()
    client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": used})
    client.post("/en/sign-out/")
    first_step(client, account)
    assert errors(client.post(SECOND, {"code": used})) != []


def test_a_recovery_code_opens_once():
    account = somebody(factor=True)
    codes = recovery_codes(account)
    assert len(set(codes)) == 10
    for spelt, opens in ((codes[0], True), (codes[0], False), (f" {codes[1]} ", True)):
        client = browser()
        first_step(client, account)
        client.post(SECOND, {"code": spelt})
        assert is_signed_in(client) == opens
    assert recovery_codes(account) == codes[2:]


@pytest.mark.parametrize("wrong", ["", "0", "12345a", "9" * 20, "９９９９９９", "\x00"])
def test_a_wrong_code_says_so_and_keeps_the_first_step(wrong):
    account = somebody(factor=True)
    client = browser()
    first_step(client, account)
    answer = client.post(SECOND, {"code": wrong})
    assert (answer.status_code, len(errors(answer))) == (200, 1)
    assert not is_signed_in(client)
    assert where(client.post(SECOND, {"code": code()})) == (302, DESK)


def test_nothing_typed_or_something_else_is_no_code():
    client = browser()
    first_step(client, somebody(factor=True))
    for data in ({}, {"credential": "{}"}):
        assert client.post(SECOND, data).status_code == 200
        assert not is_signed_in(client)


def test_the_second_step_needs_the_first():
    somebody(factor=True)
    assert where(browser().get(SECOND)) == (302, SIGN_IN)
    assert where(browser().post(SECOND, {"code": code()})) == (302, SIGN_IN)


@pytest.mark.parametrize("change", ["password", "disabled", "reset", "by hand"])
def test_what_happens_between_the_steps_counts(change):
    account, by = somebody(factor=True), somebody("administrator")
    client = browser()
    first_step(client, account)
    if change == "password":
        actions.change_password(account=account, password="Басқа-сөз-7", by=account)
    elif change == "by hand":
        type(account).objects.filter(pk=account.pk).update(is_active=False)
    elif change == "disabled":
        actions.disable_account(account=account, by=by)
    else:
        actions.reset_second_factor(account=account, by=by)
    assert where(client.post(SECOND, {"code": code()})) == (302, SIGN_IN)
    assert not is_signed_in(client)


def test_the_set_up_shows_the_key_and_takes_its_code():
    account = somebody()
    client = browser()
    assert where(first_step(client, account)) == (302, DESK)
    page = client.get(DESK, follow=True)
    key = page.context["key"]
    assert key in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert " style=" not in page.text
    form = page.context["form"].initial["key"]
    wrong = client.post(SET_UP, {"key": form, "code": "000000"})
    assert errors(wrong) == [WRONG]
    assert wrong.context["key"] == key
    right = code(key.replace(" ", ""))
    assert where(client.post(SET_UP, {"key": form, "code": right})) == (
        302,
        "/en/second-factor/codes/",
    )
    assert is_signed_in(client)
    shown = client.get("/en/second-factor/codes/").text
    assert all(kept in shown for kept in recovery_codes(account))


def test_the_key_of_another_account_or_a_made_up_one_is_refused():
    other = second_factor.signed_key(somebody(), SECRET)
    client = signed_in(somebody())
    for key in (other, "", SECRET, other[:-1]):
        answer = client.post(SET_UP, {"key": key, "code": code()})
        assert answer.status_code == 200
        assert errors(answer) != []
    assert not Authenticator.objects.exists()


def test_an_old_page_of_the_set_up_is_refused(time_machine):
    time_machine.move_to("2025-11-20 12:00:00+05:00", tick=False)
    account = somebody()
    key = second_factor.signed_key(account, SECRET)
    time_machine.move_to("2025-11-20 13:00:01+05:00", tick=False)
    client = signed_in(account)
    answer = client.post(SET_UP, {"key": key, "code": code()})
    assert "The page is too old. Open it again." in errors(answer)
    assert answer.context["key"].replace(" ", "") != SECRET


def test_the_key_is_not_in_the_database():
    account = somebody(factor=True)
    for kept in Authenticator.objects.filter(user=account):
        assert SECRET not in str(kept.data)
    codes = recovery_codes(account)
    assert not any(each in str(kept.data) for each in codes)


def test_the_key_survives_a_rotation_of_the_secret_key(settings):
    account = somebody(factor=True)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    client = browser()
    first_step(client, account)
    assert where(client.post(SECOND, {"code": code()})) == (302, DESK)


PROTECTED = [
    ("get", "/en/second-factor/codes/"),
    ("post", "/en/second-factor/codes/new/"),
    ("post", "/en/second-factor/remove/"),
]


@pytest.mark.parametrize(("method", "url"), PROTECTED)
def test_after_a_while_the_password_is_asked_again(method, url, time_machine):
    account = somebody(factor=True)
    time_machine.move_to("2025-11-20 12:00:00+05:00", tick=False)
    client = signed_in(account)
    codes = recovery_codes(account)
    time_machine.move_to("2025-11-20 12:05:01+05:00", tick=False)
    answer = getattr(client, method)(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/sign-in/again/")
    assert recovery_codes(account) == codes
    again = "/en/sign-in/again/?next=/en/second-factor/codes/"
    assert client.get(again).status_code == 200
    wrong = client.post(again, {"password": "x"})
    assert errors(wrong) == ["Incorrect password."]
    assert where(client.post(again, {"password": WORD})) == (
        302,
        "/en/second-factor/codes/",
    )
    assert client.get("/en/second-factor/codes/").status_code == 200


def test_new_recovery_codes_make_the_former_void():
    account = somebody(factor=True)
    client = signed_in(account)
    former = recovery_codes(account)
    client.post("/en/second-factor/codes/new/")
    fresh = recovery_codes(account)
    assert (len(fresh), set(fresh) & set(former)) == (10, set())


def test_its_removal_leads_to_the_set_up_and_ends_other_sessions():
    account = somebody(factor=True)
    client, other = signed_in(account), signed_in(account)
    assert where(client.post("/en/second-factor/remove/")) == (
        302,
        "/en/second-factor/",
    )
    assert where(client.get(DESK)) == (302, SET_UP)
    assert other.get(DESK)["Location"].startswith(SIGN_IN)


def test_a_session_older_than_the_second_factor_signs_in_anew():
    account = somebody()
    client = browser()
    first_step(client, account)
    actions.set_up_second_factor(account=account, secret=SECRET, by=account)
    account.refresh_from_db()
    session = client.session
    session["_auth_user_hash"] = account.get_session_auth_hash()
    session.save()
    assert where(client.get(DESK)) == (302, SIGN_IN)


def test_the_page_says_what_is_set_up():
    account = somebody(factor=True)
    client = signed_in(account)
    page = client.get("/en/second-factor/")
    assert (page.context["is_set_up"], page.context["codes_left"]) == (True, 9)
    assert where(client.get(SET_UP)) == (302, "/en/second-factor/")


def test_what_is_on_record():
    account = somebody()
    client = browser()
    before = AuditEvent.objects.count()
    first_step(client, account, password="x")
    first_step(client, account)
    page = client.get(SET_UP)
    key = page.context["form"].initial["key"]
    secret = page.context["key"].replace(" ", "")
    client.post(SET_UP, {"key": key, "code": code(secret)})
    client.post("/en/second-factor/codes/new/")
    client.post("/en/sign-out/")
    first_step(client, account)
    client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": code(secret, later=1)})
    events = AuditEvent.objects.order_by("pk")[before:]
    assert [(event.name, event.by, event.row) for event in events] == [
        ("fail_sign_in", None, account.pk),
        ("sign_in", account, account.pk),
        ("set_up_second_factor", account, account.pk),
        ("renew_recovery_codes", account, account.pk),
        ("sign_out", account, account.pk),
        ("fail_second_factor", None, account.pk),
        ("sign_in", account, account.pk),
    ]
    first_step(browser(), type(account)(username="nobody-at-all"), password="x")
    last = AuditEvent.objects.latest("pk")
    assert (last.name, last.by, last.label, last.row) == (
        "fail_sign_in",
        None,
        "",
        None,
    )
