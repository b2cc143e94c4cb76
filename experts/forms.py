"""Forms of the experts: the register's questions, the dossier, the documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from council.dates import numeric_date, today
from council.forms import CleanForm, day_field
from experts.register import Commission, Listing, commissions, listing, paginator

QUESTION_LENGTH = 200


class RegisterForm(CleanForm):
    """What a reader asks of the register; always bound, since all may be absent."""

    q = forms.CharField(
        label=_("Name or field"),
        max_length=QUESTION_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    commission = forms.IntegerField(
        label=_("Commission"), min_value=1, required=False, widget=forms.Select
    )
    on = day_field(label=_("On the day"), required=False)
    page = forms.IntegerField(
        label=_("Page"), min_value=1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["placeholder"] = numeric_date(today())
        self.commissions: list[Commission] = []

    def clean(self) -> dict[str, Any]:
        """Ask for a commission of the day; outside a convocation there is none."""
        cleaned = super().clean()
        self.day = cleaned.get("on") or today()
        self.commissions = commissions(self.day)
        number = cleaned.get("commission")
        if self.commissions and number is not None:
            if number not in {commission.number for commission in self.commissions}:
                self.add_error(
                    "commission",
                    _("There is no commission № %(number)s on %(day)s.")
                    % {"number": number, "day": numeric_date(self.day)},
                )
        self.fields["commission"].widget.choices = self._choices()
        return cleaned

    def _choices(self) -> list[tuple[str, str]]:
        """Return the day's commissions, and whatever else was typed, to keep it."""
        choices = [("", str(_("All commissions")))]
        choices += [
            (str(row.number), f"№ {row.number} – {row.name} ({row.experts})")
            for row in self.commissions
        ]
        typed = self.data.get("commission", "")
        if typed not in dict(choices):
            choices.append((typed, typed))
        return choices

    def listing(self) -> Listing | None:
        """Return the page that was asked for; None, with the reason, if there is none."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        pages = paginator(self.day, asked["q"], asked["commission"])
        number = asked["page"] or 1
        if number > pages.num_pages:
            self.add_error(
                "page",
                _("there is no page %(number)s, the last one is %(last)s.")
                % {"number": number, "last": pages.num_pages},
            )
            return None
        return listing(pages, number)

    @property
    def total(self) -> int:
        """Return the number of experts of all commissions on the day."""
        return sum(commission.experts for commission in self.commissions)

    @property
    def has_question(self) -> bool:
        """Return whether anything was asked for."""
        return any(self.data.values())

    @property
    def is_filtered(self) -> bool:
        """Return whether a name, a field or a commission was asked for."""
        return bool(self.cleaned_data["q"] or self.cleaned_data["commission"])
