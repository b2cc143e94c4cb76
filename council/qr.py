"""QR codes, as pictures for papers and pages."""

import io

import segno

SCALE = 4
QUIET = 2  # modules of white around it; the paper is white too


def qr_png(text: str) -> bytes:
    """Return the text as a QR code that a telephone reads, a PNG; always the same."""
    picture = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        picture, kind="png", scale=SCALE, border=QUIET
    )
    return picture.getvalue()


def qr_svg(text: str) -> str:
    """Return the text as a QR code, the address of an SVG that a page shows."""
    made = segno.make(text, micro=False, error="m")
    return str(made.svg_data_uri(scale=SCALE, border=QUIET, light="white"))
