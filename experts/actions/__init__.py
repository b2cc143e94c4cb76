"""The deeds of the experts' app."""

from experts.actions.dossiers import (
    Dossier,
    change_dossier,
    enter_candidate,
    keep_reference_documents,
    open_file,
)
from experts.actions.drafts import drop_dossier_draft, keep_dossier_draft
from experts.actions.lists import list_paper, publish_list, withdraw_consent
from experts.actions.register import (
    annul_engagement,
    engage,
    is_another_commission,
    reassign,
    refuse,
    release,
    reopen,
    undo_reassignment,
    undo_release,
)
from experts.actions.retention import drop_old_drafts, purge_papers, redact_person

__all__ = [
    "Dossier",
    "annul_engagement",
    "change_dossier",
    "drop_dossier_draft",
    "drop_old_drafts",
    "engage",
    "enter_candidate",
    "is_another_commission",
    "keep_dossier_draft",
    "keep_reference_documents",
    "list_paper",
    "open_file",
    "publish_list",
    "purge_papers",
    "reassign",
    "redact_person",
    "refuse",
    "release",
    "reopen",
    "undo_reassignment",
    "undo_release",
    "withdraw_consent",
]
