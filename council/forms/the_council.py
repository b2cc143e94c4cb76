"""Forms of the council itself: persons, convocations, bodies, seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.files.base import ContentFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council import names
from council.forms.base import (
    CleanForm,
    DayField,
    choose_from,
    day_field,
)
from council.logo import ACCEPT, drawn_anew
from council.models import (
    ActingChair,
    Body,
    Convocation,
    Council,
    EditionItem,
    Person,
    Seat,
)
from council.uploads import UploadField

NAME_PARTS = ("surname", "given_name", "patronymic")
LONGEST_RETENTION = 120  # months; the longest that a council may choose


class PersonForm(CleanForm):
    """A person's name, and the birth date where namesakes must be told apart."""

    model = Person
    model_field_names: ClassVar[tuple[str, ...]] = (
        "surname",
        "given_name",
        "patronymic",
        "birth_date",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mended: list[names.Mended] = []
        if "birth_date" in self.fields:
            cast("DayField", self.fields["birth_date"]).has_passed = True

    def clean(self) -> dict[str, Any]:
        """Mend what is a name, refuse what cannot be one, each at its own field."""
        cleaned = super().clean()
        for name in NAME_PARTS:
            typed = cleaned.get(name)
            if typed and not names.valid_name(typed):
                self.add_error(
                    name,
                    _("Only letters, spaces, hyphens and apostrophes are expected."),
                )
            elif typed and name in self.changed_data:
                self.mended.append(names.mend_name(typed))
                cleaned[name] = self.mended[-1].kept
        return cleaned

    def mending_sentences(self) -> list[str]:
        """Return what is kept otherwise than it was typed, a sentence each."""
        return [
            (
                gettext(
                    "“%(kept)s”: Latin letters that look like Cyrillic ones were "
                    "replaced."
                )
                if mended.had_latin
                else gettext("“%(typed)s” is kept as “%(kept)s”.")
            )
            % {"typed": mended.typed, "kept": mended.kept}
            for mended in self.mended
            if mended.was_changed
        ]


class CouncilForm(CleanForm):
    """The council's names, its address and its logo."""

    model = Council
    model_field_names: ClassVar[tuple[str, ...]] = (
        "name_kk",
        "name_ru",
        "city_kk",
        "city_ru",
        "email",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Shown below every public page.")


class CouncilPageForm(CouncilForm):
    """The council as its page changes it, the logo among it."""

    logo = UploadField(
        label=capfirst(_("logo")),
        required=False,
        help_text=_("PNG or JPEG, at most 1 MB; shown above every public page."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args: Any, council: Council | None, **kwargs: Any) -> None:
        initial = forms.model_to_dict(council) if council else {}
        initial.pop("logo", None)
        super().__init__(*args, initial=initial, **kwargs)
        if not council or not council.logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> ContentFile[bytes] | None:
        """Return the picture drawn anew; None where there is none."""
        upload = self.cleaned_data["logo"]
        return drawn_anew(upload) if upload else None

    @property
    def facts(self) -> dict[str, Any]:
        """Return what is to be changed; without a new logo the old one stays."""
        facts = dict(self.cleaned_data)
        logo, is_removed = facts.pop("logo"), facts.pop("remove_logo", False)
        if logo or is_removed:
            facts["logo"] = logo or ""
        return facts


class RetentionForm(CleanForm):
    """For how many months papers and particulars are kept."""

    model = Council
    model_field_names: ClassVar[tuple[str, ...]] = (
        "keep_admitted",
        "keep_refused",
        "keep_left",
        "keep_undecided",
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        initial = forms.model_to_dict(council, fields=self.model_field_names)
        super().__init__(*args, initial=initial, **kwargs)
        for months in self.fields.values():
            months.validators.append(MaxValueValidator(LONGEST_RETENTION))


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


class BodyNamesForm(CleanForm):
    """The names of a body; kind and number stay as they are."""

    model = Body
    model_field_names: ClassVar[tuple[str, ...]] = ("name_kk", "name_ru")


class SeatForm(PersonForm):
    """A seat for a person on record, or for one whose name is typed here."""

    person = forms.ModelChoiceField(
        label=capfirst(_("person on record")),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Or type the name of somebody new below."),
    )
    role = forms.ChoiceField(
        label=capfirst(_("role")), choices=Seat.Role, initial=Seat.Role.MEMBER
    )
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


class RecordField(forms.TypedChoiceField):
    """One of the records of a name."""

    def offer(self, people: Iterable[Person]) -> None:
        """Let the choice be made among these."""
        by_key = {str(person.pk): person for person in people}
        self.choices = [
            (key, _("%(name)s, record № %(number)s") % {"name": row, "number": key})
            for key, row in by_key.items()
        ]
        self.coerce = by_key.__getitem__


class MergeForm(forms.Form):
    """Which of two records of one person stays, and which goes."""

    person = RecordField(label=_("The record that stays"), widget=forms.RadioSelect)
    duplicate = RecordField(
        label=_("The record that comes to it and is deleted"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "duplicate"):
            cast("RecordField", self.fields[name]).offer(people)

    def clean(self) -> dict[str, Any]:
        """Ask for two records, not one twice."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("person") and cleaned.get("person") == cleaned.get("duplicate"):
            self.add_error("duplicate", _("Choose two different records."))
        return cleaned


class EndSeatForm(forms.Form):
    """The last day of a seat."""

    ends = day_field(label=capfirst(_("last day")))


class EarlyEndForm(CleanForm):
    """The day on which a convocation ends early, and the act that says so (1.11)."""

    model = Convocation
    model_field_names: ClassVar[tuple[str, ...]] = ("ends", "ended_early_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_early_by"].required = True


class ActingChairForm(CleanForm):
    """Who leads a body while its chair is away, and for which days."""

    model = ActingChair
    model_field_names: ClassVar[tuple[str, ...]] = ("person", "begins", "ends")

    def __init__(self, *args: Any, people: models.QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choose_from(self, "person", people)


class EditionItemForm(CleanForm):
    """Other numbers or readings of the Regulation, from a day (7.3)."""

    model = EditionItem
    model_field_names: ClassVar[tuple[str, ...]] = (
        "effective_on",
        *EditionItem.NUMBERS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("experts_multiple", "candidates_limit", "quorum_denominator"):
            self.fields[name].validators.append(MinValueValidator(1))

    def clean(self) -> dict[str, Any]:
        """Ask for a share as quorum: no more than the whole."""
        cleaned = super().clean()
        part, whole = (
            cleaned.get("quorum_numerator"),
            cleaned.get("quorum_denominator"),
        )
        if part is not None and whole is not None and not 1 <= part <= whole:
            self.add_error("quorum_numerator", _("A quorum is a share: 1/2, 2/3, 1/1."))
        return cleaned
