"""What an account chooses for itself; accounts have no history."""

from __future__ import annotations

from council.audit import deed
from council.models import Account


@deed
def choose_letters(
    *, account: Account, email: str, language: str, by: Account
) -> Account:
    """Keep where the account's letters go, and in which language."""
    account.email, account.language = email, language
    account.save(update_fields=["email", "language"])
    return account
