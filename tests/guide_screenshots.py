"""The pictures of the guide, taken from a demonstration council that is being served.

`python -m tests.guide_screenshots ADDRESS PASSWORD`, with what `make run` prints, opens
the pages as the three users see them and writes static/img/guide/LANGUAGE/NAME.webp
anew, all of them.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import CHROMIUM_FLAGS

PICTURES = Path(__file__).resolve().parent.parent / "static" / "img" / "guide"
LANGUAGES = ("kk", "ru")
DESKTOP, PHONE = (1000, 680), (390, 720)
QUALITY = 70


@dataclass(frozen=True)
class Shot:
    """A picture: who looks at what, on what; `follow` are links pressed on the way."""

    name: str
    user: str
    path: str
    follow: tuple[str, ...] = ()
    window: tuple[int, int] = DESKTOP
    top: str = ""


A_PERSON = "main table tbody th a"
THE_PATH = ".tabs li:nth-child(2) a"
HEADING = "main h1"
SHOTS = (
    Shot("first-days", "secretariat", "desk/council/", top=HEADING),
    Shot("sign-in", "", "sign-in/"),
    Shot(
        "enter-candidate",
        "secretariat",
        "desk/candidates/?status=candidate",
        (A_PERSON,),
        top=HEADING,
    ),
    Shot(
        "hold-presidium",
        "secretariat",
        "desk/sittings/",
        (".tabs li:last-child a", "main table tbody tr:first-child a"),
        top=HEADING,
    ),
    Shot("publish-list", "secretariat", "desk/candidates/list/", top=HEADING),
    Shot(
        "discuss-candidates",
        "chair1",
        "desk/candidates/?status=candidate",
        (A_PERSON, THE_PATH),
        PHONE,
        ".candidate-path",
    ),
    Shot("work-of-experts", "chair1", "desk/events/", top=HEADING),
    Shot(
        "evaluate-quarter",
        "chair3",
        "desk/evaluations/",
        window=PHONE,
        top="main .evaluee + .evaluee",
    ),
    Shot(
        "release-expert",
        "chair1",
        "desk/candidates/?status=engaged",
        (A_PERSON, THE_PATH),
        top=HEADING,
    ),
    Shot("read-register", "", "register/", top="main form"),
    Shot("past-day", "", "register/?on=2026-03-01", top="main form"),
    Shot("verify-paper", "", "verify/"),
    Shot("become-expert", "", "become-an-expert/", top="main h2"),
)


@contextmanager
def signed_in(browser: Browser, home: str, password: str, shot: Shot) -> Iterator[Page]:
    """Give a page of the browser of who looks, at the size of their screen."""
    width, height = shot.window
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="light"
    )
    page = context.new_page()
    if shot.user:
        page.goto(f"{home}/kk/sign-in/")
        page.fill("[name=login]", shot.user)
        page.fill("[name=password]", password)
        with page.expect_navigation():
            page.click("main form button.button--primary")
    yield page
    context.close()


def picture(page: Page, home: str, shot: Shot, language: str) -> bytes:
    """Return what is seen in the window, as WebP."""
    page.goto(f"{home}/{language}/{shot.path}")
    for link in shot.follow:
        with page.expect_navigation():
            page.locator(link).first.click()
    if shot.top:
        page.locator(shot.top).first.evaluate("part => part.scrollIntoView()")
    made = BytesIO()
    with Image.open(BytesIO(page.screenshot())) as seen:
        seen.convert("RGB").save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


def take(home: str, password: str) -> None:
    """Write every picture in every language of the guide."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
        )
        for shot in SHOTS:
            with signed_in(browser, home, password, shot) as page:
                for language in LANGUAGES:
                    folder = PICTURES / language
                    folder.mkdir(parents=True, exist_ok=True)
                    made = picture(page, home, shot, language)
                    (folder / f"{shot.name}.webp").write_bytes(made)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the demonstration council is served")
    parser.add_argument("password", help="of the demonstration's accounts")
    told = parser.parse_args()
    take(told.address.rstrip("/"), told.password)
