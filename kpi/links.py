"""Where the record behind a number is opened, for those who may read it."""

from __future__ import annotations

from django.urls import reverse

from council.models import Account
from council.roles import DEEDS, may, scope
from kpi.indicators import Record

PAGES = {
    "sitting": "sitting",
    "event": "event",
    "recommendation": "recommendation",
    "publication": "publication",
    "breach": "breach",
}


def record_url(record: Record, account: Account) -> str:
    """Return the address of a record's page; "" where the account has none.

    An expert's own records are the commission's; a sitting may be another body's.
    """
    page = PAGES[record.kind]
    if page not in DEEDS or not may(account, page):
        return ""
    bodies = scope(account, page)
    if record.body and bodies is not None and record.body not in bodies:
        return ""
    return reverse(page, args=[record.key])
