"""Accounts, for the administrator: who may sign in, as what, with a second factor."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from council import actions
from council.columns import ACCOUNTS
from council.dates import today
from council.forms import (
    InviteForm,
    LinkPersonForm,
    RoleForm,
    TableForm,
    attempt,
)
from council.letters import send_link
from council.models import Account, Seat
from council.models.people import TIMER
from council.names import sort_key
from council.roles import DeskRequest, requires
from council.telling import tell
from council.views.tables import table_response


def _accounts() -> Any:
    totp = Authenticator.objects.filter(
        user=OuterRef("pk"), type=Authenticator.Type.TOTP
    )
    seats = Seat.objects.voting().on(today()).select_related("body")
    return (
        Account.objects.exclude(username=TIMER)
        .select_related("person")
        .annotate(has_second_factor=Exists(totp))
        .prefetch_related(Prefetch("person__seats", queryset=seats, to_attr="held"))
        .order_by("-is_active", "last_name", "first_name", "username")
    )


@requires("accounts")
@require_safe
def accounts(request: DeskRequest) -> HttpResponse:
    """Show every account: who, as what, with a second factor or without."""
    rows = sorted(
        _accounts(), key=lambda row: (not row.is_active, sort_key(str(row)), row.pk)
    )
    form = TableForm(request.GET, rows=rows, columns=ACCOUNTS)
    return table_response(
        request,
        form,
        "council/accounts.html",
        {"section": "accounts"},
        about=Account,
    )


@requires("account")
@require_safe
def account(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one account and what can be done with it."""
    return _account_page(request, get_object_or_404(_accounts(), pk=pk))


def _account_page(
    request: DeskRequest, found: Account, form: forms.Form | None = None
) -> HttpResponse:
    """Show an account; with a form that was refused, its sentences too."""
    return render(
        request,
        "council/account.html",
        {
            "section": "accounts",
            "account": found,
            "invitation": found.invitations.first(),
            "form": form,
            "crumbs": [(_("Accounts"), reverse("accounts")), (str(found), "")],
        },
        status=422 if form else 200,
    )


@requires("invite_account")
def invite_account(request: DeskRequest) -> HttpResponse:
    """Make an account and send its owner the way to a password."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            form, actions.invite_account, by=request.user, **form.cleaned_data
        )
        if made:
            invited, token = made
            _tell_of_letter(request, sent=send_link(invited, token))
            return redirect("account", pk=invited.pk)
    title = _("Invite somebody")
    return render(
        request,
        "council/form.html",
        {
            "section": "accounts",
            "form": form,
            "title": title,
            "button": _("Send the invitation"),
            "lede": _("They get a letter with a link, good once and for seven days."),
            "back": reverse("accounts"),
            "crumbs": [(_("Accounts"), reverse("accounts")), (title, "")],
        },
    )


def _tell_of_letter(request: DeskRequest, *, sent: bool) -> None:
    if sent:
        tell(request, _("The letter with the link is on its way."))
    else:
        messages.error(
            request,
            _("The mail server did not take the letter. Send the invitation again."),
        )


@requires("send_invitation")
@require_POST
def send_invitation(request: DeskRequest, pk: int) -> HttpResponse:
    """Send another link; the former one is void."""
    found = get_object_or_404(_accounts(), pk=pk)
    form = forms.Form(request.POST)
    form.is_valid()
    token = attempt(form, actions.send_invitation, account=found, by=request.user)
    if token is None:
        return _account_page(request, found, form)
    _tell_of_letter(request, sent=send_link(found, token))
    return redirect("account", pk=found.pk)


def _pressed(request: DeskRequest, pk: int, action: Any, said: str) -> HttpResponse:
    """Do what one button asks for, on an account."""
    found = get_object_or_404(_accounts(), pk=pk)
    form = forms.Form(request.POST)
    form.is_valid()
    if attempt(form, action, account=found, by=request.user) is None:
        return _account_page(request, found, form)
    tell(request, said)
    return redirect("account", pk=found.pk)


@requires("disable_account")
@require_POST
def disable_account(request: DeskRequest, pk: int) -> HttpResponse:
    """Let somebody sign in no more."""
    said = _("The account is disabled; its sessions are over.")
    return _pressed(request, pk, actions.disable_account, said)


@requires("enable_account")
@require_POST
def enable_account(request: DeskRequest, pk: int) -> HttpResponse:
    """Let somebody sign in again."""
    said = _("The account can sign in again.")
    return _pressed(request, pk, actions.enable_account, said)


@requires("reset_second_factor")
@require_POST
def reset_second_factor(request: DeskRequest, pk: int) -> HttpResponse:
    """Take away a second factor that was lost: the next sign-in sets up another."""
    said = _("The second factor is reset; the next sign-in sets up another one.")
    return _pressed(request, pk, actions.reset_second_factor, said)


@requires("change_role")
def change_role(request: DeskRequest, pk: int) -> HttpResponse:
    """Assign another role."""
    found = get_object_or_404(_accounts(), pk=pk)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if form.is_valid() and attempt(
        form, actions.change_role, account=found, by=request.user, **form.cleaned_data
    ):
        tell(
            request, _("The role is changed; the owner of the account signs in again.")
        )
        return redirect("account", pk=found.pk)
    lede = _("The account's sessions end: its owner signs in again.")
    return _form_page(request, form, found, _("Role"), lede)


@requires("link_person")
def link_person(request: DeskRequest, pk: int) -> HttpResponse:
    """Say whose account it is."""
    found = get_object_or_404(_accounts(), pk=pk)
    initial = {"person": getattr(found, "person", None)}
    form = LinkPersonForm(request.POST or None, initial=initial, account=found)
    if form.is_valid() and attempt(
        form, actions.link_person, account=found, by=request.user, **form.cleaned_data
    ):
        tell(request, _("The person of the account is saved."))
        return redirect("account", pk=found.pk)
    lede = _("Without the person the rights of their seats are gone at once.")
    return _form_page(request, form, found, _("Person on record"), lede)


def _form_page(
    request: DeskRequest, form: forms.Form, found: Account, title: str, lede: str
) -> HttpResponse:
    back = reverse("account", args=[found.pk])
    return render(
        request,
        "council/form.html",
        {
            "section": "accounts",
            "form": form,
            "title": title,
            "lede": lede,
            "back": back,
            "crumbs": [
                (_("Accounts"), reverse("accounts")),
                (str(found), back),
                (title, ""),
            ],
        },
    )
