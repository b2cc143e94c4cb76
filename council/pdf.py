"""HTML to PDF/A by WeasyPrint; the only module that imports it.

It takes a second or two to import: other modules reach it by `import_string`, when
the first paper is drawn.
"""

from collections.abc import Mapping

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

BASE_URL = "asset:"


class PdfError(ValueError):
    """The paper asks for something outside its own text and style."""


class NoFetcher(URLFetcher):
    """Refuses every address, so a text can reach neither files nor the network.

    Only the pictures that come along with the text have one.
    """

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.pictures = pictures
        self.refused: list[str] = []

    def fetch(
        self, url: str, headers: dict[str, str] | None = None
    ) -> URLFetcherResponse:
        """Stop the rendering: an ordinary error would only leave a picture out."""
        picture = self.pictures.get(url)
        if picture is not None:
            return URLFetcherResponse(url, picture, {"Content-Type": "image/png"})
        self.refused.append(url)
        raise FatalURLFetchingError(url)


def render_pdf(
    html: str, *, css: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return html with css as a PDF that declares itself PDF/A-2a.

    The html is a whole document with a lang and a title; what people typed in it is
    escaped already. Fonts are embedded, only the letters that occur. The same input
    gives the same bytes, so a paper can be drawn again and compared. `pictures` are
    PNG by the address, "asset:…", at which the html names them.

    Raises PdfError when html or css refers to anything outside itself: an image, a
    stylesheet, a font, an attachment, even a data: address. Takes half a second for
    two pages: never call it inside a transaction.
    """
    fetcher = NoFetcher(pictures or {})
    fonts = FontConfiguration()
    try:
        style = CSS(
            string=css, base_url=BASE_URL, url_fetcher=fetcher, font_config=fonts
        )
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-2a",
            pdf_tags=True,
            pdf_forms=False,
            presentational_hints=False,
            custom_metadata=False,
            full_fonts=False,
        )
    except FatalURLFetchingError as refusal:
        raise PdfError(f"a paper may not refer to {refusal}") from refusal
    # Inside an SVG picture WeasyPrint swallows even a fatal error.
    if fetcher.refused:
        raise PdfError(f"a paper may not refer to {fetcher.refused[0]}")
    return pdf
