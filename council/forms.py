"""What every form here shares: clean text, dates as people write them, `attempt`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.db import models
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council import names
from council.actions import ItemVote
from council.models import (
    AgendaItem,
    Body,
    Convocation,
    Council,
    NamedVote,
    Person,
    Seat,
    Sitting,
)
from council.regulation import RuleViolation

LARGEST_SMALL_INTEGER = 32767


def attempt(form: forms.BaseForm, action: Callable[..., Any], **facts: Any) -> Any:
    """Do a deed; when it is refused, put every sentence on the form and return None."""
    try:
        return action(**facts)
    except RuleViolation as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return None


def model_fields(model: type[models.Model], *fields: str) -> dict[str, forms.Field]:
    """Return form fields with the labels, lengths and choices of the model's own."""
    made = fields_for_model(model, fields=fields)
    for name, made_field in made.items():
        if isinstance(made_field, forms.DateField):
            made[name] = day_field(
                label=made_field.label,
                required=made_field.required,
                help_text=made_field.help_text,
            )
        elif isinstance(made_field, forms.IntegerField):
            made_field.validators.append(MaxValueValidator(LARGEST_SMALL_INTEGER))
    return made


def day_field(**options: Any) -> forms.DateField:
    """Return a date field for 13.10.2025, 13.10.25 or 2025-10-13."""
    return forms.DateField(
        widget=forms.DateInput(
            format="%d.%m.%Y",
            attrs={
                "placeholder": "13.10.2025",
                "inputmode": "numeric",
                "autocomplete": "off",
                "size": 12,
            },
        ),
        **options,
    )


def choose_from(form: forms.Form, name: str, rows: models.QuerySet[Any]) -> None:
    """Let a choice of the form be made among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class CleanForm(forms.Form):
    """A form whose text is normalised, and which takes fields from models.

    `model` and `model_field_names` name them; own fields may stand beside.
    """

    model: type[models.Model] | None = None
    model_field_names: ClassVar[tuple[str, ...]] = ()
    error_css_class = "has-error"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.model is not None:
            own, self.fields = self.fields, {}
            self.fields = model_fields(self.model, *self.model_field_names) | own

    def clean(self) -> dict[str, Any]:
        """Normalise every text: one spelling of each letter, no invisible ones."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = names.clean(value)
        self._check_texts(cleaned)
        return cleaned

    def _check_texts(self, cleaned: dict[str, Any]) -> None:
        """Judge once more what cleaning may have emptied or lengthened."""
        for name, own in self.fields.items():
            value, limit = cleaned.get(name), getattr(own, "max_length", None)
            if value == "" and own.required:
                self.add_error(name, own.error_messages["required"])
            elif isinstance(value, str) and limit and len(value) > limit:
                self.add_error(
                    name, _("At most %(limit)s characters.") % {"limit": limit}
                )


class RevisionForm(forms.Form):
    """Carries the revision the page showed, so that no stale page writes."""

    revision = forms.IntegerField(
        label=capfirst(_("revision of the page")), widget=forms.HiddenInput
    )


class PersonForm(CleanForm):
    """A person's name, and the birth date where namesakes must be told apart."""

    model = Person
    model_field_names: ClassVar[tuple[str, ...]] = (
        "surname",
        "given_name",
        "patronymic",
        "birth_date",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be a name, each at its own field."""
        cleaned = super().clean()
        for name in ("surname", "given_name", "patronymic"):
            if cleaned.get(name) and not names.valid_name(cleaned[name]):
                self.add_error(
                    name,
                    _("Only letters, spaces, hyphens and apostrophes are expected."),
                )
        return cleaned


class CouncilForm(CleanForm):
    """The council's names."""

    model = Council
    model_field_names: ClassVar[tuple[str, ...]] = (
        "name_kk",
        "name_ru",
        "city_kk",
        "city_ru",
    )


class ConvocationForm(CleanForm):
    """A convocation and its term."""

    model = Convocation
    model_field_names: ClassVar[tuple[str, ...]] = ("number", "begins", "ends")

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        return cleaned


class BodyForm(CleanForm):
    """A body of a convocation; only a commission has a number."""

    model = Body
    model_field_names: ClassVar[tuple[str, ...]] = (
        "kind",
        "number",
        "name_kk",
        "name_ru",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].label = capfirst(_("kind"))

    def clean(self) -> dict[str, Any]:
        """Ask a commission for its number, and nobody else."""
        cleaned = super().clean()
        if cleaned.get("kind") == Body.Kind.COMMISSION:
            if cleaned.get("number") is None and "number" not in self.errors:
                self.add_error("number", _("A commission has a number."))
        else:
            cleaned["number"] = None
        return cleaned


class SeatForm(PersonForm):
    """A seat for a person on record, or for one whose name is typed here."""

    person = forms.ModelChoiceField(
        label=capfirst(_("person on record")),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Or type the name of somebody new below."),
    )
    role = forms.ChoiceField(label=capfirst(_("role")), choices=Seat.Role)
    begins = day_field(label=capfirst(_("first day")))
    model_field_names: ClassVar[tuple[str, ...]] = (
        "surname",
        "given_name",
        "patronymic",
    )

    def __init__(self, *args: Any, people: models.QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "person", people)
        for name in ("surname", "given_name"):
            self.fields[name].required = False
        self.order_fields(
            ["person", "surname", "given_name", "patronymic", "role", "begins"]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: a person on record, or a name."""
        cleaned = super().clean()
        is_typed = bool(cleaned.get("surname") and cleaned.get("given_name"))
        if cleaned.get("person") is None and not is_typed:
            self.add_error("person", _("Choose a person, or type surname and name."))
        return cleaned


class EndSeatForm(forms.Form):
    """The last day of a seat."""

    ends = day_field(label=capfirst(_("last day")))


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


class ItemForm(CleanForm):
    """A free question of an agenda, in Kazakh and where wanted in Russian."""

    model = AgendaItem
    model_field_names: ClassVar[tuple[str, ...]] = (
        "title_kk",
        "draft_kk",
        "title_ru",
        "draft_ru",
        "reporter",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title_kk", "title_ru", "draft_kk", "draft_ru"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["title_ru"].help_text = _(
            "Without a Russian text there is no Russian protocol."
        )

    def keep_texts(self) -> None:
        """Leave only the reporter to be changed: a matter's texts are its own."""
        for name in ("title_kk", "draft_kk", "title_ru", "draft_ru"):
            self.fields[name].disabled = True

    @property
    def facts(self) -> dict[str, Any]:
        """Return the item's texts and its reporter, as the deeds take them."""
        texts = dict(self.cleaned_data)
        return {"reporter": texts.pop("reporter"), "texts": texts}


class AttendanceForm(RevisionForm):
    """Who came: the body's members, and others without a vote (1.5)."""

    voters = forms.ModelMultipleChoiceField(
        label=capfirst(_("members present")),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick who did not come."),
    )
    others = forms.ModelMultipleChoiceField(
        label=capfirst(_("present without a vote")),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        members, attended = sitting.members, sitting.attended
        kwargs["initial"] = {
            "revision": sitting.revision,
            "voters": [row.person for row in attended if row.has_vote] or members,
            "others": [row.person for row in attended if not row.has_vote],
        }
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in members]
        choose_from(self, "voters", Person.objects.filter(pk__in=keys))
        choose_from(self, "others", Person.objects.exclude(pk__in=keys))


@dataclass(frozen=True)
class VoteRow:
    """One item of the votes page: its bound totals, and a choice for each member."""

    item: AgendaItem
    totals: list[forms.BoundField]
    choices: list[forms.BoundField]
    is_named: bool


class VotesForm(RevisionForm):
    """All items of a sitting on one page: totals, or exceptions by name.

    An item left blank stays without a vote, unless "all in favour" was pressed.
    """

    TOTALS = (
        ("for", _("for")),
        ("against", _("against")),
        ("abstained", _("abstained")),
        ("out", _("stepped out")),
    )

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(sitting.items.prefetch_related("named_votes"))
        self.voters = sitting.voters
        self.initial["revision"] = sitting.revision
        for item in self.items:
            self._add_item(item)

    def _add_item(self, item: AgendaItem) -> None:
        totals = (item.votes_for, item.votes_against, item.votes_abstained)
        out = item.stepped_out if item.is_voted else None
        for (name, label), value in zip(self.TOTALS, (*totals, out), strict=True):
            self.fields[f"{item.pk}-{name}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=LARGEST_SMALL_INTEGER,
                required=False,
                initial=value,
                widget=forms.NumberInput(
                    attrs={"aria-label": f"{item.position}: {label}"}
                ),
            )
        named = {vote.person_id: vote.choice for vote in item.named_votes.all()}
        for person in self.voters:
            self.fields[f"{item.pk}-person-{person.pk}"] = forms.ChoiceField(
                label=person.short_name,
                choices=[("", _("for")), *NamedVote.Choice.choices],
                required=False,
                initial=named.get(person.pk, ""),
            )

    def rows(self) -> list[VoteRow]:
        """Return the items with their bound fields, for the template."""
        return [
            VoteRow(
                item,
                [self[f"{item.pk}-{name}"] for name, _label in self.TOTALS],
                [self[f"{item.pk}-person-{person.pk}"] for person in self.voters],
                bool(item.named_votes.all()),
            )
            for item in self.items
        ]

    def votes(self) -> list[ItemVote]:
        """Return what the page says of each item; blank items are left out."""
        return [vote for item in self.items if (vote := self._vote(item))]

    def _vote(self, item: AgendaItem) -> ItemVote | None:
        exceptions = {
            person: choice
            for person in self.voters
            if (choice := self.cleaned_data[f"{item.pk}-person-{person.pk}"])
        }
        typed = [self.cleaned_data[f"{item.pk}-{name}"] for name, _l in self.TOTALS]
        if exceptions:
            return ItemVote(item.pk, exceptions=exceptions)
        if any(number is not None for number in typed):
            votes_for, against, abstained, out = (number or 0 for number in typed)
            return ItemVote(item.pk, totals=(votes_for, against, abstained, out))
        if "all_in_favour" in self.data:
            return ItemVote(item.pk)
        return None


class FinaliseForm(RevisionForm):
    """The protocol's number; the date is the sitting's."""

    number = forms.IntegerField(
        label=capfirst(_("protocol №")),
        min_value=1,
        max_value=LARGEST_SMALL_INTEGER,
        widget=forms.NumberInput(attrs={"size": 6}),
    )
