"""The process that draws papers and may do nothing else: HTML to PDF/A by WeasyPrint.

council/pdf.py starts it as `python -m council.drawing` and speaks with it over its
standard input and output. The only module that imports WeasyPrint. It ends with the
input: when the process that started it is gone.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from council.pdf import (
    ANSWER,
    DRAWN,
    FAILED,
    MEGABYTE,
    QUESTION,
    REFUSED,
    SECONDS_OF_CPU,
    TOO_LARGE,
)

BASE_URL = "asset:"
MEMORY = 1024 * MEGABYTE
LARGEST_FILE = 64 * MEGABYTE
MOST_FILES = 64
# A process that has drawn so much, or grown so large, makes room for a new one.
MOST_PAPERS = 500
LARGE = 512 * MEGABYTE
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


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


def drawn(html: str, css: str, pictures: Mapping[str, bytes]) -> tuple[int, bytes]:
    """Return DRAWN with the PDF, or why there is none.

    That is REFUSED with the address the paper asked for, TOO_LARGE, or FAILED with
    the type of the error, which names nobody.
    """
    fetcher = NoFetcher(pictures)
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
        return REFUSED, str(refusal).encode()
    except MemoryError:
        return TOO_LARGE, b""
    except Exception as error:
        # Whatever is wrong with the paper, the next one may be right.
        return FAILED, type(error).__name__.encode()
    # Inside an SVG picture WeasyPrint swallows even a fatal error.
    if fetcher.refused:
        return REFUSED, fetcher.refused[0].encode()
    return DRAWN, pdf


def confine() -> None:
    """Give up memory, files, core dumps, the error output and, if allowed, the network.

    Without the right to leave the network, the fetcher alone refuses it.
    """
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    libc = ctypes.CDLL(None)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    # WeasyPrint's warnings quote the paper.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def allow_one_paper() -> None:
    """Let the system end this process when the next paper takes too long."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(spent.ru_utime + spent.ru_stime) + SECONDS_OF_CPU
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def resident() -> int:
    """Return how much memory this process takes, in bytes.

    The system's own count of the most it ever took begins with the parent's.
    """
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def answer_questions(questions: BinaryIO, answers: BinaryIO) -> None:
    """Draw one paper after the other until the input ends or it is enough."""
    for number in range(1, MOST_PAPERS + 1):
        head = questions.read(QUESTION.size)
        if len(head) < QUESTION.size:
            return
        asked = json.loads(questions.read(*QUESTION.unpack(head)))
        pictures = {
            address: base64.b64decode(picture)
            for address, picture in asked["pictures"].items()
        }
        allow_one_paper()
        kind, said = drawn(asked["html"], asked["css"], pictures)
        is_last = number == MOST_PAPERS or resident() > LARGE
        answers.write(ANSWER.pack(kind, is_last, len(said)) + said)
        answers.flush()
        if is_last:
            return


if __name__ == "__main__":
    confine()
    answer_questions(sys.stdin.buffer, sys.stdout.buffer)
