"""What several panels of one desk ask of the same day, fetched once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from council.models import Account, Body, Edition
from council.roles import scope
from experts.models import Expert
from experts.overview import edition_on, with_papers
from experts.validators import Headroom, headroom


@dataclass(frozen=True)
class DeskFacts:
    """The commissions whose experts an account looks after, and their headroom."""

    edition: Edition | None
    commissions: list[Body]
    rooms: dict[int, Headroom]


def desk_facts(account: Account, on: date) -> DeskFacts:
    """Return the day's facts; asked of the database once an account."""
    kept: DeskFacts | None = account.__dict__.get("desk_facts")
    if kept is None:
        bodies = scope(account, "candidates")
        found = Body.objects.on(on).commissions().select_related("convocation")
        commissions = list(found if bodies is None else found.filter(pk__in=bodies))
        edition = edition_on(on)
        rooms = headroom(commissions, on, edition) if edition else {}
        kept = DeskFacts(edition, commissions, rooms)
        account.__dict__["desk_facts"] = kept
    return kept


def candidates_today(account: Account, on: date) -> list[Expert]:
    """Return the convocation's candidates with their papers, once an account."""
    kept: list[Expert] | None = account.__dict__.get("candidates_today")
    if kept is None:
        kept = list(
            with_papers(
                Expert.objects.filter(
                    status=Expert.Status.CANDIDATE,
                    convocation__begins__lte=on,
                    convocation__ends__gte=on,
                )
            )
        )
        account.__dict__["candidates_today"] = kept
    return kept
