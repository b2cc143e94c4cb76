"""Papers printed from sittings and protocols, and the signed ones attached."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from council.audit import deed, lock, note, noted
from council.models import (
    Account,
    ProtocolPaper,
    ProtocolVersion,
    SignedScan,
    Sitting,
)
from council.paper import seal_of
from council.protocol_text import excerpt_text, protocol_text
from council.regulation import RuleViolation
from council.uploads import content_of


def draft_pdf(sitting: Sitting, language: str) -> bytes | None:
    """Render the draft as it stands, marked as one; None without that language."""
    text = protocol_text(sitting)
    return _render(text, language) if text[language] else None


def protocol_paper(version: ProtocolVersion, language: str) -> ProtocolPaper | None:
    """Return a version's PDF, rendered from the frozen text at first opening.

    It is rendered again where its file is gone. None when the version has no text in
    that language. Rendering happens outside any transaction: it takes about a second
    and must not hold a lock.
    """
    if language not in version.languages:
        return None
    return kept_or_drawn(
        version.papers, language, lambda: _render(version.frozen, language, version)
    )


def kept_or_drawn(
    papers: Any,
    language: str,
    draw: Callable[[], bytes],
    *,
    rests_on: Callable[[], object] | None = None,
) -> Any:
    """Return the paper in that language, drawn now where its file is not kept.

    `papers` are the drawn papers of one thing. Two who ask at once get the same.
    `rests_on` tells what else the drawing rests on, if that can change: it is asked
    again under the lock of the thing, and what is out of date is drawn once more.
    """
    paper = papers.filter(language=language).first()
    if paper is not None and not paper.is_kept:
        paper.delete()
        paper = None
    while paper is None:
        before = rests_on() if rests_on else None
        pdf = draw()
        with transaction.atomic():
            if rests_on:
                lock(papers.instance)
            if rests_on is None or rests_on() == before:
                paper, _created = papers.get_or_create(
                    language=language,
                    defaults={
                        "file": ContentFile(pdf, f"{secrets.token_hex(16)}.pdf"),
                        "sha256": hashlib.sha256(pdf).hexdigest(),
                    },
                )
    return paper


def excerpt_pdf(version: ProtocolVersion, position: int, language: str) -> bytes | None:
    """Render the excerpt of one item; None without that item or language.

    Same head, no other candidate's or expert's name; it is not kept, as the frozen
    text gives the same paper again.
    """
    text = excerpt_text(version.frozen, position, language)
    return _render(text, language, version) if text else None


@deed
def attach_scan(
    *,
    version: ProtocolVersion,
    language: str,
    upload: UploadedFile,
    on: date,
    by: Account,
) -> SignedScan:
    """Attach the scan of the signed paper to the version that was signed.

    Raises RuleViolation when the same file is attached already.
    """
    lock(version.protocol.sitting)
    upload.seek(0)
    sha256 = hashlib.sha256(upload.read()).hexdigest()
    if version.scans.filter(sha256=sha256).exists():
        raise RuleViolation(_("This very file is attached already."))
    upload.seek(0)
    scan = SignedScan(
        version=version,
        language=language,
        file=upload,
        sha256=sha256,
        attached_by=by,
        attached_on=on,
    )
    scan.save_as(by)
    return scan


@noted
def open_scan(*, scan: SignedScan, by: Account) -> bytes:
    """Return the content of a scan; each opening is on record."""
    content = content_of(scan.file)
    note("open_scan", by=by, about=scan)
    return content


def _render(
    text: dict[str, Any], language: str, version: ProtocolVersion | None = None
) -> bytes:
    head = dict(text["head"])
    if version is not None and version.link is not None:
        head["seal"] = seal_of(version.link, language)
    if "corrected_on" in head:
        head["corrected_on"] = date.fromisoformat(head["corrected_on"])
    render = import_string("council.protocol_print.render_protocol")
    pdf: bytes = render(
        head
        | {
            "date": date.fromisoformat(head["date"]),
            "edition_adopted_on": date.fromisoformat(head["edition_decided_on"]),
            "draft": head["number"] is None,
            "fingerprint": version.sha256 if version else "",
        },
        text[language],
        language,
    )
    return pdf
