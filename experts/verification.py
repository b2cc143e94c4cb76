"""What anybody may know who holds a printed paper: that it is genuine, not its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from council.models import Link, ProtocolVersion
from experts.models import ListEdition


@dataclass(frozen=True)
class Verified:
    """A paper that the chain knows. `content` and `sha256` are what it prints.

    `body`, `number`, `day` and `version` are a protocol's; of an edition of the list
    there are number, day and count. `corrected_by` is the code of the next version.
    """

    kind: Link.Kind
    number: int
    day: date
    link: int
    at: datetime
    content: str
    sha256: str
    code: str
    body: str = ""
    version: int = 0
    corrected_by: str = ""
    count: int = 0

    @property
    def is_protocol(self) -> bool:
        """Return whether it is a protocol, or an excerpt of one."""
        return self.kind == Link.Kind.PROTOCOL

    def has(self, fingerprint: str) -> bool:
        """Return whether the paper prints this fingerprint."""
        return fingerprint in {self.content, self.sha256}


def verified(code: str) -> Verified | None:
    """Return the paper with this code; None when there is none."""
    link = Link.objects.filter(code=code).first()
    if link is None:
        return None
    if link.kind == Link.Kind.LIST:
        edition = ListEdition.objects.get(link=link)
        return _known(link, edition.number, edition.day, count=edition.count)
    version = ProtocolVersion.objects.select_related(
        "protocol__sitting", "protocol__body", "corrected_by__link"
    ).get(link=link)
    later = getattr(version, "corrected_by", None)
    return _known(
        link,
        version.frozen["head"]["number"],
        version.protocol.sitting.held_on,
        body=str(version.protocol.body),
        version=version.version,
        corrected_by=later.link.code if later else "",
    )


def _known(
    link: Link,
    number: int,
    day: date,
    *,
    body: str = "",
    version: int = 0,
    corrected_by: str = "",
    count: int = 0,
) -> Verified:
    return Verified(
        kind=Link.Kind(link.kind),
        number=number,
        day=day,
        link=link.number,
        at=link.at,
        content=link.content,
        sha256=link.sha256,
        code=link.printed_code,
        body=body,
        version=version,
        corrected_by=corrected_by,
        count=count,
    )
