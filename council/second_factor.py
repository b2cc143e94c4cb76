"""The second factor: who must have one, who has, and which code is used up."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from council.models import Account
from council.qr import qr_svg
from council.roles import roles_of

WRONG_CODE = _("The code is not right, or it was used already. Wait for the next one.")
SALT = "council.second_factor"
KEY_GOOD_FOR = 60 * 60  # seconds to set up an app with the key that a page showed
# Where else a session without its second factor may go: sign in anew for the set-up.
OPEN_BEFORE = frozenset({"set_up_second_factor", "account_reauthenticate"})


def must_have(account: Account) -> bool:
    """Return whether the account decides something, and so needs a second factor."""
    held = roles_of(account)
    return held.is_secretariat or bool(held.chaired)


def has(account: Account) -> bool:
    """Return whether the account's second factor is set up."""
    return Authenticator.objects.filter(
        user=account, type=Authenticator.Type.TOTP
    ).exists()


def passed(request: HttpRequest) -> bool:
    """Return whether this session gave its second factor; costs no query."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def mark_used(account: Account, code: str) -> bool:
    """Use a code of the app up, for every process; False where it was already.

    A code is good for as long as the clocks may differ, which is longer than the
    library remembers it.
    """
    steps = 2 * app_settings.TOTP_TOLERANCE + 2
    return bool(
        cache.add(
            f"second_factor.used:{account.pk}:{normalize_user_code(code)}",
            True,
            timeout=steps * app_settings.TOTP_PERIOD,
        )
    )


def is_new_code(account: Account, secret: str, code: str) -> bool:
    """Return whether it is a code of this key and unused, and use it up."""
    return validate_totp_code(secret, code) and mark_used(account, code)


def signed_key(account: Account, secret: str) -> str:
    """Return the key as a page carries it to its own form: nobody else can."""
    return signing.dumps([account.pk, secret], salt=SALT)


def key_of(account: Account, signed: str) -> str | None:
    """Return the key that a page carried; None when it is another's or too old."""
    try:
        owner, secret = signing.loads(signed, salt=SALT, max_age=KEY_GOOD_FOR)
    except signing.BadSignature:
        return None
    return str(secret) if owner == account.pk else None


def key_address(account: Account, secret: str) -> str:
    """Return the address that an authenticator app reads from the QR code."""
    issuer = app_settings.TOTP_ISSUER
    label = quote(f"{issuer}:{account.username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def key_picture(account: Account, secret: str) -> str:
    """Return the key's QR code as the address of a picture."""
    return qr_svg(key_address(account, secret))


def in_groups(secret: str) -> str:
    """Return the key as people type it: four letters at a time."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
