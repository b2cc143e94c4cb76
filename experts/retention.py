"""How long what is not public of a person is kept (law № 94-V, art. 12).

The Regulation needs papers for the decision and a dossier while somebody serves; after
that the purpose is reached. The months are the council's own (`Council`), counted from
the day that each ground names. Kind, number, date and result of a paper stay for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django.db.models import Max, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from council.audit import Tracked, versions
from council.dates import months_after
from council.models import Council, Person
from council.redaction import holding
from experts.models import Consent, Disclosure, Engagement, Expert, Paper

# What is written into the columns instead, by kind of row.
PAPERS: dict[type[Tracked], dict[str, Any]] = {
    Paper: dict.fromkeys(Paper.redactable, "")
}
PARTICULARS: dict[type[Tracked], dict[str, Any]] = PAPERS | {
    Expert: dict.fromkeys(Expert.redactable, ""),
    Disclosure: dict.fromkeys(Disclosure.redactable, ""),
    Person: {"birth_date": None},
}


class Ground(TextChoices):
    """Why something may no longer be kept."""

    ADMITTED = "admitted", _("admitted: files of papers")
    REFUSED = "refused", _("refused: papers and particulars")
    LEFT = "left", _("no longer in office: papers and particulars")
    UNDECIDED = "undecided", _("nothing decided: papers and particulars")
    WITHDRAWN = "withdrawn", _("consent withdrawn: papers and particulars")


@dataclass(frozen=True)
class Due:
    """A dossier of which something is to go: on which ground, since which day.

    `months` is for how long it was kept, `on` the day of which this is said.
    """

    expert: Expert
    ground: Ground
    since: date
    months: int
    on: date

    @property
    def columns(self) -> dict[type[Tracked], dict[str, Any]]:
        """Return what is emptied: of an expert in office, only the papers."""
        return PAPERS if self.ground == Ground.ADMITTED else PARTICULARS

    @property
    def parts(self) -> Iterator[tuple[type[Tracked], list[int], dict[str, Any]]]:
        """Yield each kind of row with its keys, deleted rows too, and the columns."""
        for model, instead in self.columns.items():
            yield model, self._keys(model), instead

    def _keys(self, model: type[Tracked]) -> list[int]:
        if model is Expert:
            return [self.expert.pk]
        if model is Person:
            others = self.expert.person.dossiers.exclude(pk=self.expert.pk)
            return [] if others.exists() else [self.expert.person_id]
        found = versions(model).filter(expert=self.expert.pk)
        last = found.values_list("id").annotate(at=Max("history_date"))
        return sorted(key for key, at in last if not self._is_recent(at))

    def _is_recent(self, written_at: datetime) -> bool:
        """Return whether a paper came so late that its own months still run.

        That can be while its expert is in office; otherwise the ground's day counts.
        """
        since = timezone.localdate(written_at)
        ends = months_after(since, self.months)
        return self.ground == Ground.ADMITTED and ends > self.on

    @property
    def counts(self) -> dict[type[Tracked], int]:
        """Return how many versions of each kind of row still say something there."""
        found = {
            model: holding(model, keys, instead).count()
            for model, keys, instead in self.parts
        }
        return {model: count for model, count in found.items() if count}

    @property
    def files(self) -> list[str]:
        """Return the names of all files that its papers have or had."""
        named = versions(Paper).filter(expert=self.expert.pk).exclude(file="")
        return sorted(set(named.values_list("file", flat=True)))


def due(on: date) -> Iterator[Due]:
    """Yield every dossier of which something may no longer be kept on that day."""
    experts = Expert.objects.with_person().order_by("pk")
    withheld = Consent.objects.withheld_persons()
    for expert in experts:
        found = due_of(expert, on, is_withheld=expert.person_id in withheld)
        if found and found.counts:
            yield found


def due_of(expert: Expert, on: date, *, is_withheld: bool) -> Due | None:
    """Return what is to go of one dossier on that day, if anything is."""
    council = Council.objects.first() or Council()
    engagements = list(
        Engagement.objects.valid()
        .filter(expert=expert)
        .select_related("commission__convocation")
    )
    serves = [row for row in engagements if row.last_day >= on]
    if serves:
        ground, since = Ground.ADMITTED, min(row.begins for row in engagements)
    elif is_withheld:
        ground, since = Ground.WITHDRAWN, _withdrawn_on(expert)
    elif expert.status == Expert.Status.REFUSED:
        ground, since = Ground.REFUSED, _noted_on(expert)
    elif expert.is_candidate or not engagements:
        ground, since = Ground.UNDECIDED, _touched_on(expert)
    else:
        ground, since = Ground.LEFT, max(row.last_day for row in engagements)
    months = {
        Ground.ADMITTED: council.keep_admitted,
        Ground.WITHDRAWN: 0,
        Ground.REFUSED: council.keep_refused,
        Ground.UNDECIDED: council.keep_undecided,
        Ground.LEFT: council.keep_left,
    }[ground]
    if months_after(since, months) > on:
        return None
    return Due(expert, ground, since, months, on)


def _withdrawn_on(expert: Expert) -> date:
    """Return the day on which the person withdrew the last consent."""
    consents = Consent.objects.filter(expert__person=expert.person_id)
    days = consents.values_list("withdrawn_on", flat=True)
    return max(day for day in days if day)


def _noted_on(expert: Expert) -> date:
    """Return the day on which the present state was noted in the dossier."""
    told = (
        versions(Expert).filter(id=expert.pk).order_by("-history_date", "-history_id")
    )
    states = told.values_list("status", "history_date")
    same = takewhile(lambda state: state[0] == expert.status, states)
    return timezone.localdate(min(moment for _status, moment in same))


def _touched_on(expert: Expert) -> date:
    """Return the day on which anything of the dossier was last written."""
    moments = [
        versions(model).filter(**{key: expert.pk}).aggregate(at=Max("history_date"))
        for model, key in ((Expert, "id"), (Paper, "expert"), (Consent, "expert"))
    ]
    return timezone.localdate(max(row["at"] for row in moments if row["at"]))
