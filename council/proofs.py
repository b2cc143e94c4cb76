"""What the council adds to the proof: protocols, papers, scans, redactions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from council.chain import fingerprint, ledgers
from council.models import (
    AuditEvent,
    Link,
    ProtocolPaper,
    ProtocolVersion,
    Redaction,
    SignedScan,
    Sitting,
)
from council.proof import file_misfit, proof


@proof
def sealed_protocols() -> Iterator[str]:
    """Every link of a protocol has its version, every version its own text."""
    found = Link.objects.filter(kind=Link.Kind.PROTOCOL)
    for link in found.filter(version=None):
        yield f"link {link.number}: the protocol that it seals is not there"
    before = True
    for version in ProtocolVersion.objects.select_related("link").order_by("pk"):
        name = f"protocol version {version.pk}"
        if hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
            yield f"{name}: the text is not the one of its fingerprint"
        if version.link is None and not before:
            yield f"{name} has no link"
        elif version.link is not None:
            before = False
            if version.link.content != version.sha256:
                yield f"{name} is not what link {version.link.number} seals"


@proof
def sittings_with_protocols() -> Iterator[str]:
    """Every final sitting has its protocol."""
    final = Sitting.objects.filter(status=Sitting.Status.FINAL)
    for sitting in final.filter(protocol=None).order_by("pk"):
        yield f"sitting {sitting.pk} is final and has no protocol"


@proof
def papers() -> Iterator[str]:
    """Papers that are kept are those that were drawn; a scan is never gone."""
    for paper in ProtocolPaper.objects.order_by("pk"):
        if paper.is_kept:
            yield from file_misfit(f"paper {paper.pk}", paper.file, paper.sha256)
    for scan in SignedScan.objects.all():
        yield from file_misfit(f"signed scan {scan.pk}", scan.file, scan.sha256)


@proof
def redactions() -> Iterator[str]:
    """Every redaction is a deed on record, and its version is what it left."""
    kinds = ledgers()
    last = {(row.label, row.version): row for row in Redaction.objects.order_by("pk")}
    keys = set(AuditEvent.objects.values_list("key", flat=True)) if last else set()
    for row in last.values():
        name = f"the redacted version {row.version} of {row.label}"
        if row.key not in keys:
            yield f"{name}: no deed on record did that"
        found = kinds[row.label].rows.filter(pk=row.version)
        values = found.values_list(*row.columns).first()
        if values is None or fingerprint(values) != row.remains:
            yield f"{name} is not what the redaction left"
