"""Forms of what experts say, how they conduct themselves, what they are thanked for."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models import Breach, Commendation, Event, Publication, RiskNotice
from commissions.output_forms import (
    FEW_ROWS,
    SittingDayField,
    need,
    sentence_case,
)
from council.forms import ChangingForm, CleanForm, RevisionForm, choose_from
from council.models import Sitting

# Publications


class LinkForm(CleanForm):
    """Where a publication stands on the net."""

    link = forms.URLField(
        label=capfirst(gettext_lazy("link")),
        required=False,
        max_length=500,
        assume_scheme="https",
    )


class PublicationForm(LinkForm):
    """What an expert wants to publish, or what came out."""

    model = Publication
    model_field_names: ClassVar = (
        *("kind", "title", "outlet", "asked_on"),
        *("appeared_on", "is_open", "note"),
    )
    shown = ("kind", "title", "outlet", "asked_on", "appeared_on", "link", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.shown)
        self.fields["asked_on"].help_text = _("When the expert asked for agreement.")
        self.fields["appeared_on"].help_text = _("Only if it is out already.")
        self.fields["note"].widget.attrs["rows"] = FEW_ROWS
        sentence_case(self)


class ChangePublicationForm(ChangingForm, PublicationForm):
    """What was mistyped of a publication."""


class ApproveForm(RevisionForm, CleanForm):
    """Who agreed, and when."""

    model = Publication
    model_field_names: ClassVar = ("approved_on",)
    approved_by = forms.ChoiceField(
        label=gettext_lazy("Agreed by"), widget=forms.RadioSelect
    )
    approved_at = SittingDayField(
        label=gettext_lazy("Sitting, if the Presidium agreed"),
        queryset=Sitting.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a sitting"),
    )

    def __init__(
        self, *args: Any, sittings: models.QuerySet[Sitting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who = cast("forms.ChoiceField", self.fields["approved_by"])
        who.choices = [
            (value, capfirst(label)) for value, label in Publication.Approver.choices
        ]
        choose_from(self, "approved_at", sittings)
        self.fields["approved_on"].label = _("Day, if the chair agreed")
        self.order_fields(("revision", "approved_by", "approved_on", "approved_at"))


class DeclineForm(RevisionForm, CleanForm):
    """When it was declined."""

    model = Publication
    model_field_names: ClassVar = ("declined_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["rows"] = FEW_ROWS
        need(self, "declined_on")
        sentence_case(self)


class AppearanceForm(RevisionForm, LinkForm):
    """When and where it came out."""

    model = Publication
    model_field_names: ClassVar = ("appeared_on", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("revision", "appeared_on", "link", "is_open"))
        need(self, "appeared_on")
        sentence_case(self)


# Conduct


class BreachForm(CleanForm):
    """A breach as the chair establishes it."""

    model = Breach
    model_field_names: ClassVar = ("kind", "happened_on", "essence", "established_on")
    publication = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("publication")),
        queryset=Publication.objects.none(),
        required=False,
        empty_label=gettext_lazy("No publication"),
    )

    def __init__(
        self, *args: Any, publications: models.QuerySet[Publication], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "publication", publications)
        self.fields["essence"].widget.attrs["rows"] = FEW_ROWS
        self.order_fields(
            ("kind", "publication", "happened_on", "essence", "established_on")
        )
        sentence_case(self)


class LiftForm(CleanForm):
    """Why a breach is taken back."""

    model = Breach
    model_field_names: ClassVar = ("lifted_on", "lifted_because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lifted_because"].widget.attrs["rows"] = FEW_ROWS
        need(self, "lifted_on", "lifted_because")
        sentence_case(self)


class RiskNoticeForm(CleanForm):
    """What an expert told of a corruption risk."""

    model = RiskNotice
    model_field_names: ClassVar = ("addressee", "received_on", "essence")
    event = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("event")),
        queryset=Event.objects.none(),
        required=False,
        empty_label=gettext_lazy("No event"),
    )

    def __init__(
        self, *args: Any, events: models.QuerySet[Event], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "event", events)
        self.order_fields(("addressee", "received_on", "event", "essence"))
        sentence_case(self)


# Commendations


class CommendForm(CleanForm):
    """For what an expert is honoured, and how."""

    model = Commendation
    model_field_names: ClassVar = ("form", "merit_kk", "merit_ru", "proposed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merit_kk"].help_text = self.fields["merit_ru"].help_text = _(
            "A whole sentence, as it is to stand in the letter."
        )
        for name in ("merit_kk", "merit_ru"):
            self.fields[name].widget.attrs["rows"] = FEW_ROWS
        sentence_case(self)


class AwardForm(RevisionForm, CleanForm):
    """When it was awarded, and by whom."""

    model = Commendation
    model_field_names: ClassVar = ("awarded_on", "awarded_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need(self, "awarded_on", "awarded_by")
        sentence_case(self)
