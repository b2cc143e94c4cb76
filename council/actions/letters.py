"""What an account chooses for itself; accounts have no history."""

from __future__ import annotations

from council.models import Account


def choose_letters(*, account: Account, email: str, language: str) -> Account:
    """Keep where the account's reminders go, and in which language."""
    account.email, account.language = email, language
    account.save(update_fields=["email", "language"])
    return account
