"""Forms of the published list: publishing, withdrawing, checking a paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from council.chain import CODE_LENGTH
from council.dates import numeric_date, today
from council.forms import CleanForm, day_field

SHA256_LENGTH = 64
PLENTY = 100  # what people type has spaces and hyphens too


class PublishForm(CleanForm):
    """Publishing what the page showed; its mark travels along."""

    seen = forms.CharField(
        max_length=SHA256_LENGTH,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Look at what the edition will hold and publish again.")
        },
    )


class WithdrawForm(CleanForm):
    """The day on which a person withdrew the consent."""

    on = day_field(label=_("Consent withdrawn on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today()

    def clean_on(self) -> Any:
        """Refuse a day to come."""
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(
                _("%(day)s is still to come.") % {"day": numeric_date(day)}
            )
        return day


class CodeForm(CleanForm):
    """The code of a printed paper, typed with or without hyphens."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=PLENTY,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "size": 24}
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is kept; refuse what cannot be one."""
        code = plain(self.cleaned_data["code"])
        RegexValidator(
            rf"^[a-z2-7]{{{CODE_LENGTH}}}$",
            _("A verification code has %(length)s letters a to z and digits 2 to 7.")
            % {"length": CODE_LENGTH},
        )(code)
        return code


class FingerprintForm(CleanForm):
    """A fingerprint copied from a paper, to be compared."""

    fingerprint = forms.CharField(
        label=_("Fingerprint printed on the paper"),
        max_length=PLENTY,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "wide"}
        ),
    )

    def clean_fingerprint(self) -> str:
        """Return it without spaces; refuse what cannot be one."""
        typed = plain(self.cleaned_data["fingerprint"])
        if typed:
            RegexValidator(
                rf"^[0-9a-f]{{{SHA256_LENGTH}}}$",
                _("A fingerprint has %(length)s digits and letters a to f.")
                % {"length": SHA256_LENGTH},
            )(typed)
        return typed


def plain(typed: str) -> str:
    """Return what was typed without spaces and hyphens, in small letters."""
    return "".join(typed.split()).replace("-", "").lower()
