"""Accounts that sign in, and the persons the council knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from council import names
from council.audit import Tracked

SEARCH_KEY_LENGTH = 400
SORT_KEY_LENGTH = 700


TIMER = "timer"


class Account(AbstractUser):
    """A sign-in. Not tracked: a history would store password hashes."""

    class Role(models.TextChoices):
        """What an account is assigned; chairs and members follow from their seats."""

        NONE = "none", _("by seat")
        SECRETARIAT = "secretariat", _("secretariat")
        ADMINISTRATOR = "administrator", _("administrator")

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.NONE)
    language = models.CharField(
        _("language of messages"),
        max_length=2,
        choices=settings.LANGUAGE_NAMES,
        default="kk",
    )
    # Counted up by whatever ends the account's sessions.
    sessions_epoch = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def writing_language(self) -> str:
        """Return the language of its letters: its own, if the council has it still."""
        is_offered = self.language in dict(settings.LANGUAGES)
        return self.language if is_offered else settings.LANGUAGE_CODE

    def get_session_auth_hash(self) -> str:
        """Return what a session keeps; once it differs, the session is over."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return what sessions from before a rotation of SECRET_KEY keep."""
        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(key)

    def _session_hash(self, secret: str | bytes) -> str:
        held = f"{self.password}/{self.role}/{self.sessions_epoch}"
        return salted_hmac(
            "council.Account", held, secret=secret, algorithm="sha256"
        ).hexdigest()


def timer_account() -> Account:
    """Return the account of what happens by itself; nobody can sign in with it."""
    account, is_new = Account.objects.get_or_create(
        username=TIMER, defaults={"is_active": False, "first_name": "Sarapshy"}
    )
    if is_new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons, and those who share a name."""

    def namesakes(self, surname: str, given_name: str) -> PersonQuerySet:
        """Return those who have this surname and given name, spelt alike or nearly."""
        key = names.fold(f"{surname} {given_name}")
        return self.filter(
            models.Q(search_key=key) | models.Q(search_key__startswith=f"{key} ")
        )


class Person(Tracked):
    """A natural person (1.3): member, candidate, expert or guest."""

    technical: ClassVar = ("search_key", "sort_key")
    redactable: ClassVar = (
        *("surname", "given_name", "patronymic", "birth_date"),
        *("search_key", "sort_key"),
    )

    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    birth_date = models.DateField(
        _("birth date"),
        null=True,
        blank=True,
        help_text=_("Only to tell namesakes apart. Never published."),
    )
    account = models.OneToOneField(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    search_key = models.CharField(
        max_length=SEARCH_KEY_LENGTH, editable=False, db_index=True
    )
    sort_key = models.CharField(
        max_length=SORT_KEY_LENGTH, editable=False, db_index=True
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return names.full_name(self.surname, self.given_name, self.patronymic)

    def complete(self) -> None:
        """Fill the keys for search and order."""
        self.search_key = names.fold(str(self))[:SEARCH_KEY_LENGTH]
        self.sort_key = names.sort_key(str(self))[:SORT_KEY_LENGTH]

    def others_of_the_name(self) -> PersonQuerySet:
        """Return everybody else of this surname and given name: perhaps the same."""
        alike = Person.objects.namesakes(self.surname, self.given_name)
        return alike.exclude(pk=self.pk)

    @property
    def short_name(self) -> str:
        """Return the initials and the surname, as signatures show them."""
        return names.initials(self.surname, self.given_name, self.patronymic)
