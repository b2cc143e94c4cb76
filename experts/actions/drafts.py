"""Keeping what is typed of a dossier until it is entered: no deed, and no history."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from council.dates import long_moment
from council.models import Account
from council.regulation import RuleViolation
from experts.models import DossierDraft, Expert

MOST_DRAFTS = 20  # of one account


@transaction.atomic
def keep_dossier_draft(
    *,
    expert: Expert | None,
    typed: dict[str, list[str]],
    draft: int | None,
    turn: int | None,
    language: str,
    by: Account,
) -> DossierDraft:
    """Keep what a page says; `draft` and `turn` are of its last keeping, if any.

    Raises RuleViolation when another window has kept the same meanwhile, when the
    draft is gone, or when the account has too many; nothing is overwritten.
    """
    DossierDraft.objects.old().delete()
    own = DossierDraft.objects.select_for_update().filter(made_by=by, expert=expert)
    asked = own.filter(pk__in=[draft] if draft else [])
    found = own.first() if expert and not draft else asked.first()
    if found is None and draft:
        raise RuleViolation(
            _("This draft was entered or thrown away in another window.")
        )
    if found is None:
        if DossierDraft.objects.filter(made_by=by).count() >= MOST_DRAFTS:
            raise RuleViolation(
                _("There are %(count)s drafts already. Enter or throw away some.")
                % {"count": MOST_DRAFTS}
            )
        found = DossierDraft(made_by=by, expert=expert, turn=0)
    elif found.turn != turn:
        raise RuleViolation(
            _(
                "Another window has kept a draft of this dossier (%(moment)s). What is "
                "typed here is not kept until the dossier is saved."
            )
            % {"moment": long_moment(found.kept_at, language)}
        )
    found.typed, found.kept_at, found.turn = typed, timezone.now(), found.turn + 1
    found.save()
    return found


def drop_dossier_draft(*, draft: int | None, expert: Expert | None, by: Account) -> int:
    """Delete the account's draft, by its key or of that dossier; return how many."""
    own = DossierDraft.objects.filter(made_by=by, expert=expert)
    found = own if expert else own.filter(pk__in=[draft] if draft else [])
    return found.delete()[0]
