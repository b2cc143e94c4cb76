"""A paper reaches neither network nor files, by whichever way HTML knows."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from council.pdf import PdfError, PdfReferenceError, render_pdf
from tests.council.neighbour import Server, neighbour, page

# WeasyPrint leaves the colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file .*sRGB2014:ResourceWarning"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
# What asks for an address by itself; of the rest some engine, somewhere, follows one.
FOLLOWED = {
    "img": '<img src="{url}">',
    "srcset": '<img srcset="{url} 2x" src="{url}">',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "svg": SVG.format('<image href="{url}" width="9" height="9"/>'),
    "svg xlink": SVG.format(
        '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{url}" '
        'width="9" height="9"/>'
    ),
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url({url});</style>",
    "import of a text": "<style>@import '{url}';</style>",
    "background": '<p style="background: url({url})">x</p>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "list": '<ul><li style="list-style-image: url({url})">x</li></ul>',
    "border": '<p style="border: 9px solid; border-image: url({url}) 1">x</p>',
    "page": "<style>@page {{ background: url({url}) }}</style>",
    "margin box": "<style>@page {{ @top-left {{ content: url({url}) }} }}</style>",
    "font": "<style>@font-face {{ font-family: x; src: url({url}) }}</style>",
    "attachment": '<link rel="attachment" href="{url}">',
    "linked attachment": '<a rel="attachment" href="{url}">x</a>',
    "base": '<base href="{url}"><img src="picture.png">',
}
NOT_FOLLOWED = {
    "iframe": '<iframe src="{url}"></iframe>',
    "video": '<video src="{url}" poster="{url}"></video>',
    "audio": '<audio src="{url}"></audio>',
    "input": '<input type="image" src="{url}">',
    "refresh": '<meta http-equiv="refresh" content="0; url={url}">',
    "script": '<script src="{url}"></script>',
    "form": '<form action="{url}"><button>x</button></form>',
    "icon": '<link rel="icon" href="{url}">',
    "preload": '<link rel="preload" as="image" href="{url}">',
    "ping": '<a href="#x" ping="{url}">x</a>',
    "cursor": '<p style="cursor: url({url}), auto">x</p>',
    "svg use": SVG.format('<use href="{url}#x"/>'),
}
REFERENCES = FOLLOWED | NOT_FOLLOWED
references = pytest.mark.parametrize("kind", REFERENCES)


@pytest.fixture
def server() -> Iterator[Server]:
    with neighbour() as found:
        yield found


def test_there_are_as_many_ways_as_were_tried_on_the_library():
    assert len(REFERENCES) == 31
    assert len(FOLLOWED) >= 19


def unread(html: str) -> bool:
    """Return whether a paper is refused, or drawn with nothing attached to it."""
    try:
        pdf = render_pdf(html, css="")
    except PdfReferenceError:
        return True
    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(opened.attachments) == [] and b"secret" not in pdf


@references
def test_a_reference_to_the_network_is_not_followed(kind: str, server: Server) -> None:
    assert unread(page(REFERENCES[kind].format(url=f"{server.url}/x")))
    assert server.visits == []


@pytest.mark.parametrize("kind", FOLLOWED)
def test_what_would_be_followed_stops_the_drawing(kind: str, server: Server) -> None:
    with pytest.raises(PdfReferenceError, match=r"127\.0\.0\.1|picture\.png"):
        render_pdf(page(FOLLOWED[kind].format(url=f"{server.url}/x")), css="")


def test_without_our_fetcher_references_are_followed(server: Server) -> None:
    for kind, html in FOLLOWED.items():
        server.visits.clear()
        HTML(string=page(html.format(url=f"{server.url}/x"))).write_pdf()
        assert server.visits != [], kind


@pytest.mark.parametrize("kind", REFERENCES)
def test_a_reference_to_a_file_is_not_followed(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    assert unread(page(REFERENCES[kind].format(url=secret.as_uri())))


@pytest.mark.parametrize("url", ["data:image/png;base64,AAAA", "picture.png"])
@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_reference_within_or_beside_is_refused(kind: str, url: str) -> None:
    with pytest.raises(PdfReferenceError):
        render_pdf(page(FOLLOWED[kind].format(url=url)), css="")


def test_our_own_stylesheet_cannot_fetch_either(server: Server) -> None:
    for rule in ("@import url({url});", "body {{ background: url({url}) }}"):
        with pytest.raises(PdfReferenceError):
            render_pdf(page("<p>x</p>"), css=rule.format(url=f"{server.url}/x"))
    assert server.visits == []


def test_the_refusal_is_an_ordinary_error() -> None:
    assert issubclass(PdfError, ValueError)
    with pytest.raises(ValueError, match="picture"):
        render_pdf(page('<img src="picture.png">'), css="")
