"""Make a fresh database usable by a real council, without a shell afterwards."""

from __future__ import annotations

import getpass
import re
import secrets
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.founding import Founded, Founding, init_council
from council.dates import numeric_date
from council.forms import CouncilForm, day_field, model_fields
from council.models import Account, Edition
from council.regulation import FIRST_EDITION, RuleViolation

TERM_IN_YEARS = 3
MOST_COMMISSIONS = 30
PASSWORD_BYTES = 12
QUORUM = re.compile(r"^\d{1,4}/\d{1,4}$")
NAMES = re.compile(r"^[^|]{1,300}\|[^|]{1,300}$")
DEFAULTS = {
    "name_kk": "Алматы қаласының Қоғамдық кеңесі",
    "name_ru": "Общественный совет города Алматы",
    "city_kk": "Алматы қаласы",
    "city_ru": "город Алматы",
    "commissions": "6",
    "secretariat": "secretariat",
    "administrator": "administrator",
    "quorum": "{quorum_numerator}/{quorum_denominator}".format(**FIRST_EDITION),
}
# Only a person at the terminal may accept these by pressing Enter.
ASKED = ("name_kk", "name_ru", "city_kk", "city_ru", "number", "begins", "ends")


class FoundingForm(CouncilForm):
    """Everything that is asked, in the order of asking."""

    model_field_names = ("name_kk", "name_ru", "city_kk", "city_ru", "email")
    number = forms.IntegerField(
        label=gettext_lazy("number of the convocation"), min_value=1, max_value=32767
    )
    begins = day_field(label=gettext_lazy("first day of the convocation"))
    ends = day_field(label=gettext_lazy("last day of the convocation"))
    commissions = forms.IntegerField(
        label=gettext_lazy("how many commissions"),
        min_value=1,
        max_value=MOST_COMMISSIONS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= model_fields(
            Edition,
            *("decision_number", "decided_on", "effective_on"),
            *("decided_by_kk", "decided_by_ru"),
            *("candidates_limit", "experts_multiple", "practice_months"),
        )
        self.fields["decided_by_kk"].label = _("decided by, in Kazakh")
        self.fields["decided_by_ru"].label = _("decided by, in Russian")
        self.fields["quorum"] = forms.CharField(
            label=_("quorum, a share of the members"),
            validators=[RegexValidator(QUORUM, _("Write it as 2/3."))],
        )
        self.fields["majority_of"] = forms.ChoiceField(
            label=_("majority of"), choices=Edition.MajorityOf
        )
        for name in ("secretariat", "administrator"):
            own = forms.models.fields_for_model(Account, ["username"])["username"]
            own.label = _("user name: %(role)s") % {"role": Account.Role(name).label}
            own.help_text = ""
            self.fields[name] = own

    def clean(self) -> dict[str, Any]:
        """Check what no single answer shows."""
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        if quorum := cleaned.get("quorum"):
            numerator, denominator = map(int, quorum.split("/"))
            cleaned |= {
                "quorum_numerator": numerator,
                "quorum_denominator": denominator,
            }
            if not 1 <= numerator <= denominator:
                self.add_error("quorum", _("Write it as 2/3."))
        usernames = [cleaned.get("secretariat"), cleaned.get("administrator")]
        if usernames[0] and usernames[0] == usernames[1]:
            self.add_error("administrator", _("Two accounts need two user names."))
        for name in ("secretariat", "administrator"):
            if Account.objects.filter(username=cleaned.get(name)).exists():
                self.add_error(name, _("An account of this name exists already."))
        return cleaned


class Command(BaseCommand):
    """Found the council by arguments, by questions on the terminal, or by both."""

    help = (
        "Puts a new council on record: names, convocation, bodies, the Regulation, "
        "reference documents, and the accounts of secretariat and administrator."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an argument for every question."""
        for name in FoundingForm().fields:
            parser.add_argument(f"--{name.replace('_', '-')}", help=_help(name))
        parser.add_argument(
            "--commission",
            action="append",
            metavar="KK|RU",
            help="the names of a commission, once for each in the order of the numbers",
        )
        parser.add_argument(
            "--ask-passwords",
            action="store_true",
            help="ask for the passwords on the terminal; else they are made",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of questions and messages",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask what is missing, then put everything on record or nothing."""
        with translation.override(options["language"]):
            form = FoundingForm(self._answers(options))
            if not form.is_valid():
                raise CommandError("\n".join(_sentences(form)))
            names = self._commissions(form.cleaned_data["commissions"], options)
            passwords = self._passwords(form, options)
            try:
                with transaction.atomic():
                    founded = _found(form, names, passwords)
            except RuleViolation as refusal:
                raise CommandError("\n".join(refusal.sentences)) from refusal
            self._print(founded, passwords, options)

    # Questions

    def _answers(self, options: dict[str, Any]) -> dict[str, str]:
        """Return the answers by field: arguments, what is typed, or defaults."""
        answers: dict[str, str] = {}
        is_terminal = sys.stdin.isatty()
        if options["commission"] and options["commissions"] is None:
            options["commissions"] = str(len(options["commission"]))
        for name, field in FoundingForm().fields.items():
            default = _default(name, answers)
            if options[name] is not None:
                answers[name] = options[name]
            elif is_terminal:
                answers[name] = self._ask(field, default)
            else:
                answers[name] = "" if name in ASKED else default
        return answers

    def _ask(self, field: forms.Field, default: str) -> str:
        """Ask until the answer can be used; Enter takes the default."""
        listed = ", ".join(value for value, _label in getattr(field, "choices", []))
        hint = f" ({listed})" if listed else ""
        hint += f" [{default}]" if default else ""
        while True:
            try:
                typed = (
                    input(f"{capfirst(str(field.label))}{hint}: ").strip() or default
                )
                field.clean(typed)
            except EOFError as fault:
                raise CommandError(_("Nothing was put on record.")) from fault
            except ValidationError as refusal:
                self.stdout.write(" ".join(refusal.messages))
            else:
                return typed

    def _commissions(
        self, count: int, options: dict[str, Any]
    ) -> list[tuple[str, str]]:
        """Return the names of the commissions; they can be changed on their pages."""
        given = options["commission"] or []
        if len(given) > count or not all(NAMES.match(names) for names in given):
            raise CommandError(
                _(
                    "--commission takes two names, “kk|ru”, and is given at most "
                    "%(count)s times."
                )
                % {"count": count}
            )
        found = []
        for number in range(1, count + 1):
            kk, ru = f"№ {number} комиссия", f"Комиссия № {number}"
            if number <= len(given):
                kk, ru = (name.strip() for name in given[number - 1].split("|"))
            elif sys.stdin.isatty():
                label = _("commission № %(number)s, name in Kazakh")
                kk = self._ask(_name_field(label % {"number": number}), kk)
                label = _("commission № %(number)s, name in Russian")
                ru = self._ask(_name_field(label % {"number": number}), ru)
            found.append((kk, ru))
        return found

    def _passwords(self, form: FoundingForm, options: dict[str, Any]) -> dict[str, str]:
        """Return a password for each account, made or asked for."""
        usernames = [
            form.cleaned_data[name] for name in ("secretariat", "administrator")
        ]
        if options["ask_passwords"]:
            return {username: self._password(username) for username in usernames}
        return {
            username: secrets.token_urlsafe(PASSWORD_BYTES) for username in usernames
        }

    def _password(self, username: str) -> str:
        while True:
            typed = getpass.getpass(
                _("Password of %(account)s: ") % {"account": username}
            )
            try:
                validate_password(typed, Account(username=username))
            except ValidationError as refusal:
                self.stdout.write(" ".join(refusal.messages))
                continue
            if typed == getpass.getpass(_("Once more: ")):
                return typed
            self.stdout.write(_("The two are not the same."))

    # What was done

    def _print(
        self, founded: Founded, passwords: dict[str, str], options: dict[str, Any]
    ) -> None:
        convocation, edition = founded.convocation, founded.edition
        self.stdout.write(_("On record: %(council)s.") % {"council": founded.council})
        self.stdout.write(
            _("Convocation № %(number)s: %(begins)s – %(ends)s.")
            % {
                "number": convocation.number,
                "begins": numeric_date(convocation.begins),
                "ends": numeric_date(convocation.ends),
            }
        )
        for body in founded.bodies:
            self.stdout.write(f"  {body}: {body.name_kk} / {body.name_ru}")
        self.stdout.write(
            _("The Regulation: %(edition)s, in force from %(day)s.")
            % {"edition": edition, "day": numeric_date(edition.effective_on)}
        )
        self.stdout.write(
            _("Reference documents – %(count)s.") % {"count": len(founded.documents)}
        )
        for username, password in passwords.items():
            shown = "" if options["ask_passwords"] else f"  {password}"
            self.stdout.write(_("Account: %(account)s") % {"account": username} + shown)
        if not options["ask_passwords"]:
            self.stdout.write(
                _("The passwords are shown only now. Change them after signing in.")
            )
        self.stdout.write(
            _(
                "Next, on the desk: the members and their seats, then the list of "
                "experts."
            )
        )


def _help(name: str) -> str:
    default = str(DEFAULTS.get(name) or FIRST_EDITION.get(name) or "")
    return f"default: {default}" if default and name not in ASKED else ""


def _default(name: str, answers: dict[str, str]) -> str:
    if name == "ends":
        return _three_years_on(answers["begins"])
    default = DEFAULTS.get(name) or FIRST_EDITION.get(name) or ""
    return numeric_date(default) if isinstance(default, date) else str(default)


def _three_years_on(begins: str) -> str:
    """Return the last day of a usual term; "" when the first is not known."""
    try:
        day: date = day_field().clean(begins)
    except ValidationError:
        return ""
    month = day.replace(year=day.year + TERM_IN_YEARS, day=1)
    return numeric_date(month + timedelta(days=day.day - 2))


def _name_field(label: str) -> forms.Field:
    return forms.CharField(label=label, max_length=300)


def _sentences(form: FoundingForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        for sentence in errors:
            yield f"--{name.replace('_', '-')}: {sentence}"


def _found(
    form: FoundingForm, names: list[tuple[str, str]], passwords: dict[str, str]
) -> Founded:
    facts = form.cleaned_data
    accounts = {
        role: Account.objects.create_user(
            facts[role], password=passwords[facts[role]], role=role
        )
        for role in ("secretariat", "administrator")
    }
    return init_council(
        founding=Founding(
            council={name: facts[name] for name in form.model_field_names},
            edition={name: facts[name] for name in FIRST_EDITION},
            number=facts["number"],
            begins=facts["begins"],
            ends=facts["ends"],
            commissions=names,
        ),
        by=accounts["administrator"],
    )
