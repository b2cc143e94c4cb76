"""Small real scans, as an office makes them."""

import io
from functools import cache

import pikepdf
from PIL import Image


@cache
def a_pdf(said="scan"):
    """Return a PDF of one page that differs by what it says of itself."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = said
    return saved(pdf)


@cache
def a_picture(kind="JPEG", mode="RGB", size=(60, 80), **options):
    """Return a picture of a sheet with a line on it."""
    sheet = Image.new("RGB", size, "white")
    sheet.paste("navy", (5, 5, size[0] - 5, 9))
    made = io.BytesIO()
    sheet.convert(mode).save(made, kind, **options)
    return made.getvalue()


def saved(pdf, **options):
    """Return a PDF as bytes, the same each time."""
    made = io.BytesIO()
    pdf.save(made, **{"deterministic_id": True, **options})
    return made.getvalue()
