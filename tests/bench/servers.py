"""Servers to be measured, as `deploy/` starts them, and how they are asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.killing import ROOT, a_port, address_of, children

PATIENCE = 60  # seconds
OURS = ("council.wsgi:application", "tests.bench.settings")
BARE = ("django.core.wsgi:get_wsgi_application()", "tests.bench.bare")
_numbers = count()


@dataclass(frozen=True)
class Answer:
    """What a server said: the status, the lines of the head, the body."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header, empty without one."""
        for line in self.head.splitlines():
            found, _colon, value = line.partition(": ")
            if found.lower() == name.lower():
                return value
        return ""


@dataclass
class Served:
    """A server that runs: where it listens, its process, how long it took to answer."""

    port: int
    process: subprocess.Popen[bytes]
    seconds: float = 0.0

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address; a refusal is an error here, too."""
        return self._ask("GET", path, headers, b"")

    def fresh(self, path: str, **headers: str) -> Answer:
        """Ask for a page under a question that nobody has asked before."""
        join = "&" if "?" in path else "?"
        return self.get(f"{path}{join}asked={next(_numbers)}", **headers)

    def post(self, path: str, body: bytes, **headers: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, headers, body)

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        given = {"Host": "localhost", "Connection": "close", **headers}
        if body:
            given["Content-Length"] = str(len(body))
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
        head = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""])
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as asked:
            asked.sendall(head.encode() + body)
            said = b"".join(iter(lambda: asked.recv(1 << 18), b""))
        above, _line, content = said.partition(b"\r\n\r\n")
        answer = Answer(int(above.split(maxsplit=2)[1]), above.decode(), content)
        if answer.status >= 400:
            raise AssertionError(f"{method} {path}: {answer.status}")
        return answer

    def memory(self) -> float:
        """Return what a worker takes on average, its share of what is shared: in MB."""
        taken = [_proportional(worker) for worker in children(self.process.pid)]
        return sum(taken) / len(taken) / 1024


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def serving(database: str, var: Path, kind: tuple[str, str] = OURS) -> Iterator[Served]:
    """Serve a database with two workers until the block ends."""
    application, module = kind
    port, began = a_port(), time.perf_counter()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--preload"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": address_of(database),
            "DJANGO_SETTINGS_MODULE": module,
            "SARAPSHY_VAR": str(var),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    served = Served(port, process)
    try:
        _wait(served)
        served.seconds = time.perf_counter() - began
        yield served
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, IndexError):
            if served.get("/constant").status == 200:
                return
        if served.process.poll() is not None:
            raise AssertionError("the server ended by itself")
        time.sleep(0.005)
    raise AssertionError("the server does not answer")
