"""HTML to PDF/A, drawn by a limited process of its own (council/drawing.py).

Each web process keeps one: WeasyPrint takes a second or two to import.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
SECONDS_OF_CPU = 30  # for one paper
SECONDS = 45  # on the clock, for one paper
# What a paper needs from the environment: programs, fonts and how texts are encoded.
ENVIRONMENT = ("PATH", "HOME", "LANG")

# What the two processes say to each other: the length of a question, which is JSON;
# of an answer its kind, whether it is the last one, and its length.
QUESTION = struct.Struct(">Q")
ANSWER = struct.Struct(">B?Q")
DRAWN, REFUSED, FAILED, TOO_LARGE = range(4)


class PdfError(ValueError):
    """There is no such paper; whoever asked for it is told so, without details."""


class PdfReferenceError(PdfError):
    """The paper asks for something outside its own text and style."""


class PdfTooCostlyError(PdfError):
    """The paper takes more time or memory than any paper of a council needs."""


class Draughtsman:
    """The drawing process of this process, started when the first paper is drawn.

    One paper at a time; the other threads wait.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, question: bytes) -> tuple[int, bytes]:
        """Return the kind of the answer and what it says.

        Raises PdfTooCostlyError when the process ended over it; the next paper is
        drawn by another one.
        """
        with self._turn:
            process = self._present()
            deadline = threading.Timer(self._seconds, process.kill)
            deadline.start()
            try:
                kind, is_last, said = _exchange(process, question)
            except (EOFError, OSError) as end:
                self.dismiss()
                raise PdfTooCostlyError("the drawing process ended") from end
            finally:
                deadline.cancel()
            if is_last:
                self.dismiss()
            return kind, said

    def dismiss(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _present(self) -> subprocess.Popen[bytes]:
        """Return a process that lives."""
        if self._process is not None and self._process.poll() is not None:
            self.dismiss()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "council.drawing"],
                cwd=ROOT,
                env={
                    name: os.environ[name] for name in ENVIRONMENT if name in os.environ
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process


def _exchange(
    process: subprocess.Popen[bytes], question: bytes
) -> tuple[int, bool, bytes]:
    """Ask and return kind, whether it is the last answer, and what it says."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(QUESTION.pack(len(question)) + question)
    process.stdin.flush()
    head = process.stdout.read(ANSWER.size)
    if len(head) < ANSWER.size:
        raise EOFError
    kind, is_last, length = ANSWER.unpack(head)
    said = process.stdout.read(length)
    if len(said) < length:
        raise EOFError
    return kind, is_last, said


_own = Draughtsman()
atexit.register(lambda: _own.dismiss())


def _begin_anew() -> None:
    """Leave the process to the one that started it: answers must not be mixed up."""
    global _own  # noqa: PLW0603
    _own = Draughtsman()


os.register_at_fork(after_in_child=_begin_anew)


def question_of(html: str, css: str, pictures: Mapping[str, bytes]) -> bytes:
    """Return what the drawing process is asked."""
    encoded = {
        address: base64.b64encode(picture).decode()
        for address, picture in pictures.items()
    }
    return json.dumps({"html": html, "css": css, "pictures": encoded}).encode()


def render_pdf(
    html: str, *, css: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return html with css as a PDF that declares itself PDF/A-2a.

    The html is a whole document with a lang and a title; what people typed in it is
    escaped already. Fonts are embedded, only the letters that occur. The same input
    gives the same bytes, so a paper can be drawn again and compared. `pictures` are
    PNG by the address, "asset:…", at which the html names them.

    Raises PdfReferenceError when html or css refers to anything outside itself: an
    image, a stylesheet, a font, an attachment, even a data: address;
    PdfTooCostlyError when it takes more than 30 seconds or a gigabyte; PdfError when
    it cannot be drawn. Takes half a second for two pages: never call it inside a
    transaction.
    """
    kind, said = _own.draw(question_of(html, css, pictures or {}))
    if kind == REFUSED:
        raise PdfReferenceError(f"a paper may not refer to {said.decode()}")
    if kind == TOO_LARGE:
        raise PdfTooCostlyError("a paper takes more memory than there is for one")
    if kind == FAILED:
        raise PdfError(f"a paper cannot be drawn: {said.decode()}")
    return said
