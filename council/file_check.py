"""Examines one uploaded file, in a process of its own with little memory and time.

Run as a script (`council/uploads.py: examined`): the file comes on standard input, the
answer is a line of JSON and, after it, a picture as it was drawn anew. It knows neither
Django nor the database, and it has no environment.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pikepdf
from PIL import Image, JpegImagePlugin, PngImagePlugin

MEGABYTE = 1024 * 1024
MEMORY = 240 * MEGABYTE  # on top of what the program itself takes
SECONDS = 4
MOST_PAGES = 500
MOST_OBJECTS = 100_000
MOST_UNPACKED = 256 * MEGABYTE
MOST_PIXELS = 50_000_000
MOST_PIXELS_IN_PDF = 150_000_000
LARGEST_PICTURE = 20 * MEGABYTE

PDF, JPEG, PNG = "pdf", "jpeg", "png"
# Why a file is refused; the sentences stand in `uploads.py`.
OTHER, DAMAGED, LOCKED, ACTIVE = "other", "damaged", "locked", "active"
EMBEDDED, JOINED, BOMB = "embedded", "joined", "bomb"
PAGES, PIXELS, MOVING = "pages", "pixels", "moving"

ACTIVE_KEYS = frozenset(
    {"/AA", "/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
EMBEDDED_KEYS = frozenset({"/EF", "/EmbeddedFiles", "/FFilter"})
# All actions but those that go to a page or to an address on the web.
ACTIVE_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/GoToDp", "/Thread"),
        *("/Sound", "/Movie", "/Rendition", "/RichMediaExecute", "/GoTo3DView"),
        *("/SubmitForm", "/ImportData", "/ResetForm", "/Hide", "/SetOCGState"),
        "/Trans",
    }
)
ACTIVE_ANNOTATIONS = frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
HARMLESS_ADDRESS = re.compile(rb"(https?|mailto|tel):", re.IGNORECASE)
FLATE = frozenset({"/FlateDecode", "/Fl"})
PACKED = FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
MILD_FAULT = "Resources is missing"  # of a blank page
BLANK = b"\0\t\n\f\r "
NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
ORIENTATION = 0x0112
PHONE_TRAILER = b"SEFT"


class Refused(Exception):
    """The file is not kept; the argument is one of the reasons above."""


def examine(kind: str, content: bytes) -> bytes:
    """Return what is to be kept: a PDF as it is, a picture drawn anew.

    Raises Refused.
    """
    return {PDF: _pdf, JPEG: _jpeg, PNG: _png}[kind](content)


def limit() -> None:
    """Leave this process little memory and time, and no files to write."""
    own = int(Path("/proc/self/statm").read_text().split()[0])
    for what, most in (
        (resource.RLIMIT_AS, own * resource.getpagesize() + MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


# PDF


def _pdf(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-"):
        raise Refused(OTHER)
    if not content.rstrip(BLANK).endswith(b"%%EOF"):
        raise Refused(DAMAGED if b"%%EOF" not in content else JOINED)
    if _is_archive(content):
        raise Refused(JOINED)
    try:
        with pikepdf.open(
            io.BytesIO(content), attempt_recovery=False, suppress_warnings=True
        ) as pdf:
            if pdf.is_encrypted:
                raise Refused(LOCKED)
            _check_pdf(pdf)
            # What qpdf could not read, it left out; another reader may not.
            if any(MILD_FAULT not in warning for warning in pdf.get_warnings()):
                raise Refused(DAMAGED)
    except pikepdf.PasswordError as fault:
        raise Refused(LOCKED) from fault
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError) as fault:
        raise Refused(DAMAGED) from fault
    return content


def _is_archive(content: bytes) -> bool:
    """Return whether the bytes also open as a ZIP, which is read from its end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _check_pdf(pdf: pikepdf.Pdf) -> None:
    """Look at every object there is, reachable or not, in object streams or not."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(BOMB)
    room = MOST_UNPACKED
    count = 0
    for each in pdf.objects:
        for found in _with_nested(each):
            count += 1
            if count > MOST_OBJECTS:
                raise Refused(BOMB)
            if not isinstance(found, pikepdf.Array):
                _check_keys(found)
        if isinstance(each, pikepdf.Stream):
            room -= _unpacked(each, room)
    if len(pdf.pages) > MOST_PAGES:
        raise Refused(PAGES)


def _with_nested(root: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield a dictionary, stream or array and those written inside it."""
    waiting = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            inside: Iterable[object] = each.as_list()
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            inside = [each.get(key) for key in set(each.keys())]
        else:
            continue
        yield each
        waiting += [
            child
            for child in inside
            if isinstance(child, pikepdf.Object) and not child.is_indirect
        ]


def _check_keys(found: pikepdf.Object) -> None:
    """Refuse what acts, plays, asks for or carries something."""
    keys = set(found.keys())
    if keys & ACTIVE_KEYS:
        raise Refused(ACTIVE)
    if keys & EMBEDDED_KEYS or (isinstance(found, pikepdf.Stream) and "/F" in keys):
        raise Refused(EMBEDDED)
    if _name(found, "/Type") == "/EmbeddedFile":
        raise Refused(EMBEDDED)
    if _name(found, "/Subtype") in ACTIVE_ANNOTATIONS:
        raise Refused(ACTIVE)
    if _name(found, "/Subtype") == "/FileAttachment":
        raise Refused(EMBEDDED)
    action, address = _name(found, "/S"), found.get("/URI")
    if action in ACTIVE_ACTIONS:
        raise Refused(ACTIVE)
    if action == "/URI" and not HARMLESS_ADDRESS.match(bytes(address or b"")):
        raise Refused(ACTIVE)
    opening = found.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and _name(opening, "/S") != "/GoTo":
        raise Refused(ACTIVE)
    if _name(found, "/Subtype") == "/Image":
        pixels = int(found.get("/Width", 0)) * int(found.get("/Height", 0))
        if pixels > MOST_PIXELS_IN_PDF:
            raise Refused(PIXELS)


def _name(found: pikepdf.Object, key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _unpacked(stream: pikepdf.Object, room: int) -> int:
    """Return how many bytes a stream unpacks into; Refused when beyond the room."""
    filters = stream.get("/Filter")
    names = [
        str(each)
        for each in (filters if isinstance(filters, pikepdf.Array) else [filters])
    ]
    packed = [name for name in names if name in PACKED]
    if not packed:
        return 0
    if packed == names[:1] and packed[0] in FLATE:
        return _inflated(stream.read_raw_bytes(), room)
    try:
        size = len(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))
    except (MemoryError, pikepdf.PdfError) as fault:
        raise Refused(BOMB) from fault
    if size > room:
        raise Refused(BOMB)
    return size


def _inflated(packed: bytes, room: int) -> int:
    """Return how much there is in a Flate stream, keeping none of it."""
    inflater, size = zlib.decompressobj(), 0
    while packed and not inflater.eof:
        size += len(inflater.decompress(packed, MEGABYTE))
        if size > room:
            raise Refused(BOMB)
        packed = inflater.unconsumed_tail
    return size


# Pictures


def _jpeg(content: bytes) -> bytes:
    if not content.startswith(b"\xff\xd8\xff"):
        raise Refused(OTHER)
    rest = content[_end_of_jpeg(content) :].rstrip(BLANK)
    picture = _decoded(content, "JPEG")
    # Phones put a second picture, or what the maker likes to know, after the first.
    if rest and picture.format != "MPO" and not rest.endswith(PHONE_TRAILER):
        raise Refused(JOINED)
    exif = Image.Exif()
    if orientation := picture.getexif().get(ORIENTATION):
        exif[ORIENTATION] = orientation

    def save(picture: Image.Image, made: io.BytesIO) -> None:
        picture.save(
            made,
            "JPEG",
            qtables=getattr(picture, "quantization", None),
            subsampling=JpegImagePlugin.get_sampling(picture),
            exif=exif,
            **_resolution(picture),
        )

    return _drawn(picture, save)


def _png(content: bytes) -> bytes:
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Refused(OTHER)
    rest = content[_end_of_png(content) :].strip(BLANK)
    picture = _decoded(content, "PNG")
    if rest:
        raise Refused(JOINED)
    if getattr(picture, "n_frames", 1) > 1:
        raise Refused(MOVING)

    def save(picture: Image.Image, made: io.BytesIO) -> None:
        picture.save(made, "PNG", compress_level=1, **_resolution(picture))

    return _drawn(picture, save)


def _decoded(content: bytes, kind: str) -> Image.Image:
    """Return the whole picture; Pillow stops at what is cut off."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    PngImagePlugin.MAX_TEXT_MEMORY = MEGABYTE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[kind])
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise Refused(PIXELS) from fault
    except MemoryError as fault:
        raise Refused(BOMB) from fault
    except Exception as fault:
        # Whatever part of a picture is broken, Pillow raises what comes of it.
        raise Refused(DAMAGED) from fault
    return picture


def _resolution(picture: Image.Image) -> dict[str, tuple[float, float]]:
    dpi = picture.info.get("dpi")
    return {"dpi": dpi} if dpi else {}


def _drawn(
    picture: Image.Image, save: Callable[[Image.Image, io.BytesIO], None]
) -> bytes:
    """Return a file with the picture's own points and nothing else of the old one."""
    kept = ("dpi", "transparency")
    picture.info = {name: picture.info[name] for name in kept if name in picture.info}
    made = io.BytesIO()
    try:
        save(picture, made)
    except (MemoryError, OSError, ValueError) as fault:
        raise Refused(DAMAGED) from fault
    if made.tell() > LARGEST_PICTURE:
        raise Refused(PIXELS)
    return made.getvalue()


def _end_of_jpeg(content: bytes) -> int:
    """Return where the first picture of a JPEG ends; Refused if it does not."""
    place = 2
    while marker := NEXT_MARKER.match(content, place):
        code, place = content[marker.end() - 1], marker.end()
        if code == END_OF_IMAGE:
            return place
        place += int.from_bytes(content[place : place + 2])
        if code == START_OF_SCAN or not NEXT_MARKER.match(content, place):
            following = NEXT_MARKER.search(content, place)
            if following is None:
                break
            place = following.start()
    raise Refused(DAMAGED)


def _end_of_png(content: bytes) -> int:
    """Return where the last part of a PNG ends; Refused if there is none."""
    place = 8
    while place + 12 <= len(content):
        name = content[place + 4 : place + 8]
        place += 12 + int.from_bytes(content[place : place + 4])
        if name == b"IEND":
            return place
    raise Refused(DAMAGED)


def main() -> None:
    """Answer on standard output; a crash of a parser is the parent's to notice."""
    limit()
    answer: dict[str, str] = {}
    kept = b""
    try:
        kept = examine(sys.argv[1], sys.stdin.buffer.read())
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.write(kept if sys.argv[1] != PDF else b"")


if __name__ == "__main__":
    main()
