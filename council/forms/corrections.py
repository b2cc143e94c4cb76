"""The one page on which a final protocol is corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from council.actions import Correction
from council.forms.base import (
    CleanForm,
    choose_from,
    is_stale,
    model_fields,
    told_on_record,
    untold_staleness,
)
from council.forms.sittings import (
    AttendanceForm,
    FinaliseForm,
    VoteRow,
    VotesForm,
    label_of_item,
)
from council.models import AgendaItem, Person, ProtocolVersion, Sitting

SPOKEN = ("reporter", "speakers")


class HeadForm(CleanForm):
    """Why it is corrected, its number, and who led and wrote."""

    model = ProtocolVersion
    model_field_names: ClassVar[tuple[str, ...]] = ("explanation_kk", "explanation_ru")

    def __init__(
        self,
        *args: Any,
        sitting: Sitting,
        people: models.QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "number": sitting.protocol.number,
            "presiding": sitting.presiding_id,
            "secretary": sitting.secretary_id,
        }
        super().__init__(*args, **kwargs)
        for name in ("explanation_kk", "explanation_ru"):
            self.fields[name].required = True
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
            self.fields[name].help_text = _("Printed in the corrected protocol.")
        self.fields["number"] = FinaliseForm.base_fields["number"]
        self.fields |= model_fields(Sitting, "presiding", "secretary")
        for name in ("presiding", "secretary"):
            choose_from(self, name, people)


class WordsForm(CleanForm):
    """Who reported and spoke to each item, and the wording of free business."""

    def __init__(self, *args: Any, items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            names = SPOKEN if item.matter else (*SPOKEN, *AgendaItem.TEXTS)
            for name, own in model_fields(AgendaItem, *names).items():
                own.initial = getattr(item, name)
                if name in AgendaItem.TEXTS:
                    own.widget = forms.Textarea(attrs={"rows": 2})
                self.fields[f"{item.pk}-{name}"] = own

    def label_of(self, name: str) -> str:
        """Return the item, and what of its words."""
        return label_of_item(self, name, self.items)

    def fields_of(self, item: AgendaItem) -> list[forms.BoundField]:
        """Return the bound fields of one item."""
        start = f"{item.pk}-"
        return [self[name] for name in self.fields if name.startswith(start)]

    def texts(self) -> dict[int, dict[str, str]]:
        """Return what was typed, by the item's key."""
        found: dict[int, dict[str, str]] = {item.pk: {} for item in self.items}
        for key, value in self.cleaned_data.items():
            pk, name = key.split("-", 1)
            found[int(pk)][name] = value
        return found


@dataclass(frozen=True)
class CorrectionRow:
    """An item with its votes and its words."""

    vote: VoteRow
    words: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        """Return whether something that is folded away must be corrected."""
        folded = [*self.words, self.vote.put_off, *self.vote.choices]
        return any(field.errors for field in folded)


class CorrectionForms:
    """The parts of the page as one form; refusals stand on its head."""

    def __init__(
        self,
        data: Any,
        *,
        sitting: Sitting,
        agenda: list[Any],
        people: models.QuerySet[Person],
    ) -> None:
        items = [row.item for row in agenda]
        self.head = HeadForm(data, sitting=sitting, people=people)
        self.attendance = AttendanceForm(data, sitting=sitting)
        self.votes = VotesForm(
            data, sitting=sitting, agenda=agenda, voters=sitting.members
        )
        self.words = WordsForm(data, items=items)

    def is_valid(self) -> bool:
        """Return whether every part is; all are asked, so that all errors show."""
        is_valid = not [part for part in self.parts if not part.is_valid()]
        if is_valid:
            self.votes.count(self.attendance.cleaned_data["voters"])
        return is_valid and not self.votes.errors

    @property
    def parts(self) -> list[forms.Form]:
        """Return the parts in the order of the page."""
        return [self.head, self.attendance, self.words, self.votes]

    # What the page's one list of errors, and who writes into it, ask of a form:

    @property
    def on_record(self) -> list[tuple[str, str]]:
        """Return what is on record now where a stale page differs."""
        if not is_stale(self.attendance):
            return []
        return [
            *told_on_record(self.head),
            *self.attendance.on_record,
            *told_on_record(self.words, self.words.label_of),
            *self.votes.on_record,
        ]

    @property
    def staleness(self) -> str:
        """Return that somebody else saved, where no refusal has said it."""
        return untold_staleness(self.attendance, self.non_field_errors())

    @property
    def errors(self) -> list[Any]:
        """Return the errors of the parts that have some."""
        return [part.errors for part in self.parts if part.errors]

    def non_field_errors(self) -> list[Any]:
        """Return what belongs to no field of any part."""
        return [error for part in self.parts for error in part.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Yield the fields of all parts."""
        for part in self.parts:
            yield from part

    def rows(self) -> list[CorrectionRow]:
        """Return the items with all that can be corrected of them."""
        return [
            CorrectionRow(row, self.words.fields_of(row.item))
            for row in self.votes.rows()
        ]

    @property
    def revision(self) -> int:
        """Return the revision that the page showed."""
        return int(self.attendance.cleaned_data["revision"])

    def correction(self) -> Correction:
        """Return what the page says the protocol should have said."""
        came = dict(self.attendance.cleaned_data)
        came.pop("revision")
        return Correction(
            **self.head.cleaned_data,
            **came,
            votes=self.votes.votes(),
            texts=self.words.texts(),
        )
