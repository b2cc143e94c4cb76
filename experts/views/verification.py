"""Checking a printed paper: no sign-in, and never its text."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from council.kept_pages import kept
from experts.list_forms import CodeForm, FingerprintForm, plain
from experts.verification import verified


@login_not_required
@require_safe
@kept
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper, and lead to what is known of it."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("verification", code=form.cleaned_data["code"])
    return render(
        request,
        "experts/verify.html",
        {"section": "verify", "question": form},
        status=400 if form.is_bound else 200,
    )


@login_not_required
@require_safe
@kept
def verification(request: HttpRequest, code: str) -> HttpResponse:
    """Say which paper has the code, and whether a fingerprint is its own."""
    paper = verified(plain(code))
    if paper is None:
        return render(
            request,
            "experts/verify.html",
            {"section": "verify", "question": CodeForm(), "unknown": True},
            status=404,
        )
    form = FingerprintForm(request.GET)
    is_valid = form.is_valid()
    typed = form.cleaned_data.get("fingerprint", "")
    return render(
        request,
        "experts/verification.html",
        {
            "section": "verify",
            "paper": paper,
            "question": form,
            "typed": typed,
            "is_its_own": paper.has(typed),
        },
        status=200 if is_valid else 400,
    )
