"""What a chair adds to the computed numbers, for one expert or a whole round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council.forms import CleanForm
from kpi.actions import Entry
from kpi.indicators import INDICATORS, Indicator
from kpi.models import Evaluation, EvaluationVersion
from kpi.round import Row
from kpi.validators import Stated, Words

LARGEST = 32767
REASON = 500


@dataclass(frozen=True)
class StatedFields:
    """The two fields by which a chair states another number."""

    indicator: Indicator
    value: forms.BoundField
    because: forms.BoundField


class WordsForm(CleanForm):
    """Own numbers with their reasons, and the note (section 4, at its end)."""

    model = Evaluation
    model_field_names = ("form", "note")

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["form"], self.initial["note"] = words.form, words.note
        self.fields["form"] = forms.ChoiceField(
            label=capfirst(_("set out as")),
            choices=Evaluation.Form.choices,
            required=False,
        )
        self.fields["note"].widget.attrs["rows"] = 2
        for indicator in INDICATORS:
            self._add(indicator, words.stated.get(indicator.clause))

    def _add(self, indicator: Indicator, said: Stated | None) -> None:
        facts = {"clause": indicator.clause}
        value, because = f"value_{indicator.code}", f"because_{indicator.code}"
        self.fields[value] = forms.IntegerField(
            label=gettext("%(clause)s: another number") % facts,
            min_value=0,
            max_value=LARGEST,
            required=False,
        )
        self.fields[because] = forms.CharField(
            label=gettext("%(clause)s: why") % facts, max_length=REASON, required=False
        )
        for name in (value, because):  # by which the style knows an empty field
            self.fields[name].widget.attrs["placeholder"] = " "
        if said:
            self.initial[value], self.initial[because] = said.value, said.because

    @property
    def stated_fields(self) -> list[StatedFields]:
        """Return the fields of own numbers, direction by direction."""
        return [
            StatedFields(
                indicator,
                self[f"value_{indicator.code}"],
                self[f"because_{indicator.code}"],
            )
            for indicator in INDICATORS
        ]

    @property
    def is_noted(self) -> bool:
        """Return whether something stands in the fields, or is wrong there."""
        return bool(self.errors) or any(
            self[name].value() not in (None, "", Evaluation.Form.TABLE)
            for name in self.fields
        )

    @property
    def typing(self) -> list[tuple[str, str]]:
        """Return what was typed, each with the label of its field."""
        return [
            (str(field.label), str(field.value()))
            for field in (self[name] for name in self.fields if name != "form")
            if field.value() not in (None, "")
        ]

    @property
    def words(self) -> Words:
        """Return what was typed; a direction left blank is not stated."""
        said = self.cleaned_data
        stated = {
            indicator.clause: Stated(value, because)
            for indicator in INDICATORS
            for value in [said[f"value_{indicator.code}"]]
            for because in [said[f"because_{indicator.code}"]]
            if value is not None or because
        }
        return Words(stated, said["form"] or Evaluation.Form.TABLE, said["note"])


class WorkForm(WordsForm):
    """The evaluation of one work; `seen` marks the numbers that the page showed."""

    seen = forms.CharField(
        label=capfirst(_("state of the page")),
        max_length=100,
        widget=forms.HiddenInput,
    )


class CorrectionForm(WorkForm):
    """A new version, with what is corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"] = forms.CharField(
            label=capfirst(_("what was corrected")),
            max_length=EvaluationVersion._meta.get_field("explanation").max_length,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


@dataclass(frozen=True)
class RowForm:
    """One expert on the page of the round; who is signed has no fields any more.

    `typed` are the fields that the page shows, or that it showed when it was sent.
    """

    row: Row
    typed: WordsForm | None
    is_chosen: bool
    is_open: bool

    @property
    def words(self) -> WordsForm | None:
        """Return the fields to show."""
        return self.typed if self.is_open else None

    @property
    def unsaved(self) -> list[tuple[str, str]]:
        """Return what was typed of who was signed off meanwhile with other words."""
        if not self.row.signed or self.typed is None or not self.typed.is_bound:
            return []
        is_same = self.typed.is_valid() and self.typed.words == self.row.words
        return [] if is_same else self.typed.typing


class RoundForm(forms.Form):
    """All experts of a round on one page; what belongs to one is named by the key."""

    def __init__(
        self, data: Any = None, *, rows: Sequence[Row], may_sign: bool = True
    ) -> None:
        super().__init__(data)
        chosen = set(data.getlist("chosen")) if data else set()
        self.rows = []
        for row in rows:
            is_open = may_sign and row.signed is None
            typed, is_chosen = self._typed(row, is_open), _prefix(row) in chosen
            self.rows.append(RowForm(row, typed, is_chosen, is_open))

    def _typed(self, row: Row, is_open: bool) -> WordsForm | None:
        """Return the fields; what was sent of them where the page showed them open."""
        was_open = f"{_prefix(row)}-seen" in self.data
        if not is_open and not was_open:
            return None
        data = self.data if was_open else None
        return WordsForm(data, words=row.words, prefix=_prefix(row))

    @property
    def _typed_rows(self) -> Iterable[tuple[Row, WordsForm]]:
        return (
            (each.row, each.typed)
            for each in self.rows
            if each.typed is not None and each.typed.is_bound
        )

    def clean(self) -> dict[str, Any]:
        """Say with each expert's name what is wrong in the fields."""
        for row, words in self._typed_rows:
            for name, errors in words.errors.items():
                for error in errors:
                    self.add_error(
                        None,
                        f"{row.engagement.expert}, {words[name].label}: {error}",
                    )
        return self.cleaned_data

    def entries(self) -> list[Entry]:
        """Return what the page says of each expert that it showed unsigned."""
        return [
            Entry(row.engagement, self.data[f"{_prefix(row)}-seen"], words.words)
            for row, words in self._typed_rows
        ]

    def chosen(self) -> set[int]:
        """Return the keys of those to sign off: the ticked ones, or all."""
        return {
            each.row.engagement.pk
            for each in self.rows
            if each.is_chosen or "all" in self.data
        }


def _prefix(row: Row) -> str:
    return str(row.engagement.pk)
