"""Pictures of every page of a served demonstration council (`make screenshots`).

Each page that links lead to, as each reader, in Kazakh and Russian, 1280 and 320 pixels
wide, whole, in FOLDER/<language>-<width>/<reader>-<route>.png.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.test import Client
from playwright.sync_api import sync_playwright

from council.models import Account
from tests.conftest import CHROMIUM_FLAGS
from tests.tour import stops

READERS = ("public", "secretariat", "chair1", "member", "administrator")
LANGUAGES, WIDTHS = ("kk", "ru"), (1280, 320)


def cookies(client: Any, address: str) -> Any:
    """Return the client's cookies as a browser takes them for the address."""
    return [
        {"name": name, "value": cookie.value, "url": address}
        for name, cookie in client.cookies.items()
    ]


def take(address: str, folder: Path) -> Iterator[Path]:
    """Take all pictures of the pages served at the address; yield each file."""
    clients = {reader: Client(SERVER_NAME="localhost") for reader in READERS}
    for reader in READERS[1:]:
        clients[reader].force_login(Account.objects.get(username=reader))
    pages = {
        (reader, language): list(stops(client, language))
        for reader, client in clients.items()
        for language in LANGUAGES
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
        )
        for (reader, language), found in pages.items():
            for width in WIDTHS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.context.add_cookies(cookies(clients[reader], address))
                place = folder / f"{language}-{width}"
                for stop in found:
                    page.goto(address + stop.address)
                    file = place / f"{reader}-{stop.route}.png"
                    page.screenshot(path=file, full_page=True)
                    yield file
                page.close()


def main(address: str, folder: str) -> None:
    """Take all pictures and say how many there are."""
    print(f"{sum(1 for _file in take(address, Path(folder)))} pictures in {folder}")
