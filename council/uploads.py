"""What may be uploaded: papers that are what their names say, and nothing more."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
# The words of `file_check.py`, to which a test holds them. It is not imported: what
# reads PDFs and pictures takes 0.1 s and 10 MB, and its own process alone needs that.
PDF, JPEG, PNG = "pdf", "jpeg", "png"
MOST_PAGES = 500
KINDS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPT = ",".join(KINDS)
CHECK = Path(__file__).resolve().with_name("file_check.py")
SECONDS = 15  # by the clock, for a machine with much to do


def random_path(row: models.Model, filename: str) -> str:
    """Return a name of the file that tells nothing, in the folder of its kind."""
    return f"{row._meta.model_name}/{random_name(filename)}"


def random_name(filename: str) -> str:
    """Return a name of which only the ending is the file's own."""
    return f"{secrets.token_hex(16)}{suffix_of(filename)}"


def suffix_of(name: str) -> str:
    """Return the ending of a file's name, in small letters and with its dot."""
    return PurePosixPath(name).suffix.lower()


def content_of(file: models.fields.files.FieldFile) -> bytes:
    """Return the content of a kept file."""
    with file.open("rb") as opened:
        return bytes(opened.read())


class HeldBack(UploadedFile):
    """Stands for a file that came too soon after too many others; it is not read."""

    def __init__(self, name: str | None) -> None:
        super().__init__(name=name, size=0)


class UploadField(forms.FileField):
    """A file; too many of one account in a short time are refused with a sentence."""

    def to_python(self, data: Any) -> Any:
        """Return the file; ValidationError where it is held back."""
        if isinstance(data, HeldBack):
            raise ValidationError(
                _("Too many files in a short time. Wait ten minutes and try again.")
            )
        return super().to_python(data)


class ScanField(UploadField):
    """A scan: what is kept of it is what the examination found fit to keep."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file to keep; ValidationError says what to do instead."""
        found = super().clean(data, initial)
        return examined(found) if isinstance(found, UploadedFile) else found


def file_field(label: Any) -> ScanField:
    """Return a field for a scan."""
    return ScanField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


def examined(upload: UploadedFile) -> File[bytes]:
    """Return what is to be kept of a file: a PDF as it is, a picture drawn anew.

    Name and content must agree on one of the kinds, and there may be nothing in it that
    acts, hides or unpacks into too much. Raises ValidationError with what to do about
    it. Takes up to a second, in a process of its own: call it outside a transaction.
    """
    name = upload.name or ""
    kind = KINDS.get(suffix_of(name))
    if kind is None:
        raise ValidationError(_("Only PDF, JPEG and PNG files are kept."))
    if upload.size is not None and upload.size > LARGEST:
        raise ValidationError(
            _("The file is larger than %(limit)s MB.") % {"limit": LARGEST // MEGABYTE}
        )
    upload.seek(0)
    reason, kept = answer_of(kind, upload.read())
    if reason is not None:
        raise ValidationError(SENTENCES.get(reason, SENTENCES[""])())
    upload.seek(0)
    return upload if kind == PDF else ContentFile(kept, name)


def answer_of(kind: str, content: bytes) -> tuple[str | None, bytes]:
    """Return why a file is refused, None if it is not, and the picture drawn anew.

    The reason is empty where the examination broke off: by its limits of memory and
    time, or by a fault of a parser. It inherits no environment and no open file.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", CHECK, kind],
            input=content,
            capture_output=True,
            env={},
            cwd="/",
            timeout=SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", b""
    if done.returncode:
        return "", b""
    head, _newline, kept = done.stdout.partition(b"\n")
    return json.loads(head).get("refused"), kept


SENTENCES: dict[str, Callable[[], str]] = {
    "": lambda: _("The file could not be examined. Scan it anew as PDF."),
    "other": lambda: _(
        "The content of the file is not what its name says. Scan it anew as PDF."
    ),
    "damaged": lambda: _("The file is damaged or cut off. Scan it anew as PDF."),
    "locked": lambda: _("The file is protected with a password. Save it without one."),
    "active": lambda: _(
        "The PDF has scripts, actions or a form in it. Print it and scan it as PDF."
    ),
    "embedded": lambda: _(
        "The PDF has other files inside. Save it without them, or print it and scan it "
        "as PDF."
    ),
    "joined": lambda: _(
        "There is something else in the file besides the paper. Scan it anew as PDF."
    ),
    "bomb": lambda: _(
        "Unpacked, the file would be far too large. Scan it anew as PDF, in 300 dpi."
    ),
    "pages": lambda: (
        _("The PDF has more than %(limit)s pages. Divide it.") % {"limit": MOST_PAGES}
    ),
    "pixels": lambda: _(
        "The picture has far too many points. Scan it anew as PDF, in 300 dpi."
    ),
    "moving": lambda: _("The file holds several pictures. Scan them anew as one PDF."),
}
