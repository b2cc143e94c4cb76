"""The one page of a candidate: everything a dossier holds, in the papers' order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from council.dates import today
from council.forms import (
    RevisionField,
    choose_from,
    day_field,
    in_words,
    is_stale,
    model_fields,
    untold_staleness,
)
from council.models import Body
from council.uploads import file_field
from experts.actions import Dossier
from experts.dossier_rows import (
    DISCLOSURE_FIELDS,
    PAPER_FIELDS,
    REMOVED,
    WELCOME_FIELDS,
    WITH_FILE,
    Group,
    keyed,
)
from experts.drafted_form import DraftedForm
from experts.forms import CommissionField
from experts.models import Disclosure, Expert, Paper
from experts.namesakes import NamesakesForm
from experts.phones import PHONE_LENGTH, parse_phone

EXPERT_FIELDS = (
    *("field_kk", "field_ru"),
    *("has_higher_education", "education", "practice_months", "practice"),
    *("corruption", "is_ready", "no_memberships"),
    *("phone", "email", "note"),
)
PAGE_ORDER = (
    *("commission", "surname", "given_name", "patronymic", "birth_date", "same_as"),
    *("field_kk", "field_ru"),
    *("has_higher_education", "education", "practice_months", "practice"),
)


class DossierForm(DraftedForm, NamesakesForm):
    """A candidate's dossier, entered or changed on one page.

    The rows of papers, certificates and memberships are fields named by their kind
    or key, so that every sentence of refusal has its field.
    """

    commission = CommissionField(
        label=_("Commission"),
        queryset=Body.objects.none(),
        empty_label=_("Choose the commission"),
    )
    acknowledged_on = day_field(
        label=_("Read the reference documents on"), required=False
    )
    consent_on = day_field(
        label=_("Consent to processing and publication given on"),
        required=False,
    )
    revision = RevisionField(required=False)

    def __init__(
        self,
        *args: Any,
        commissions: models.QuerySet[Body],
        expert: Expert | None = None,
    ) -> None:
        super().__init__(*args, is_new=expert is None)
        self.expert = expert
        self.fields |= model_fields(Expert, *EXPERT_FIELDS)
        choose_from(self, "commission", commissions)
        self.fields["practice_months"].required = False
        self.fields["practice_months"].initial = None
        self.fields["revision"].required = expert is not None
        self.fields["phone"] = forms.CharField(
            label=self.fields["phone"].label,
            max_length=PHONE_LENGTH,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        )
        self.fields["corruption"].widget = forms.RadioSelect(
            choices=Expert.Corruption.choices
        )
        self.fields["note"].widget.attrs["rows"] = 3
        if expert and expert.status == Expert.Status.ENGAGED:
            self.fields["commission"].disabled = True
        self.papers = expert.papers_by_kind if expert else {}
        rows = list(expert.papers.all()) if expert else []
        self.welcome = keyed(row for row in rows if row.kind in Paper.WELCOME_KINDS)
        self.disclosures = keyed(expert.disclosures.all() if expert else [])
        self._add_papers()
        self._add_welcome()
        self._add_disclosures()
        self.order_fields([*PAGE_ORDER, *self._rows_in_order()])
        if expert:
            self._fill(expert)

    # the fields

    def _add(self, key: str, legend: Any, made: dict[str, forms.Field]) -> None:
        """Add the fields of one row; each says in full what it belongs to."""
        for name, own in made.items():
            own.short_label = own.label  # type: ignore[attr-defined]
            own.label = f"{legend}: {own.label}"
            own.required = False
            self.fields[f"{key}-{name}"] = own

    def _add_papers(self) -> None:
        for kind in Paper.REQUIRED_KINDS:
            made: dict[str, forms.Field] = {
                "is_seen": forms.BooleanField(label=_("The original was seen")),
                **model_fields(Paper, "number", "issued_on"),
            }
            if kind in Paper.BARS:
                made["result"] = forms.ChoiceField(
                    label=_("Result"),
                    choices=[
                        ("", _("not noted yet")),
                        *(
                            (value, label)
                            for value, label in Paper.Result.choices
                            if value != Paper.Result.SPENT
                            or kind == Paper.Kind.CRIMINAL_RECORD
                        ),
                    ],
                )
            if kind in WITH_FILE:
                made["file"] = file_field(gettext_lazy("Scan"))
            self._add(kind.value, capfirst(kind.label), made)
            paper = self.papers.get(kind)
            for name in made:
                if paper and name != "file":
                    self.initial[f"{kind.value}-{name}"] = getattr(paper, name)

    def _add_welcome(self) -> None:
        for key, row in self.welcome.items():
            made = model_fields(Paper, "title", "number", "issued_on")
            made["kind"] = forms.ChoiceField(
                label=_("Kind"),
                choices=[(kind.value, kind.label) for kind in Paper.WELCOME_KINDS],
                initial=Paper.Kind.CERTIFICATE,
            )
            made["file"] = file_field(gettext_lazy("Scan"))
            self._add_row(f"welcome-{key}", _("Certificate or degree"), made, row)

    def _add_disclosures(self) -> None:
        for key, row in self.disclosures.items():
            made = model_fields(Disclosure, *DISCLOSURE_FIELDS)
            self._add_row(f"disclosure-{key}", _("Membership"), made, row)

    def _add_row(
        self,
        key: str,
        legend: Any,
        made: dict[str, forms.Field],
        row: Paper | Disclosure | None,
    ) -> None:
        if row:
            made[REMOVED] = forms.BooleanField(label=_("Remove"))
        self._add(key, legend, made)
        for name in made:
            if row and name not in ("file", REMOVED):
                self.initial[f"{key}-{name}"] = getattr(row, name)

    def _fill(self, expert: Expert) -> None:
        acknowledgement = getattr(expert, "acknowledgement", None)
        consent = next((row for row in expert.consents.all() if row.is_given), None)
        self.initial = {
            **self.initial,
            **forms.model_to_dict(expert, EXPERT_FIELDS),
            **forms.model_to_dict(expert.person, self.model_field_names),
            "commission": expert.commission_id,
            "phone": expert.phone_spaced,
            "acknowledged_on": acknowledgement and acknowledgement.acknowledged_on,
            "consent_on": consent and consent.given_on,
            "revision": expert.revision,
        }

    def _rows_in_order(self) -> list[str]:
        """Return the names in the order of the page, for the summary of errors."""
        rows = [name for name in self.fields if "-" in name]
        last = ["acknowledged_on", "consent_on", "phone", "email", "note"]
        papers = [name for name in rows if not name.startswith(("welc", "discl"))]
        others = [name for name in rows if name not in papers]
        return [*papers, "corruption", *others, "is_ready", "no_memberships", *last]

    # how the page shows them

    @property
    def has_commissions(self) -> bool:
        """Return whether there is a commission to choose."""
        return len(self.fields["commission"].choices) > 1  # type: ignore[attr-defined]

    def _bound(self, key: str, wanted: Iterable[str]) -> list[forms.BoundField]:
        return [
            self[f"{key}-{name}"] for name in wanted if f"{key}-{name}" in self.fields
        ]

    def paper_groups(self) -> list[Group]:
        """Return the six papers of 2.3 in the order of the clause."""
        return [
            Group(
                capfirst(str(kind.label)),
                self._bound(kind.value, PAPER_FIELDS),
                self.papers.get(kind),
            )
            for kind in Paper.REQUIRED_KINDS
        ]

    def welcome_groups(self) -> list[Group]:
        """Return the certificates and degrees on record, and blank rows (2.2)."""
        return [
            Group(
                str(row or _("Certificate or degree")),
                self._bound(f"welcome-{key}", (*WELCOME_FIELDS, REMOVED)),
                row,
                is_new=row is None,
            )
            for key, row in self.welcome.items()
        ]

    def disclosure_groups(self) -> list[Group]:
        """Return the memberships on record, and blank rows (5.1.21)."""
        return [
            Group(
                str(row or _("Membership")),
                self._bound(f"disclosure-{key}", (*DISCLOSURE_FIELDS, REMOVED)),
                is_new=row is None,
            )
            for key, row in self.disclosures.items()
        ]

    # what is checked

    def clean_phone(self) -> str:
        """Return the telephone as it is kept, or nothing."""
        typed: str = self.cleaned_data["phone"].strip()
        return parse_phone(typed) if typed else ""

    def clean_practice_months(self) -> int:
        """Return the months; none stated are none."""
        return self.cleaned_data["practice_months"] or 0

    def clean(self) -> dict[str, Any]:
        """Check what no single field can see, each sentence at its field."""
        cleaned = super().clean()
        self._check_days(cleaned)
        for key in self.welcome:
            self._check_row(f"welcome-{key}", WELCOME_FIELDS[1:], ("title",))
        for key in self.disclosures:
            wanted = ("body", "attached_to", "kind")
            self._check_row(f"disclosure-{key}", DISCLOSURE_FIELDS, wanted)
            self._check_period(f"disclosure-{key}")
        told = [
            row
            for row in self._kept(self.disclosures, "disclosure")
            if not row.get(REMOVED)
        ]
        if cleaned.get("no_memberships") and told:
            self.add_error(
                "no_memberships", _("Memberships are listed below. Which is right?")
            )
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        """Refuse a day that is still to come, where only the past makes sense."""
        for name, value in cleaned.copy().items():
            if (
                isinstance(value, date)
                and value > today()
                and not name.startswith("disclosure-")
            ):
                self.add_error(name, _("This day is still to come."))

    def _check_row(self, key: str, told: Iterable[str], wanted: Iterable[str]) -> None:
        """Ask for what a row needs once anything of it is told."""
        if self._is_blank(key, told):
            return
        for name in (f"{key}-{own}" for own in wanted):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def _is_blank(self, key: str, told: Iterable[str]) -> bool:
        found = self.cleaned_data
        return bool(found.get(f"{key}-{REMOVED}")) or not any(
            found.get(f"{key}-{name}") for name in told
        )

    def _check_period(self, key: str) -> None:
        begins = self.cleaned_data.get(f"{key}-begins")
        ends = self.cleaned_data.get(f"{key}-ends")
        if begins and ends and ends < begins:
            self.add_error(f"{key}-ends", _("The last day is before the first."))

    # what comes of it

    def dossier(self) -> Dossier:
        """Return what the page says, as the deeds take it."""
        found = self.cleaned_data
        return Dossier(
            person={name: found[name] for name in self.model_field_names},
            expert={name: found[name] for name in ("commission", *EXPERT_FIELDS)},
            papers={
                kind.value: self._facts(kind.value, PAPER_FIELDS)
                for kind in Paper.REQUIRED_KINDS
            },
            welcome=self._kept(self.welcome, "welcome"),
            disclosures=self._kept(self.disclosures, "disclosure"),
            acknowledged_on=found["acknowledged_on"],
            consent_on=found["consent_on"],
        )

    def _facts(self, key: str, wanted: Iterable[str]) -> dict[str, Any]:
        return {
            name: self.cleaned_data[f"{key}-{name}"]
            for name in wanted
            if f"{key}-{name}" in self.cleaned_data
        }

    def _kept(
        self, rows: dict[str, Paper | Disclosure | None], prefix: str
    ) -> list[dict[str, Any]]:
        """Return the rows on record and the new ones in which something is told."""
        is_welcome = prefix == "welcome"
        wanted = WELCOME_FIELDS if is_welcome else DISCLOSURE_FIELDS
        told = WELCOME_FIELDS[1:] if is_welcome else DISCLOSURE_FIELDS
        kept = []
        for key, row in rows.items():
            name = f"{prefix}-{key}"
            if row is None and self._is_blank(name, told):
                continue
            facts = self._facts(name, (*wanted, REMOVED))
            if facts.get("file", "") is None:
                del facts["file"]
            kept.append({"pk": row and row.pk, **facts})
        return kept

    # what a refused page needs

    def prepare_to_show_again(self) -> None:
        """Say at each chosen file that it is gone; look again for namesakes."""
        for name, upload in self.files.items():
            is_ours = isinstance(upload, UploadedFile) and name in self.fields
            if is_ours and name not in self.errors:
                self.add_error(name, _("Choose the file again: it was not kept."))
        self.offer_namesakes()

    @property
    def is_stale(self) -> bool:
        """Return whether the dossier was changed since the page was opened."""
        return is_stale(self)

    @property
    def staleness(self) -> str:
        """Return that somebody else saved, where no refusal has said it."""
        return untold_staleness(self, self.non_field_errors())

    @property
    def on_record(self) -> list[tuple[str, str]]:
        """Return what is on record now where a stale page differs."""
        if not self.is_stale:
            return []
        return [
            (str(self.fields[name].label), self._present(name))
            for name in self.changed_data
            if name != "revision" and name not in self.files
        ]

    def _present(self, name: str) -> str:
        if name == "commission" and self.expert:
            return str(self.expert.commission)
        return in_words(self, name)
