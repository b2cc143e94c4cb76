"""Deeds on accounts: who may sign in, as what. Accounts have no history, only a record.

What takes something away ends the account's sessions: their next request signs in anew.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext as _

from council.audit import about, deed, deed_moment, lock, locked
from council.models import Account, Invitation, Person, good_invitation
from council.regulation import RuleViolation

Role, Kind = Account.Role, Invitation.Kind


@deed
def invite_account(
    *,
    email: str,
    language: str,
    role: str,
    by: Account | None,
    first_name: str = "",
    last_name: str = "",
    person: Person | None = None,
) -> tuple[Account, str]:
    """Make an account for somebody and an invitation; return it with its token.

    The address is the user name, too: nobody has to remember another one. Raises
    RuleViolation when an account has it already, or the person another account.
    """
    username = email.strip().casefold()
    if Account.objects.filter(username__iexact=username).exists():
        raise RuleViolation(_("An account with this address exists already."))
    account = Account(
        username=username,
        email=email,
        language=language,
        role=role,
        first_name=first_name,
        last_name=last_name,
    )
    account.set_unusable_password()
    account.save()
    if person and by:
        _give_person(account, person, by)
    about(account)
    return account, _new_token(account, Kind.INVITATION)


@deed
def send_invitation(*, account: Account, by: Account | None) -> str:
    """Make another invitation and return its token; earlier ones are void.

    Raises RuleViolation for who signs in already, and for a disabled account.
    """
    account = _locked(account)
    if account.has_usable_password():
        raise RuleViolation(_("The invitation was used; the account has a password."))
    _refuse_disabled(account)
    about(account)
    return _new_token(account, Kind.INVITATION)


@deed
def ask_new_password(*, account: Account, by: Account | None) -> str:
    """Make a link for a new password and return its token; earlier ones are void.

    Who never used the invitation gets another one. Raises RuleViolation for a
    disabled account.
    """
    account = _locked(account)
    _refuse_disabled(account)
    about(account)
    kind = Kind.PASSWORD if account.has_usable_password() else Kind.INVITATION
    return _new_token(account, kind)


@deed
def use_invitation(*, token: str, password: str, by: Account) -> Account:
    """Give the account its password; RuleViolation when the link is no longer good."""
    account = _locked(by)
    invitation = good_invitation(token, deed_moment())
    if invitation is None or invitation.account != account:
        raise RuleViolation(_("This link has been used or is too old."))
    invitation.used_at = deed_moment()
    invitation.save(update_fields=["used_at"])
    account.set_password(password)
    account.save(update_fields=["password"])
    about(account)
    return account


@deed
def change_password(*, account: Account, password: str, by: Account) -> Account:
    """Give an account another password; its other sessions end."""
    account.set_password(password)
    account.save(update_fields=["password"])
    return account


@deed
def change_role(*, account: Account, role: str, by: Account) -> Account:
    """Assign another role; RuleViolation for the last administrator."""
    account = _locked(account)
    if account.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _refuse_last_administrator(account)
    account.role = role
    return _ended_sessions(account, "role")


@deed
def disable_account(*, account: Account, by: Account) -> Account:
    """Let an account sign in no more; RuleViolation for oneself and the last
    administrator."""
    account = _locked(account)
    if account == by:
        raise RuleViolation(_("Nobody can disable their own account."))
    _refuse_last_administrator(account)
    account.is_active = False
    return _ended_sessions(account, "is_active")


@deed
def enable_account(*, account: Account, by: Account) -> Account:
    """Let a disabled account sign in again."""
    account = _locked(account)
    account.is_active = True
    return _ended_sessions(account, "is_active")


@deed
def link_person(*, account: Account, person: Person | None, by: Account) -> Account:
    """Say whose account it is, or nobody's; seats and with them roles follow.

    Raises RuleViolation when the person has another account.
    """
    account = _locked(account)
    former = Person.objects.filter(account=account).first()
    if former and former != person:
        former = lock(former)
        former.account = None
        former.save_as(by)
    if person and former != person:
        _give_person(account, person, by)
    about(account)
    return _ended_sessions(account) if former and former != person else account


@deed
def set_up_second_factor(*, account: Account, secret: str, by: Account) -> Account:
    """Keep the key of an authenticator app, with ten recovery codes.

    Raises RuleViolation where there is one already.
    """
    account = _locked(account)
    if Authenticator.objects.filter(user=account).exists():
        raise RuleViolation(_("A second factor is set up already."))
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return _ended_sessions(account)


@deed
def renew_recovery_codes(*, account: Account, by: Account) -> Account:
    """Make ten other recovery codes; the former ones are void."""
    account = _locked(account)
    codes = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.RECOVERY_CODES
    )
    codes.delete()
    RecoveryCodes.activate(account)
    return account


@deed
def remove_second_factor(*, account: Account, by: Account) -> Account:
    """Take away one's own second factor, as for another telephone."""
    return _without_second_factor(_locked(account))


@deed
def reset_second_factor(*, account: Account, by: Account | None) -> Account:
    """Take away the second factor of somebody who lost it.

    Raises RuleViolation where there is none.
    """
    account = _locked(account)
    if not Authenticator.objects.filter(user=account).exists():
        raise RuleViolation(_("No second factor is set up."))
    return _without_second_factor(account)


def _locked(account: Account) -> Account:
    """Lock the account's row; a request's own account is a lazy one."""
    return locked(Account.objects.filter(pk=account.pk))[0]


def _without_second_factor(account: Account) -> Account:
    Authenticator.objects.filter(user=account).delete()
    return _ended_sessions(account)


def _ended_sessions(account: Account, *changed: str) -> Account:
    account.sessions_epoch += 1
    account.save(update_fields=["sessions_epoch", *changed])
    return account


def _new_token(account: Account, kind: Invitation.Kind) -> str:
    invitation, token = Invitation.fresh(account, kind, deed_moment())
    invitation.save()
    return token


def _give_person(account: Account, person: Person, by: Account) -> None:
    person = lock(person)
    if person.account_id is not None:
        raise RuleViolation(
            _("%(name)s has another account already.") % {"name": person}
        )
    person.account = account
    person.save_as(by)


def _refuse_disabled(account: Account) -> None:
    if not account.is_active:
        raise RuleViolation(_("The account is disabled."))


def _refuse_last_administrator(account: Account) -> None:
    """Refuse when nobody else could manage accounts afterwards."""
    if account.role != Role.ADMINISTRATOR or not account.is_active:
        return
    others: Any = Account.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    if not any(other.has_usable_password() for other in others.exclude(pk=account.pk)):
        raise RuleViolation(
            _("This is the last administrator: name another one first.")
        )
