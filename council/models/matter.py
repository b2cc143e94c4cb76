"""What a body decides: the one thing council knows of the other apps' business."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked
from council.models.people import Account
from council.models.sitting import AgendaItem
from council.regulation import RuleViolation


class Matter(Tracked):
    """Something an agenda item decides; each app has its own kinds.

    The item keeps the texts that the matter gave when it was put on the agenda.
    """

    part_of: ClassVar[tuple[str, ...]] = ("item",)
    # What is fetched with each matter of an agenda, which asks for it in any case.
    goes_along: ClassVar[tuple[str, ...]] = ()

    item = models.OneToOneField(
        AgendaItem,
        on_delete=models.PROTECT,
        related_name="%(class)s",
        verbose_name=_("agenda item"),
    )

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        AgendaItem.matter_kinds.append(cls)

    @classmethod
    def related_name(cls) -> str:
        """Return the attribute by which an agenda item reaches this kind."""
        return cls.__name__.lower()

    @classmethod
    def prepare(cls, matters: list[Any]) -> None:
        """Fetch at once what notes and objections of one sitting's matters need."""

    @abstractmethod
    def texts(self) -> dict[str, str]:
        """Return title_kk, title_ru, draft_kk and draft_ru for the item."""

    @abstractmethod
    def refused_texts(self) -> dict[str, str]:
        """Return the decision in kk and ru when the vote does not adopt the draft.

        Reasons never appear in it (1.6).
        """

    @classmethod
    def waiting(cls, dossier: models.Model) -> models.QuerySet[Any]:
        """Return the matters about a dossier that no sitting has decided yet."""
        return cls._default_manager.none()

    def notes(self) -> list[dict[str, Any]]:
        """Return what the page shows beside the item, e.g. headroom; may be empty."""
        return []

    def page(self) -> str:
        """Return the address of what the item is about; "" where it has no page."""
        return ""

    def objections(self) -> list[str]:
        """Return what speaks against deciding it now, as sentences."""
        return []

    def refuse_if_objected(self) -> None:
        """Raise RuleViolation with every sentence that speaks against deciding it."""
        if sentences := self.objections():
            raise RuleViolation(*sentences)

    def follow(self, by: Account) -> None:
        """Follow the sitting to its new day; RuleViolation where that cannot be."""
        self.refuse_if_objected()

    def carry_out(self, by: Account) -> None:
        """Do what the adopted decision says; the protocol exists already."""

    def refuse(self, by: Account) -> None:
        """Note that the vote did not adopt it; the protocol exists already."""

    def undo(self, outcome: str, by: Account) -> None:
        """Take back an outcome that a correction of the protocol changes.

        Raises RuleViolation when a later decision rests on it.
        """

    def withdraw(self, by: Account) -> None:
        """Leave the agenda of an open sitting; the item goes with it."""
        self.delete_as(by)
