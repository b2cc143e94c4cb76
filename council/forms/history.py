"""What the secretariat asks of the history: whose, which deed, what, when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked, tracked_models
from council.belonging import (
    MANY_PERSONS,
    Selection,
    everything,
    persons_named,
    rows_named,
)
from council.chronicle import Page, Place, Question, page
from council.deed_names import DEED_NAMES, deed_in_words, deeds_called
from council.forms.base import CleanForm, day_field
from council.models import Account
from council.readable import kind_name

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)


class PlaceField(forms.CharField):
    """A place in the chronicle, as the links to older and newer entries name it."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, required=False, **options)

    def to_python(self, value: Any) -> Any:
        """Return the place, None without one; ValidationError when it is none."""
        text = super().to_python(value)
        try:
            return Place.read(text) if text else None
        except (ValueError, OverflowError):
            raise forms.ValidationError(
                _("This address names no place in the history.")
            ) from None


class PlaceForm(CleanForm):
    """Which page of the history; always bound, since both may be absent."""

    before = PlaceField(label=_("Older than"))
    after = PlaceField(label=_("Newer than"))

    def page_of(self, question: Question, subject: Tracked | None = None) -> Page:
        """Return the page that was asked for; `subject` as the chronicle takes it."""
        before, after = self.cleaned_data["before"], self.cleaned_data["after"]
        return page(question, before, after, subject)


class HistoryForm(PlaceForm):
    """The search over the whole history."""

    q = forms.CharField(
        label=_("Person or words of a record"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    who = forms.ModelChoiceField(
        label=_("Who"),
        queryset=Account.objects.order_by("username"),
        required=False,
        empty_label=_("Everybody"),
    )
    deed = forms.ChoiceField(label=_("Deed"), required=False)
    record = forms.ChoiceField(label=_("Kind of record"), required=False)
    since = day_field(label=_("From the day"), required=False)
    until = day_field(label=_("Until the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {model._meta.label_lower: model for model in tracked_models()}
        self._offer("deed", DEED_NAMES)
        self._offer(
            "record", {name: kind_name(model) for name, model in self.models.items()}
        )

    def _offer(self, name: str, words: Any) -> None:
        """Let the choice be made among these, in the order of their words."""
        by_words: dict[str, str] = {}
        for key, word in words.items():
            by_words.setdefault(str(word), key)
        rows = [(key, word) for word, key in sorted(by_words.items())]
        field: Any = self.fields[name]
        field.choices = [("", _("All")), *rows]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and a name that too many bear."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        self.persons = persons_named(cleaned["q"]) if cleaned.get("q") else []
        if len(self.persons) > MANY_PERSONS:
            self.add_error(
                "q",
                _("More than %(number)s persons bear this name: type more of it.")
                % {"number": MANY_PERSONS},
            )
        return cleaned

    def answer(self) -> Page | None:
        """Return the page that was asked for; None, with the reason, if it is none."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        question = Question(
            self._selection(),
            account=asked["who"],
            deeds=deeds_called(deed_in_words(asked["deed"])),
            since=midnight(asked["since"]),
            until=midnight(asked["until"], days=1),
        )
        return self.page_of(question)

    def _selection(self) -> Selection:
        asked = self.cleaned_data
        found = rows_named(asked["q"], self.persons) if asked["q"] else everything()
        if not asked["record"]:
            return found
        model = self.models[asked["record"]]
        return {model: found[model]} if model in found else {}

    @property
    def has_question(self) -> bool:
        """Return whether anything was asked for."""
        return any(self.data.get(name) for name in self.fields)


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """Return when the day begins in Almaty, or the one so many days later."""
    if day is None:
        return None
    day = min(max(day, FIRST_DAY), LAST_DAY) + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))
