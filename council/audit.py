"""History: every tracked row keeps its versions with author and reason."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from council.regulation import RuleViolation

if TYPE_CHECKING:
    from council.models import Account

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

_current_deed: ContextVar[str] = ContextVar("current_deed", default="")


def deed(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a deed: atomic, and the reason of every version it writes.

    The outermost deed gives its name; those it calls write under that name.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _current_deed.set(_current_deed.get() or function.__name__)
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        finally:
            _current_deed.reset(token)

    return wrapper


def locked(rows: models.QuerySet[M]) -> list[M]:
    """Lock these rows, in key order, until the deed ends, and read them afresh.

    The order everywhere: sitting, bodies by key, expert. On SQLite writes are
    serial already, and this only reads.
    """
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def lock(row: M) -> M:
    """Lock one row and return it as it stands now."""
    return locked(type(row)._default_manager.filter(pk=row.pk))[0]


def check_revision(row: Any, revision: int | None) -> None:
    """Refuse to write over what somebody else changed since the page was opened.

    `revision` is what the page showed; None when the caller showed no page.
    """
    if revision is not None and revision != row.revision:
        raise RuleViolation(
            _(
                "Somebody changed this record while your page was open. Compare with "
                "the present state and save again."
            )
        )


class History(HistoricalRecords):
    """Versions with the index that reads the latest one before a moment."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Return simple-history's options with (id, latest first) indexed."""
        options: dict[str, Any] = super().get_meta_options(model)
        options["indexes"] = [
            models.Index(fields=["id", "-history_date", "-history_id"])
        ]
        return options


class Tracked(models.Model):
    """A row whose every version is kept; written by `save_as` and `delete_as` only."""

    history = History(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: a version without an author proves nothing."""
        raise TypeError("tracked rows are written with save_as(by)")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a version without an author proves nothing."""
        raise TypeError("tracked rows are deleted with delete_as(by)")

    def save_as(self, by: Account, **kwargs: Any) -> None:
        """Write the row and its version; raises RuntimeError outside a deed.

        In autocommit simple-history could lose the version, hence the check.
        """
        self._sign(by)
        super().save(**kwargs)

    def delete_as(self, by: Account) -> None:
        """Delete the row; its versions, this last one included, stay."""
        self._sign(by)
        super().delete()

    def _sign(self, by: Account) -> None:
        if not connection.in_atomic_block or not _current_deed.get():
            raise RuntimeError("tracked rows are written inside a deed")
        self._history_user = by
        self._change_reason = _current_deed.get()
