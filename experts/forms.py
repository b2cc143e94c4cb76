"""Forms of the experts: the register's questions, lists, the documents of 1.13."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from council.dates import numeric_date
from council.forms import (
    CleanForm,
    PageForm,
    SortForm,
    TableForm,
    choose_from,
    day_field,
    model_fields,
)
from council.models import Body
from council.uploads import UploadField
from experts.imports.files import ACCEPT, LARGEST, MEGABYTE
from experts.imports.sheet import MOST_ROWS
from experts.imports.verdicts import Judgement, Verdict
from experts.models import Expert, ReferenceDocument
from experts.models.expert import PUBLIC_ID_BYTES, ExpertQuerySet
from experts.moments import DayForm, MomentForm
from experts.register import (
    COLUMNS,
    PAGE,
    Commission,
    Listing,
    commissions,
    in_register,
    listing,
    paginator,
)
from experts.register_changes import Change, before, changes

QUESTION_LENGTH = 200
BLANK_DOCUMENTS = 3
DOCUMENT_FIELDS = ("title_kk", "title_ru", "is_current")


class CommissionField(forms.ModelChoiceField):
    """A choice of commissions by number and name."""

    def label_from_instance(self, body: Body) -> str:
        """Return the number and the name in the reader's language."""
        return f"№ {body.number} – {body.name}"


class PagedForm(PageForm):
    """A question with a page number; always bound, since all may be absent."""

    q = forms.CharField(
        label=_("Name, field or commission"),
        max_length=QUESTION_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    field_order: Sequence[str] = ("q",)


class RegisterForm(DayForm, SortForm, PagedForm):
    """What a reader asks of the register."""

    commission = forms.IntegerField(
        label=_("Commission"), min_value=1, required=False, widget=forms.Select
    )
    field_order = ("q", "commission", "on", "as_recorded", "page")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, columns=COLUMNS, usual="name", **kwargs)
        self.commissions: list[Commission] = []

    def clean(self) -> dict[str, Any]:
        """Ask for a commission of the day; outside a convocation there is none."""
        cleaned = super().clean()
        self.commissions = self.at_the_moment(
            f"commissions on {self.day}", lambda: commissions(self.day)
        )
        number = cleaned.get("commission")
        known = {commission.number for commission in self.commissions}
        if known and number is not None and number not in known:
            self.add_error(
                "commission",
                _("There is no commission № %(number)s on %(day)s.")
                % {"number": number, "day": numeric_date(self.day)},
            )
        self.fields["commission"].widget.choices = self._choices()
        return cleaned

    def _choices(self) -> list[tuple[str, str]]:
        """Return the day's commissions, and whatever else was typed, to keep it."""
        choices = [("", str(_("All commissions")))]
        choices += [
            (str(row.number), f"№ {row.number} – {row.name} ({row.experts})")
            for row in self.commissions
        ]
        typed = self.data.get("commission", "")
        if typed not in dict(choices):
            choices.append((typed, typed))
        return choices

    def listing(self) -> Listing | None:
        """Return the page that was asked for; None, with the reason, if it is none."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        found = None if asked["q"] else self._count(asked["commission"])
        with self.reading():
            pages = paginator(
                self.day, asked["q"], asked["commission"], self.asked_order, found=found
            )
            number = self.page_of(pages)
            return listing(pages, number) if number else None

    def _count(self, commission: int | None) -> int:
        """Return how many there are without a search: counting grows with them."""
        return self.at_the_moment(
            f"in the register on {self.day}, {commission}",
            lambda: in_register(self.day, commission=commission).count(),
        )

    @property
    def total(self) -> int:
        """Return the number of experts of all commissions on the day."""
        return sum(commission.experts for commission in self.commissions)

    @property
    def withheld(self) -> int:
        """Return how many more are in office whom the public register leaves out."""
        return sum(commission.withheld for commission in self.commissions)

    @property
    def is_filtered(self) -> bool:
        """Return whether a name, a field or a commission was asked for."""
        return bool(self.cleaned_data["q"] or self.cleaned_data["commission"])


class FileForm(RegisterForm):
    """What is asked of the whole register as a file; there are no pages."""

    lang = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["page"]

    @property
    def question(self) -> dict[str, Any]:
        """Return which part of the register is asked for."""
        asked = self.cleaned_data
        return {"text": asked["q"], "commission": asked["commission"]}

    @property
    def is_particular(self) -> bool:
        """Return whether a part is asked for, another day or another moment."""
        return bool(self.asked or self.asked_order or any(self.question.values()))


class ChangesForm(MomentForm, PagedForm):
    """Between which days a reader asks for changes: the last three months.

    As recorded at a moment, those that the register knew then.
    """

    since = day_field(label=_("Since the day"), required=False)
    until = day_field(label=_("Up to the day"), required=False)
    field_order = ("q", "since", "until", "as_recorded", "page")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_day = self.today
        self.first_day = before(self.last_day)
        self.fields["since"].widget.attrs["placeholder"] = numeric_date(self.first_day)
        self.fields["until"].widget.attrs["placeholder"] = numeric_date(self.last_day)

    def clean(self) -> dict[str, Any]:
        """Take the days that were asked for, the first one no later than the last."""
        cleaned = super().clean()
        self.last_day = cleaned.get("until") or self.usual_day
        self.first_day = cleaned.get("since") or before(self.last_day)
        if self.first_day > self.last_day:
            self.add_error(
                "since",
                _("The first day, %(since)s, is after the last one, %(until)s.")
                % {
                    "since": numeric_date(self.first_day),
                    "until": numeric_date(self.last_day),
                },
            )
        return cleaned

    def changes_page(self) -> Page[Change] | None:
        """Return the page that was asked for; None, with the reason, if it is none."""
        if not self.is_valid():
            return None
        with self.reading():
            found = changes(
                self.first_day,
                self.last_day,
                self.cleaned_data["q"],
                moment=self.moment,
            )
        pages = Paginator(found, PAGE)
        number = self.page_of(pages)
        return pages.page(number) if number else None


class ContactForm(CleanForm):
    """Of which entry a letter to the secretariat speaks, if of any."""

    entry = forms.RegexField(
        r"^[0-9a-f]+$",
        label=_("Entry"),
        max_length=2 * PUBLIC_ID_BYTES,
        required=False,
        widget=forms.HiddenInput,
    )


class CandidatesForm(TableForm, PagedForm):
    """What the desk asks of the dossiers."""

    commission = CommissionField(
        label=_("Commission"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("All commissions"),
    )
    status = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *Expert.Status.choices],
        required=False,
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "commission", bodies)

    def found(self) -> QuerySet[Expert]:
        """Return the dossiers that were asked for."""
        asked, rows = self.cleaned_data, cast("ExpertQuerySet", self.rows)
        found = rows.search(asked["q"])
        for name in ("commission", "status"):
            if asked[name]:
                found = found.filter(**{name: asked[name]})
        return found


class UploadForm(CleanForm):
    """The existing list of experts, as a file."""

    file = UploadField(
        label=_("The list"), widget=forms.FileInput(attrs={"accept": ACCEPT})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "XLSX or CSV, at most %(limit)s MB and %(rows)s rows."
        ) % {"limit": LARGEST // MEGABYTE, "rows": MOST_ROWS}


class VerdictsForm(PagedForm):
    """Which page of the verdicts; refusals of the import come here too."""

    def verdicts_page(self, judgement: Judgement) -> Page[Verdict] | None:
        """Return the page that was asked for; None, with the reason, if it is none."""
        if not self.is_valid():
            return None
        pages = Paginator(judgement.errors_first, PAGE)
        number = self.page_of(pages)
        return pages.page(number) if number else None


class ReferenceDocumentsForm(CleanForm):
    """The list of 1.13: what is on it, and room for more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = list(ReferenceDocument.objects.all())
        self.keys = [str(row.pk) for row in self.documents]
        self.keys += [f"new{number}" for number in range(BLANK_DOCUMENTS)]
        made = {str(row.pk): row for row in self.documents}
        for key in self.keys:
            row = made.get(key)
            for name, own in model_fields(ReferenceDocument, *DOCUMENT_FIELDS).items():
                own.required = row is not None and name != "is_current"
                own.initial = getattr(row, name) if row else own.initial
                self.fields[f"{key}-{name}"] = own

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each document."""
        return [
            [self[f"{key}-{name}"] for name in DOCUMENT_FIELDS] for key in self.keys
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for both titles of a document that is added."""
        cleaned = super().clean()
        for key in self.keys:
            titles = [f"{key}-title_kk", f"{key}-title_ru"]
            if any(cleaned.get(name) for name in titles):
                for name in titles:
                    if not cleaned.get(name) and name not in self.errors:
                        self.add_error(name, _("Both titles are needed."))
        return cleaned

    def facts(self) -> list[dict[str, Any]]:
        """Return the rows as the deed takes them; blank ones are left out."""
        values = [
            {"pk": int(key) if key.isdigit() else None}
            | {name: self.cleaned_data[f"{key}-{name}"] for name in DOCUMENT_FIELDS}
            for key in self.keys
        ]
        return [row for row in values if row["pk"] or row["title_kk"]]
