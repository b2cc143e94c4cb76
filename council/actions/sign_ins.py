"""What is on record of signing in: it changes no data, and keeps nothing typed."""

from __future__ import annotations

from council.audit import note, noted
from council.models import Account


@noted
def sign_in(*, by: Account) -> None:
    """Note that somebody signed in, with every factor that the account has."""
    note("sign_in", by=by, about=by)


@noted
def sign_out(*, by: Account) -> None:
    """Note that somebody signed out."""
    note("sign_out", by=by, about=by)


@noted
def fail_sign_in(*, account: Account | None, by: None = None) -> None:
    """Note a wrong password, for that account if the name is one's: by whom is open."""
    note("fail_sign_in", by=by, about=account)


@noted
def fail_second_factor(*, account: Account, by: None = None) -> None:
    """Note a wrong code after the right password."""
    note("fail_second_factor", by=by, about=account)
