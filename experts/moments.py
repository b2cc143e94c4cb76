"""Which day and which moment's record a public page is asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from council.as_recorded import reading
from council.dates import long_moment, numeric_date, read_moment, today
from council.forms import CleanForm, day_field
from council.kept_facts import while_it_stands
from council.models import Convocation

Found = TypeVar("Found")
FRESH = timedelta(minutes=1)


class MomentField(forms.Field):
    """A moment as people and programs write it: see `read_moment`."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment, None without one; ValidationError when it is none."""
        text = str(value or "").strip()
        try:
            return read_moment(text) if text else None
        except ValueError:
            raise forms.ValidationError(
                _("Enter a valid day and time, like 2026-03-01 14:30.")
            ) from None


class MomentForm(CleanForm):
    """At which moment the record is read that a page shows: now, unless asked.

    The deed of a moment may still be under way, so the last minute is now: only what
    is older answers the same for good, and can be cited.
    """

    as_recorded = MomentField(
        label=_("As recorded at"),
        required=False,
        help_text=_(
            "Shows what the register said at that moment, even if it was corrected "
            "later. Time of Almaty; a day alone means its end."
        ),
        widget=forms.TextInput(
            attrs={"placeholder": "2026-03-01 14:30", "autocomplete": "off", "size": 20}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.today = timezone.now(), today()
        self.moment: datetime | None = None
        self.is_fresh = False

    def clean_as_recorded(self) -> datetime | None:
        """Take the moment; what is to come is not recorded, but today has begun."""
        asked: datetime | None = self.cleaned_data["as_recorded"]
        if asked is None:
            return None
        if asked > self.now and asked != read_moment(self.today.isoformat()):
            raise forms.ValidationError(
                _("This moment is still to come: %(moment)s."),
                params={"moment": long_moment(asked, get_language() or "kk")},
            )
        self.is_fresh = self.now - asked < FRESH
        self.moment = None if self.is_fresh else asked
        return self.moment

    def reading(self) -> AbstractContextManager[None]:
        """Let what is asked inside read the record of the moment."""
        return reading(self.moment)

    def at_the_moment(self, name: str, find: Callable[[], Found]) -> Found:
        """Return what is found as recorded then; as of now, once for each state."""
        if self.moment is None:
            return while_it_stands(name, find)
        with self.reading():
            return find()

    @property
    def usual_day(self) -> date:
        """Return the day when no day is asked for: that of the moment."""
        return timezone.localdate(self.moment) if self.moment else self.today

    @cached_property
    def is_before_records(self) -> bool:
        """Return whether the moment is before anything was recorded here."""
        with self.reading():
            return not Convocation.objects.exists()

    @property
    def asked(self) -> dict[str, str]:
        """Return the parameters of what was asked for, the moment in Almaty's time."""
        if self.moment is None:
            return {}
        local = timezone.make_naive(self.moment)
        is_whole_day = local.time() == time.max
        return {"as_recorded": (local.date() if is_whole_day else local).isoformat()}

    @property
    def day_query(self) -> str:
        """Return what a link to another public page needs to stay there and then."""
        return f"?{_encoded(self.asked)}" if self.asked else ""

    @property
    def more_query(self) -> str:
        """Return the same as the rest of a query that has begun."""
        return f"&{_encoded(self.asked)}" if self.asked else ""

    @property
    def now_query(self) -> str:
        """Return what a link needs to stay on the day, as it is recorded now."""
        day = {name: text for name, text in self.asked.items() if name == "on"}
        return f"?{_encoded(day)}" if day else ""


class DayForm(MomentForm):
    """The day that a public page speaks of: today, unless another is asked for."""

    on = day_field(label=_("On the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = self.today
        self.fields["on"].widget.attrs["placeholder"] = numeric_date(self.today)

    def clean(self) -> dict[str, Any]:
        """Take the day that was asked for, or that of the moment."""
        cleaned = super().clean()
        self.day = cleaned.get("on") or self.usual_day
        return cleaned

    @property
    def is_past(self) -> bool:
        """Return whether the page speaks of a day before today."""
        return self.day < self.today

    @property
    def is_future(self) -> bool:
        """Return whether the page speaks of a day to come, as things stand today."""
        return self.day > self.today

    @property
    def asked(self) -> dict[str, str]:
        """Return the day, if it is another than the usual one, and the moment."""
        day = {"on": self.day.isoformat()} if self.day != self.usual_day else {}
        return day | super().asked

    @property
    def file_name(self) -> str:
        """Return what a file of the day is called, without its suffix."""
        name = f"register-{self.day.isoformat()}"
        if self.moment:
            name += f"-as-recorded-{timezone.localtime(self.moment):%Y-%m-%dT%H%M%S}"
        return name


def _encoded(parameters: dict[str, str]) -> str:
    return urlencode(parameters, safe=":")
