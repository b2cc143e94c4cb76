"""What every form shares: clean text, dates as people write them, `attempt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, time
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.forms.models import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council import names
from council.audit import stale_page
from council.dates import ImpossibleDayError, numeric_date, read_day, today
from council.regulation import RuleViolation

A_KEY = re.compile(r"[1-9][0-9]{0,17}")
LARGEST_SMALL_INTEGER = 32767
LONG_LINE = 200
DJANGOS_BLANK = "---------"

S = TypeVar("S")


def attempt(form: forms.BaseForm, action: Callable[..., Any], /, **facts: Any) -> Any:
    """Do a deed; when it is refused, put every sentence on the form and return None."""
    try:
        return action(**facts)
    except RuleViolation as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)
        return None


def rehearse(form: forms.BaseForm, action: Callable[..., Any], /, **facts: Any) -> Any:
    """Do a deed and undo it at once; whatever refuses it comes to the form as above."""
    with transaction.atomic():
        result = attempt(form, action, **facts)
        transaction.set_rollback(True)
    return result


def attempt_steps(form: forms.BaseForm, steps: Iterator[S]) -> Iterator[S]:
    """Do a deed that tells of its steps; a refusal comes to the form as above."""
    try:
        yield from steps
    except RuleViolation as refusal:
        for sentence in refusal.sentences:
            form.add_error(None, sentence)


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
        elif (getattr(made_field, "max_length", None) or 0) >= LONG_LINE:
            made_field.widget.attrs.setdefault("class", "wide")
    return made


class DayField(forms.DateField):
    """A day as people write it: 13.10.2025, 13/10/25, 2025-10-13, 13 октября 2025 г.

    Of what `has_passed`, like a birth, two digits are the latest such year.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write the day as 13.10.2025."),
        "impossible": _("There is no such day. Write it as 13.10.2025."),
        "to_come": _("This day is still to come."),
    }

    def __init__(self, *, has_passed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.has_passed = has_passed

    def to_python(self, value: Any) -> date | None:
        """Return the day; ValidationError says the expected form."""
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        latest = today() if self.has_passed else None
        try:
            day = read_day(value, latest)
        except ImpossibleDayError:
            raise self._refusal("impossible") from None
        except ValueError:
            raise self._refusal("invalid") from None
        if latest and day > latest:
            raise self._refusal("to_come")
        return day

    def _refusal(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


def day_field(**options: Any) -> DayField:
    """Return a field for a day as people write it; it shows 13.10.2025."""
    return DayField(
        widget=forms.DateInput(
            format="%d.%m.%Y",
            attrs={
                "placeholder": "13.10.2025",
                "inputmode": "decimal",
                "autocomplete": "off",
                "size": 12,
            },
        ),
        **options,
    )


def asked_key(text: str) -> int | None:
    """Return the key of a row that an address or a page sends; None for none."""
    return int(text) if A_KEY.fullmatch(text) else None


def name_the_blank(choice: forms.Field) -> None:
    """Say in words what Django shows as a row of dashes: nothing chosen yet."""
    words = _("Choose") if choice.required else _("Not chosen")
    if isinstance(choice, forms.ModelChoiceField):
        if choice.empty_label == DJANGOS_BLANK:
            choice.empty_label = words
    elif isinstance(choice, forms.ChoiceField):
        options = list(cast("Iterable[tuple[Any, Any]]", choice.choices))
        if options and options[0] == ("", DJANGOS_BLANK):
            choice.choices = [("", words), *options[1:]]


def choose_from(form: forms.Form, name: str, rows: models.QuerySet[Any]) -> None:
    """Let a choice of the form be made among these rows."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def offer_languages(form: forms.Form) -> None:
    """Let the language of letters be one that the council's pages have."""
    field = cast("forms.ChoiceField", form.fields["language"])
    field.choices, field.initial = settings.LANGUAGES, settings.LANGUAGE_CODE


class RowsField(forms.TypedMultipleChoiceField):
    """Some of the rows on offer, a tick each; anything else is refused."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=str, empty_value=[], **options)

    def offer(self, rows: Iterable[models.Model]) -> None:
        """Let the choice be made among these rows, in their order."""
        by_key = {str(row.pk): row for row in rows}
        self.choices = [(key, str(row)) for key, row in by_key.items()]
        self.coerce = by_key.__getitem__


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
        for made_field in self.fields.values():
            name_the_blank(made_field)

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


class RevisionField(forms.IntegerField):
    """The revision of what a page shows; a refused page is shown with the present one,
    so that the next attempt changes the present state."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(label=capfirst(_("revision of the page")), **options)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return the present revision; what was sent where the page has no other."""
        return data if initial is None else initial


def is_stale(form: forms.BaseForm) -> bool:
    """Return whether something was saved between the page's opening and its sending."""
    present = form.initial.get("revision")
    sent = form.data.get(form.add_prefix("revision"))
    return form.is_bound and present is not None and sent != str(present)


def untold_staleness(form: forms.BaseForm, told: Collection[Any]) -> str:
    """Return the sentence on a stale page unless it is among those told; "" if not.

    The deed refuses such a page with it. What never comes so far, as a field is wrong
    or another rule speaks first, is shown with the present revision and says it, too.
    """
    return stale_page() if is_stale(form) and stale_page() not in told else ""


def told_on_record(
    form: forms.BaseForm, label_of: Callable[[str], str] | None = None
) -> list[tuple[str, str]]:
    """Return label and present value of each field that the page would change.

    Fields that show nothing of the record are left out, as an explanation.
    """
    return [
        (
            label_of(name) if label_of else str(form.fields[name].label),
            in_words(form, name),
        )
        for name in form.changed_data
        if name != "revision"
        and (name in form.initial or form.fields[name].initial is not None)
    ]


def in_words(form: forms.BaseForm, name: str) -> str:
    """Return a field's value on record as people read it.

    Of a list that is ticked it tells what is ticked otherwise.
    """
    field = form.fields[name]
    value = form.get_initial_for_field(field, name)
    choices = {str(key): label for key, label in getattr(field, "choices", ())}
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return numeric_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        ticked, sent = (
            {str(key) for key in keys} for keys in (value, form[name].value() or ())
        )
        return "; ".join(
            f"{label} – {gettext('yes') if key in ticked else gettext('no')}"
            for key, label in choices.items()
            if (key in ticked) != (key in sent)
        )
    shown = choices.get(str(value), value)
    return "–" if shown in (None, "") else str(shown)


class RevisionForm(forms.Form):
    """Carries the revision the page showed, so that no stale page writes."""

    revision = RevisionField()

    @property
    def staleness(self) -> str:
        """Return that somebody else saved, where no refusal has said it."""
        return untold_staleness(self, self.non_field_errors())


class ChangingForm(RevisionForm):
    """Changes what is on record; a stale page tells it beside what was typed."""

    @property
    def on_record(self) -> list[tuple[str, str]]:
        """Return what is on record now where a stale page differs."""
        return told_on_record(self, self.label_of) if is_stale(self) else []

    def label_of(self, name: str) -> str:
        """Return what a field is called where it stands by itself."""
        return str(self.fields[name].label)
