"""What the experts' app adds to the proof: editions of the list."""

from __future__ import annotations

from collections.abc import Iterator

from council.as_recorded import reading
from council.chain import fingerprint
from council.models import Link
from council.proof import file_misfit, proof
from experts.lists import commitment, content_of, listed
from experts.models import ListEdition, ListPaper
from experts.open_data import as_records
from experts.register import in_office


@proof
def editions() -> Iterator[str]:
    """Every edition is what its link seals, entry by entry, but for those withdrawn."""
    found = Link.objects.filter(kind=Link.Kind.LIST)
    for link in found.filter(list_edition=None):
        yield f"link {link.number}: the edition of the list that it seals is not there"
    listed = ListEdition.objects.select_related("link").order_by("number")
    for place, edition in enumerate(listed, start=1):
        if edition.number != place:
            yield f"edition {place} of the list is missing"
            return
        yield from _edition(edition)


def _edition(edition: ListEdition) -> Iterator[str]:
    name = f"edition {edition.number} of the list"
    entries = list(edition.entries.all())
    for entry in entries:
        if entry.text is not None and (
            commitment(entry.salt, entry.text) != entry.commitment
        ):
            yield f"{name}: entry {entry.position} is not what was published"
    if [entry.position for entry in entries] != list(range(1, edition.count + 1)):
        yield f"{name}: it has not the {edition.count} entries it was published with"
    if fingerprint(content_of(edition, entries)) != edition.sha256:
        yield f"{name}: its facts and entries are not those of its fingerprint"
    with reading(edition.published_at):
        recorded = as_records(in_office(edition.day))
    published = listed(edition)
    if len(recorded) != edition.count or set(published) - set(recorded):
        yield f"{name}: the history tells another list of that moment"
    if edition.sha256 != edition.link.content:
        yield f"{name} is not what link {edition.link.number} seals"


@proof
def list_papers() -> Iterator[str]:
    """Papers of editions that are kept are those that were drawn."""
    for paper in ListPaper.objects.order_by("pk"):
        if paper.is_kept:
            yield from file_misfit(f"list paper {paper.pk}", paper.file, paper.sha256)
