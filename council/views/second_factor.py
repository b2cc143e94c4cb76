"""One's own second factor: set up, looked after, taken away."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from council import actions
from council import second_factor as factor
from council.forms import SetUpForm, attempt
from council.models import Account
from council.roles import DeskRequest, requires
from council.telling import tell

View = Callable[..., HttpResponse]


def oneself(view: View) -> View:
    """Ask for the password again unless it was typed in the last minutes."""

    @wraps(view)
    def wrapper(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        records = get_authentication_records(request, request.user)
        oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if not any(record["at"] > oldest for record in records):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return wrapper


def keep_session(request: HttpRequest, account: Account) -> None:
    """Let this session go on after a deed that ended all of the account's."""
    update_session_auth_hash(request, account)


@requires("second_factor")
@require_safe
def second_factor(request: DeskRequest) -> HttpResponse:
    """Show whether one's second factor is set up, and what can be done with it."""
    codes = _codes(request.user)
    return render(
        request,
        "council/second_factor.html",
        {
            "is_set_up": factor.has(request.user),
            "must_have": factor.must_have(request.user),
            "codes_left": len(codes),
        },
    )


@requires("set_up_second_factor")
@oneself
@never_cache
def set_up_second_factor(request: DeskRequest) -> HttpResponse:
    """Give the app its key, and take the first code as proof that it has it."""
    account = request.user
    if factor.has(account):
        return redirect("second_factor")
    form = SetUpForm(request.POST or None, account=account)
    if form.is_valid():
        secret = form.cleaned_data["secret"]
        done = attempt(
            form,
            actions.set_up_second_factor,
            account=account,
            secret=secret,
            by=account,
        )
        if done:
            keep_session(request, done)
            record_authentication(request, done, "mfa", type="totp")
            tell(request, _("The second factor is set up."))
            return redirect("recovery_codes")
    secret = factor.key_of(account, request.POST.get("key", ""))
    if secret is None:
        secret = generate_totp_secret()
        form.initial["key"] = factor.signed_key(account, secret)
    return render(
        request,
        "council/set_up_second_factor.html",
        {
            "form": form,
            "picture": factor.key_picture(account, secret),
            "key": factor.in_groups(secret),
            "is_confined": settings.SECOND_FACTOR_REQUIRED
            and factor.must_have(account),
        },
    )


@requires("recovery_codes")
@oneself
@never_cache
@require_safe
def recovery_codes(request: DeskRequest) -> HttpResponse:
    """Show the recovery codes that are left, to print or to write down."""
    _found_or_404(request)
    codes = _codes(request.user)
    return render(request, "council/recovery_codes.html", {"codes": codes})


@requires("renew_recovery_codes")
@oneself
@require_POST
def renew_recovery_codes(request: DeskRequest) -> HttpResponse:
    """Make ten other codes; the former ones are void."""
    _found_or_404(request)
    actions.renew_recovery_codes(account=request.user, by=request.user)
    tell(request, _("These are new codes; the former ones are void."))
    return redirect("recovery_codes")


@requires("remove_second_factor")
@oneself
@require_POST
def remove_second_factor(request: DeskRequest) -> HttpResponse:
    """Take one's second factor away, as for another telephone."""
    _found_or_404(request)
    done = actions.remove_second_factor(account=request.user, by=request.user)
    keep_session(request, done)
    records = get_authentication_records(request, request.user)
    records[:] = [record for record in records if record["method"] != "mfa"]
    request.session.modified = True
    tell(request, _("The second factor is removed."))
    return redirect("second_factor")


def _found_or_404(request: DeskRequest) -> None:
    if not factor.has(request.user):
        raise Http404


def _codes(account: Account) -> list[str]:
    found = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return list(found.wrap().get_unused_codes()) if found else []
