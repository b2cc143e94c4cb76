"""The page of a dossier as a browser fills it in and sends it."""

from datetime import date

from django.urls import reverse

from tests.scans import a_pdf, a_picture

PDF, PNG, JPEG = a_pdf(), a_picture("PNG"), a_picture("JPEG")

NAMES = {"surname": "Қасенов", "given_name": "Әлихан", "field_kk": "Экология"}


def complete(commission):
    """Return what a complete dossier's page sends."""
    kinds = (
        *("application", "diploma", "resume"),
        *("criminal_record", "mental_health", "narcology"),
    )
    bars = {f"{kind}-result": "clear" for kind in kinds[3:]}
    return (
        NAMES
        | {f"{kind}-is_seen": "on" for kind in kinds}
        | bars
        | {
            "commission": commission.pk,
            "has_higher_education": "on",
            "corruption": "none",
            "is_ready": "on",
            "consent_on": "01.12.2025",
        }
    )


def shown(client, address):
    """Return what the page would send if nobody touched it."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: sent(value)
        for name, value in values.items()
        if value not in (None, "") and value is not False
    }


def sent(value):
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "on" if value is True else value


def enter(client, **facts):
    return client.post(reverse("enter_candidate"), facts)


def change(client, expert, **facts):
    """Open the page of a dossier, type the facts over it and save it."""
    address = reverse("change_dossier", args=[expert.pk])
    return client.post(address, shown(client, address) | facts)


def errors(answer):
    """Return the sentences of a refused page by field; "" is the page itself."""
    assert answer.status_code == 200
    return {
        name.replace("__all__", ""): list(sentences)
        for name, sentences in answer.context["form"].errors.items()
    }
