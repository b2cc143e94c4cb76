"""Forms of what experts hand in and say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commissions.models import (
    Assignment,
    Event,
    Publication,
    Recommendation,
    RecommendationVersion,
)
from commissions.occasions import Occasion
from council.dates import numeric_date
from council.forms import ChangingForm, CleanForm, RevisionForm, choose_from
from council.models import Sitting
from council.uploads import LARGEST, MEGABYTE, file_field
from experts.models import Expert

TEXT_ROWS = 12
FEW_ROWS = 4


# Whose


class WhoseForm(CleanForm):
    """Of which expert it is, and what it comes from; all may be absent."""

    expert = forms.ModelChoiceField(
        label=capfirst(gettext_lazy("expert")),
        queryset=Expert.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose an expert"),
    )
    event = forms.ModelChoiceField(
        queryset=Event.objects.none(), required=False, widget=forms.HiddenInput
    )
    sitting = forms.ModelChoiceField(
        queryset=Sitting.objects.none(), required=False, widget=forms.HiddenInput
    )
    assignment = forms.ModelChoiceField(
        queryset=Assignment.objects.none(), required=False, widget=forms.HiddenInput
    )
    publication = forms.ModelChoiceField(
        queryset=Publication.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, bodies: Iterable[int]) -> None:
        super().__init__(*args)
        own = list(bodies)
        choose_from(
            self,
            "expert",
            Expert.objects.filter(engagements__commission__in=own)
            .exclude(engagements__left_how="annulled")
            .select_related("person")
            .distinct(),
        )
        choose_from(self, "event", Event.objects.filter(commission__in=own))
        choose_from(self, "sitting", Sitting.objects.select_related("body"))
        for name, model in (("assignment", Assignment), ("publication", Publication)):
            choose_from(
                self,
                name,
                model._default_manager.filter(
                    engagement__commission__in=own
                ).select_related("engagement__expert__person"),
            )

    def narrow(self, experts: QuerySet[Expert]) -> None:
        """Offer only these experts, those who came to the occasion."""
        field = cast("forms.ModelChoiceField[Expert]", self.fields["expert"])
        field.queryset = cast("QuerySet[Expert]", field.queryset).filter(pk__in=experts)


# Written works


class OccasionForm(CleanForm):
    """What a written work comes from, one choice among three kinds of rows."""

    occasion = forms.ChoiceField(
        label=gettext_lazy("Comes from"),
        required=False,
        help_text=gettext_lazy(
            "An event or a sitting the expert came to, or an assignment."
        ),
    )

    def offer(self, groups: list[tuple[str, list[Occasion]]]) -> None:
        """Let the choice be made among these, and no occasion at all."""
        self.occasions = {one.key: one for _label, found in groups for one in found}
        field = cast("forms.ChoiceField", self.fields["occasion"])
        field.choices = [
            ("", _("None of these")),
            *(
                (label, [(one.key, one.label) for one in found])
                for label, found in groups
            ),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what the deed takes."""
        facts = dict(self.cleaned_data)
        chosen = self.occasions.get(facts.pop("occasion"))
        return facts | ({chosen.name: chosen.row} if chosen else {})


class ContentForm(CleanForm):
    """The work itself: typed, as a file, or both."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": TEXT_ROWS}),
    )
    file = file_field(gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, JPEG or PNG, at most %(limit)s MB. Choose it again after a mistake."
        ) % {"limit": LARGEST // MEGABYTE}


class ReceiveForm(OccasionForm, ContentForm):
    """A written work as it came in."""

    model = Recommendation
    model_field_names: ClassVar = ("kind", "title", "received_on")
    field_order = ("kind", "title", "received_on", "occasion", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        sentence_case(self)


class ChangeWorkForm(ChangingForm, OccasionForm):
    """What was mistyped of a work."""

    model = Recommendation
    model_field_names: ClassVar = ("kind", "title")
    field_order = ("revision", "kind", "title", "occasion")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        sentence_case(self)


class ClarifyForm(RevisionForm, CleanForm):
    """What the chair asks of the last version."""

    model = RecommendationVersion
    model_field_names: ClassVar = ("clarify_on", "clarify")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clarify"].widget.attrs["rows"] = FEW_ROWS
        need(self, "clarify_on", "clarify")
        sentence_case(self)


class VersionForm(RevisionForm, ContentForm):
    """The next version, which answers."""

    model = RecommendationVersion
    model_field_names: ClassVar = ("received_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("revision", "received_on", "text", "file"))
        sentence_case(self)


class SittingDayField(forms.ModelChoiceField):
    """A sitting by its day, then its body."""

    def label_from_instance(self, sitting: Sitting) -> str:
        """Return the day first, as the choice among many is by day."""
        return f"{numeric_date(sitting.held_on)} – {sitting.body}"


class ConsiderForm(RevisionForm, CleanForm):
    """How, when and with what result the commission considered it."""

    model = Recommendation
    model_field_names: ClassVar = ("considered_on", "result")
    considered_how = forms.ChoiceField(
        label=gettext_lazy("How it was considered"), widget=forms.RadioSelect
    )
    considered_at = SittingDayField(
        label=gettext_lazy("Sitting, if at one"),
        queryset=Sitting.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a sitting"),
    )

    def __init__(
        self, *args: Any, sittings: models.QuerySet[Sitting], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        how = cast("forms.ChoiceField", self.fields["considered_how"])
        how.choices = [
            (value, capfirst(label)) for value, label in Recommendation.How.choices
        ]
        choose_from(self, "considered_at", sittings)
        self.fields["considered_on"].label = _("Day, if in working order")
        self.fields["result"].widget.attrs["rows"] = FEW_ROWS
        need(self, "result")
        self.order_fields(
            ("revision", "considered_how", "considered_at", "considered_on", "result")
        )
        sentence_case(self)


def need(form: forms.Form, *fields: str) -> None:
    """Ask for what the row may lack but this page may not."""
    for name in fields:
        form.fields[name].required = True


def sentence_case(form: forms.Form) -> None:
    """Let the choices begin with a capital, as labels do."""
    for field in form.fields.values():
        if type(field) is forms.TypedChoiceField:
            choices = cast("list[tuple[str, str]]", list(cast("Any", field).choices))
            field.choices = [(value, capfirst(words)) for value, words in choices]
