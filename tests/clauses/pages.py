"""What clause tests press on the pages, and how they read the answers."""

import html
import re

from django.urls import reverse

from council.models import Sitting

TAG = re.compile(r"<[^>]+>")
SUMMARY = re.compile(r'<div class="error-summary".*?</ul>', re.DOTALL)


def press(client, name, row, **values):
    """Send a page's form, with the revision that the page of the row shows."""
    sitting = Sitting.objects.filter(pk=row.pk).first()
    return client.post(
        reverse(name, args=[row.pk]),
        ({"revision": sitting.revision} if sitting else {}) | values,
    )


def propose(client, sitting, *candidates):
    """Tick candidates on the Presidium sitting's page and propose them."""
    return press(client, "propose", sitting, candidates=keys(candidates))


def discuss(client, sitting, *candidates):
    """Tick candidates on the commission sitting's page and put them on its agenda."""
    return press(client, "discuss", sitting, candidates=keys(candidates))


def vote(client, sitting, votes_for, against=0, abstained=0, out=0):
    """Type the same totals for every item and save the votes."""
    totals = {"for": votes_for, "against": against, "abstained": abstained, "out": out}
    return press(
        client,
        "record_votes",
        sitting,
        **{
            f"{item.pk}-{name}": number
            for item in sitting.items.all()
            for name, number in totals.items()
        },
    )


def finalise(client, sitting, number=1):
    """Finalise the protocol under that number."""
    return press(client, "finalise_protocol", sitting, number=number)


def remove(client, item):
    """Take an item off its agenda."""
    sitting = Sitting.objects.get(pk=item.sitting_id)
    return client.post(
        reverse("remove_item", args=[item.pk]), {"revision": sitting.revision}
    )


def enter(client, commission, **values):
    """Fill the least of a candidate's page, with these values over it, and save."""
    least = {
        "commission": commission.pk,
        "surname": "Қасенов",
        "given_name": "Әлихан",
        "field_kk": "Экология",
        "corruption": "",
    }
    return client.post(reverse("enter_candidate"), least | values)


def refusals(response):
    """Return the sentences of the page's error summary, as a reader sees them."""
    summary = SUMMARY.search(response.content.decode())
    return cells("li", summary[0]) if summary else []


def register(client, day=None):
    """Return the rows of the public register, each a list of its cells."""
    page = client.get(reverse("register"), {"on": day.isoformat()} if day else {})
    assert page.status_code == 200
    rows = re.findall(r"<tr>.*?</tr>", page.content.decode(), re.DOTALL)
    return [cells("t[hd]", row) for row in rows[1:]]


def registered(client, day=None):
    """Return the names in the public register."""
    return [row[1] for row in register(client, day)]


def cells(tag, markup):
    """Return the text of each such element, without markup, spaces single."""
    return [
        " ".join(html.unescape(TAG.sub(" ", inner)).split())
        for inner in re.findall(
            rf"<(?:{tag})(?: [^>]*)?>(.*?)</(?:{tag})>", markup, re.DOTALL
        )
    ]


def keys(rows):
    """Return the keys of rows, as a form sends them."""
    return [row.pk for row in rows]
