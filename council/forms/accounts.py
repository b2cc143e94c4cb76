"""Forms on accounts: inviting, changing, and one's own way in."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from council import second_factor
from council.forms.base import CleanForm, choose_from, offer_languages
from council.models import Account, Person

CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "off",
    "spellcheck": "false",
    "size": 12,
}
LONGEST_CODE = 20


def code_field(**options: Any) -> forms.CharField:
    """Return the field of a code from the app or the list."""
    return forms.CharField(
        max_length=LONGEST_CODE, widget=forms.TextInput(attrs=CODE), **options
    )


class InviteForm(CleanForm):
    """Who is invited, where the letter goes, and as what they will sign in."""

    model = Account
    model_field_names: ClassVar[tuple[str, ...]] = (
        *("last_name", "first_name", "email", "language", "role"),
    )
    person = forms.ModelChoiceField(
        label=_("Person on record"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Chairs and members get their rights from this person's seats."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_languages(self)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("It will be the user name, too.")
        choose_from(self, "person", persons_without_account())


class RoleForm(CleanForm):
    """What the account is assigned."""

    model = Account
    model_field_names: ClassVar[tuple[str, ...]] = ("role",)


class LinkPersonForm(CleanForm):
    """Whose account it is."""

    person = forms.ModelChoiceField(
        label=_("Person on record"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Chairs and members get their rights from this person's seats."),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Person.objects.filter(account=account)
        choose_from(self, "person", persons_without_account() | own)


def persons_without_account() -> Any:
    """Return the persons with a seat, of whom an account may be."""
    return Person.objects.filter(
        account=None, pk__in=Person.objects.filter(seats__isnull=False).values("pk")
    )


class ForgottenForm(CleanForm):
    """The address to which the link for a new password goes."""

    email = forms.EmailField(
        label=capfirst(_("e-mail")),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SecondStepForm(AuthenticateForm):
    """A code of the app, or one of the recovery codes; each is good for once."""

    code = code_field(
        label=_("Code"),
        help_text=_(
            "Six digits from the app. Without the telephone: one of the recovery codes."
        ),
    )

    def clean_code(self) -> str:
        """Check the code; refuse one of the app's that was used already."""
        code = str(super().clean_code())
        if (
            self.authenticator.type == Authenticator.Type.TOTP
            and not second_factor.mark_used(self.user, code)
        ):
            raise ValidationError(second_factor.WRONG_CODE, code="incorrect_code")
        return code


class SetUpForm(forms.Form):
    """The first code of an app that has just been given its key."""

    key = forms.CharField(label=_("key"), widget=forms.HiddenInput)
    code = code_field(label=_("Code"), help_text=_("Six digits that the app shows."))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """Compare the code with those of the key that the page showed."""
        cleaned = super().clean() or self.cleaned_data
        secret = second_factor.key_of(self.account, cast("str", cleaned.get("key", "")))
        if secret is None:
            self.add_error("key", _("The page is too old. Open it again."))
        elif "code" in cleaned and not second_factor.is_new_code(
            self.account, secret, cleaned["code"]
        ):
            self.add_error("code", second_factor.WRONG_CODE)
        return cleaned | {"secret": secret}
