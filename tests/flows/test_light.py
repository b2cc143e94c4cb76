"""A public page is light: under 60 kB in all, from here alone, and nothing jumps."""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from council.models import Council
from experts.models import Expert
from tests import factories as make
from tests.experts.test_register import many_engaged

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 60_000  # bytes
A_PAGE_OF_ROWS = 50
PAGES = (
    *("", "register/", "register/?q=axmet", "register/changes/?since=2025-01-01"),
    *("register/editions/", "rules/", "become-an-expert/", "open-data/", "contact/"),
    *("verify/", "sign-in/"),
)
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
"""


def weight(url):
    """Return the bytes of what is at the address, as the server compresses it."""
    parts = urlsplit(url)
    if parts.path.startswith(settings.STATIC_URL):
        name = unquote(parts.path.removeprefix(settings.STATIC_URL))
        return len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    answer = Client().get(asked, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, url
    return len(answer.content)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_page_is_light_and_stands_still(browser, live_server, language):
    Council.objects.update(email="secretariat@example.org")
    many_engaged(make.a_council(), A_PAGE_OF_ROWS)
    entry = Expert.objects.earliest("pk").public_id
    weights, elsewhere, shifts = {}, [], {}
    for path in (*PAGES, f"register/{entry}/"):
        context = browser.new_context(viewport={"width": 320, "height": 640})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.add_init_script(SHIFTS)
        page.goto(f"{live_server.url}/{language}/{path}", wait_until="networkidle")
        page.mouse.wheel(0, 5_000)
        shifts[path] = sum(page.evaluate("window.shifts"))
        context.close()
        elsewhere += [url for url in asked if not url.startswith(live_server.url)]
        weights[path] = sum(weight(url) for url in asked)
    print({path: f"{bytes_ / 1000:.1f} kB" for path, bytes_ in weights.items()})
    assert elsewhere == []
    assert {path: size for path, size in weights.items() if size >= MOST} == {}
    assert min(weights.values()) > 10_000  # what a page's own styles weigh
    assert {path: moved for path, moved in shifts.items() if moved} == {}
