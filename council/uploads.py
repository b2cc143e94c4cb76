"""What may be uploaded: papers that are what their names say."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
SIGNATURES = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
}
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
ACCEPT = ",".join(SIGNATURES)


def random_path(row: models.Model, filename: str) -> str:
    """Return a name of the file that tells nothing, in the folder of its kind."""
    folder = row._meta.model_name
    return f"{folder}/{secrets.token_hex(16)}{suffix_of(filename)}"


def suffix_of(name: str) -> str:
    """Return the ending of a file's name, in small letters and with its dot."""
    return PurePosixPath(name).suffix.lower()


def check_upload(upload: UploadedFile) -> None:
    """Raise ValidationError unless name and content agree on one of the kinds."""
    signature = SIGNATURES.get(suffix_of(upload.name or ""))
    if signature is None:
        raise ValidationError(_("Only PDF, JPEG and PNG files are kept."))
    if upload.size is not None and upload.size > LARGEST:
        raise ValidationError(
            _("The file is larger than %(limit)s MB.") % {"limit": LARGEST // MEGABYTE}
        )
    upload.seek(0)
    if upload.read(len(signature)) != signature:
        raise ValidationError(
            _("The content of the file is not what its name says. Scan it anew as PDF.")
        )
    upload.seek(0)


def file_field(label: Any) -> forms.FileField:
    """Return a field for a scan, which is checked by name and content."""
    return forms.FileField(
        label=label,
        required=False,
        validators=[check_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
