"""History: every tracked row keeps its versions with author and reason, every deed
is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, connections, models, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from council.record import ONLY, AuditEvent, LastDeed, new_salt
from council.regulation import RuleViolation

if TYPE_CHECKING:
    from council.models import Account

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)
T = TypeVar("T", bound="Tracked")

known_deeds: dict[str, str] = {}  # the module of every deed, by its name


@dataclass
class _Doing:
    """A deed under way: its name, its moment, by whom, and what it is about.

    Its key tells it from every other one.
    """

    name: str
    at: datetime
    by: Account | None
    row: models.Model | None = None
    key: UUID = field(default_factory=uuid4)

    def put_on_record(self) -> None:
        """Add it to the record."""
        AuditEvent(
            at=self.at,
            name=self.name,
            key=self.key,
            by=self.by,
            label=self.row._meta.label_lower if self.row else "",
            row=self.row.pk if self.row else None,
            salt=new_salt(),
        ).save(force_insert=True)


_current_deed: ContextVar[_Doing | None] = ContextVar("current_deed", default=None)


def current_deed_key() -> UUID | None:
    """Return the key of the deed under way; each of its versions keeps it."""
    doing = _current_deed.get()
    return doing.key if doing else None


def deed(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a deed: atomic, on record, the reason of each version it writes.

    The outermost deed gives its name and is on record with `by` and the row that it
    returns, or that `about` named; those it calls write under that name.
    """
    known_deeds[function.__name__] = function.__module__

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast("Account | None", kwargs.get("by"))
        with doing(function.__name__, by) as outermost:
            result = function(*args, **kwargs)
            if outermost and not outermost.row and isinstance(result, models.Model):
                outermost.row = result
            return result

    return wrapper


@contextmanager
def doing(name: str, by: Account | None) -> Iterator[_Doing | None]:
    """Do a deed that tells of its progress: a generator cannot be decorated.

    Gives the deed to the outermost one, None to those inside: what one of them could
    not do, all could not. Who would go on without it holds it in `transaction.atomic`.
    """
    is_inside = _current_deed.get() is not None
    with transaction.atomic(savepoint=not is_inside):
        if is_inside:
            yield None
            return
        under_way = _Doing(name, _next_moment(), by)
        token = _current_deed.set(under_way)
        try:
            yield under_way
        finally:
            _current_deed.reset(token)
        under_way.put_on_record()
        LastDeed.objects.filter(pk=ONLY).update(
            number=models.F("number") + 1, at=under_way.at
        )


def about(row: models.Model) -> None:
    """Say which row the deed under way is about; RuntimeError outside a deed."""
    _under_way().row = row


def note(name: str, *, by: Account | None, about: models.Model | None = None) -> None:
    """Put on record what changes no data: a file opened, somebody signed in.

    `name` is its sentence's key in council/deed_names.py. It waits for the deed under
    way elsewhere, so that the chain covers it in the order of the moments, and leaves
    the state of the data as it is: pages that are kept stay kept. In a deed, the deed
    is already on record, and this notes one thing more.
    """
    with transaction.atomic():
        _Doing(name, _next_moment(), by, about).put_on_record()


def noted(function: Callable[P, R]) -> Callable[P, R]:
    """Mark what puts itself on record by `note`: it has a sentence like a deed."""
    known_deeds[function.__name__] = function.__module__
    return function


def _next_moment() -> datetime:
    """Wait for the deed under way elsewhere; return a moment after all deeds before.

    The clock may have been set back meanwhile: the order of the deeds counts.
    """
    row = LastDeed.objects.select_for_update().filter(pk=ONLY)
    last = row.first()
    if last is None:
        LastDeed.objects.bulk_create(
            [LastDeed(pk=ONLY, at=datetime.fromtimestamp(0, UTC))],
            ignore_conflicts=True,
        )
        last = row.get()
    return max(timezone.now(), last.at + timedelta.resolution)


def deed_key() -> UUID:
    """Return the key of the deed under way; RuntimeError outside a deed."""
    return _under_way().key


def deed_moment() -> datetime:
    """Return the moment of the deed under way; RuntimeError outside a deed."""
    return _under_way().at


def last_deed() -> tuple[int, Any]:
    """Return number and moment of the last deed: one state of the data, one pair.

    Every public page asks it, so it is plain SQL, where the rows are read from; the
    moment is in the database's own words.
    """
    with connections[router.db_for_read(LastDeed)].cursor() as cursor:
        cursor.execute('SELECT "number", "at" FROM "council_lastdeed"')
        found: tuple[int, Any] | None = cursor.fetchone()
    return found or (0, None)


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
        raise RuleViolation(stale_page())


def stale_page() -> str:
    """Say that somebody else saved while the page was open."""
    return _(
        "Somebody changed this record while your page was open. Compare with the "
        "present state and save again."
    )


class Versions(HistoryManager):
    """The manager of versions, whose class is made once and not at each use."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None
    ) -> Any:
        """Return this manager with the methods of that query set."""
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """Versions with their deed, and the index for the latest one before a moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, history_manager=Versions, **kwargs)

    def get_extra_fields(
        self, model: type[models.Model], fields: dict[str, Any]
    ) -> dict[str, Any]:
        """Return simple-history's columns, the deed that wrote the version, its salt.

        The reason only names the deed; this key is the same for all that one deed
        wrote and for nothing else. It is empty in versions from before the column.
        The salt keeps a fingerprint of the version from telling what it held.
        """
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        extra["history_deed"] = models.UUIDField(
            default=current_deed_key, null=True, editable=False
        )
        extra["history_salt"] = models.CharField(
            max_length=32, default=new_salt, editable=False
        )
        return extra

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Return simple-history's options with (id, latest first) indexed."""
        options: dict[str, Any] = super().get_meta_options(model)
        options["indexes"] = [
            models.Index(fields=["id", "-history_date", "-history_id"])
        ]
        return options


class Tracked(models.Model):
    """A row whose every version is kept; written by `save_as` and `delete_as` only.

    What the history's pages ask of a model: `part_of` are its foreign keys to the
    rows whose story it belongs to (a paper's dossier), `found_by` the columns whose
    text finds it, `technical` the columns that tell a reader nothing, `withheld` those
    of which no page of the history tells more than that they were written. `redactable`
    are the columns that may be emptied in versions (council/redaction.py).
    """

    part_of: ClassVar[tuple[str, ...]] = ()
    found_by: ClassVar[tuple[str, ...]] = ()
    technical: ClassVar[tuple[str, ...]] = ()
    withheld: ClassVar[tuple[str, ...]] = ()
    redactable: ClassVar[tuple[str, ...]] = ()

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
        self.complete()
        super().save(**kwargs)

    def complete(self) -> None:
        """Fill the columns that follow from others, e.g. a key to search by."""

    def told(self) -> str:
        """Return the row beside the person it belongs to, without the name."""
        return str(self)

    def settle(self, twin: Any, by: Account) -> list[str]:
        """Let one of two rows go that cannot both be one person's, or say why not.

        `twin` is the row of the person who stays when two records are merged.
        """
        return [
            _("Both records have what one person has only once: %(what)s.")
            % {"what": self.told()}
        ]

    def merge_objections(self) -> list[str]:
        """Say what speaks against this row being the merged person's."""
        return []

    def delete_as(self, by: Account) -> None:
        """Delete the row; its versions, this last one included, stay."""
        self._sign(by)
        super().delete()

    def _sign(self, by: Account) -> None:
        under_way = _under_way()
        self._history_user = by
        self._history_date = under_way.at
        self._change_reason = under_way.name


def _under_way() -> _Doing:
    under_way = _current_deed.get()
    if not connection.in_atomic_block or under_way is None:
        raise RuntimeError("tracked rows are written inside a deed")
    return under_way


def tracked_models() -> list[type[Tracked]]:
    """Return every tracked model of every app, in the order of their labels."""
    return sorted(
        (model for model in apps.get_models() if issubclass(model, Tracked)),
        key=lambda model: model._meta.label_lower,
    )


def versions(model: type[Tracked]) -> models.QuerySet[Any]:
    """Return the versions of a model's rows, deleted ones too, in no order."""
    found: models.QuerySet[Any] = model.history.order_by()
    return found


def relations_to(model: type[models.Model]) -> list[Any]:
    """Return every relation of tracked rows to a model, unnamed ones included.

    The versions of rows point to it too; they are no rows and stay as they were.
    """
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.related_model
        and issubclass(relation.related_model, Tracked)
    ]


def import_rows(by: Account, rows: Sequence[T]) -> list[T]:
    """Write many new rows of one model at once, each with its version.

    Returns them with their keys; raises RuntimeError outside a deed.
    """
    under_way = _under_way()
    if not rows:
        return []
    for row in rows:
        row.complete()
    written: list[T] = bulk_create_with_history(
        rows,
        type(rows[0]),
        default_user=by,
        default_change_reason=under_way.name,
        default_date=under_way.at,
    )
    return written
