"""Somebody on the network who notes who comes, and a page to send to him."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """A neighbour on the network that counts who comes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.visits: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Visit(BaseHTTPRequestHandler):
    """Notes the path and has nothing to give."""

    server: Server

    def do_GET(self) -> None:  # noqa: N802
        self.server.visits.append(self.path)
        self.send_error(404)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def neighbour() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(
            target=server.serve_forever, args=(0.01,), daemon=True
        )
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="kk"><head><title>Хаттама</title>{head}</head>'
        f"<body>{body}</body></html>"
    )
