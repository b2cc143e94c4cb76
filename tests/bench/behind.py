"""The proxy of deploy/ in front of a server, asked as fast as it answers."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from contextlib import suppress
from getpass import getuser
from pathlib import Path

from tests.bench.servers import PATIENCE, Served
from tests.killing import ROOT, a_port

TEMPLATE = ROOT / "deploy/nginx.conf.template"
AROUND = """
user {user};
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
    server {{
        listen 127.0.0.1:{static} ssl;
        ssl_certificate {folder}/fullchain.pem;
        ssl_certificate_key {folder}/privkey.pem;
        access_log off;
        root {folder}/static;
    }}
}}
"""
TURNS, SECONDS, CLIENTS = 5, 3, 4
A_SECOND = re.compile(r"Requests/sec:\s+([\d.]+)")


def requests_a_second(
    server: Served, folder: Path, path: str
) -> tuple[list[float], list[float]]:
    """Return the requests a second of a page and of a static file of the same size.

    By turns, five of each.
    """
    home = folder / "nginx"
    (home / "static").mkdir(parents=True)
    page = server.get(path, Accept_Encoding="gzip").body
    (home / "static/file.html").write_bytes(page)
    _certificate(home)
    ports = a_port(), a_port(), a_port()
    _site(home, server, ports)
    process = subprocess.Popen(
        ["nginx", "-e", "stderr", "-c", str(home / "nginx.conf")]
    )
    try:
        _wait(ports[1])
        asked: dict[str, list[float]] = {
            f"https://localhost:{ports[1]}{path}": [],
            f"https://localhost:{ports[2]}/file.html": [],
        }
        for _turn in range(TURNS):
            for address, found in asked.items():
                found.append(_asked(address))
    finally:
        process.terminate()
        process.wait()
    kept, static = asked.values()
    return kept, static


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
    raise AssertionError("nginx does not answer")


def _certificate(home: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
            *("-keyout", home / "privkey.pem", "-out", home / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _site(home: Path, server: Served, ports: tuple[int, int, int]) -> None:
    """Write the template as a machine would have it, but for ports and paths."""
    plain, secure, static = ports
    site = TEMPLATE.read_text()
    for name, value in {
        "${SITE_HOST}": "localhost",
        "${UPSTREAM}": f"127.0.0.1:{server.port}",
        "/etc/nginx/certificates": str(home),
        "/var/cache/nginx/sarapshy": str(home / "cache"),
        "/var/log/nginx/access.log": str(home / "access.log"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
    }.items():
        site = site.replace(name, value)
    (home / "site.conf").write_text(site)
    (home / "nginx.conf").write_text(
        AROUND.format(user=getuser(), folder=home, static=static)
    )


def _asked(address: str) -> float:
    done = subprocess.run(
        [
            *("wrk", "--threads", "1", "--connections", str(CLIENTS)),
            *("--duration", f"{SECONDS}s", "--header", "Accept-Encoding: gzip"),
            address,
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    if "Non-2xx" in done.stdout:
        raise AssertionError(done.stdout)
    found = A_SECOND.search(done.stdout)
    assert found, done.stdout
    return float(found.group(1))
