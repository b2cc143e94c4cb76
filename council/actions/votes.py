"""Deeds on votes: how each question of a sitting was voted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from council.actions.sittings import open_sitting, save_next
from council.audit import check_revision, deed
from council.models import Account, AgendaItem, NamedVote, Person, Sitting
from council.regulation import (
    EXPERTS_HAVE_NO_VOTE,
    VOTES_WITHIN_PRESENT,
    RuleViolation,
)


@dataclass
class ItemVote:
    """How one item was voted, or that it was put off (an item's PutOff value).

    `totals` are for, against, abstained and stepped out; where None, everybody voted
    for but the `exceptions`, members with their choice. Given both, they must agree.
    """

    item: int
    totals: tuple[int, int, int, int] | None = None
    exceptions: Mapping[Person, str] = field(default_factory=dict)
    put_off: str = ""

    def counted(self, voters: Collection[Person]) -> tuple[int, int, int, int]:
        """Return the totals of a vote in which these could vote.

        Raises RuleViolation when somebody else voted (1.5), when totals and names
        differ, when more voted than were present or nobody did (1.6).
        """
        EXPERTS_HAVE_NO_VOTE.check(voters=self.exceptions, members=voters)
        choices = list(self.exceptions.values())
        against = choices.count(NamedVote.Choice.AGAINST)
        abstained = choices.count(NamedVote.Choice.ABSTAINED)
        out = choices.count(NamedVote.Choice.OUT)
        by_name = (len(voters) - against - abstained - out, against, abstained, out)
        totals = by_name if self.totals is None else self.totals
        if self.exceptions and totals != by_name:
            words = ("for", "against", "abstained", "out")
            raise RuleViolation(
                _(
                    "by name it is for – %(for)s, against – %(against)s, abstained – "
                    "%(abstained)s, stepped out – %(out)s; the totals typed differ."
                )
                % dict(zip(words, by_name, strict=True))
            )
        VOTES_WITHIN_PRESENT.check(
            votes=sum(totals[:3]), stepped_out=totals[3], present=len(voters)
        )
        if not sum(totals[:3]):
            raise RuleViolation(_("1.6: nobody voted."))
        return totals


@deed
def record_votes(
    *,
    sitting: Sitting,
    votes: Iterable[ItemVote],
    by: Account,
    revision: int | None = None,
) -> Sitting:
    """Record how items were voted; it can be corrected until the protocol is final.

    An item put off at the sitting keeps its place of 1.7 there; its matter can come to
    the next sitting and gets a new place.

    Raises RuleViolation, one sentence an item, when more voted than were present
    (1.6) or a person without a seat voted (1.5).
    """
    sitting = open_sitting(sitting)
    check_revision(sitting, revision)
    write_votes(sitting, votes, by)
    save_next(sitting, by)
    return sitting


def write_votes(sitting: Sitting, votes: Iterable[ItemVote], by: Account) -> None:
    """Write the votes of a sitting that the caller has locked (1.5, 1.6)."""
    items = {item.pk: item for item in sitting.items.all()}
    problems = []
    for vote in votes:
        try:
            _record_vote(sitting, items[vote.item], vote, by)
        except RuleViolation as refusal:
            problems += [
                _("Item %(position)s: %(sentence)s")
                % {"position": items[vote.item].position, "sentence": sentence}
                for sentence in refusal.sentences
            ]
    if problems:
        raise RuleViolation(*problems)


def _record_vote(
    sitting: Sitting, item: AgendaItem, vote: ItemVote, by: Account
) -> None:
    if vote.put_off:
        item.votes_for = item.votes_against = item.votes_abstained = None
        item.stepped_out = 0
        _save_vote(item, vote, by)
        return
    totals = vote.counted(sitting.voters)
    item.votes_for, item.votes_against, item.votes_abstained, item.stepped_out = totals
    _save_vote(item, vote, by)


def _save_vote(item: AgendaItem, vote: ItemVote, by: Account) -> None:
    item.put_off = vote.put_off
    item.save_as(by)
    for row in item.named_votes.all():
        row.delete_as(by)
    for person, choice in vote.exceptions.items():
        NamedVote(item=item, person=person, choice=choice).save_as(by)
