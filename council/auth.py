"""Signing in: closed to strangers, required everywhere but on public pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no sign-up."""
        return False


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


class SafeQueryMiddleware:
    """Answer 400 to an address with NUL bytes, which PostgreSQL cannot even compare."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        values = [value for _name, listed in request.GET.lists() for value in listed]
        if any("\x00" in value for value in [request.path, *request.GET, *values]):
            raise BadRequest("NUL in the address")
        return self.get_response(request)
