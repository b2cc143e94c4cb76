"""Accounts as their owners use them: password, telephone, list of recovery codes."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.test import Client

from council import actions
from council.models import Account
from tests import factories as make

WORD = "Алматы-қаласы-2026"
SIGN_IN, SECOND, DESK = "/en/sign-in/", "/en/sign-in/second/", "/en/desk/"
SET_UP = "/en/second-factor/set-up/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def somebody(role="secretariat", username="", *, factor=False, **facts):
    """Return an account with a password that is not guessed, and perhaps a factor."""
    account = make.an_account(role=role, username=username)
    Account.objects.filter(pk=account.pk).update(password=make_password(WORD), **facts)
    account.refresh_from_db()
    if factor:
        account = actions.set_up_second_factor(
            account=account, secret=SECRET, by=account
        )
    return account


def code(secret=SECRET, *, later=0, at=None):
    """Return what the app shows now, or so many steps of thirty seconds later."""
    counter = int(time.time() if at is None else at) // 30 + later
    return format_hotp_value(hotp_value(secret, counter))


def recovery_codes(account):
    """Return the recovery codes that are left."""
    kept = Authenticator.objects.get(user=account, type="recovery_codes")
    return kept.wrap().get_unused_codes()


def browser(**headers):
    """Return a browser that reads English."""
    return Client(headers={"accept-language": "en"} | headers)


def first_step(client, account, password=WORD, **kwargs):
    """Type user name and password."""
    return client.post(
        SIGN_IN, {"login": account.username, "password": password}, **kwargs
    )


def signed_in(account, client=None):
    """Return a browser in which the account has given all that is asked for."""
    client = client or browser()
    first_step(client, account)
    if Authenticator.objects.filter(user=account).exists():
        client.post(SECOND, {"code": recovery_codes(account)[0]})
    assert client.session.get("_auth_user_id") == str(account.pk)
    return client


def lately(client):
    """Let the session have given its password a moment ago; return the browser."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()}
    ]
    session.save()
    return client


def is_signed_in(client):
    """Say whether the desk opens."""
    return client.get(DESK).status_code == 200


def errors(response):
    """Return what a form says in red."""
    return [
        str(error)
        for listed in response.context["form"].errors.values()
        for error in listed
    ]


def link_in(letter):
    """Return the path of the link in a letter."""
    (path,) = re.findall(r"https?://[^/\s]+(/\S+)", letter.body)
    return path
