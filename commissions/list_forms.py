"""Forms of the lists of the experts' work: which rows are asked for."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.awaited import Awaited
from commissions.columns import without
from commissions.models import Event
from council.forms import PeriodForm, TableForm, choose_from
from council.models import Body
from council.names import fold, matches, search_words
from council.tables import Column, Rows
from experts.forms import CommissionField, PagedForm


class NamedForm(TableForm, PagedForm):
    """A list that is searched by words of the expert's name and of its `titles`.

    Titles are folded here: the databases fold Kazakh letters each in its way.
    """

    titles: ClassVar[tuple[str, ...]] = ()
    names: ClassVar[tuple[str, ...]] = ("engagement__expert__person__search_key",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = _("Name or title") if self.titles else _("Name")

    def found(self) -> Rows:
        """Return the rows that were asked for."""
        found = cast("QuerySet[Any]", self.rows)
        words = search_words(self.cleaned_data["q"])
        return found.filter(pk__in=self._named(words)) if words else found

    def _named(self, words: list[tuple[str, ...]]) -> list[int]:
        """Return the keys of the rows that have every word."""
        rows = cast("QuerySet[Any]", self.rows).order_by()
        titles = len(self.titles)
        return [
            key
            for key, *told in rows.values_list("pk", *self.titles, *self.names)
            if matches(" ".join([*map(fold, told[:titles]), *told[titles:]]), words)
        ]


class AssignmentsForm(NamedForm):
    """What is asked of the assignments."""

    titles: ClassVar = ("task",)


class AwaitedForm(NamedForm):
    """What is asked of the recommendations that are awaited."""

    def found(self) -> Rows:
        """Return what is awaited of those who have every word in their name."""
        words = search_words(self.cleaned_data["q"])
        rows = cast("list[Awaited]", self.rows)
        return [row for row in rows if matches(row.expert.person.search_key, words)]


class EventsForm(PeriodForm, NamedForm):
    """What is asked of the events; of a period are those that touch it."""

    titles: ClassVar = ("title", "organ")
    names: ClassVar = ()

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *Event.Status.choices],
        required=False,
    )
    field_order = ("q", "state", "since", "until")

    def found(self) -> QuerySet[Event]:
        """Return the events that were asked for."""
        asked = self.cleaned_data
        conditions = {
            "status": asked["state"],
            "ends__gte": asked["since"],
            "begins__lte": asked["until"],
        }
        given = {name: value for name, value in conditions.items() if value}
        return cast("QuerySet[Event]", super().found()).filter(**given)


class OfCommissionsForm(NamedForm):
    """A list of which a reader of several commissions can choose one."""

    commission = CommissionField(
        label=gettext_lazy("Commission"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=gettext_lazy("All commissions"),
    )
    field_order = ("q", "kind", "state", "commission")

    def __init__(
        self,
        *args: Any,
        bodies: QuerySet[Body],
        columns: tuple[Column, ...],
        **kwargs: Any,
    ) -> None:
        shown = columns if len(bodies) > 1 else without(columns, "commission")
        super().__init__(*args, columns=shown, **kwargs)
        if len(bodies) > 1:
            choose_from(self, "commission", bodies)
        else:
            del self.fields["commission"]

    @property
    def has_commissions(self) -> bool:
        """Return whether there is more than one to choose from."""
        return "commission" in self.fields

    def found(self) -> QuerySet[Any]:
        """Return the rows that were asked for."""
        found = cast("QuerySet[Any]", super().found())
        chosen = self.cleaned_data.get("commission")
        return found.filter(engagement__commission=chosen) if chosen else found


class WorkListForm(OfCommissionsForm):
    """What is asked of works and publications: a kind and a state besides."""

    titles: ClassVar = ("title",)
    states: ClassVar[dict[str, Any]] = {}
    # Those that wait for the chair stand first.
    waiting: ClassVar[Q] = Q()

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast("Any", self.rows).model.Kind.choices
        self._offer("kind", [(value, capfirst(label)) for value, label in kinds])
        self._offer(
            "state", [(key, str(words)) for key, (words, _q) in self.states.items()]
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", _("All")), *choices]

    def found(self) -> QuerySet[Any]:
        """Return the rows that were asked for, those that wait first."""
        asked, found = self.cleaned_data, super().found()
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        if asked["state"]:
            found = found.filter(self.states[asked["state"]][1])
        waits = Case(When(self.waiting, then=Value(0)), default=Value(1))
        return found.order_by(waits, *found.query.order_by)


class RecommendationsForm(WorkListForm):
    """What the desk asks of the written works."""

    states: ClassVar = {
        "waiting": (gettext_lazy("To consider"), Q(considered_how="")),
        "considered": (gettext_lazy("Considered"), ~Q(considered_how="")),
    }
    waiting: ClassVar = Q(considered_how="")


TO_DECIDE = Q(approved_by="", declined_on__isnull=True, appeared_on__isnull=True)
UNAGREED = Q(approved_by="", appeared_on__isnull=False)


class PublicationsForm(WorkListForm):
    """What the desk asks of the publications."""

    states: ClassVar = {
        "to_decide": (gettext_lazy("To decide"), TO_DECIDE),
        "agreed": (gettext_lazy("Agreed"), ~Q(approved_by="")),
        "declined": (
            gettext_lazy("Declined"),
            Q(declined_on__isnull=False, appeared_on__isnull=True),
        ),
        "unagreed": (gettext_lazy("Appeared without being agreed"), UNAGREED),
    }
    waiting: ClassVar = TO_DECIDE
