"""What the council adds to the proof: protocols, their papers and scans."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from council.models import (
    Link,
    ProtocolPaper,
    ProtocolVersion,
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
