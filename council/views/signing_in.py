"""The way in: the second step of sign-in, an invitation, a forgotten password."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http import HTTPStatus

from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from council import actions
from council.auth import PENDING
from council.forms import ForgottenForm, SecondStepForm, attempt
from council.letters import answer_in_background
from council.models import good_invitation

LINK = "invitation"
LINK_KEPT = timedelta(hours=1)


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code after the password; until then nobody is signed in.

    Who was disabled, or got another password, since the first step begins anew.
    """
    stage = request._login_stage  # type: ignore[attr-defined]
    account = stage.login.user
    is_as_before = request.session.get(PENDING) == account.get_session_auth_hash()
    if not account.is_active or not is_as_before:
        clear_login(request)
        return redirect("account_login")
    form = SecondStepForm(data=request.POST or None, user=account)
    if form.is_valid():
        form.save()
        answer: HttpResponse = stage.exit()
        return answer
    if form.has_error("code", "incorrect_code"):
        actions.fail_second_factor(account=account)
    return render(request, "account/second_step.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where logs and other sites could read it."""
    response = redirect("choose_password")
    response["Referrer-Policy"] = "no-referrer"
    response.set_signed_cookie(
        LINK,
        token,
        salt=LINK,
        max_age=LINK_KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password by the link of a letter, then go on to the second factor."""
    if limited := ratelimit.consume_or_429(request, action="reset_password_from_key"):
        refused: HttpResponse = limited
        return refused
    token = request.get_signed_cookie(LINK, default=None, salt=LINK, max_age=LINK_KEPT)
    invitation = good_invitation(token or "", timezone.now())
    if invitation is None:
        return render(request, "account/link_over.html", status=HTTPStatus.GONE)
    account = invitation.account
    form = ResetPasswordKeyForm(request.POST or None, user=account)
    if form.is_valid():
        done = attempt(
            form,
            actions.use_invitation,
            token=token,
            password=form.cleaned_data["password1"],
            by=account,
        )
        if done:
            logout(request)
            record_authentication(request, done, "password_reset")
            answer: HttpResponse = perform_login(request, done)
            answer.delete_cookie(LINK, samesite="Lax")
            return answer
    return render(
        request, "account/choose_password.html", {"form": form, "account": account}
    )


@login_not_required
@never_cache
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Send a link for a new password; the page never says whether there is one."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        limited = ratelimit.consume_or_429(
            request, action="reset_password", key=email.casefold()
        )
        if limited:
            refused: HttpResponse = limited
            return refused
        transaction.on_commit(partial(answer_in_background, email))
        return render(request, "account/letter_sent.html", {"email": email})
    return render(request, "account/forgotten_password.html", {"form": form})
