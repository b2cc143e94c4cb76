"""Signing in: closed to strangers, required everywhere but on public pages."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import get_user_by_username
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from council import actions, second_factor
from council.models import Account

KNOWN_BROWSER = "known_browser"
KNOWN_FOR = 180 * 24 * 60 * 60  # seconds
PENDING = "signing_in_as"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; nobody signs up.

    Wrong passwords are counted by account, whoever types them, and apart from them by
    each browser that signed in to the account before: so a stranger can lock out
    strangers, but not the owner.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no sign-up."""
        return False

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Return under what a wrong password is counted.

        The library's own holds the address's host with its port, which a stranger
        may vary, and the name as typed, of which the database knows more spellings.
        """
        typed = credentials.get("username", "")
        account = get_user_by_username(typed)
        owner = str(account.pk) if account else f"nobody:{typed.casefold()}"
        return f"{owner}:{_browser(request, owner)}"

    def pre_login(
        self, request: HttpRequest, user: Account, **kwargs: Any
    ) -> HttpResponse | None:
        """Remember between the steps of signing in how the account stood."""
        request.session[PENDING] = user.get_session_auth_hash()
        return super().pre_login(request, user, **kwargs)

    def post_login(
        self, request: HttpRequest, user: Account, **kwargs: Any
    ) -> HttpResponse:
        """Note the sign-in, and know the browser from now on."""
        response = super().post_login(request, user, **kwargs)
        request.session.pop(PENDING, None)
        actions.sign_in(by=user)
        owner = str(user.pk)
        response.set_signed_cookie(
            KNOWN_BROWSER,
            f"{owner}:{_browser(request, owner) or secrets.token_hex(8)}",
            salt=KNOWN_BROWSER,
            max_age=KNOWN_FOR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it, with the account if the name is one's, never with what was typed."""
        account = get_user_by_username(credentials.get("username", ""))
        actions.fail_sign_in(account=account)

    def logout(self, request: HttpRequest) -> None:
        """Note it, then end the session."""
        if isinstance(request.user, Account):
            actions.sign_out(by=request.user)
        super().logout(request)

    def set_password(self, user: Account, password: str) -> None:
        """Change one's own password, on record."""
        actions.change_password(account=user, password=password, by=user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the one way to show that it is still oneself: the password."""
        url = reverse("account_reauthenticate")
        return [
            {"id": "reauthenticate", "description": _("Use your password"), "url": url}
        ]


def _browser(request: HttpRequest, owner: str) -> str:
    """Return what tells a browser that signed in to the account before, or nothing."""
    kept = request.get_signed_cookie(
        KNOWN_BROWSER, default=None, salt=KNOWN_BROWSER, max_age=KNOWN_FOR
    )
    known, _colon, browser = (kept or "").rpartition(":")
    return browser if known == owner else ""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps and seeds of recovery codes are encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": second_factor.WRONG_CODE
    }

    def encrypt(self, text: str) -> str:
        """Return the text so that a copy of the database does not tell it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text; also that of before a rotation of SECRET_KEY."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = map(force_bytes, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    digests = (hashlib.sha256(b"second factor/" + key).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default, and leave public pages without a cookie.

    Django's own asks for the user first, so every public page would vary by cookie.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let a public view pass before anybody asks who is reading."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, args, kwargs)


class SecondFactorMiddleware:
    """Open nothing to who must have a second factor and did not give it.

    Public pages, signing out and the set-up itself stay open, in every language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead to the set-up; to sign-in where it is done and the session older."""
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(
            view_func, "login_required", True
        ):
            return None
        account = request.user
        if (
            not isinstance(account, Account)
            or second_factor.passed(request)
            or not second_factor.must_have(account)
        ):
            return None
        if second_factor.has(account):
            logout(request)
            return redirect("account_login")
        match = request.resolver_match
        if match and match.url_name in second_factor.OPEN_BEFORE:
            return None
        return redirect("set_up_second_factor")


class SafeQueryMiddleware:
    """Answer 400 to an address with NUL bytes, which PostgreSQL cannot even compare."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        values = [value for _name, listed in request.GET.lists() for value in listed]
        if any("\x00" in value for value in [request.path, *request.GET, *values]):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
