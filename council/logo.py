"""The council's logo: whatever is uploaded, a clean picture of ours is kept."""

from __future__ import annotations

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from council.uploads import JPEG, PNG, answer_of

LARGEST = 1024 * 1024
MOST_PIXELS = 4000
FITS = (480, 240)
KINDS = ("PNG", "JPEG")
ACCEPT = ".png,.jpg,.jpeg"
CONTENT_TYPE = "image/png"


def drawn_anew(upload: UploadedFile) -> ContentFile[bytes]:
    """Return the picture as a PNG of our own making, small enough for a page head.

    Nothing of the file but its pixels is kept. Raises ValidationError for what is no
    PNG or JPEG, or too large in bytes or in pixels.
    """
    if upload.size is not None and upload.size > LARGEST:
        raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": 1})
    upload.seek(0)
    content = upload.read()
    is_png = content.startswith(b"\x89PNG")
    refused, clean = answer_of(PNG if is_png else JPEG, content)
    if refused is not None:
        raise ValidationError(
            _("This is not a picture that can be read: PNG or JPEG is expected.")
        )
    from PIL import Image  # noqa: PLC0415  few processes need it

    with Image.open(io.BytesIO(clean), formats=KINDS) as picture:
        if max(picture.size) > MOST_PIXELS:
            raise ValidationError(
                _("The picture is larger than %(limit)s pixels in width or height.")
                % {"limit": MOST_PIXELS}
            )
        picture.thumbnail(FITS)
        small = picture.convert("RGBA")
    made = io.BytesIO()
    small.save(made, "PNG", optimize=True)
    return ContentFile(made.getvalue(), name="logo.png")
