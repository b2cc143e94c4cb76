"""The models of the experts."""

from experts.models.draft import DossierDraft, ImportDraft
from experts.models.engagement import Engagement
from experts.models.expert import Expert
from experts.models.list_edition import ListEdition, ListEntry, ListPaper
from experts.models.paper import Paper
from experts.models.statements import (
    Acknowledgement,
    Consent,
    Disclosure,
    ReferenceDocument,
)

__all__ = [
    "Acknowledgement",
    "Consent",
    "Disclosure",
    "Engagement",
    "Expert",
    "DossierDraft",
    "ImportDraft",
    "ListEdition",
    "ListEntry",
    "ListPaper",
    "Paper",
    "ReferenceDocument",
]
