"""Forms of a sitting: planning, agenda, attendance, votes, protocol."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.actions import ItemVote
from council.agenda import AgendaRow
from council.desk import guests_of
from council.forms.base import (
    LARGEST_SMALL_INTEGER,
    ChangingForm,
    CleanForm,
    RevisionForm,
    RowsField,
    choose_from,
)
from council.forms.tables import PeriodForm
from council.models import (
    AgendaItem,
    NamedVote,
    Person,
    ProtocolVersion,
    SignedScan,
    Sitting,
)
from council.regulation import RuleViolation
from council.uploads import file_field


class SittingsForm(PeriodForm):
    """What is asked of the list of sittings."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *Sitting.Status.choices],
        required=False,
    )
    field_order = ("state", "since", "until")

    def found(self) -> QuerySet[Sitting]:
        """Return the sittings that were asked for."""
        asked = self.cleaned_data
        conditions = {
            "status": asked["state"],
            "held_on__gte": asked["since"],
            "held_on__lte": asked["until"],
        }
        given = {name: value for name, value in conditions.items() if value}
        return cast("QuerySet[Sitting]", self.rows).filter(**given)


class SittingForm(CleanForm):
    """Day, time, place, and who leads and writes."""

    model = Sitting
    model_field_names: ClassVar[tuple[str, ...]] = (
        "held_on",
        "starts_at",
        "place_kk",
        "place_ru",
        "presiding",
        "secretary",
    )

    def __init__(self, *args: Any, people: models.QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("presiding", "secretary"):
            choose_from(self, name, people)
        self.fields["starts_at"].widget.attrs |= {"placeholder": "15:00", "size": 6}


class ChangeSittingForm(SittingForm, ChangingForm):
    """The same of a sitting that is planned already, by the revision shown."""


class ItemForm(CleanForm):
    """A free question of an agenda, in Kazakh and where wanted in Russian."""

    model = AgendaItem
    model_field_names: ClassVar[tuple[str, ...]] = (
        *AgendaItem.TEXTS,
        "reporter",
        "speakers",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AgendaItem.TEXTS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["title_ru"].help_text = _(
            "Without a Russian text there is no Russian protocol."
        )

    def keep_texts(self) -> None:
        """Leave only who reports and speaks: a matter's texts are its own."""
        for name in AgendaItem.TEXTS:
            self.fields[name].disabled = True

    @property
    def facts(self) -> dict[str, Any]:
        """Return the item's texts and who speaks to it, as the deeds take them."""
        texts = dict(self.cleaned_data)
        spoken = {name: texts.pop(name) for name in ("reporter", "speakers")}
        return spoken | {"texts": texts}


class ChangeItemForm(ItemForm, ChangingForm):
    """The same of a question that is on the agenda, by the sitting's revision."""

    @property
    def facts(self) -> dict[str, Any]:
        """Return the texts, who speaks, and the revision that the page showed."""
        facts = super().facts
        return facts | {"revision": facts["texts"].pop("revision")}


class AttendanceForm(CleanForm, ChangingForm):
    """Who came: the body's members, and others without a vote (1.5)."""

    model = Sitting
    model_field_names: ClassVar[tuple[str, ...]] = ("invited",)

    voters = RowsField(
        label=capfirst(_("members present")),
        required=False,
        help_text=_("Untick who did not come."),
    )
    others = RowsField(label=capfirst(_("present without a vote")), required=False)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        members, attended = sitting.members, sitting.attended
        keys = [person.pk for person in members]
        kwargs["initial"] = {
            "revision": sitting.revision,
            "voters": [row.person_id for row in attended if row.has_vote] or keys,
            "others": [row.person_id for row in attended if not row.has_vote],
            "invited": sitting.invited,
        }
        super().__init__(*args, **kwargs)
        self.fields["invited"].widget.attrs["rows"] = 3
        self.rows_of("voters").offer(members)
        self.rows_of("others").offer(guests_of(sitting).exclude(pk__in=keys))

    def clean(self) -> dict[str, Any]:
        """Leave out the empty lines among the guests."""
        cleaned = super().clean()
        if invited := cleaned.get("invited"):
            cleaned["invited"] = "\n".join(filter(None, invited.split("\n")))
        return cleaned

    @property
    def goes_on(self) -> bool:
        """Return whether the votes are next, not the sitting's page."""
        return "go_on" in self.data

    def rows_of(self, name: str) -> RowsField:
        """Return one of the two fields."""
        return cast("RowsField", self.fields[name])


@dataclass(frozen=True)
class VoteRow:
    """One item of the votes page: its bound totals, and a choice for each member.

    `notes` are the agenda's meters: places and headroom while deciding (1.7).
    """

    item: AgendaItem
    notes: list[dict[str, Any]]
    put_off: forms.BoundField
    totals: list[tuple[str, forms.BoundField]]
    choices: list[forms.BoundField]
    is_exception: bool


def label_of_item(form: forms.Form, name: str, items: Iterable[AgendaItem]) -> str:
    """Return a field's label with the number of the item whose key its name begins."""
    position = next(item.position for item in items if name.startswith(f"{item.pk}-"))
    return f"{position}: {form.fields[name].label}"


class VotesForm(ChangingForm):
    """All items of a sitting on one page: totals, or exceptions by name.

    An item left blank stays without a vote, unless "all in favour" was pressed.
    `voters` may be marked by name; without them it is who was present, and the votes
    are counted against them (a correction says itself who was present).
    """

    TOTALS = (
        ("for", _("for")),
        ("against", _("against")),
        ("abstained", _("abstained")),
        ("out", _("stepped out")),
    )

    def __init__(
        self,
        *args: Any,
        sitting: Sitting,
        agenda: list[AgendaRow],
        voters: list[Person] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = [row.item for row in agenda]
        self.notes = [row.notes for row in agenda]
        models.prefetch_related_objects(self.items, "named_votes")
        self.present = sitting.voters if voters is None else None
        self.voters = sitting.voters if voters is None else voters
        self.initial["revision"] = sitting.revision
        for item in self.items:
            self._add_item(item)

    def _add_item(self, item: AgendaItem) -> None:
        totals = (item.votes_for, item.votes_against, item.votes_abstained)
        out = item.stepped_out if item.is_voted else None
        for (name, label), value in zip(self.TOTALS, (*totals, out), strict=True):
            self.fields[f"{item.pk}-{name}"] = forms.IntegerField(
                label=format_lazy(_("Item {position}"), position=item.position),
                min_value=0,
                max_value=LARGEST_SMALL_INTEGER,
                required=False,
                initial=value,
                widget=forms.NumberInput(
                    attrs={"aria-label": f"{item.position}: {label}"}
                ),
            )
        self.fields[f"{item.pk}-put_off"] = forms.ChoiceField(
            label=_("Instead of a vote"),
            choices=[("", _("put to the vote")), *AgendaItem.PutOff.choices],
            required=False,
            initial=item.put_off,
        )
        named = {vote.person_id: vote.choice for vote in item.named_votes.all()}
        for person in self.voters:
            self.fields[f"{item.pk}-person-{person.pk}"] = forms.ChoiceField(
                label=person.short_name,
                choices=[
                    ("", pgettext_lazy("one member", "for")),
                    *NamedVote.Choice.choices,
                ],
                required=False,
                initial=named.get(person.pk, ""),
            )

    def label_of(self, name: str) -> str:
        """Return the item, and what of its vote."""
        said = self.fields[name].widget.attrs.get("aria-label")
        return said or label_of_item(self, name, self.items)

    def clean(self) -> dict[str, Any]:
        """Refuse to leave without a vote what had one: it would silently stay."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for item in self.items if not self.errors else []:
            if item.is_settled and self._vote(item) is None:
                self.add_error(
                    f"{item.pk}-for",
                    _("type how it was voted, or put it off."),
                )
        if self.present is not None and not self.errors:
            self.count(self.present)
        return cleaned

    def count(self, present: Collection[Person]) -> None:
        """Note beside the question which vote these cannot have given."""
        for item in self.items:
            vote = self._vote(item)
            if vote is None or vote.put_off:
                continue
            try:
                vote.counted(present)
            except RuleViolation as refusal:
                self.add_error(f"{item.pk}-for", refusal.sentences)

    def rows(self) -> list[VoteRow]:
        """Return the items with their bound fields, for the template."""
        return [
            VoteRow(
                item,
                notes,
                self[f"{item.pk}-put_off"],
                [
                    (str(label), self[f"{item.pk}-{name}"])
                    for name, label in self.TOTALS
                ],
                [self[f"{item.pk}-person-{person.pk}"] for person in self.voters],
                any(self[name].value() for name in self._exceptions(item)),
            )
            for item, notes in zip(self.items, self.notes, strict=True)
        ]

    def _exceptions(self, item: AgendaItem) -> list[str]:
        """Return the fields that say what differs from a plain vote."""
        people = [f"{item.pk}-person-{person.pk}" for person in self.voters]
        return [f"{item.pk}-put_off", *people]

    def votes(self) -> list[ItemVote]:
        """Return what the page says of each item; blank items are left out."""
        return [vote for item in self.items if (vote := self._vote(item))]

    def _vote(self, item: AgendaItem) -> ItemVote | None:
        exceptions = {
            person: choice
            for person in self.voters
            if (choice := self.cleaned_data[f"{item.pk}-person-{person.pk}"])
        }
        if put_off := self.cleaned_data[f"{item.pk}-put_off"]:
            return ItemVote(item.pk, put_off=put_off)
        names = [f"{item.pk}-{name}" for name, _label in self.TOTALS]
        is_typed = any(name in self.changed_data for name in names)
        if not is_typed and (exceptions or item.named_votes.all()):
            return ItemVote(item.pk, exceptions=exceptions)
        typed = [self.cleaned_data[name] for name in names]
        if any(number is not None for number in typed):
            votes_for, against, abstained, out = (number or 0 for number in typed)
            totals = (votes_for, against, abstained, out)
            return ItemVote(item.pk, totals=totals, exceptions=exceptions)
        if exceptions or "all_in_favour" in self.data:
            return ItemVote(item.pk, exceptions=exceptions)
        return None


class ScanForm(CleanForm):
    """The scan of a signed protocol: which version, in which language."""

    version = forms.ModelChoiceField(
        label=capfirst(_("version")),
        queryset=ProtocolVersion.objects.none(),
        empty_label=None,
    )
    language = forms.ChoiceField(
        label=capfirst(_("language")), choices=SignedScan.LANGUAGES
    )
    upload = file_field(capfirst(_("file")))

    def __init__(
        self, *args: Any, versions: models.QuerySet[ProtocolVersion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "version", versions)
        self.fields["upload"].required = True


class FinaliseForm(RevisionForm):
    """The protocol's number; the date is the sitting's."""

    number = forms.IntegerField(
        label=capfirst(_("protocol №")),
        min_value=1,
        max_value=LARGEST_SMALL_INTEGER,
        widget=forms.NumberInput(attrs={"size": 6}),
    )
