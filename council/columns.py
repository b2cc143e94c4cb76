"""The columns of the council's tables on the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.deed_names import deed_in_words
from council.models import Account, AuditEvent, Body, Seat, Sitting
from council.names import sort_key
from council.readable import NOTHING, moment_in_words
from council.tables import Column, in_order_of


def _protocol(sitting: Any) -> str:
    return str(sitting.protocol) if sitting.is_final else NOTHING


SITTINGS = (
    Column(
        "day",
        gettext_lazy("Day"),
        lambda row: row.held_on,
        by=["held_on", "starts_at"],
        width=14,
    ),
    Column(
        "body",
        gettext_lazy("Body"),
        lambda row: str(row.body),
        by=[in_order_of("body__kind", Body.Kind), "body__number"],
    ),
    Column(
        "questions",
        gettext_lazy("Questions"),
        lambda row: row.questions,
        by=["questions"],
        is_number=True,
        width=12,
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(row.get_status_display()),
        by=[in_order_of("status", Sitting.Status)],
        width=16,
    ),
    Column(
        "protocol",
        gettext_lazy("Protocol"),
        _protocol,
        by=["protocol__year", "protocol__number"],
        width=12,
    ),
)


def _account(account: Account) -> str:
    state = ""
    if not account.is_active:
        state = _("disabled")
    elif not account.has_usable_password():
        state = _("invited")
    return ", ".join(filter(None, [str(account), account.username, state]))


def _seats(account: Any) -> str:
    if not getattr(account, "person", None):
        return NOTHING
    seats: list[Seat] = account.person.held
    held = [f"{seat.body} – {seat.get_role_display()}" for seat in seats]
    return "; ".join([str(account.person), *held])


ACCOUNTS = (
    Column(
        "account",
        gettext_lazy("Account"),
        _account,
        by=lambda row: sort_key(str(row)),
        width=40,
    ),
    Column(
        "role",
        gettext_lazy("Role"),
        lambda row: str(row.get_role_display()),
        by=lambda row: Account.Role.values.index(row.role),
        width=16,
    ),
    Column("person", gettext_lazy("Person and seats"), _seats, width=48),
    Column(
        "second_factor",
        gettext_lazy("Second factor"),
        lambda row: _("set up") if row.has_second_factor else _("none"),
        by=lambda row: row.has_second_factor,
        width=14,
    ),
    Column(
        "last_sign_in",
        gettext_lazy("Last sign-in"),
        lambda row: (
            moment_in_words(row.last_login) if row.last_login else str(_("never"))
        ),
        by=lambda row: row.last_login,
        width=18,
    ),
)


def about_in_words(event: AuditEvent, kind: str) -> str:
    """Return what an entry of the record is about; `kind` is its row's, in words."""
    return f"{kind} № {event.row or NOTHING}" if kind else NOTHING


# The rows are those that the page of the record shows (council/views/history.py).
RECORD = (
    Column("when", gettext_lazy("When"), lambda row: row["when"], width=18),
    Column("by", gettext_lazy("By whom"), lambda row: str(row["event"].by or NOTHING)),
    Column(
        "what",
        gettext_lazy("What"),
        lambda row: deed_in_words(row["event"].name),
        width=48,
    ),
    Column(
        "about",
        gettext_lazy("About"),
        lambda row: about_in_words(row["event"], row["kind"]),
        width=36,
    ),
)
