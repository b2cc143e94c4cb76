"""Choosing what goes on an agenda: candidates, and moves of experts in office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commissions.models import Proposal
from council.forms import CleanForm, RevisionForm, RowsField, choose_from
from council.models import Body, Sitting
from council.regulation import Ground, Move, terms_of
from experts.models import Expert
from experts.validators import Headroom


class CandidatesForm(RevisionForm):
    """Candidates to put on a sitting's agenda, one tick each."""

    candidates = RowsField(
        label=capfirst(_("candidates")),
        error_messages={"required": _("Choose at least one candidate.")},
    )

    def __init__(self, *args: Any, candidates: Iterable[Expert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(candidates)

    def offer(self, candidates: Iterable[Expert]) -> None:
        """Let the choice be made among these."""
        cast("RowsField", self.fields["candidates"]).offer(candidates)


class OnAgendaForm(CleanForm):
    """Which sitting, the nearest one unless told."""

    sitting = forms.ModelChoiceField(
        label=capfirst(_("sitting")),
        queryset=Sitting.objects.none(),
        empty_label=None,
    )

    def __init__(
        self, *args: Any, sittings: models.QuerySet[Sitting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "sitting", sittings)
        if "note" in self.fields:
            self.fields["note"].widget.attrs["rows"] = 3
        self.order_fields(["sitting"])

    @property
    def has_sittings(self) -> bool:
        """Return whether there is a sitting to choose."""
        choices = cast("forms.ModelChoiceField[Sitting]", self.fields["sitting"])
        return bool(choices.queryset)


class DiscussExpertForm(OnAgendaForm):
    """What the commission discusses of an expert in office."""

    move = forms.ChoiceField(
        label=capfirst(_("what is discussed")),
        choices=[
            (Move.RELEASE, capfirst(_("release of the expert"))),
            (Move.REASSIGN, capfirst(_("reassignment to another commission"))),
        ],
        widget=forms.RadioSelect,
        initial=Move.RELEASE,
    )


def _ground_label(ground: Ground) -> str:
    """Return the ground with what it asks for, by the matrix."""
    terms = terms_of(Move.RELEASE, ground)
    if terms.needs_discussion:
        words = gettext(
            "%(ground)s – after a discussion in the commission (%(clause)s)"
        )
    else:
        words = gettext("%(ground)s – no discussion needed (%(clause)s)")
    return words % {"ground": capfirst(ground.label), "clause": terms.clause}


class ReleaseForm(OnAgendaForm):
    """On what ground the chair proposes to release an expert."""

    model = Proposal
    model_field_names: ClassVar[tuple[str, ...]] = ("note",)
    ground = forms.ChoiceField(
        label=capfirst(_("main ground")), widget=forms.RadioSelect
    )
    further_grounds = forms.MultipleChoiceField(
        label=capfirst(_("further grounds")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [ground for ground in Ground if ground != Ground.OWN_REQUEST]
        main = cast("forms.ChoiceField", self.fields["ground"])
        main.choices = [(ground.value, _ground_label(ground)) for ground in own]
        further = cast("forms.ChoiceField", self.fields["further_grounds"])
        further.choices = [(ground.value, capfirst(ground.label)) for ground in own]
        self.order_fields(["sitting", "ground", "further_grounds", "note"])


class RequestForm(OnAgendaForm):
    """An expert's own request, as the paper says."""

    model = Proposal
    model_field_names: ClassVar[tuple[str, ...]] = ("requested_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requested_on"].required = True
        self.order_fields(["requested_on", "sitting", "note"])


class RoomField(forms.ModelChoiceField):
    """A commission, with how many experts it has and may have (1.7)."""

    rooms: Mapping[int, Headroom] = MappingProxyType({})

    def label_from_instance(self, obj: Body) -> str:
        """Return № and name, and the headroom where it is known."""
        label = f"№ {obj.number} – {obj.name}"
        room = self.rooms.get(obj.pk)
        if room is None:
            return label
        experts = gettext("experts: %(taken)s of %(capacity)s") % {
            "taken": room.taken,
            "capacity": room.capacity,
        }
        return f"{label} ({experts})"


class ReassignmentForm(OnAgendaForm):
    """To which commission, and whose chair proposes it."""

    model = Proposal
    model_field_names: ClassVar[tuple[str, ...]] = ("note",)
    target = RoomField(
        label=capfirst(_("new commission")),
        queryset=Body.objects.none(),
        empty_label=_("Choose a commission"),
    )
    is_from_target = forms.BooleanField(
        label=_("The chair of the new commission proposes it"), required=False
    )

    def __init__(
        self,
        *args: Any,
        targets: models.QuerySet[Body],
        rooms: dict[int, Headroom],
        is_on_behalf: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "target", targets)
        cast("RoomField", self.fields["target"]).rooms = rooms
        if not is_on_behalf:
            del self.fields["is_from_target"]
        self.order_fields(["sitting", "target", "is_from_target", "note"])
