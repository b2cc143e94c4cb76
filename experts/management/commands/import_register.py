"""Enter the existing list of experts from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from council.dates import today
from council.models import Account
from council.regulation import RuleViolation
from experts.imports import actions
from experts.imports.files import read_file
from experts.imports.sheet import Sheet
from experts.imports.verdicts import Judgement


class Command(BaseCommand):
    """Check every row of the list, then enter all of them or none."""

    help = (
        "Enters the existing list of experts from an XLSX or CSV file, or none of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, whose name stands behind it, and the language."""
        parser.add_argument("file", type=Path, help="XLSX or CSV")
        parser.add_argument(
            "--dry-run", action="store_true", help="only check, enter nothing"
        )
        parser.add_argument(
            "--by",
            metavar="USERNAME",
            help="the account under which it is recorded; by default the only one of "
            "the secretariat",
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="of what is printed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and enter, or say why not."""
        with translation.override(options["language"]):
            try:
                self._import(options)
            except RuleViolation as refusal:
                raise CommandError("\n".join(refusal.sentences)) from refusal

    def _import(self, options: dict[str, Any]) -> None:
        by = _account(options["by"])
        sheet = _sheet(options["file"])
        judgement = Judgement(sheet, today())
        self._print(sheet, judgement)
        if not judgement.is_clear:
            raise CommandError(
                _("Rows with errors – %(count)s. Nothing was entered; check again.")
                % {"count": judgement.counts["error"]}
            )
        if options["dry_run"]:
            self.stdout.write(_("Only checked: nothing was entered."))
        elif not judgement.to_enter:
            self.stdout.write(_("Everybody of this list is in the register already."))
        else:
            for step in actions.import_register(sheet=sheet, by=by):
                self.stdout.write(
                    _("Rows written: %(done)s of %(total)s")
                    % {"done": step.done, "total": step.total}
                )
            self.stdout.write(_("All are entered."))

    def _print(self, sheet: Sheet, judgement: Judgement) -> None:
        if sheet.ignored:
            self.stdout.write(
                _("Columns not known, left out: %(columns)s")
                % {"columns": "; ".join(sheet.ignored)}
            )
        for verdict in judgement.verdicts:
            if verdict.is_error:
                reasons = " ".join(verdict.reasons)
                self.stdout.write(
                    _("Row %(row)s: %(reasons)s")
                    % {"row": verdict.row.number, "reasons": reasons}
                )
        self.stdout.write(
            _(
                "New persons: %(new)s. Persons on record: %(matched)s. Already in the "
                "register: %(entered)s. Rows with errors: %(error)s."
            )
            % judgement.counts
        )
        for room in judgement.rooms:
            self.stdout.write(
                _("%(commission)s: %(now)s now, %(after)s after, at most %(capacity)s")
                % {
                    "commission": room.commission,
                    "now": room.now,
                    "after": room.after,
                    "capacity": room.capacity,
                }
                + (f" – {_('above the cap')}" if room.is_above else "")
            )


def _account(username: str | None) -> Account:
    """Return the account to record: the named one, or the secretariat's only one."""
    found = Account.objects.filter(is_active=True).order_by("pk")
    if username:
        allowed = (Account.Role.SECRETARIAT, Account.Role.ADMINISTRATOR)
        found = found.filter(username=username, role__in=allowed)
    else:
        found = found.filter(role=Account.Role.SECRETARIAT)
    accounts = list(found)
    if len(accounts) != 1:
        raise CommandError(
            _(
                "Name with --by the account of the secretariat under which the list is "
                "entered. Such accounts: %(accounts)s."
            )
            % {"accounts": ", ".join(account.username for account in accounts) or "–"}
        )
    return accounts[0]


def _sheet(path: Path) -> Sheet:
    try:
        with path.open("rb") as file:
            return read_file(file, path.stat().st_size)
    except OSError as fault:
        raise CommandError(
            _("The file cannot be opened: %(reason)s") % {"reason": fault.strerror}
        ) from fault
