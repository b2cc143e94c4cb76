"""A likely duplicate: whoever has the name already is shown, and somebody decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council.dates import numeric_date
from council.forms import PersonForm
from council.models import Person

SOMEBODY_ELSE = "new"


class NamesakesForm(PersonForm):
    """A person's name that asks, when it is on record, whether it is the same."""

    same_as = forms.CharField(
        label=_("The same person?"),
        help_text=_("A person of this name is on record."),
        max_length=20,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        self.namesakes: list[Person] = []

    def clean(self) -> dict[str, Any]:
        """Ask, of a new person, which of the namesakes it is, if any."""
        cleaned = super().clean()
        self.offer_namesakes()
        offered = {value for value, _label in self.fields["same_as"].widget.choices}
        if self.namesakes and cleaned.get("same_as") not in offered:
            self.add_error("same_as", _("Say whether it is the same person."))
        return cleaned

    def offer_namesakes(self) -> None:
        """Look up who has this name already and offer them as a choice."""
        surname = self.cleaned_data.get("surname")
        given_name = self.cleaned_data.get("given_name")
        if not self.is_new or not surname or not given_name:
            return
        self.namesakes = list(
            Person.objects.namesakes(surname, given_name).prefetch_related(
                "seats__body", "dossiers__commission"
            )
        )
        self.fields["same_as"].required = bool(self.namesakes)
        self.fields["same_as"].widget.choices = [
            *((str(person.pk), described(person)) for person in self.namesakes),
            (SOMEBODY_ELSE, _("Somebody else")),
        ]

    @property
    def known_person(self) -> Person | None:
        """Return the namesake that was said to be the same person."""
        said = self.cleaned_data["same_as"]
        return next((row for row in self.namesakes if str(row.pk) == said), None)


def described(person: Person) -> str:
    """Return who a namesake is, as far as it tells people apart."""
    facts = [
        *(
            [gettext("born %(day)s") % {"day": numeric_date(person.birth_date)}]
            if person.birth_date
            else []
        ),
        *(
            gettext("sits in: %(body)s") % {"body": seat.body}
            for seat in person.seats.all()
        ),
        *(
            gettext("dossier: %(commission)s, %(status)s")
            % {"commission": row.commission, "status": row.get_status_display()}
            for row in person.dossiers.all()
        ),
    ]
    return f"{person} ({'; '.join(facts)})" if facts else str(person)
