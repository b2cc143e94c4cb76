"""A citizen's questions: whom to ask, what to ask for, and what is printed."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import translation

from council.models import Council
from council.templatetags.sarapshy import breakable
from tests.experts.conftest import engage, named
from tests.experts.test_any_day import flat

MAILTO = re.compile(r'href="mailto:([^"?]+)\?subject=([^"]+)"')


@pytest.mark.clause("1.12")
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_whoever_is_in_the_register_learns_how_to_have_it_corrected(
    council, client, language
):
    Council.objects.update(email="secretariat@example.org")
    (expert,) = engage(council, named("Қасенов"))
    with translation.override(language):
        entry = client.get(reverse("entry", args=[expert.public_id]))
        address = f"{reverse('contact')}?entry={expert.public_id}"
        assert f'href="{address}#correct"' in entry.text
        answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        ((email, subject),) = MAILTO.findall(answer.text)
        assert email == "secretariat@example.org"
        assert expert.public_id in unquote(unescape(subject))
        assert "Қасенов" not in answer.text
        plain = client.get(reverse("contact"))
        ((_email, subject),) = MAILTO.findall(plain.text)
        assert re.search(r"[0-9a-f]{16}", unquote(subject)) is None
        for page in (entry, plain, client.get(reverse("home"))):
            assert f'href="{reverse("contact")}"' in page.text
        assert f"/register.atom?lang={language}" in plain.text
        assert f'href="{reverse("changes")}"' in plain.text
    posts = re.findall(r'method="post" action="([^"]+)"', plain.text)
    assert posts == [f"/{language}/display/"]


def test_it_says_within_which_time_a_withdrawal_is_answered(council, client):
    text = flat(client.get(reverse("contact")))
    assert "When you withdraw your consent: within one working day." in text
    assert "mailto:" not in client.get(reverse("contact")).text


@pytest.mark.parametrize("value", ["x", "Қасенов", "1" * 17, "f" * 10_000, "<b>"])
def test_an_entry_that_is_none_is_a_sentence_and_400(council, client, value):
    answer = client.get(reverse("contact"), {"entry": value})
    assert answer.status_code == 400
    assert "Entry: " in answer.text
    assert client.get(reverse("contact") + "?entry=%00").status_code == 400


def test_a_page_says_where_and_when_it_was_printed(council, client, settings):
    settings.SITE_URL = "https://council.example"
    text = flat(client.get(reverse("register"), {"q": "көлік"}))
    address = "https://council.example/en/register/?q=%D0%BA%D3%A9%D0%BB%D1%96%D0%BA"
    assert f"Printed from {address} – 10 December 2025" in text


def test_public_pages_travel_compressed_and_the_desk_does_not(
    council, client, secretariat
):
    asks = {"accept-encoding": "gzip"}
    for name in ("home", "register", "changes", "contact", "rules", "open_data"):
        answer = client.get(reverse(name), headers=asks)
        assert answer["Content-Encoding"] == "gzip", name
    assert "Content-Encoding" not in secretariat.get(reverse("desk"), headers=asks)


def test_an_address_breaks_at_its_slashes_only():
    assert (
        breakable("https://a.kz/kk/register.json?q=<")
        == "https://a.kz/<wbr>kk/<wbr>register.json?q=&lt;"
    )
